import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'
import { rowsOf, textOf } from './pages-of-docs.js'

const FOLDER = 'docs/decisions'
/** Number, title, day and status: how each record begins. */
const HEADER =
  /^# (?<number>\d+)\. (?<title>.+)\n\nDate: (?<date>\d{4}-\d\d-\d\d)\. Status: (?<status>accepted|superseded by \d+)\.\n\n/

const files = readdirSync(join(PROJECT_ROOT, FOLDER)).filter(name => name !== 'README.md')
const records = files.map(file => ({ file, ...HEADER.exec(textOf(`${FOLDER}/${file}`))?.groups }) as Decision)

/** Where sources say "decision N", by number. */
const pointing = ['src', 'worker', 'templates', 'tools', 'test'].flatMap(folder =>
  readdirSync(join(PROJECT_ROOT, folder), { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.(?:ts|js|mjml|hbs)$/.test(entry.name))
    .map(entry => relative(PROJECT_ROOT, join(entry.parentPath, entry.name)))
    .flatMap(path => numbersIn(textOf(path)).map(number => ({ path, number }))),
)

function numbersIn(text: string): string[] {
  const found = [...text.matchAll(/\bdecisions? (\d+)(?: and (\d+))?/gi)]
  return found.flatMap(([, first, second]) => [first, second].filter(number => number !== undefined))
}

const ofProgram = pointing.filter(({ path }) => !path.startsWith('test/'))

type Decision = { file: string; number?: string; title: string; date: string; status: string }

describe('the records of decisions', () => {
  it('begin alike: number, title, date, status', () => {
    expect(records.length).toBeGreaterThan(45)
    expect(records.filter(({ number }) => number === undefined).map(({ file }) => file)).toEqual([])
  })

  it('have the number of their file, each once', () => {
    expect(records.map(({ number }) => number?.padStart(4, '0'))).toEqual(files.map(file => file.slice(0, 4)))
    expect(new Set(records.map(({ number }) => number)).size).toBe(files.length)
  })

  it('are superseded by one that there is', () => {
    const by = records.flatMap(({ status }) => /superseded by (\d+)/.exec(status)?.slice(1) ?? [])
    expect(by.filter(number => !records.some(record => record.number === number))).toEqual([])
  })

  it('stand in the index as they begin, in their order', () => {
    const rows = rowsOf(textOf(`${FOLDER}/README.md`)).filter(([number]) => /^\d+$/.test(number ?? ''))
    expect(rows.map(row => row.slice(0, 4))).toEqual(
      records.map(({ number, title, file, date, status }) => [number, `[${title}](${file})`, date, status]),
    )
  })

  it('are each pointed to by a statement that they guard, while they hold', () => {
    const holding = records.filter(({ status }) => status === 'accepted')
    const lonely = holding.filter(({ number }) => !ofProgram.some(one => one.number === number))
    expect(lonely.map(({ file }) => file)).toEqual([])
  })

  it('are there for each number that a source names, and hold', () => {
    expect(pointing.length).toBeGreaterThan(90)
    const holds = (number: string) => records.some(one => one.number === number && one.status === 'accepted')
    expect(pointing.filter(({ number }) => !holds(number))).toEqual([])
  })

  it('lead from the index to files that name them', () => {
    const wrong = rowsOf(textOf(`${FOLDER}/README.md`)).flatMap(([number = '', , , , guards = '']) => {
      if (!/^\d+$/.test(number)) return []
      const files = [...guards.matchAll(/\[([^\]]+)\]\(\.\.\/\.\.\/\1\)/g)].map(([, file]) => file)
      const isNamedIn = (file = '') => ofProgram.some(one => one.path === file && one.number === number)
      return files.length > 0 && files.every(isNamedIn) ? [] : [`${number}: ${guards}`]
    })
    expect(wrong).toEqual([])
  })
})
