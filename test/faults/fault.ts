import type { Act, Moment, Stage } from '../support/scripted-smtp.js'
import type { Said } from './checker.js'
import { nudge } from './nudge.js'
import { letClaimsExpire, openOnes, type Rig } from './rig.js'
import type { Running } from './running.js'

/** What a fault did to an edition: how often it struck, and how long after its end the backlog was gone. */
export type Struck = {
  edition: string
  /** A house of its own that the fault was in; it is closed after the check. */
  elsewhere?: { rig: Rig; close: () => Promise<void> }
  rounds: number
  /** Seconds from the end of the fault to the last delivery; null when nothing was to recover. */
  recovered: number | null
  /** Deliveries that may be in doubt after it. */
  inDoubtAtMost: number
  /** Deliveries that may be given up, set aside or suppressed, and that may still be open: none unless said. */
  gaveUp?: number
  open?: number
  /** What people and reports said of deliveries in doubt. */
  said?: Said
  /** What else is not as it should be. */
  wrong?: string[]
}

export type Fault = {
  name: string
  only?: 'PostgreSQL' | 'Redis' | undefined
  /** Throws `Skipped` where this machine can't do it. */
  strike: (rig: Rig, random: () => number) => Promise<Struck>
}

export class Skipped extends Error {}

/** How many connections to the relay a process keeps: DELIVERIES_AT_ONCE. */
export const CONNECTIONS = 10

/** As `atNth`, of the mails to the edition's addressees: a service also sends mails to the staff. */
export function atNthMail(
  rig: Rig,
  stage: Stage,
  nth: number,
  act: (moment: Moment) => Act | null,
): Promise<void> {
  const addresses = new Set([...rig.people.values()].map(({ address }) => address.toLowerCase()))
  let seen = 0
  return new Promise(resolve =>
    rig.server.setScript((reached, _session, moment) => {
      if (reached !== stage || !addresses.has(moment.to) || ++seen !== nth) return null
      resolve()
      return act(moment)
    }),
  )
}

/** The script that does `act` when a stage is reached for the nth time, and is usual else. */
export function atNth(
  rig: Rig,
  stage: Stage,
  nth: number,
  act: (moment: Moment) => Act | null,
): Promise<void> {
  let seen = 0
  return new Promise(resolve =>
    rig.server.setScript((reached, _session, moment) => {
      if (reached !== stage || ++seen !== nth) return null
      resolve()
      return act(moment)
    }),
  )
}

export const usual = ({ server }: Rig) => server.setScript(() => null)

/** `send EDITION --wait`, kept from ending before the fault has struck. */
export const send = (rig: Rig, edition: string, ...more: string[]): Running =>
  rig.estafette(['send', edition, '--wait', ...more])

/** Sends what is left, and says how many seconds that took. Throws when something stays open. */
export async function finish(rig: Rig, edition: string, ...more: string[]): Promise<number> {
  usual(rig)
  const began = performance.now()
  await letClaimsExpire(rig)
  await nudge(rig)
  if (more.length === 0) await hurry(rig, edition)
  const process = send(rig, edition, ...more)
  const status = await process.ended
  if (status !== 0) throw new Error(`send ended with ${status}: ${process.err()}`)
  return secondsSince(began)
}

/** As if its time had come: what waits for a lost connection, or lets others go first, is due. A clock moved by --now would pass by the queue. */
export const hurry = ({ client }: Rig, edition: string) =>
  client.query(
    `update estafette.delivery set due_at = least(due_at, clock_timestamp())
     where edition = $1 and state in ('pending', 'deferred') and claimed_until is null`,
    [edition],
  )

export const secondsSince = (began: number) => (performance.now() - began) / 1000

/** Complaints, from what should hold. */
export const unless = (holds: boolean, complaint: string): string[] => (holds ? [] : [complaint])

export const states = async ({ client }: Rig, edition: string): Promise<Record<string, number>> => {
  const { rows } = await client.query(
    'select state, count(*)::int as n from estafette.delivery where edition = $1 group by state',
    [edition],
  )
  return Object.fromEntries(rows.map(row => [row.state, row.n]))
}

export { openOnes }
