import { appendFile, readdir, readFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { PassedGate } from '../model/delivery/delivery.js'
import { makeFolder } from './make-folder.js'

/**
 * Writes down which deliveries passed the gate, a line each: another process of this machine, and this one after its server was changed for
 * another, learn it from there. What is written last stands last, also after a clock was set back. Throws what the file system says.
 */
export async function appendPassed(file: string, passed: PassedGate[]): Promise<void> {
  await makeFolder(dirname(file), 0o700)
  const suffix = basename(file).slice(DAY_LENGTH)
  const last = (await namesIn(dirname(file))).findLast(name => name.endsWith(suffix)) ?? ''
  const lines = passed.map(
    ({ delivery, attempt, claim }) => `${[delivery, attempt, claim, END].join('\t')}\n`,
  )
  // A full disk may have cut the last line short: it must not swallow the first of these.
  await appendFile(join(dirname(file), [last, basename(file)].sort()[1] as string), `\n${lines.join('')}`, {
    mode: 0o600,
  })
}

/** `2026-11-26`, with which the name of a file begins. */
const DAY_LENGTH = 10
/** Ends a line: a number that was cut short is another number. */
const END = '.'

/** What the files of a folder hold whose name ends in `suffix`, the oldest first; what is no whole line is left out. */
export async function readPassed(folder: string, suffix: string): Promise<PassedGate[]> {
  const passed: PassedGate[] = []
  for (const name of (await namesIn(folder)).filter(one => one.endsWith(suffix)))
    for (const line of (await readFile(join(folder, name), 'utf8')).split('\n')) {
      const one = passedIn(line)
      if (one) passed.push(one)
    }
  return passed
}

/** The numbers of one are PostgreSQL's integers. A loss of power leaves NULs, which no statement takes. */
function passedIn(line: string): PassedGate | null {
  const [delivery = '', attempt = '', claim = '', end] = line.split('\t')
  const isWhole = end === END && IDENTIFIER.test(delivery) && NUMBER.test(attempt) && NUMBER.test(claim)
  return isWhole ? { delivery, attempt: Number(attempt), claim: Number(claim) } : null
}

const IDENTIFIER = /^[^\s\p{Cc}]{1,300}$/u
const NUMBER = /^(?:\d{1,9}|1\d{9})$/

/** Removes the files whose day is more than `days` before the newest's: a clock that was moved, or has jumped, removes nothing. */
export async function prunePassed(folder: string, days: number): Promise<void> {
  const names = await namesIn(folder)
  const newest = Date.parse(dayIn(names.at(-1) ?? ''))
  for (const name of names)
    if (Date.parse(dayIn(name)) < newest - days * DAY_MS) await rm(join(folder, name), { force: true })
}

const DAY_MS = 24 * 3_600_000
const dayIn = (name: string) => name.slice(0, DAY_LENGTH)

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
