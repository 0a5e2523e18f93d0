import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { DeliveryState } from '../../../src/model/delivery/delivery.js'
import type { FollowUpReason } from '../../../src/model/follow-ups/follow-up.js'
import { suggestion } from '../../../src/model/follow-ups/follow-up-rules.js'
import { findSendable } from '../../../src/postgres/delivery/send-again.js'
import { findFollowUp } from '../../../src/postgres/follow-ups/follow-up-histories.js'
import { openFollowUps } from '../../../src/postgres/follow-ups/follow-ups.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { rosterToday, todayOf } from '../../../src/steps/context.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { sendAgainIn, standing } from '../../../src/steps/delivery/send-again.js'
import { resume, stop } from '../../../src/steps/delivery/stop-and-settle.js'
import { suppress, unsuppress } from '../../../src/steps/delivery/suppressions.js'
import { decisionOf, type Facts, type Prepare } from '../../../src/steps/follow-ups/decide-on-address.js'
import { prepareEffect } from '../../../src/steps/follow-ups/follow-up-effects.js'
import { sendAllowed, settleRefusal, tryAgain } from '../../../src/steps/follow-ups/mail-effects.js'
import { newFollowUp } from '../../../src/steps/follow-ups/new-follow-up.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'
const SENT = '2026-11-26T09:00:00+01:00'
const ADMIN = 'informatique@agence.example'
const MAYOR = 'anderlecht-mayor'
const ADDRESS = 'bourgmestre@anderlecht.example'
const DELIVERY = `${EDITION}.${MAYOR}`

let world: World
beforeAll(async () => {
  // Nothing leaves here: the relay is only named.
  const settings = { SMTP_URL: 'smtp://127.0.0.1:1', ALLOWED_RECIPIENTS: '*' }
  world = await openWorld({ now: SENT, settings })
  writeUpdate(world, { id: 'mesure' })
  await signedEdition(world, EDITION)
  await dispatch(world.app, EDITION)
})
beforeEach(() => world.setClock(SENT))
afterAll(() => world.close())

const allow = (allowedRecipients: string[]) => Object.assign(world.config, { allowedRecipients })
const lies = (state: DeliveryState) =>
  world.app.engine.db.updateTable('delivery').set({ state }).where('id', '=', DELIVERY).execute()
const row = async (delivery = DELIVERY) => {
  const found = await findSendable(world.app.engine.db, delivery)
  if (!found) throw new Error(`there is no ${delivery}`)
  return found
}
async function opened(reason: FollowUpReason) {
  const about = { edition: EDITION, commune: '21001', recipient: MAYOR, reason }
  await openFollowUps(world.app.engine.db, [await newFollowUp(world.app, about, world.app.clock())])
  const open = await listFollowUps(world.app.engine.db, { all: true })
  const { id = '' } = open.find(one => one.recipient === MAYOR && one.reason === reason) ?? {}
  const followUp = await findFollowUp(world.app.engine.db, id)
  if (!followUp) throw new Error(`none was opened for ${reason}`)
  return followUp
}
async function facts(change: Partial<Facts> = {}): Promise<Facts> {
  const { roster } = await rosterToday(world.app)
  const followUp = await opened('bounced')
  const claim = { result: 'address-right', text: null, by: ADMIN }
  return { ...claim, followUp, row: await row(), roster, today: todayOf(world.app), ...change }
}
/** What an effect does, in a transaction of its own; or why it can't be claimed. */
async function done(prepare: Prepare, change: Partial<Facts> = {}) {
  const effect = await prepare(world.app, await facts(change))
  return typeof effect === 'function' ? world.app.engine.db.transaction().execute(effect) : effect
}

describe('a follow-up', () => {
  it('is for the SPOC of its commune, with what its reason suggests, and due by that', async () => {
    const now = new Date('2026-11-26T23:30:00Z')
    const about = { edition: EDITION, commune: '21001', recipient: MAYOR, reason: 'bounced' as const }
    expect(await newFollowUp(world.app, about, now)).toEqual({
      ...about,
      // It is Friday there already.
      ...suggestion('bounced', '2026-11-27'),
      spoc: 'spoc-ouest',
      detail: '',
      openedAt: now,
    })
    expect(await newFollowUp(world.app, { ...about, commune: '99999' }, now)).toMatchObject({ spoc: '' })
  })
})

describe('what stands about an address', () => {
  it('is that of the roster, held by the same person, allowed and free', async () => {
    expect(await standing(world.app, await row())).toEqual({
      address: ADDRESS,
      isSamePerson: true,
      isAllowed: true,
      isSuppressed: false,
      isCopied: false,
    })
    expect(await standing(world.app, { ...(await row()), name: 'Somebody Else' })).toMatchObject({
      isSamePerson: false,
    })
    expect(await standing(world.app, { ...(await row()), recipient: 'nobody' })).toMatchObject({
      address: '',
      isSamePerson: false,
    })
  })

  it('is of another address, if that is asked', async () => {
    await suppress(world.app, { whom: 'autre@elsewhere.example', cause: 'asked', by: ADMIN })
    allow(['@anderlecht.example'])
    expect(await standing(world.app, await row(), 'autre@elsewhere.example')).toMatchObject({
      address: 'autre@elsewhere.example',
      isAllowed: false,
      isSuppressed: true,
    })
    allow(['*'])
  })
})

describe('a delivery that is sent again', () => {
  const again = async (change: { isAddressRight?: boolean; delivery?: string } = {}) => {
    const asked = { delivery: DELIVERY, by: ADMIN, stands: await standing(world.app, await row()), ...change }
    return world.app.engine.db.transaction().execute(trx => sendAgainIn(world.app, trx, asked))
  }

  it('goes to the same address only if a person says that it is right, and is due then', async () => {
    await lies('bounced')
    expect(await again()).toMatchObject({ kind: 'refused', why: 'same-address', about: { before: ADDRESS } })
    expect(await again({ isAddressRight: true })).toMatchObject({
      kind: 'sent-again',
      by: ADMIN,
      attempt: 1,
      at: world.app.clock(),
    })
    expect(await row()).toMatchObject({ state: 'pending', number: 1 })
    expect(await again({ isAddressRight: true })).toMatchObject({ kind: 'refused', why: 'under-way' })
  })

  it('is refused where there is none, and when its edition has expired', async () => {
    expect(await again({ delivery: `${EDITION}.nobody` })).toEqual({
      kind: 'refused',
      why: 'unknown-delivery',
      about: null,
    })
    await lies('bounced')
    world.setClock('2026-12-24T09:00:00+01:00')
    expect(await again({ isAddressRight: true })).toMatchObject({ kind: 'refused', why: 'expired' })
  })
})

describe('a person who says that an address is right', () => {
  it('has the mail sent once more', async () => {
    await lies('bounced')
    expect(await done(tryAgain)).toEqual({ due: [DELIVERY] })
    expect((await row()).state).toBe('pending')
    expect(await done(tryAgain)).toMatchObject({ refused: 'under-way' })
  })

  it('has a deferred one go at once', async () => {
    await lies('deferred')
    const later = new Date('2026-11-26T15:00:00+01:00')
    await world.app.engine.db
      .updateTable('delivery')
      .set({ due_at: later })
      .where('id', '=', DELIVERY)
      .execute()
    expect(await done(tryAgain)).toEqual({ due: [DELIVERY] })
    const after = await world.app.engine.db
      .selectFrom('delivery')
      .select('due_at')
      .where('id', '=', DELIVERY)
      .execute()
    expect(after).toEqual([{ due_at: world.app.clock() }])
  })

  it('is refused where no mail was, and where another person decided against it', async () => {
    expect(await done(tryAgain, { row: null })).toEqual({ refused: 'unknown-delivery' })
    await lies('bounced')
    await suppress(world.app, { whom: ADDRESS, cause: 'asked', by: ADMIN })
    expect(await done(tryAgain, { row: await row() })).toMatchObject({
      refused: 'suppressed',
      about: { address: ADDRESS },
    })
    await unsuppress(world.app, { whom: ADDRESS, cause: 'asked', by: ADMIN })
  })
})

describe('a person who says that an address is allowed', () => {
  it('is believed once ALLOWED_RECIPIENTS has it; then the mail goes', async () => {
    await lies('suppressed')
    allow(['@agence.example'])
    expect(await done(sendAllowed)).toEqual({ refused: 'not-allowed', about: { address: ADDRESS } })
    allow(['*'])
    expect(await done(sendAllowed)).toEqual({ due: [DELIVERY] })
    expect((await row()).state).toBe('pending')
  })

  it('is right though the edition has expired; nothing goes then', async () => {
    await lies('suppressed')
    world.setClock('2026-12-24T09:00:00+01:00')
    expect(await done(sendAllowed)).toEqual({ due: [] })
    expect((await row()).state).toBe('suppressed')
    expect(await done(sendAllowed, { row: null })).toEqual({ refused: 'unknown-delivery' })
  })
})

describe('a delivery in doubt', () => {
  it('goes again unless its edition is stopped, or its address is not written to', async () => {
    expect(await settleRefusal(world.app, await row())).toBeNull()
    await stop(world.app, EDITION, 'a wrong amount')
    expect(await settleRefusal(world.app, await row())).toBe('stopped')
    await resume(world.app, EDITION)
    allow(['@agence.example'])
    expect(await settleRefusal(world.app, await row())).toBe('not-allowed')
    allow(['*'])
    await suppress(world.app, { whom: ADDRESS, cause: 'asked', by: ADMIN })
    expect(await settleRefusal(world.app, await row())).toBe('suppressed')
    await unsuppress(world.app, { whom: ADDRESS, cause: 'asked', by: ADMIN })
  })

  it('goes nowhere from a copy of the ledger', async () => {
    const instance = { ...world.app.instance, maySend: async () => false }
    expect(await settleRefusal({ ...world.app, instance }, await row())).toBe('copied')
  })
})

describe('the effect of a result', () => {
  const effect = async (reason: FollowUpReason, result: string, text: string | null = null) => {
    const prepared = await prepareEffect(world.app, await opened(reason), { result, text, by: ADMIN })
    return prepared && world.app.engine.db.transaction().execute(prepared)
  }

  it('is none where somebody was only spoken to', async () => {
    expect(await effect('bounced', 'reached-otherwise')).toBeNull()
  })

  it('settles what is in doubt, and is refused of what is not', async () => {
    await lies('in-doubt')
    expect(await effect('in-doubt', 'received')).toEqual({ due: [] })
    expect((await row()).state).toBe('accepted')
    await lies('bounced')
    expect(await effect('in-doubt', 'received')).toEqual({ refused: 'not-arrived' })
    expect(await effect('in-doubt', 'not-received')).toEqual({ refused: 'not-in-doubt' })
  })

  it('is refused while the roster says the same', async () => {
    expect(await effect('bounced', 'new-address')).toEqual({
      refused: 'address-needed',
      about: { address: ADDRESS },
    })
    expect(await effect('bounced', 'left-office')).toEqual({ refused: 'roster-unchanged' })
    expect(await effect('away', 'deputy-found')).toEqual({ refused: 'deputy-unnamed' })
    expect(await effect('away', 'deputy-found', 'Madame X')).toEqual({ due: [] })
  })
})

describe('a decision on an address', () => {
  it('names the follow-up and the person, and as much of their note as fits', async () => {
    const about = await facts({ result: 'stopped', text: 'x'.repeat(500), by: ADMIN.toUpperCase() })
    const { cause, ...decision } = decisionOf(world.app, about, ADDRESS, 'suppress')
    expect(decision).toEqual({
      address: ADDRESS,
      recipient: MAYOR,
      decision: 'suppress',
      by: ADMIN,
      at: world.app.clock(),
    })
    expect(cause).toBe(`follow-up ${about.followUp.id}: stopped, ${'x'.repeat(200)}`)
    expect(decisionOf(world.app, { ...about, text: null }, ADDRESS, 'write').cause).toMatch(/: stopped$/)
  })
})
