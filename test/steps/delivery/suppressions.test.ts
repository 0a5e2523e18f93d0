import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { decisionsOn } from '../../../src/postgres/delivery/suppressed.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { suppress, suppressions, unsuppress } from '../../../src/steps/delivery/suppressions.js'
import { readEdition, readSummary } from '../../../src/steps/editions/read-edition.js'
import { readStatus } from '../../../src/steps/editions/read-status.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { deliverAll, openWorld, sentEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const SPOC = 'spoc-nord@agence.example'
const MAYOR = 'bourgmestre@ixelles.example'
const OTHER = 'bourgmestre@uccle.example'
const CAUSE = 'a person said so on the phone'
/** Thursdays. */
const WEEKS = {
  '2026-W45': '2026-11-05',
  '2026-W46': '2026-11-12',
  '2026-W47': '2026-11-19',
  '2026-W48': '2026-11-26',
}

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay(address => (address === MAYOR ? '550 5.1.1 User unknown' : null))
  world = await openWorld({ smtpPort: relay.port, now: '2026-11-04T12:00:00+01:00' })
}, 180_000)
afterAll(async () => {
  await world.close()
  await relay.close()
})

async function send(edition: keyof typeof WEEKS) {
  world.setClock(`${WEEKS[edition]}T09:00:00+01:00`)
  writeUpdate(world, { id: `mesure-${edition.toLowerCase()}` })
  await sentEdition(world, edition)
}

const deliveryOf = async (edition: string, recipient: string) =>
  (await deliveriesOf(world.app.engine.db, edition)).find(one => one.recipient === recipient)

const followUpsOf = async (recipient: string) =>
  (await listFollowUps(world.app.engine.db))
    .filter(one => one.recipient === recipient)
    .map(({ edition, reason, action }) => ({ edition, reason, action }))

const exclusionsOf = async (edition: string) => {
  const row = await readEdition(world.app, edition)
  return (row && (await readSummary(world.app, row)))?.exclusions ?? []
}

describe('an address whose last mails bounced for good', () => {
  it('is tried again after one bounce, and not after two in a row: a person is asked', async () => {
    await send('2026-W45')
    expect(await suppressions(world.app)).toEqual([])
    await send('2026-W46')
    expect((await deliveryOf('2026-W46', 'ixelles-mayor'))?.state).toBe('bounced')
    expect(await suppressions(world.app)).toMatchObject([
      {
        address: MAYOR,
        recipient: 'ixelles-mayor',
        by: null,
        cause: 'bounced for good in 2026-W46 and 2026-W45',
      },
    ])
    await send('2026-W47')
    expect(await deliveryOf('2026-W47', 'ixelles-mayor')).toMatchObject({
      state: 'suppressed',
      attempts: [
        {
          outcome: 'suppressed',
          reply: 'held back until somebody decides: bounced for good in 2026-W46 and 2026-W45',
        },
      ],
    })
    expect(await followUpsOf('ixelles-mayor')).toContainEqual({
      edition: '2026-W47',
      reason: 'suppressed',
      action: 'decide-suppression',
    })
    // Nobody has decided to leave a mayor out: the audience has them still.
    expect(await exclusionsOf('2026-W47')).not.toContainEqual(
      expect.objectContaining({ recipient: 'ixelles-mayor' }),
    )
    const commune = (await readStatus(world.app, '2026-W47'))?.communes.find(({ nis }) => nis === '21009')
    expect(commune?.state).toBe('partly-reached')
  }, 120_000)

  it('gets what was held back as soon as a person decides so', async () => {
    relay.setPolicy(() => null)
    const before = relay.received.length
    expect(await unsuppress(world.app, { whom: 'ixelles-mayor', cause: CAUSE, by: SPOC })).toEqual({
      kind: 'decided',
      address: MAYOR,
      recipient: 'ixelles-mayor',
      released: ['2026-W47.ixelles-mayor'],
    })
    await deliverAll(world, '2026-W47')
    expect((await deliveryOf('2026-W47', 'ixelles-mayor'))?.state).toBe('accepted')
    expect(relay.received.slice(before).map(({ to }) => to)).toEqual([MAYOR])
    expect(await suppressions(world.app)).toEqual([])
    expect((await followUpsOf('ixelles-mayor')).map(({ reason }) => reason)).not.toContain('suppressed')
  }, 60_000)
})

describe('an address to which a person decided not to write', () => {
  it('is left out of the audience with the reason, and written to again as easily', async () => {
    const decided = await suppress(world.app, { whom: OTHER.toUpperCase(), cause: CAUSE, by: SPOC })
    expect(decided).toMatchObject({ kind: 'decided', address: OTHER, recipient: 'uccle-mayor' })
    expect(await suppressions(world.app)).toMatchObject([{ address: OTHER, by: SPOC, cause: CAUSE }])
    await send('2026-W48')
    expect(await deliveryOf('2026-W48', 'uccle-mayor')).toBeUndefined()
    expect(await exclusionsOf('2026-W48')).toContainEqual({ recipient: 'uccle-mayor', reason: 'suppressed' })
    const row = await readEdition(world.app, '2026-W48')
    const summary = row && (await readSummary(world.app, row))
    expect(summary?.candidates).toBe((summary?.addressees ?? 0) + (summary?.exclusions.length ?? 0))
    await unsuppress(world.app, { whom: 'uccle-mayor', cause: 'it was a misunderstanding', by: SPOC })
    expect(await suppressions(world.app)).toEqual([])
    expect((await decisionsOn(world.app.engine.db, OTHER)).map(({ decision, by }) => [decision, by])).toEqual(
      [
        ['write', SPOC],
        ['suppress', SPOC],
      ],
    )
  }, 60_000)

  it('is decided by the staff only, on whom the roster knows, and once', async () => {
    const asked = { whom: 'uccle-mayor', cause: CAUSE, by: SPOC }
    const refused = (why: string) => ({ kind: 'refused', why })
    expect(await suppress(world.app, { ...asked, by: 'somebody@else.example' })).toEqual(refused('not-staff'))
    expect(await suppress(world.app, { ...asked, by: 'direction@cabinet.example' })).toEqual(
      refused('not-staff'),
    )
    expect(await suppress(world.app, { ...asked, whom: 'nobody' })).toEqual(refused('unknown-recipient'))
    expect(await suppress(world.app, { ...asked, whom: 'a@b@c.example' })).toEqual(refused('not-an-address'))
    expect(await unsuppress(world.app, asked)).toEqual({ kind: 'as-before', address: OTHER })
  })
})
