import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Config } from '../../config.js'
import { appendPassed, prunePassed, readPassed } from '../../files/passed-gates.js'
import type { Log } from '../../log.js'
import type { Clock } from '../../model/calendar/clock.js'
import type { PassedGate } from '../../model/delivery/delivery.js'

/** The gates that this DATA_DIR knows as passed, for one lineage, independent of the ledger. decision 9 */
export type PassedGates = ReturnType<typeof openPassedGates>

/** In days: no edition is open for longer. */
const KEPT_DAYS = 31
/** A value that no claim's token has. */
const AWAITED = 0
/** In milliseconds: a hanging disk must not keep mails from leaving. */
const PATIENCE_MS = 2000

export function openPassedGates(
  { dataDir }: Pick<Config, 'dataDir'>,
  lineage: string,
  clock: Clock,
  log: Log,
) {
  const folder = join(dataDir, 'passed-gates')
  const suffix = `-${createHash('sha256').update(lineage).digest('hex').slice(0, 16)}.txt`
  /** By delivery, the last attempt that passed. */
  const known = new Map<string, PassedGate>()
  let waiting: PassedGate[] = []
  const unwritten: PassedGate[] = []
  let writing: Promise<void> = Promise.resolve()
  let reading: Promise<void> | null = null
  let isTold = false
  const tell = (error: unknown) => {
    if (!isTold) log.warn('passed-gates.not-kept', { reason: (error as Error).message })
    isTold = true
  }
  const write = async () => {
    const group = waiting
    waiting = []
    if (group.length === 0) return
    try {
      await appendPassed(join(folder, `${clock().toISOString().slice(0, 10)}${suffix}`), group)
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
    await within(writing, PATIENCE_MS)
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

/** Waits for `work`, but no longer than `ms`. */
async function within(work: Promise<void>, ms: number): Promise<void> {
  const given = new AbortController()
  await Promise.race([work, pause(ms, null, { signal: given.signal }).catch(() => {})])
  given.abort()
}

function whether(known: PassedGate | undefined, attempt: number): 'no' | 'passed' | 'awaited' {
  if (!known || known.attempt < attempt) return 'no'
  return known.claim === AWAITED ? 'awaited' : 'passed'
}
