import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { listEditions } from '../../src/postgres/editions/editions.js'
import { openSending } from '../../src/sending/sending.js'
import { doDueSlots } from '../../src/steps/calendar/do-due-slots.js'
import type { KeptSlot } from '../../src/steps/calendar/keep-slots.js'
import { rosterToday } from '../../src/steps/context.js'
import { draft } from '../../src/steps/editions/draft.js'
import { nextErratum, nextFlash } from '../../src/steps/editions/out-of-turn.js'
import type { Wishes } from '../../src/steps/editions/plan.js'
import { readEdition, readFrozen, readSummary } from '../../src/steps/editions/read-edition.js'
import { noticeChanges } from '../../src/steps/roster/notice-changes.js'
import { signOff } from '../../src/steps/sign-off/sign-off.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { approver, deliverAll, openWorld, parsed, type World } from '../support/world.js'
import { writeUpdate } from '../support/written-updates.js'

/**
 * A month of the house, from Monday 2 November 2026 on, with two schedulers on one database that tick at the same moment:
 * four regular editions, a flash, an erratum, a week with nothing new, a rejected draft, an approval an hour too late,
 * a day and eight days without a scheduler.
 */
const HOURS_BETWEEN_TICKS = 3

let relay: TestRelay
let world: World
let second: World
let now = new Date('2026-11-02T06:00:00+01:00')
const kept: string[] = []

beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: now.toISOString() })
  second = await openWorld({ smtpPort: relay.port, now: now.toISOString(), dir: world.dir })
})
afterAll(async () => {
  await second.app.close()
  await world.close()
  await relay.close()
})

/** Local time in Brussels, November and December. */
const at = (local: string) => new Date(`${local}:00+01:00`)

function setClocks(instant: Date) {
  now = instant
  for (const one of [world, second]) one.setClock(instant.toISOString())
}

/** What both schedulers do at one moment; what is under way is delivered. */
async function tick() {
  const both = await Promise.all([doDueSlots(world.app), doDueSlots(second.app)])
  // One may do the next slot while the other is still at the one before.
  const inTurn = (both.flat() as KeptSlot[]).sort((a, b) => a.slot.at.getTime() - b.slot.at.getTime())
  for (const { slot, outcome } of inTurn)
    if ('done' in outcome)
      kept.push(`${slot.edition} ${slot.slot}: ${outcome.done.replace(/^frozen .*/, 'frozen')}`)
  await noticeChanges(world.app)
  for (const { id, state } of await listEditions(world.app.engine.db, world.app.clock()))
    if (state === 'sending') await deliverAll(world, id)
}

/** The schedulers tick on until a moment, and at it. */
async function until(local: string) {
  const end = at(local)
  for (;;) {
    const next = new Date(now.getTime() + HOURS_BETWEEN_TICKS * 3_600_000)
    setClocks(next < end ? next : end)
    await tick()
    if (now.getTime() === end.getTime()) return
  }
}

/** No scheduler runs until then; the first tick comes with the start. */
async function down(local: string) {
  setClocks(at(local))
  await tick()
}

async function sign(
  edition: string,
  decision: 'approve' | 'reject' = 'approve',
  comment: string | null = null,
) {
  const hash = (await readEdition(world.app, edition))?.hash ?? ''
  const by = await approver(world.app)
  const signed = await signOff(world.app, { edition, hash, by, decision, comment })
  expect(signed.kind).toBe('decided')
}

async function drafted(edition: string, wishes: Wishes = {}) {
  const prepared = await draft(world.app, edition, null, wishes)
  if (prepared.kind !== 'frozen') throw new Error(JSON.stringify(prepared))
  return prepared.summary
}

async function sectionsOf(edition: string) {
  const row = await readEdition(world.app, edition)
  const frozen = row && (await readFrozen(world.app, row))
  const items = frozen?.content.items ?? []
  return Object.fromEntries(items.map(({ update, section }) => [update.id, section]))
}

const stateOf = async (edition: string) => (await readEdition(world.app, edition))?.state ?? null

it('keeps a month of slots, signatures and people’s mishaps, each edition once and to everybody', async () => {
  const { app } = world
  // W45: as it should be.
  writeUpdate(world, { id: 'masques', title: 'Masques', deadline: '2026-12-20' })
  await until('2026-11-04T15:00')
  expect(await stateOf('2026-W45')).toBe('awaiting-sign-off')
  await sign('2026-W45')
  await until('2026-11-05T12:00')
  expect(await stateOf('2026-W45')).toBe('closed')

  // W46: Wednesday 11 November is a public holiday, so the draft is made on Tuesday; rejected, corrected, drafted anew,
  // and approved an hour after the send slot.
  writeUpdate(world, { id: 'marches', title: 'Marches' })
  await until('2026-11-10T12:00')
  expect(await stateOf('2026-W46')).toBe('awaiting-sign-off')
  await sign('2026-W46', 'reject', 'Le titre est faux.')
  await until('2026-11-10T18:00')
  expect(await stateOf('2026-W46')).toBe('rejected')
  writeUpdate(world, { id: 'marches', title: 'Marches hebdomadaires' })
  await drafted('2026-W46')
  await until('2026-11-12T10:00')
  expect(await stateOf('2026-W46')).toBe('awaiting-sign-off')
  await sign('2026-W46')
  await tick()
  expect(await stateOf('2026-W46')).toBe('closed')
  expect(await sectionsOf('2026-W46')).toEqual({ masques: 'standing', marches: 'new' })

  // A flash on Friday: signed, it leaves at the next tick.
  await until('2026-11-13T16:00')
  writeUpdate(world, { id: 'couvre-feu', title: 'Couvre-feu', urgency: 'urgent' })
  await drafted(await nextFlash(app))
  await sign('2026-W46-flash-1')
  await until('2026-11-13T19:00')
  expect(await stateOf('2026-W46-flash-1')).toBe('closed')

  // W47: nothing new, for the flash has told it.
  await until('2026-11-20T09:00')
  expect(await stateOf('2026-W47')).toBeNull()

  // W48: no scheduler from Tuesday night until Thursday 8:00; the draft is made late, and sent in time.
  writeUpdate(world, { id: 'primes', title: 'Primes', deadline: '2027-01-10' })
  await until('2026-11-24T21:00')
  await down('2026-11-26T08:00')
  expect(await stateOf('2026-W48')).toBe('awaiting-sign-off')
  await sign('2026-W48')
  await until('2026-11-26T09:00')
  expect(await stateOf('2026-W48')).toBe('closed')

  // An erratum on Friday: the deadline was wrong.
  await until('2026-11-27T10:00')
  writeUpdate(world, { id: 'primes', title: 'Primes', deadline: '2026-12-31', change: 'Date corrigee' })
  const reason = { fr: 'La date limite était fausse.', nl: 'De uiterste datum was fout.' }
  await drafted(await nextErratum(app, '2026-W48'), { erratum: { corrects: '2026-W48', reason } })
  await sign('2026-W48-erratum-1')
  await until('2026-11-27T13:00')
  expect(await stateOf('2026-W48-erratum-1')).toBe('closed')

  // No scheduler for eight days: W49 was never prepared and is missed; W50 is drafted late and sent within its window.
  writeUpdate(world, { id: 'cultes', title: 'Cultes' })
  await until('2026-12-02T09:00')
  await down('2026-12-10T11:00')
  expect(await stateOf('2026-W49')).toBeNull()
  expect(await stateOf('2026-W50')).toBe('awaiting-sign-off')
  await sign('2026-W50')
  await until('2026-12-11T12:00')
  expect(await stateOf('2026-W50')).toBe('closed')
  expect(await sectionsOf('2026-W50')).toEqual({
    cultes: 'new',
    'couvre-feu': 'standing',
    marches: 'standing',
    masques: 'standing',
    primes: 'standing',
  })

  expect(kept).toEqual([
    // Before the house began.
    '2026-W44 send: missed: nothing was prepared',
    '2026-W45 draft: frozen',
    '2026-W45 send: dispatched',
    '2026-W46 draft: frozen',
    '2026-W46 send: dispatched',
    '2026-W46-flash-1 send: dispatched',
    '2026-W47 draft: nothing new',
    '2026-W47 send: nothing new',
    '2026-W48 draft: frozen',
    '2026-W48 send: dispatched',
    '2026-W48-erratum-1 send: dispatched',
    '2026-W49 send: missed: nothing was prepared',
    '2026-W50 draft: frozen',
    '2026-W50 send: dispatched',
  ])
  await everyAddresseeOnce()
  await approversWereToldOfTheQuietWeek()
}, 600_000)

/** Promises 1, 2 and 5, over the whole month. */
async function everyAddresseeOnce() {
  const { app } = world
  const editions = (await listEditions(app.engine.db, app.clock())).map(({ id }) => id).sort()
  expect(editions).toEqual([
    '2026-W45',
    '2026-W46',
    '2026-W46-flash-1',
    '2026-W48',
    '2026-W48-erratum-1',
    '2026-W50',
  ])
  const ids = await Promise.all(relay.received.map(async mail => (await parsed(mail)).messageId ?? ''))
  expect(new Set(ids).size).toBe(ids.length)
  let expected = 0
  for (const edition of editions) {
    const row = await readEdition(app, edition)
    const summary = row && (await readSummary(app, row))
    const addressees = summary?.addressees ?? 0
    expected += addressees
    expect(row?.counts).toMatchObject({ accepted: addressees, pending: 0, deferred: 0, bounced: 0 })
    expect(summary?.candidates).toBe(addressees + (summary?.exclusions.length ?? 0))
    expect(summary?.communes).toMatchObject({ covered: 19, total: 19, missing: [] })
    expect(ids.filter(id => id.startsWith(`<${edition}.`))).toHaveLength(addressees)
  }
  expect(relay.received).toHaveLength(expected)
}

async function approversWereToldOfTheQuietWeek() {
  relay.received.splice(0)
  const sending = await openSending(world.app)
  await sending.sendNotices()
  await sending.close()
  const { roster } = await rosterToday(world.app)
  const approvers = roster.staff.filter(({ roles }) => roles.includes('approver')).map(({ email }) => email)
  const mails = await Promise.all(
    relay.received.map(async mail => ({ to: mail.to, text: (await parsed(mail)).text ?? '' })),
  )
  const told = mails.filter(({ text }) =>
    /Rien de neuf pour l’édition 2026-W47/.test(text.replaceAll('\u00a0', ' ')),
  )
  expect(told.map(({ to }) => to).sort()).toEqual(approvers.sort())
}
