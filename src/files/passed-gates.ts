import { createHash } from 'node:crypto'
import { appendFile, readdir, readFile, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Clock } from '../model/calendar/clock.js'
import { type PassedGate, passedIn, passedLine } from '../model/delivery/passed-gate.js'
import { makeMissing } from './make-folder.js'

/** The gates that a DATA_DIR knows as passed, for one lineage, independent of the ledger. decision 9 */
export type PassedGates = ReturnType<typeof openPassedGates>

/** In days: no edition is open for longer. */
const KEPT_DAYS = 31
/** A value that no claim's token has. */
const AWAITED = 0
/** In milliseconds: a hanging disk must not keep mails from leaving. */
const PATIENCE_MS = 2000

/** `notKept` hears of the disk's first failure. */
export function openPassedGates(
  folder: string,
  lineage: string,
  clock: Clock,
  notKept: (reason: string) => void,
) {
  const suffix = `-${createHash('sha256').update(lineage).digest('hex').slice(0, 16)}.txt`
  /** By delivery, the last attempt that passed. */
  const known = new Map<string, PassedGate>()
  let waiting: PassedGate[] = []
  const unwritten: PassedGate[] = []
  let writing: Promise<void> = Promise.resolve()
  let reading: Promise<void> | null = null
  let isTold = false
  const tell = (error: Error) => {
    if (!isTold) notKept(error.message)
    isTold = true
  }
  const write = async () => {
    const group = waiting
    waiting = []
    if (group.length === 0) return
    try {
      await appendPassed(join(folder, `${clock().toISOString().slice(0, DAY_LENGTH)}${suffix}`), group)
    } catch (error) {
      unwritten.push(...group)
      throw error
    }
  }
  const read = async () => {
    await writing
    for (const one of [...(await readPassed(folder, suffix)), ...unwritten, ...waiting])
      known.set(one.delivery, one)
    await prunePassed(folder, KEPT_DAYS)
  }
  /** As far as the disk allows: what can't be stored proves nothing later and blocks nothing now. */
  const keep = async (one: PassedGate): Promise<void> => {
    known.set(one.delivery, one)
    waiting.push(one)
    writing = writing.then(write).catch(tell)
    await patiently(writing)
  }
  return {
    /** Before the dot leaves. */
    note: keep,
    /** A person decides on a doubt: the delivery's earlier passing proves nothing any more. */
    settle: (delivery: string) => keep({ delivery, attempt: 0, claim: 0 }),
    /** The ledger forgot the delivery: if it reappears, it is in doubt. */
    await: ({ delivery, attempt }: PassedGate) => keep({ delivery, attempt, claim: AWAITED }),
    /** What this process knows and, from files, other processes of this DATA_DIR. */
    all: async (): Promise<PassedGate[]> => {
      reading = read().catch(tell)
      await reading
      return [...known.values()].filter(({ attempt, claim }) => attempt > 0 && claim !== AWAITED)
    },
    /** Whether it passed with this or a later attempt that the ledger has forgotten. `awaited`: a person has decided about that ledger since. */
    whetherPassed: async ({
      delivery,
      attempt,
    }: Pick<PassedGate, 'delivery' | 'attempt'>): Promise<'no' | 'passed' | 'awaited'> => {
      reading ??= read().catch(tell)
      await reading
      return whether(known.get(delivery), attempt)
    },
  }
}

function whether(last: PassedGate | undefined, attempt: number): 'no' | 'passed' | 'awaited' {
  if (!last || last.attempt < attempt) return 'no'
  return last.claim === AWAITED ? 'awaited' : 'passed'
}

/** Waits for `work`, but no longer than a hanging disk may take. */
async function patiently(work: Promise<void>): Promise<void> {
  const given = new AbortController()
  await Promise.race([work, pause(PATIENCE_MS, null, { signal: given.signal }).catch(() => {})])
  given.abort()
}

/**
 * Appends deliveries that passed the gate, one per line. Other processes of this machine read them, and this one after its server was changed. The
 * last written stands last, also after the clock was set back. Throws the file system's error.
 */
export async function appendPassed(file: string, passed: PassedGate[]): Promise<void> {
  const [folder, name] = [dirname(file), basename(file)]
  const suffix = name.slice(DAY_LENGTH)
  const last = (await namesIn(folder)).findLast(one => one.endsWith(suffix)) ?? ''
  const latest = join(folder, last > name ? last : name)
  // A full disk may have truncated the last line; it must not merge with the first new one.
  const append = () => appendFile(latest, `\n${passed.map(passedLine).join('')}`, { mode: 0o600 })
  await append().catch(error => makeMissing(error, folder, 0o700).then(append))
}

/** `2026-11-26`, with which a file's name begins. */
const DAY_LENGTH = 10

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
