import { mkdirSync, readFileSync, rmdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { correctedCommand } from '../../../src/cli/address-commands.js'
import { followUpCommand } from '../../../src/cli/follow-up-list-command.js'
import { effectOf } from '../../../src/model/follow-ups/effect.js'
import { FOLLOW_UP_REASONS } from '../../../src/model/follow-ups/follow-up.js'
import { resultsOf } from '../../../src/model/follow-ups/follow-up-rules.js'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { decisionsOn } from '../../../src/postgres/delivery/suppressed.js'
import { addressChanges } from '../../../src/postgres/follow-ups/address-changes.js'
import { eventsOf, findFollowUp } from '../../../src/postgres/follow-ups/follow-up-histories.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { suppress, unsuppress } from '../../../src/steps/delivery/suppressions.js'
import { readStatus } from '../../../src/steps/editions/read-status.js'
import { actOnFollowUp } from '../../../src/steps/follow-ups/act-on-follow-up.js'
import { confirmAddress, undoAddress } from '../../../src/steps/follow-ups/confirm-address.js'
import { keepFollowUpRules } from '../../../src/steps/follow-ups/keep-follow-up-rules.js'
import { lastUnreached, unreachedOf } from '../../../src/steps/follow-ups/unreached.js'
import { writtenAddress } from '../../../src/steps/follow-ups/written-address.js'
import { bounces, comesBack, mailTo, replies } from '../../support/follow-ups.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { dsnMail } from '../../support/reports.js'
import { deliverAll, openWorld, sentEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'
const SENT = '2026-11-26T09:00:00+01:00'
const ADMIN = 'informatique@agence.example'

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: SENT, settings: { REPORTS_DIR: './reports' } })
  writeUpdate(world, { id: 'mesure' })
  await sentEdition(world, EDITION)
}, 180_000)
afterAll(async () => {
  await world.close()
  await relay.close()
})

const roster = () => join(world.dir, 'recipients', 'mandate-holders.csv')
const stateOf = async (recipient: string) =>
  (await deliveriesOf(world.app.engine.db, EDITION)).find(one => one.recipient === recipient)?.state
const openOf = async (recipient: string, reason: string) =>
  (await listFollowUps(world.app.engine.db)).find(one => one.recipient === recipient && one.reason === reason)
    ?.id ?? ''
const done = async (id: string, result: string, text: string | null = null) => {
  const acted = await actOnFollowUp(world.app, { id, by: ADMIN, act: { kind: 'done', result, text } })
  return acted.kind === 'refused' ? acted.reason : `done: ${acted.followUp.result}`
}
const stands = async (id: string) => (await findFollowUp(world.app.engine.db, id))?.state
const written = async (id: string) => {
  const followUp = await findFollowUp(world.app.engine.db, id)
  return followUp && writtenAddress(world.app, followUp)
}
const fullMailbox = async (recipient: string) => {
  const { email, from } = await mailTo(world, relay, EDITION, recipient)
  const words = '452 4.2.2 Mailbox full'
  const dsn = dsnMail({ to: from, recipient: email, action: 'failed', status: '4.2.2', words })
  await comesBack(world, `${recipient}-full.eml`, dsn)
}
const decided = async (address: string) =>
  (await decisionsOn(world.app.engine.db, address))[0]?.decision ?? null

it('each result of each reason claims an effect', () => {
  for (const reason of FOLLOW_UP_REASONS)
    for (const result of resultsOf(reason)) expect(effectOf(result)).toBeDefined()
})

describe('what came of a refused address', () => {
  const recipient = 'evere-mayor'
  const [old, fresh] = ['burgemeester@evere.example', 'kabinet@evere.example']

  it('is no new address, and nobody has left, while the list says the same', async () => {
    await bounces(world, relay, EDITION, recipient)
    const id = await openOf(recipient, 'bounced')
    const before = readFileSync(roster(), 'utf8')
    expect(await done(id, 'new-address', 'par téléphone')).toBe('address-needed')
    expect(await done(id, 'left-office')).toBe('roster-unchanged')
    expect([await stands(id), readFileSync(roster(), 'utf8')]).toEqual(['open', before])
    expect((await eventsOf(world.app.engine.db, id)).map(({ kind }) => kind)).toEqual(['opened'])
  })

  it.each([
    ['Ma <kabinet@evere.example>', 'not-an-address'],
    [old, 'same-address'],
    ['a@b@evere.example', 'not-an-address'],
    ['kabinet@elsewhere.example', 'not-allowed'],
    ['gesperrt@evere.example', 'suppressed'],
  ])('is not %s as a new address: %s', async (address, why) => {
    const id = await openOf(recipient, 'bounced')
    Object.assign(world.config, { allowedRecipients: ['@evere.example'] })
    if (why === 'suppressed') await suppress(world.app, { whom: address, cause: 'asked', by: ADMIN })
    const asked = { by: ADMIN, result: 'new-address', address, yes: true }
    const answer = await correctedCommand(world.app, id, asked)
    Object.assign(world.config, { allowedRecipients: ['*'] })
    expect(answer).toMatchObject({ status: 1, json: { changed: false, why } })
    if (address.startsWith('Ma')) expect(answer.text).toContain('kabinet@evere.example')
    expect(await stands(id)).toBe('open')
  })

  it('is not recorded when the list can’t be written', async () => {
    const id = await openOf(recipient, 'bounced')
    // Root may write anywhere: a folder in the place of the new file stops root, too.
    const inTheWay = join(world.dir, 'recipients', '.mandate-holders.csv.new')
    mkdirSync(inTheWay)
    const past = new Date(Date.now() - 120_000)
    utimesSync(inTheWay, past, past)
    const answer = await confirmAddress(world.app, { id, by: ADMIN, address: fresh })
    rmdirSync(inTheWay)
    expect(answer).toMatchObject({ kind: 'refused', why: 'not-writable' })
    expect([await stands(id), await addressChanges(world.app.engine.db)]).toEqual(['open', []])
  })

  it('is a new address once it is shown, confirmed and written; whose it also is, is said before', async () => {
    const id = await openOf(recipient, 'bounced')
    const others = { by: ADMIN, result: 'new-address', address: 'schepen.economie@evere.example' }
    expect((await correctedCommand(world.app, id, others)).text).toContain(
      'also the address of evere-alderman-economy',
    )
    const shown = await correctedCommand(world.app, id, { ...others, address: fresh })
    expect(shown).toMatchObject({
      status: 1,
      json: { changed: false, before: old, after: fresh, editions: [{ edition: EDITION }] },
    })
    expect(await stands(id)).toBe('open')
    const asked = { ...others, address: fresh, yes: true, sendAgain: true, note: 'par téléphone' }
    expect(await correctedCommand(world.app, id, asked)).toMatchObject({
      status: 0,
      json: { changed: true, sentAgain: [{ sentAgain: true, address: fresh, attempt: 2 }] },
    })
    expect(await findFollowUp(world.app.engine.db, id)).toMatchObject({
      state: 'done',
      result: 'new-address',
      doneBy: ADMIN,
    })
    await deliverAll(world, EDITION)
    expect(await stateOf(recipient)).toBe('accepted')
    expect((await eventsOf(world.app.engine.db, id)).at(-1)?.words).toBe('par téléphone')
    expect(await written(id)).toMatchObject({ change: { after: fresh }, refused: old, isTakenBack: false })
  }, 60_000)

  it('is open again when the address is taken back', async () => {
    expect(await undoAddress(world.app, { recipient, by: ADMIN })).toMatchObject({
      kind: 'changed',
      after: old,
    })
    const id = await openOf(recipient, 'bounced')
    expect(await stands(id)).toBe('open')
    expect(await written(id)).toMatchObject({ change: null, others: [] })
    expect(await stateOf(recipient)).toBe('accepted')
  })
})

describe('“the address is right: try again”', () => {
  it('sends the mail again to the same address, in the act that ends the follow-up', async () => {
    const recipient = 'forest-mayor'
    await fullMailbox(recipient)
    expect(await stateOf(recipient)).toBe('gave-up')
    const id = await openOf(recipient, 'gave-up')
    expect(await done(id, 'address-right')).toBe('done: address-right')
    expect(await stateOf(recipient)).toBe('pending')
    await deliverAll(world, EDITION)
    expect(await stateOf(recipient)).toBe('accepted')
    const { email } = await mailTo(world, relay, EDITION, recipient)
    expect(relay.received.filter(({ to }) => to === email)).toHaveLength(2)
  }, 60_000)

  it('also to an address that refused, for a person says so', async () => {
    const recipient = 'etterbeek-mayor'
    await bounces(world, relay, EDITION, recipient)
    expect(await done(await openOf(recipient, 'bounced'), 'address-right')).toBe('done: address-right')
    await deliverAll(world, EDITION)
    expect(await stateOf(recipient)).toBe('accepted')
  }, 60_000)

  it('is refused, and nothing is kept, while a person’s decision or the clock speak against it', async () => {
    const recipient = 'ganshoren-mayor'
    await bounces(world, relay, EDITION, recipient)
    const id = await openOf(recipient, 'bounced')
    await suppress(world.app, { whom: recipient, cause: 'asked', by: ADMIN })
    expect(await done(id, 'address-right')).toBe('suppressed')
    await unsuppress(world.app, { whom: recipient, cause: 'asked', by: ADMIN })
    world.setClock('2026-11-29T10:00:00+01:00')
    const acted = await actOnFollowUp(world.app, {
      id,
      by: ADMIN,
      act: {
        kind: 'done',
        result: 'address-right',
        text: null,
      },
    })
    world.setClock(SENT)
    expect(acted).toMatchObject({
      reason: 'expired',
      about: { address: 'bourgmestre@ganshoren.example', until: new Date('2026-11-29T09:00:00+01:00') },
    })
    expect([await stands(id), await stateOf(recipient)]).toEqual(['open', 'bounced'])
  })
})

describe('what somebody wrote', () => {
  it('is corrected once the list differs from what was sent, and not by saying so', async () => {
    const recipient = 'ixelles-mayor'
    await replies(world, relay, {
      edition: EDITION,
      recipient,
      text: 'Ma nouvelle adresse est b@ixelles.example.',
    })
    const id = await openOf(recipient, 'correction')
    expect(await done(id, 'corrected')).toBe('address-needed')
    const text = readFileSync(roster(), 'utf8')
    writeFileSync(roster(), text.replace(/^(ixelles-mayor;.*;)fr;/m, '$1nl;'))
    expect(await done(id, 'corrected')).toBe('done: corrected')
    writeFileSync(roster(), text)
  })

  it('stops what is sent, and lets it go on, by a decision that stands in the log', async () => {
    const recipient = 'jette-mayor'
    const address = 'burgemeester@jette.example'
    await replies(world, relay, { edition: EDITION, recipient, text: 'Je m’oppose à ces envois.' })
    const id = await openOf(recipient, 'objection')
    expect([await done(id, 'stopped'), await decided(address)]).toEqual(['done: stopped', 'suppress'])
    await actOnFollowUp(world.app, { id, by: ADMIN, act: { kind: 'reopen', text: null } })
    expect([await done(id, 'withdrawn'), await decided(address)]).toEqual(['done: withdrawn', 'write'])
  })
})

describe('what lies in the list', () => {
  it('has no successor by saying so', async () => {
    await keepFollowUpRules(world.app)
    const id = await openOf('saint-gilles-alderman-youth', 'vacant')
    expect(await done(id, 'successor-known')).toBe('roster-unchanged')
    expect(await done(id, 'no-successor-yet')).toBe('done: no-successor-yet')
  })
})

describe('who was told by phone', () => {
  it('is not reached by mail for that: list and status say so, and whether the next edition will', async () => {
    const recipient = 'ganshoren-mayor'
    expect(await done(await openOf(recipient, 'bounced'), 'reached-otherwise')).toBe(
      'done: reached-otherwise',
    )
    expect(await lastUnreached(world.app)).toEqual({
      edition: EDITION,
      unreached: await unreachedOf(world.app, EDITION),
    })
    const unreached = async () =>
      (await unreachedOf(world.app, EDITION)).find(one => one.recipient === recipient)
    expect(await unreached()).toMatchObject({
      state: 'bounced',
      next: 'same-address',
      informedOn: '2026-11-26',
    })
    const list = await followUpCommand(world.app, false, {}, { communes: ['21008'] })
    expect(list.text).not.toContain('Nothing to follow up')
    expect(list.text).toContain('informed otherwise on 2026-11-26')
    const status = await readStatus(world.app, EDITION)
    expect(status?.communes.find(({ nis }) => nis === '21008')?.state).toBe('partly-reached')
    const text = readFileSync(roster(), 'utf8')
    writeFileSync(roster(), text.replace('bourgmestre@ganshoren.example', 'cabinet@ganshoren.example'))
    expect(await unreached()).toMatchObject({ next: 'new-address', nextAddress: 'cabinet@ganshoren.example' })
    writeFileSync(roster(), text)
  })
})
