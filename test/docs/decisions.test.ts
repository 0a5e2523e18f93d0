import { describe, expect, it } from '@jest/globals'
import { decisions, FOLDER, indexRows, pointers } from '../../tools/decisions/records.js'
import { textOf } from './pages-of-docs.js'

const records = decisions()
const ofProgram = pointers(['src', 'worker', 'templates', 'tools'])

describe('the records of decisions', () => {
  it('begin alike: number, title, date, status', () => {
    expect(records.length).toBeGreaterThan(45)
    expect(records.filter(({ number }) => number === undefined).map(({ file }) => file)).toEqual([])
  })

  it('have the number of their file, each once', () => {
    expect(records.map(({ number }) => number?.padStart(4, '0'))).toEqual(
      records.map(({ file }) => file.slice(0, 4)),
    )
    expect(new Set(records.map(({ number }) => number)).size).toBe(records.length)
  })

  it('are superseded by one that there is', () => {
    const by = records.flatMap(({ status }) => /superseded by (\d+)/.exec(status)?.slice(1) ?? [])
    expect(by.filter(number => !records.some(record => record.number === number))).toEqual([])
  })

  it('are each pointed to by a statement that they guard, while they hold', () => {
    const holding = records.filter(({ status }) => status === 'accepted')
    const lonely = holding.filter(({ number }) => !ofProgram.some(one => one.number === number))
    expect(lonely.map(({ file }) => file)).toEqual([])
  })

  it('are there for each number that a source names, and hold', () => {
    const named = [...ofProgram, ...pointers(['test'])]
    expect(named.length).toBeGreaterThan(90)
    const holds = (number: string) => records.some(one => one.number === number && one.status === 'accepted')
    expect(named.filter(({ number }) => !holds(number))).toEqual([])
  })

  it('stand in the index with what they guard: `npm run decisions` writes it', () => {
    const index = textOf(`${FOLDER}/README.md`)
    expect(index.split('\n').filter(line => /^\| \d+ \|/.test(line))).toEqual(indexRows())
  })
})
