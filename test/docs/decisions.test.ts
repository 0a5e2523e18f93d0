import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'
import { rowsOf, textOf } from './pages-of-docs.js'

const FOLDER = 'docs/decisions'
/** Number, title, day and status: how each record begins. */
const HEADER =
  /^# (?<number>\d+)\. (?<title>.+)\n\nDate: (?<date>\d{4}-\d\d-\d\d)\. Status: (?<status>accepted|superseded by \d+)\.\n\n/

const files = readdirSync(join(PROJECT_ROOT, FOLDER)).filter(name => name !== 'README.md')
const records = files.map(file => ({ file, ...HEADER.exec(textOf(`${FOLDER}/${file}`))?.groups }) as Decision)

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
})
