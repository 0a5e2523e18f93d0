import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'
import { codeIn, rowsOf, textOf } from './pages-of-docs.js'

const rows = rowsOf(textOf('docs/words.md')).filter(([word]) => word !== 'Word')
const wordsOf = (cell: string) =>
  cell
    .replace(/\([^)]*\)|\*\*/g, '')
    .split(/, | → | \/ /)
    .map(word => word.trim())

/** The tables that a new ledger has, but those of the queue. */
const tables = readdirSync(join(PROJECT_ROOT, 'src/postgres/schema'))
  .map(file => textOf(`src/postgres/schema/${file}`))
  .flatMap(text => [...text.matchAll(/\bcreate table ([a-z_]+) \(/g)].map(([, name]) => name as string))

describe('the glossary', () => {
  it('has a meaning for each word, and each word once', () => {
    expect(rows.length).toBeGreaterThan(120)
    expect(rows.filter(row => row.length !== 3 || row.some(cell => cell === ''))).toEqual([])
    const words = rows.flatMap(([word = '']) => wordsOf(word))
    expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([])
  })

  it('tells what each table of the ledger holds, and no table that is none', () => {
    const told = rows.flatMap(([word = '']) => codeIn(word))
    expect(tables.length).toBeGreaterThan(35)
    expect([...new Set(told)].sort()).toEqual([...new Set(tables)].sort())
  })

  it('forbids no word for its own thing', () => {
    const wrong = rows.filter(([word = '', , not = '']) =>
      not.split(/[,;] /).some(one => wordsOf(word).includes(one.replace(/ \(.*$/, ''))),
    )
    expect(wrong).toEqual([])
  })
})
