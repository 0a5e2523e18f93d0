import { appendFile, readdir, readFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { PassedGate } from '../model/delivery/delivery.js'
import { makeFolder } from './make-folder.js'

/**
 * Appends deliveries that passed the gate, one per line. Other processes of this machine read them, and this one after its server was changed. The
 * last written stands last, also after the clock was set back. Throws the file system's error.
 */
export async function appendPassed(file: string, passed: PassedGate[]): Promise<void> {
  await makeFolder(dirname(file), 0o700)
  const suffix = basename(file).slice(DAY_LENGTH)
  const last = (await namesIn(dirname(file))).findLast(name => name.endsWith(suffix)) ?? ''
  const lines = passed.map(
    ({ delivery, attempt, claim }) => `${[delivery, attempt, claim, END].join('\t')}\n`,
  )
  // A full disk may have truncated the last line; it must not merge with the first new one.
  await appendFile(join(dirname(file), [last, basename(file)].sort()[1] as string), `\n${lines.join('')}`, {
    mode: 0o600,
  })
}

/** `2026-11-26`, with which a file's name begins. */
const DAY_LENGTH = 10
/** Ends a line: a truncated number would be a different number. */
const END = '.'

/** The lines of all files in a folder whose name ends in `suffix`, oldest first; incomplete lines are left out. */
export async function readPassed(folder: string, suffix: string): Promise<PassedGate[]> {
  const passed: PassedGate[] = []
  for (const name of (await namesIn(folder)).filter(one => one.endsWith(suffix)))
    for (const line of (await readFile(join(folder, name), 'utf8')).split('\n')) {
      const one = passedIn(line)
      if (one) passed.push(one)
    }
  return passed
}

/** Accepts PostgreSQL integers only: a power loss leaves NULs, which no statement accepts. */
function passedIn(line: string): PassedGate | null {
  const [delivery = '', attempt = '', claim = '', end] = line.split('\t')
  const isWhole = end === END && IDENTIFIER.test(delivery) && NUMBER.test(attempt) && NUMBER.test(claim)
  return isWhole ? { delivery, attempt: Number(attempt), claim: Number(claim) } : null
}

const IDENTIFIER = /^[^\s\p{Cc}]{1,300}$/u
const NUMBER = /^(?:\d{1,9}|1\d{9})$/

/** Removes files more than `days` older than the newest one: a wrong clock removes nothing. */
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
