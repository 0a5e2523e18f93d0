import { countDue } from '../../src/postgres/delivery/deliveries.js'
import { listEditions } from '../../src/postgres/editions/editions.js'
import { rosterToday } from '../../src/steps/context.js'
import { settle } from '../../src/steps/delivery/stop-and-settle.js'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import { signOff } from '../../src/steps/sign-off/sign-off.js'
import { check, type Known, strays } from './checker.js'
import { secondsSince } from './fault.js'
import { openOnes } from './rig.js'
import { wordOf } from './roster.js'
import type { YearFault } from './year-faults.js'
import { writeWeek, type YearHouse } from './year-rig.js'

/** The Monday of the first week; every week has its ticks at these moments, UTC, after the slots in summer and winter time. */
const FIRST = Date.UTC(2027, 0, 4)
const MOMENTS = {
  monday: [0, 8],
  tuesday: [1, 13],
  draft: [2, 11.1],
  thursday: [3, 5],
  send: [3, 8.1],
  noon: [3, 11],
  evening: [3, 17],
  friday: [4, 9],
} as const
const [DAY, HOUR] = [86_400_000, 3_600_000]
const APPROVER = 'direction@cabinet.example'
/** Promise 7, in seconds. */
const BACKLOG_GONE = 60

export type Week = {
  edition: string
  fault: string
  accepted: number
  bounced: number
  inDoubt: number
  lost: number
  doubled: number
  recovered: number
  bytes: number
  wrong: string[]
}

const dayOf = (week: number) => new Date(FIRST + week * 7 * DAY).toISOString().slice(0, 10)

/** One week of a year: what editors, schedulers, approvers and a fault do, and what the checker says of it. */
export async function liveWeek(
  year: YearHouse,
  nth: number,
  fault: YearFault,
  random: () => number,
): Promise<Week> {
  const { rig } = year
  const [mailsBefore, journalBefore] = [rig.server.completed.length, rig.server.journal.length]
  writeWeek(year, nth, dayOf)
  const signed = new Map<string, Known>()
  let recovered = 0
  let struck = false
  for (const [moment, [day, hour]] of Object.entries(MOMENTS)) {
    if (fault.down?.includes(moment)) continue
    year.setClock(new Date(FIRST + (nth * 7 + day) * DAY + hour * HOUR))
    const edition = await approved(year)
    if (edition && fault.strike && !struck && (await sendsNow(year, edition))) {
      struck = true
      await fault.strike(year, edition, year.tick, random)
    } else await year.tick()
    const began = performance.now()
    if (await drained(year)) recovered = Math.max(recovered, secondsSince(began))
    rig.server.setScript(() => null)
    await year.tell()
    await sign(year, signed, wordOf(nth))
  }
  const edition = [...signed.keys()][0] ?? ''
  const asked = await settleDoubts(year, edition)
  const verdict = await check(rig.client, edition, rig.server, signed, { again: asked.times })
  const mails = rig.server.completed.slice(mailsBefore).filter(mail => /^List-Id:/m.test(mail))
  const wrong = [
    ...verdict.wrong,
    ...(await strays(rig.client, rig.server.journal, signed, journalBefore)),
    ...(signed.size === 1 ? [] : [`${signed.size} editions were signed: ${[...signed.keys()].join(' ')}`]),
    ...(verdict.deliveries === rig.mails ? [] : [`${verdict.deliveries} deliveries, not ${rig.mails}`]),
    ...(verdict.open === 0 ? [] : [`${verdict.open} are still open`]),
    ...(verdict.gaveUp === 0 ? [] : [`${verdict.gaveUp} were given up`]),
    ...(verdict.inDoubt === 0 ? [] : [`${verdict.inDoubt} are in doubt although a person settled them`]),
    ...(fault.strike && !struck ? ['the fault did not strike'] : []),
    ...(asked.inDoubt <= (fault.inDoubtAtMost ?? 0) ? [] : [`${asked.inDoubt} were in doubt`]),
    ...(recovered <= BACKLOG_GONE ? [] : [`the backlog took ${recovered.toFixed(0)} s`]),
    ...(mails.every(mail => mail.includes('{{evil}}')) ? [] : ['{{evil}} is no longer text']),
    ...(await unaccounted(year, edition)),
    ...(await strangers(year, journalBefore)),
  ]
  const bytes = await bytesOf(year)
  const { accepted, bounced, lost, doubled } = verdict
  const { inDoubt } = asked
  return { edition, fault: fault.name, accepted, bounced, inDoubt, lost, doubled, recovered, bytes, wrong }
}

const ids = (year: YearHouse, state: string) =>
  listEditions(year.rig.app.engine.db, year.rig.app.clock()).then(rows =>
    rows.filter(row => row.state === state).map(({ id }) => id),
  )

const approved = async (year: YearHouse) => (await ids(year, 'approved'))[0] ?? null

async function sendsNow(year: YearHouse, edition: string): Promise<boolean> {
  const row = await readEdition(year.rig.app, edition)
  return row?.sendAt !== null && row?.sendAt !== undefined && row.sendAt <= year.clock()
}

async function sign({ rig: { app, people } }: YearHouse, signed: Map<string, Known>, word: string) {
  for (const row of await listEditions(app.engine.db, app.clock())) {
    if (row.state !== 'awaiting-sign-off' || !row.hash) continue
    const request = { edition: row.id, hash: row.hash, by: APPROVER, decision: 'approve' as const }
    signed.set(row.id, { hash: row.hash, signedAt: performance.now(), people, word })
    const decided = await signOff(app, { ...request, comment: null })
    if (decided.kind !== 'decided') throw new Error(`${row.id}: ${decided.reason}`)
  }
}

/** Until nothing is open: what is due later gets its time by the clock. False when nothing was open. */
async function drained(year: YearHouse): Promise<boolean> {
  const began = performance.now()
  for (let looks = 0; ; looks++) {
    const editions = await ids(year, 'sending').catch(() => null)
    if (editions?.length === 0) return looks > 0
    if (secondsSince(began) > 2 * BACKLOG_GONE) return true
    if (looks % 10 === 9) {
      const open = await openOnes(year.rig, editions?.[0] ?? '').catch(() => 0)
      const due = await countDue(year.rig.app.engine.db, editions?.[0] ?? '', year.rig.app.clock()).catch(
        () => 1,
      )
      if (open > 0 && due === 0) year.setClock(new Date(year.clock().getTime() + 10 * 60_000))
      await year.recover().catch(() => {})
    }
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** A person looks whether the server has taken it: accepted, or again. */
async function settleDoubts(year: YearHouse, edition: string) {
  const { app, client, server } = year.rig
  const { rows } = await client.query(
    `select id, message_id from estafette.delivery where edition = $1 and state = 'in-doubt'`,
    [edition],
  )
  const times = new Map<string, number>()
  for (const { id, message_id } of rows) {
    const isThere = server.journal.some(one => one.messageId === message_id && one.answer?.startsWith('2'))
    if (!isThere) times.set(id, 1)
    await settle(app, id, isThere ? 'accepted' : 'again', APPROVER)
  }
  await year.recover()
  await drained(year)
  return { inDoubt: rows.length, times }
}

/** Promise 5: candidates = addressees + exclusions, and each of the 19 communes is among them. */
async function unaccounted({ rig: { client } }: YearHouse, edition: string): Promise<string[]> {
  const { rows } = await client.query(
    `with everybody as (
       select recipient, commune from estafette.addressee a join estafette.edition e on e.id = a.edition and e.version = a.version
         where e.id = $1
       union all select recipient, commune from estafette.exclusion x join estafette.edition e on e.id = x.edition and e.version = x.version
         where e.id = $1)
     select f.candidates, (select count(*)::int from everybody) as known,
       (select count(distinct commune)::int from everybody) as communes
     from estafette.frozen f join estafette.edition e on e.id = f.edition and e.version = f.version where e.id = $1`,
    [edition],
  )
  const { candidates, known, communes } = rows[0] ?? {}
  if (candidates === known && communes === 19) return []
  return [`${known} of ${candidates} candidates, ${communes} of 19 communes are accounted for`]
}

/** Promise 6: nobody gets mail but addressees and staff. */
async function strangers({ rig }: YearHouse, from: number): Promise<string[]> {
  const { rows } = await rig.client.query('select distinct email from estafette.addressee')
  const { roster } = await rosterToday(rig.app)
  const known = new Set([...rows.map(row => row.email), ...roster.staff.map(({ email }) => email)])
  return rig.server.journal
    .slice(from)
    .filter(({ to }) => !known.has(to))
    .map(({ to }) => `mail went to ${to}, who is nobody's`)
}

/** What all tables and indexes take, of the ledger and of the queue, without what is free for the next rows. */
async function bytesOf({ rig: { client } }: YearHouse): Promise<number> {
  await client.query('vacuum')
  const { rows } = await client.query(
    `select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint as n from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('estafette', 'bullmq') and c.relkind in ('r', 'p')`,
  )
  return Number(rows[0].n)
}
