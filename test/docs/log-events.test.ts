import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'
import { codeIn, rowsOf, textOf } from './pages-of-docs.js'

const PAGE = 'docs/operating/log-events.md'
/** How an event is named: what it is about, a dot, what happened. */
const EVENT = /^'[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*'$/

const sources = ['src', 'worker'].flatMap(folder =>
  readdirSync(join(PROJECT_ROOT, folder), { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => relative(PROJECT_ROOT, join(entry.parentPath, entry.name)))
    // The log itself, which hands on what it is given.
    .filter(path => path !== 'src/log.ts'),
)

/** The first argument of each call that writes to the log, with its level. */
const callsIn = (text: string) =>
  [...text.matchAll(/\blog\.(debug|info|warn|error)\(\s*([^,)]+)/g)].map(([, level, first]) => ({
    level: level as string,
    first: (first as string).trim(),
  }))

/** What a table of this file names as the event under this key. */
const inTable = (key: string, text: string) =>
  [...text.matchAll(new RegExp(`\\b${key}: ('[^']*')`, 'g'))].map(([, event]) => event as string)

/** The events of one call; a name that is built while the program runs is none. */
function eventsOf(first: string, text: string): string[] {
  const named =
    first === 'failed'
      ? inTable(first, text)
      : first.includes('?')
        ? (first.match(/(?<=[?:] )'[^']*'/g) ?? [])
        : [first]
  return named.length > 0 ? named : [first]
}

const written = sources.flatMap(path => {
  const text = textOf(path)
  return callsIn(text).flatMap(({ level, first }) =>
    eventsOf(first, text).map(event => ({ path, level, event })),
  )
})

const told = rowsOf(textOf(PAGE)).filter(([event = '']) => /^`[a-z-]+\.[a-z-]+`$/.test(event))

const sorted = (events: Iterable<string>) => [...new Set(events)].sort()

describe('the events of the log', () => {
  it('have names that are constants', () => {
    expect(written.length).toBeGreaterThan(80)
    expect(written.filter(({ event }) => !EVENT.test(event))).toEqual([])
  })

  it('are all told to operators with their levels, and none that is gone', () => {
    expect(sorted(told.map(([event = '', level]) => `${codeIn(event)[0]} ${level}`))).toEqual(
      sorted(written.map(({ level, event }) => `${event.slice(1, -1)} ${level}`)),
    )
  })

  it('have one row each, which says what it means and what to do', () => {
    expect(told.length).toBe(new Set(told.map(([event]) => event)).size)
    expect(told.filter(row => row.length !== 4 || row.some(cell => cell === ''))).toEqual([])
  })
})
