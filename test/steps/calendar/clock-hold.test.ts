import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { type App, openApp } from '../../../src/app.js'
import { resumeCommand } from '../../../src/cli/sending-commands.js'
import { silent } from '../../../src/log.js'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { listEditions } from '../../../src/postgres/editions/editions.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import type { DeliveryQueue } from '../../../src/queue/delivery-queue.js'
import { openSending } from '../../../src/sending/sending.js'
import { holdForClock, mayGiveUp } from '../../../src/steps/calendar/clock-hold.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { recover } from '../../../src/steps/delivery/recover.js'
import { resume } from '../../../src/steps/delivery/stop-and-settle.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { startPages } from '../../../src/web/pages.js'
import { tickOnce } from '../../../worker/schedule.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { deliverAll, emptied, openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'
const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const NINE = Date.parse('2020-04-30T09:00:00+02:00')
const MINUTE = 60_000
const DAYS = 4 * 24 * 60 * MINUTE
const nobodyWorks = { nudge: async () => {} } as unknown as DeliveryQueue

jest.setTimeout(120_000)

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY })
  world.layOut(EDITION)
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

/** A service that was started at nine, `passed` milliseconds ago; its clock is `set` beside the right time. */
let service: App
let [passed, set] = [0, 0]
beforeEach(async () => {
  await emptied(world)
  relay.setPolicy(() => null)
  relay.received.length = 0
  world.setClock(WEDNESDAY)
  await signedEdition(world, EDITION)
  ;[passed, set] = [0, 0]
  service = await openApp({
    config: world.config,
    clock: () => new Date(NINE + passed + set),
    timer: () => passed,
    log: silent,
    random: () => 0,
  })
  await dispatch(service, EDITION)
})
afterEach(() => service.close())

const states = async () => [
  ...new Set((await deliveriesOf(service.engine.db, EDITION)).map(({ state }) => state)),
]
const edition = () => readEdition(service, EDITION)
const followUps = async () =>
  (await listFollowUps(service.engine.db)).filter(({ reason }) => reason !== 'vacant')

/** One attempt of every delivery. */
async function attempt() {
  const sending = await openSending(service)
  for (const { id } of await deliveriesOf(service.engine.db, EDITION)) await sending.deliver(id)
  await sending.close()
}

describe('an edition in mid-send, when the clock jumps ahead by days', () => {
  beforeEach(async () => {
    passed = 5 * MINUTE
    await recover(service, nobodyWorks)
    set = DAYS
  })

  it('is not given up: it is held for a person, and the admins are told once', async () => {
    await recover(service, nobodyWorks)
    await recover(service, nobodyWorks)
    expect([await states(), await followUps()]).toEqual([['pending'], []])
    expect(await edition()).toMatchObject({ state: 'paused', stopCause: 'clock' })
    expect((await edition())?.stopReason).toContain(
      'jumped from 2020-04-30T09:05:00+02:00 to 2020-05-04T09:05:00+02:00',
    )
    const told = (await listNotices(service.engine.db)).filter(({ kind }) => kind === 'clock-jumped')
    expect(told.map(({ to_email }) => to_email)).toEqual(['informatique@agence.example'])
  })

  it('is not given up by an attempt either, before anybody has looked at the clock', async () => {
    await attempt()
    expect([await states(), relay.received]).toEqual([['pending'], []])
  })

  it('is not given up because its next attempt would come too late', async () => {
    relay.setPolicy(() => '450 4.2.0 Greylisted')
    set = service.config.editionExpiresHours * 60 * MINUTE - passed - 1000
    await attempt()
    expect(await states()).toEqual(['deferred'])
  })

  it('goes on by itself once the clock is right again, what was put off meanwhile as much sooner', async () => {
    relay.setPolicy(() => '450 4.2.0 Greylisted')
    set = 24 * 60 * MINUTE
    await attempt()
    set = DAYS
    await recover(service, nobodyWorks)
    expect(await edition()).toMatchObject({ state: 'paused', stopCause: 'clock' })
    relay.setPolicy(() => null)
    set = 0
    passed += 2 * MINUTE
    await recover(service, nobodyWorks)
    expect(await edition()).toMatchObject({ state: 'sending' })
    await attempt()
    expect([await states(), relay.received.length]).toEqual([['accepted'], 59])
  })

  it('is given up, with somebody to follow it up, once a person has said that it goes on', async () => {
    await recover(service, nobodyWorks)
    passed += MINUTE
    await resumeCommand(service, EDITION)
    await recover(service, nobodyWorks)
    await attempt()
    expect(await states()).toEqual(['gave-up'])
    expect([...new Set((await followUps()).map(({ reason }) => reason))]).toEqual(['gave-up'])
  })

  it('stays held by a service that is started meanwhile, which knows of no jump', async () => {
    await recover(service, nobodyWorks)
    world.setClock(new Date(NINE + DAYS + 10 * MINUTE).toISOString())
    await recover(world.app, nobodyWorks)
    expect([await states(), await edition()]).toMatchObject([['pending'], { stopCause: 'clock' }])
  })
})

describe('the certain time', () => {
  it('is now, or the moment before the jump until the clock is right again', async () => {
    passed = 5 * MINUTE
    expect(await holdForClock(service)).toEqual(service.clock())
    expect(await edition()).toMatchObject({ state: 'sending' })
    set = DAYS
    expect((await holdForClock(service)).getTime()).toBe(NINE + passed)
    expect(await edition()).toMatchObject({ state: 'paused', stopCause: 'clock' })
    set = 0
    expect(await holdForClock(service)).toEqual(service.clock())
    expect(await edition()).toMatchObject({ state: 'sending' })
  })

  it('holds no edition that has not expired by the wrong clock', async () => {
    set = 24 * 60 * MINUTE
    expect((await holdForClock(service)).getTime()).toBe(NINE)
    expect(await edition()).toMatchObject({ state: 'sending' })
  })
})

describe('an expired edition', () => {
  it('may be given up; after a jump only once a person has resumed it since', async () => {
    expect(await mayGiveUp(service, EDITION)).toBe(true)
    set = DAYS
    expect(await mayGiveUp(service, EDITION)).toBe(false)
    await holdForClock(service)
    await resume(service, EDITION)
    expect(await mayGiveUp(service, EDITION)).toBe(true)
    expect(await mayGiveUp(service, '2020-W19')).toBe(false)
  })
})

describe('a service whose clock has jumped', () => {
  it('says so to who looks whether it is well, until the clock is right again', async () => {
    const pages = await startPages(service, { ...service.config, port: 0 })
    const health = async () => {
      const answer = await fetch(new URL('/health', pages.url))
      return [answer.status, ((await answer.json()) as { status: string }).status]
    }
    expect(await health()).toEqual([200, 'ok'])
    set = DAYS
    expect(await health()).toEqual([503, 'clock-jumped'])
    set = 0
    expect(await health()).toEqual([200, 'ok'])
    await pages.close()
  })

  it('is unwell, too, when one of its ticks is overdue, and says the age of each', async () => {
    let end: () => void = () => {}
    const run = () => new Promise<void>(resolve => (end = resolve))
    service.ticks.add({ name: 'week', everySeconds: 60, overdueSeconds: 300, run })
    const pages = await startPages(service, { ...service.config, port: 0 })
    const health = async () => (await fetch(new URL('/health', pages.url))).json()
    passed = 5 * MINUTE
    expect(await health()).toMatchObject({ status: 'ok', ticks: [{ name: 'week', ageSeconds: 300 }] })
    passed += 1000
    set = -60 * MINUTE
    expect(await health()).toMatchObject({ status: 'tick-overdue', ticks: [{ isOverdue: true }] })
    end()
    await service.ticks.ended()
    expect(await health()).toMatchObject({ status: 'ok' })
    await pages.close()
  })

  it('does nothing that the calendar would make due', async () => {
    set = 7 * 24 * 60 * MINUTE
    await tickOnce(service, 'week', { queue: nobodyWorks } as never)
    const [{ id: only } = { id: '' }, ...more] = await listEditions(service.engine.db, service.clock())
    expect([only, more]).toEqual([EDITION, []])
    expect((await listNotices(service.engine.db)).map(({ kind }) => kind)).not.toContain('nothing-new')
    set = 0
    passed = 60 * MINUTE
    await deliverAll({ ...world, app: service }, EDITION)
    expect(await states()).toEqual(['accepted'])
  })
})
