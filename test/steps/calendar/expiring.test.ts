import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { recover } from '../../../src/steps/delivery/recover.js'
import { stop } from '../../../src/steps/delivery/stop-and-settle.js'
import { startPages } from '../../../src/web/pages.js'
import { tickOnce } from '../../../worker/schedule.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'
const nobodyWorks = { nudge: async () => {} }

let world: World
beforeAll(async () => {
  world = await openWorld({ smtpPort: 1, now: '2020-04-29T12:00:00+02:00' })
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
  world.setClock('2020-04-30T09:00:00+02:00')
  await dispatch(world.app, EDITION)
})
afterAll(() => world.close())

const open = async () =>
  (await listFollowUps(world.app.engine.db)).filter(({ reason }) => reason !== 'vacant')
const reasons = async () => [...new Set((await open()).map(({ reason }) => reason))]

describe('deliveries that nobody has tried, because the relay is away or the edition is stopped', () => {
  it('make the service unwell, though everything runs, after ten minutes', async () => {
    const pages = await startPages(world.app, { ...world.config, port: 0 })
    const health = async () => {
      const answer = await fetch(new URL('/health', pages.url))
      return [answer.status, await answer.json()]
    }
    world.setClock('2020-04-30T09:10:00+02:00')
    expect(await health()).toEqual([200, { status: 'ok', database: 'ok', oldestDueSeconds: 600 }])
    world.setClock('2020-04-30T09:10:01+02:00')
    expect(await health()).toEqual([503, { status: 'backlog', database: 'ok', oldestDueSeconds: 601 }])
    await pages.close()
  })

  it('are said in the operator’s log, too', async () => {
    const said: unknown[] = []
    const log = { ...world.app.log, error: (...line: unknown[]) => void said.push(line) }
    const app = { ...world.app, log }
    const away = () => {
      throw new Error('the database is away')
    }
    world.setClock('2020-04-30T09:10:00+02:00')
    await tickOnce(app, 'backlog', {} as never)
    expect(said).toEqual([])
    world.setClock('2020-04-30T09:10:01+02:00')
    await tickOnce(app, 'backlog', {} as never)
    await tickOnce({ ...app, clock: away }, 'backlog', {} as never)
    expect(said).toEqual([
      ['backlog.lies', { seconds: 601 }],
      ['tick.watch-failed', { reason: 'the database is away' }],
    ])
  })

  it('are told to the SPOC after an hour', async () => {
    world.setClock('2020-04-30T09:59:00+02:00')
    await recover(world.app, nobodyWorks)
    expect(await reasons()).toEqual([])
    world.setClock('2020-04-30T10:01:00+02:00')
    await recover(world.app, nobodyWorks)
    expect([await reasons(), (await open()).length]).toEqual([['late'], 59])
  })

  it('are given up once the edition has expired, each with somebody to follow it up', async () => {
    await stop(world.app, EDITION, 'la chancellerie vérifie')
    world.setClock('2020-05-03T08:59:00+02:00')
    await recover(world.app, nobodyWorks)
    expect(await reasons()).toEqual(['late'])
    world.setClock('2020-05-03T09:00:00+02:00')
    await recover(world.app, nobodyWorks)
    expect([await reasons(), (await open()).length]).toEqual([['gave-up'], 59])
    const deliveries = await deliveriesOf(world.app.engine.db, EDITION)
    expect(new Set(deliveries.map(({ state }) => state))).toEqual(new Set(['gave-up']))
    await recover(world.app, nobodyWorks)
    expect((await open()).length).toBe(59)
  })
})
