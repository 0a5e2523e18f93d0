import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { openSending } from '../../../src/sending/sending.js'
import { doDueSlots } from '../../../src/steps/calendar/do-due-slots.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { stop } from '../../../src/steps/delivery/stop-and-settle.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { nextErratum, nextFlash } from '../../../src/steps/editions/out-of-turn.js'
import type { Wishes } from '../../../src/steps/editions/plan.js'
import { readEdition, readFrozen } from '../../../src/steps/editions/read-edition.js'
import { readStatus } from '../../../src/steps/editions/read-status.js'
import { sendTests } from '../../../src/steps/editions/test-sends.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { approver, deliverAll, openWorld, parsed, signedEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const WEDNESDAY = '2026-11-25T12:00:00+01:00'
const THURSDAY = '2026-11-26T09:00:00+01:00'
const FRIDAY = '2026-11-27T15:00:00+01:00'
const NEXT_WEDNESDAY = '2026-12-02T12:00:00+01:00'
const IXELLES = '21009'

let relay: TestRelay
let world: World

beforeEach(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY })
  writeUpdate(world, { id: 'masques', title: 'Masques', deadline: '2026-12-10' })
  writeUpdate(world, { id: 'marches', title: 'Marches' })
})
afterEach(async () => {
  await world.close()
  await relay.close()
})

/** W48 drafted, signed, sent and delivered; the clock stands on the Friday after. */
async function weekSent() {
  await signedEdition(world, '2026-W48')
  world.setClock(THURSDAY)
  await dispatch(world.app, '2026-W48')
  await deliverAll(world, '2026-W48')
  world.setClock(FRIDAY)
  return relay.received.splice(0)
}

async function frozen(edition: string) {
  const row = await readEdition(world.app, edition)
  const found = row && (await readFrozen(world.app, row))
  if (!found) throw new Error(`${edition} is not frozen`)
  return found
}

/** Drafted, signed, sent by the next tick, delivered. */
async function sentOutOfTurn(edition: string, wishes: Wishes) {
  const { app } = world
  const prepared = await draft(app, edition, null, wishes)
  if (prepared.kind !== 'frozen') throw new Error(JSON.stringify(prepared))
  const by = await approver(app)
  await signOff(app, { edition, hash: prepared.hash, by, decision: 'approve', comment: null })
  const kept = await doDueSlots(app)
  expect(kept.map(({ slot, outcome }) => [slot.edition, outcome])).toContainEqual([
    edition,
    { done: 'dispatched' },
  ])
  await deliverAll(world, edition)
  return { summary: prepared.summary, mails: relay.received.splice(0) }
}

const spaced = (text = '') => text.replaceAll('\u00a0', ' ')
const sections = (items: { update: { id: string }; section: string }[]) =>
  Object.fromEntries(items.map(({ update, section }) => [update.id, section]))

describe('a flash', () => {
  it('carries what is urgent and not carried yet to all, and the next edition shows it as standing', async () => {
    await weekSent()
    const { app } = world
    writeUpdate(world, { id: 'couvre-feu', title: 'Couvre-feu', urgency: 'urgent' })
    writeUpdate(world, { id: 'primes', title: 'Primes' })
    expect(await nextFlash(app)).toBe('2026-W48-flash-1')
    const { summary, mails } = await sentOutOfTurn('2026-W48-flash-1', {})
    expect(summary.updates).toEqual({ new: 1, changed: 0, withdrawn: 0, standing: 0 })
    expect(mails).toHaveLength(summary.addressees)
    const mail = await parsed(mails[0] as never)
    expect(spaced(mail.subject)).toMatch(/^(Urgent : Couvre-feu|Dringend: Couvre-feu)$/)
    // The week’s edition has been sent: the flash stands in its thread.
    expect(mail.inReplyTo).toMatch(/^<2026-W48\.[a-z0-9-]+\./)
    expect(await nextFlash(app)).toBe('2026-W48-flash-2')
    expect(await draft(app, '2026-W48-flash-2', null)).toMatchObject({
      kind: 'unplannable',
      why: { code: 'nothing-new' },
    })

    world.setClock(NEXT_WEDNESDAY)
    await draft(app, '2026-W49', null)
    expect(sections((await frozen('2026-W49')).content.items)).toMatchObject({
      'couvre-feu': 'standing',
      primes: 'new',
    })
  })

  it('goes to the communes concerned only, accounts for the others, and is still news for them', async () => {
    await weekSent()
    const { app } = world
    writeUpdate(world, { id: 'inondation', title: 'Inondation', urgency: 'urgent', communes: [IXELLES] })
    const { summary, mails } = await sentOutOfTurn('2026-W48-flash-1', { communes: 'concerned' })
    const { content, addressees } = await frozen('2026-W48-flash-1')
    expect(content.onlyFor).toEqual([IXELLES])
    expect(addressees.every(({ commune }) => commune === IXELLES)).toBe(true)
    expect(summary.candidates).toBe(summary.addressees + summary.exclusions.length)
    expect(new Set(summary.exclusions.map(({ reason }) => reason))).toContain('not-concerned')
    expect(summary.communes).toMatchObject({ covered: [IXELLES].length, total: 19 })
    expect(summary.communes.missing).toHaveLength(18)
    expect(mails.map(({ to }) => to).sort()).toEqual(addressees.map(({ email }) => email).sort())
    const mail = await parsed(mails[0] as never)
    const text = spaced(mail.text)
    expect(text).toContain('ne s’adresse qu’aux communes concernées : Ixelles')
    expect(text).toContain('Votre point de contact')
    expect(text).toContain('gaat alleen naar de betrokken gemeenten: Elsene')
    expect(text).not.toContain('au même moment')
    const communes = (await readStatus(app, '2026-W48-flash-1'))?.communes ?? []
    expect(communes.filter(({ state }) => state === 'reached').map(({ nis }) => nis)).toEqual([IXELLES])
    expect(communes.filter(({ state }) => state === 'not-reached')).toEqual([])

    // For the same communes it has been told; for the others, and for the week, it is news.
    expect(await draft(app, '2026-W48-flash-2', null, { communes: [IXELLES] })).toMatchObject({
      kind: 'unplannable',
    })
    expect(await draft(app, '2026-W48-flash-2', null, { communes: [IXELLES, '21004'] })).toMatchObject({
      kind: 'frozen',
    })
    world.setClock(NEXT_WEDNESDAY)
    await draft(app, '2026-W49', null)
    expect(sections((await frozen('2026-W49')).content.items).inondation).toBe('new')
  })

  it('holds the updates that are named, in force, and says which are not', async () => {
    await weekSent()
    const { app } = world
    writeUpdate(world, { id: 'primes', title: 'Primes' })
    expect(await draft(app, '2026-W48-flash-1', null, { updates: ['primes', 'prime'] })).toMatchObject({
      kind: 'unplannable',
      why: { code: 'update-unknown', updates: ['prime'] },
    })
    expect(await draft(app, '2026-W48-flash-1', null, { updates: ['primes'] })).toMatchObject({
      kind: 'frozen',
      summary: { updates: { new: 1 } },
    })
    expect(await draft(app, '2026-W48-flash-1', null, { communes: ['99999'] })).toMatchObject({
      why: { code: 'commune-unknown', communes: ['99999'] },
    })
  })

  it('keeps its communes when it is drafted again without naming them', async () => {
    writeUpdate(world, { id: 'inondation', urgency: 'urgent' })
    const { app } = world
    await draft(app, '2026-W48-flash-1', null, { communes: [IXELLES] })
    writeUpdate(world, { id: 'inondation', title: 'Crue', urgency: 'urgent' })
    await draft(app, '2026-W48-flash-1', null)
    expect((await frozen('2026-W48-flash-1')).content.onlyFor).toEqual([IXELLES])
    await draft(app, '2026-W48-flash-1', null, { communes: 'all' })
    expect((await frozen('2026-W48-flash-1')).content.onlyFor).toBeUndefined()
  })
})

describe('an erratum', () => {
  const erratum = {
    corrects: '2026-W48',
    reason: { fr: 'La date limite était fausse.', nl: 'De uiterste datum was fout.' },
  }

  it('reaches exactly those who got the wrong edition, in the thread of that mail, and says what was wrong', async () => {
    const { app } = world
    await signedEdition(world, '2026-W48')
    const all = (await frozen('2026-W48')).addressees
    const bounced = all[2]
    relay.setPolicy(address => (address === bounced?.email ? '550 5.1.1 User unknown' : null))
    world.setClock(THURSDAY)
    await dispatch(app, '2026-W48')
    await deliverAll(world, '2026-W48')
    const wrong = relay.received.splice(0)
    relay.setPolicy(() => null)
    world.setClock(FRIDAY)

    expect(await draft(app, '2026-W48-erratum-1', null, { erratum })).toMatchObject({
      kind: 'unplannable',
      why: { code: 'not-corrected' },
    })
    writeUpdate(world, { id: 'masques', title: 'Masques', deadline: '2026-12-01', change: 'Date corrigee' })
    expect(await nextErratum(app, '2026-W48')).toBe('2026-W48-erratum-1')
    const { summary, mails } = await sentOutOfTurn('2026-W48-erratum-1', { erratum })
    expect(summary.updates).toEqual({ new: 0, changed: 1, withdrawn: 0, standing: 0 })
    expect(summary.exclusions).toContainEqual({ recipient: bounced?.id, reason: 'not-affected' })
    expect(summary.candidates).toBe(summary.addressees + summary.exclusions.length)
    expect(mails.map(({ to }) => to).sort()).toEqual(wrong.map(({ to }) => to).sort())
    const idOf = new Map(
      await Promise.all(wrong.map(async one => [one.to, (await parsed(one)).messageId] as const)),
    )
    for (const received of mails) {
      const mail = await parsed(received)
      expect(mail.inReplyTo).toBe(idOf.get(received.to))
      expect(mail.references).toBe(idOf.get(received.to))
      expect(spaced(mail.subject)).toMatch(/^(Correction : |Rechtzetting: )/)
      for (const text of [spaced(mail.text), spaced(String(mail.html))]) {
        expect(text).toContain('Cette lettre corrige l’édition 2026-W48')
        expect(text).toContain('La date limite était fausse.')
        expect(text).toContain('Deze brief zet editie 2026-W48 recht')
        expect(text).toContain('De uiterste datum was fout.')
        expect(text).toContain('à tous ceux qui ont reçu l’édition 2026-W48')
      }
    }

    world.setClock(NEXT_WEDNESDAY)
    await draft(app, '2026-W49', null)
    expect(sections((await frozen('2026-W49')).content.items)).toMatchObject({
      masques: 'standing',
      marches: 'standing',
    })
  })

  it('is not made while more people could get the wrong edition, nor of one that was not sent', async () => {
    const { app } = world
    await signedEdition(world, '2026-W48')
    expect(await draft(app, '2026-W48-erratum-1', null, { erratum })).toMatchObject({
      why: { code: 'not-sent', corrects: '2026-W48' },
    })
    world.setClock(THURSDAY)
    await dispatch(app, '2026-W48')
    writeUpdate(world, { id: 'masques', title: 'Masques', deadline: '2026-12-01', change: 'Date corrigee' })
    expect(await draft(app, '2026-W48-erratum-1', null, { erratum })).toMatchObject({
      why: { code: 'still-sending', corrects: '2026-W48' },
    })
    expect(await draft(app, '2026-W48-erratum-1', null)).toMatchObject({ why: { code: 'nothing-said' } })
    await stop(app, '2026-W48', 'wrong date')
    expect(await draft(app, '2026-W48-erratum-1', null, { erratum })).toMatchObject({
      why: { code: 'nobody' },
    })
  })
})

describe('a test send', () => {
  it('shows the frozen mail to one address, marked, before sign-off, and leaves no trace in the counts', async () => {
    const { app } = world
    await draft(app, '2026-W48', null)
    const edition = { edition: '2026-W48', ...(await frozen('2026-W48')) }
    const sending = await openSending(app)
    const wishes = { commune: IXELLES, role: 'alderman', languages: 'nl+fr' } as const
    const one = await sendTests(app, sending, edition, 'chef@cabinet.example', wishes)
    const matrix = await sendTests(app, sending, edition, 'chef@cabinet.example', { matrix: true })
    await sending.close()

    expect(one.map(({ outcome }) => outcome.kind)).toEqual(['accepted'])
    const kinds = new Set(
      edition.addressees.map(({ commune, role, languages }) => `${commune} ${role} ${languages}`),
    )
    expect(matrix).toHaveLength(kinds.size)
    expect(relay.received.every(({ to }) => to === 'chef@cabinet.example')).toBe(true)
    const mail = await parsed(relay.received[0] as never)
    expect(mail.subject).toMatch(/^\[TEST\] /)
    const text = mail.text ?? ''
    expect(text.indexOf('schepen')).toBeGreaterThan(-1)
    expect(text.indexOf('schepen')).toBeLessThan(text.indexOf('chevin'))
    const ids = await Promise.all(relay.received.map(async received => (await parsed(received)).messageId))
    expect(new Set(ids).size).toBe(relay.received.length)
    const row = await readEdition(app, '2026-W48')
    expect([row?.state, ...Object.values(row?.counts ?? {})]).toEqual([
      'awaiting-sign-off',
      ...Array(7).fill(0),
    ])
    expect(await deliveriesOf(app.engine.db, '2026-W48')).toEqual([])
  })

  it('goes to nobody who is not allowed', async () => {
    const dir = world.dir
    await draft(world.app, '2026-W48', null)
    const strict = await openWorld({
      smtpPort: relay.port,
      now: WEDNESDAY,
      dir,
      settings: { ALLOWED_RECIPIENTS: '@agence.example' },
    })
    const row = await readEdition(strict.app, '2026-W48')
    const found = row && (await readFrozen(strict.app, row))
    const sending = await openSending(strict.app)
    const edition = { edition: '2026-W48', ...(found as NonNullable<typeof found>) }
    const sent = await sendTests(strict.app, sending, edition, 'chef@cabinet.example', { matrix: true })
    await sending.close()
    await strict.app.close()
    expect(sent.map(({ outcome }) => outcome.kind)).toEqual(['not-allowed'])
    expect(relay.received).toEqual([])
  })
})
