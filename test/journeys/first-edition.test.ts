import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { deliveriesOf } from '../../src/postgres/delivery/delivery-records.js'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { typeset } from '../../src/present/mail/typography.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { resume, stop } from '../../src/steps/delivery/stop-and-settle.js'
import { draft } from '../../src/steps/editions/draft.js'
import { readEdition, readFrozen } from '../../src/steps/editions/read-edition.js'
import { readStatus } from '../../src/steps/editions/read-status.js'
import { hasRedis, redisToTestWith, type TestRedis } from '../support/redis.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { approver, deliverAll, openWorld, parsed, signedEdition, type World } from '../support/world.js'

const BACKENDS = hasRedis() ? (['PostgreSQL', 'Redis'] as const) : (['PostgreSQL'] as const)
const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const THURSDAY = '2020-04-30T09:00:00+02:00'
const TEN_PAST = '2020-04-30T09:10:00+02:00'
const NEXT_WEDNESDAY = '2020-05-06T12:00:00+02:00'
const NEXT_THURSDAY = '2020-05-07T09:00:00+02:00'

describe.each(BACKENDS)('two crisis weeks, queued in %s', backend => {
  let redis: Pick<TestRedis, 'url' | 'stop'> | null = null
  let relay: TestRelay
  let world: World

  beforeAll(async () => {
    if (backend === 'Redis') redis = await redisToTestWith()
  })
  afterAll(() => redis?.stop())
  beforeEach(async () => {
    relay = await startRelay()
    world = await openWorld({ smtpPort: relay.port, redisUrl: redis?.url, now: WEDNESDAY })
    world.layOut('2020-W18')
  })
  afterEach(async () => {
    await world.close()
    await relay.close()
  })

  it('reaches every addressee once, defers a greylisted one, and opens a follow-up for a bounce', async () => {
    const { app } = world
    await signedEdition(world, '2020-W18')
    const frozen = await readFrozen(app, (await readEdition(app, '2020-W18')) as never)
    const [bouncing, greylisted] = [frozen?.addressees[3]?.email ?? '', frozen?.addressees[7]?.email ?? '']
    relay.setPolicy((address, nth) => {
      if (address === bouncing) return '550 5.1.1 User unknown'
      return address === greylisted && nth === 1 ? '450 4.2.0 Greylisted' : null
    })

    world.setClock(THURSDAY)
    expect(await dispatch(app, '2020-W18')).toEqual({
      kind: 'dispatched',
      deliveries: frozen?.addressees.length,
    })
    await deliverAll(world, '2020-W18')
    const addressees = frozen?.addressees.length ?? 0
    expect((await readEdition(app, '2020-W18'))?.counts).toMatchObject({
      accepted: addressees - 2,
      bounced: 1,
      deferred: 1,
    })
    expect((await readEdition(app, '2020-W18'))?.state).toBe('sending')

    world.setClock(TEN_PAST)
    await deliverAll(world, '2020-W18')
    const row = await readEdition(app, '2020-W18')
    expect(row?.counts).toMatchObject({ accepted: addressees - 1, bounced: 1, deferred: 0, pending: 0 })
    expect(row?.state).toBe('closed')
    expect(new Set(relay.received.map(mail => mail.to)).size).toBe(addressees - 1)
    expect(relay.received).toHaveLength(addressees - 1)

    const reasons = (await listFollowUps(app.engine.db)).map(({ reason, detail }) => [reason, detail])
    expect(reasons).toEqual(
      expect.arrayContaining([
        ['bounced', 'User unknown'],
        ['vacant', ''],
      ]),
    )
    const communes = (await readStatus(app, '2020-W18'))?.communes ?? []
    expect(communes).toHaveLength(19)
    expect(communes.filter(({ state }) => state === 'partly-reached')).toHaveLength(1)
    expect(communes.filter(({ state }) => state === 'reached')).toHaveLength(18)
  })

  it('writes mails that a MIME parser reads back, both languages in the reader’s order', async () => {
    const { app } = world
    await signedEdition(world, '2020-W18')
    world.setClock(THURSDAY)
    await dispatch(app, '2020-W18')
    await deliverAll(world, '2020-W18')
    const frozen = await readFrozen(app, (await readEdition(app, '2020-W18')) as never)
    const byAddress = new Map(frozen?.addressees.map(addressee => [addressee.email, addressee]))
    for (const received of relay.received) {
      const mail = await parsed(received)
      const addressee = byAddress.get(received.to)
      const [first, second] = addressee?.languages.startsWith('nl')
        ? (['nl', 'fr'] as const)
        : (['fr', 'nl'] as const)
      const [one, two] = [first, second].map(language =>
        typeset(addressee?.salutation[language] ?? '?', language),
      ) as [string, string]
      for (const text of [mail.text ?? '', String(mail.html)]) {
        expect(text.indexOf(one)).toBeGreaterThan(-1)
        expect(text.indexOf(two)).toBeGreaterThan(text.indexOf(one))
      }
      expect(mail.subject).not.toMatch(/&[a-z#0-9]+;/i)
      expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
      expect(mail.replyTo?.value[0]?.address).toBe(frozen?.content.spocs[addressee?.commune ?? '']?.email)
      expect(received.raw.split('\r\n').every(line => line.length <= 998)).toBe(true)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: 7-bit safe is the point.
      expect(received.raw).toMatch(/^[\x00-\x7f]*$/)
    }
  })

  it('composes the second week against what the first one carried', async () => {
    const { app } = world
    await signedEdition(world, '2020-W18')
    world.setClock(THURSDAY)
    await dispatch(app, '2020-W18')
    await deliverAll(world, '2020-W18')
    world.setClock(NEXT_WEDNESDAY)
    world.layOut('2020-W19')
    const prepared = await draft(app, '2020-W19', null)
    expect(prepared).toMatchObject({
      kind: 'frozen',
      summary: { updates: { new: 3, changed: 4, withdrawn: 1, standing: 5 } },
    })
    const frozen = await readFrozen(app, (await readEdition(app, '2020-W19')) as never)
    const moved = frozen?.content.items.find(item => item.update.id === 'prime-unique')
    expect(moved?.changes).toContainEqual({ field: 'deadline', from: '2020-05-18', to: '2020-06-01' })
  })

  it('sends nothing that is not signed off, and a second dispatch adds nothing', async () => {
    const { app } = world
    await draft(app, '2020-W18', null)
    world.setClock(THURSDAY)
    expect(await dispatch(app, '2020-W18')).toEqual({ kind: 'refused', state: 'awaiting-sign-off' })
    await signedEdition(world, '2020-W18')
    const all = await Promise.all(Array.from({ length: 8 }, () => dispatch(app, '2020-W18')))
    expect(all.filter(one => one.kind === 'dispatched')).toHaveLength(1)
    await Promise.all([deliverAll(world, '2020-W18'), deliverAll(world, '2020-W18')])
    const addressees = (await deliveriesOf(app.engine.db, '2020-W18')).length
    expect(relay.received).toHaveLength(addressees)
    expect(await approver(app)).not.toBe('')
  })

  it('holds a signed edition back before it leaves, until it goes on or is drafted anew', async () => {
    const { app } = world
    await signedEdition(world, '2020-W18')
    await stop(app, '2020-W18', 'an error in the prime')
    world.setClock(THURSDAY)
    expect(await dispatch(app, '2020-W18')).toEqual({ kind: 'refused', state: 'paused' })
    await resume(app, '2020-W18')
    expect((await readEdition(app, '2020-W18'))?.state).toBe('approved')
    await stop(app, '2020-W18', 'an error after all')
    world.layOut('2020-W19')
    expect(await draft(app, '2020-W18', null)).toMatchObject({ kind: 'frozen' })
    expect((await readEdition(app, '2020-W18'))?.state).toBe('awaiting-sign-off')
    expect(relay.received).toEqual([])
  })

  it('keeps to what was signed when templates, updates and roster change afterwards', async () => {
    const { app } = world
    const hash = await signedEdition(world, '2020-W18')
    world.layOut('2020-W19')
    expect(await draft(app, '2020-W18', null)).toMatchObject({ kind: 'refused', state: 'approved' })
    world.setClock(NEXT_THURSDAY)
    await dispatch(app, '2020-W18')
    await deliverAll(world, '2020-W18')
    expect((await readEdition(app, '2020-W18'))?.hash).toBe(hash)
    expect(relay.received.every(mail => !mail.raw.includes('2020-W19'))).toBe(true)
  })
})
