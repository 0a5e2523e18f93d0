import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { resume, stop } from '../../../src/steps/delivery/stop-and-settle.js'
import { isBeingSent, progressNow, watchProgress } from '../../../src/steps/delivery/watch-progress.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { approver, deliverAll, openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'
let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay(address => (address.includes('ixelles') ? '550 5.1.1 User unknown' : null))
  world = await openWorld({ smtpPort: relay.port, now: '2020-04-29T12:00:00+02:00' })
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

const timers = () => process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length

describe('an edition', () => {
  it('is watched while some of its deliveries are open, stopped ones too', async () => {
    const progress = watchProgress(world.app)
    expect(await progress.live(EDITION)).toBeNull()
    await dispatch(world.app, EDITION)
    expect((await progress.live(EDITION))?.communes).toHaveLength(19)
    await stop(world.app, EDITION, 'attention', await approver(world.app))
    expect(await progress.live(EDITION)).not.toBeNull()
    expect(isBeingSent({ dispatchedAt: null, state: 'paused' })).toBe(false)
    expect(await progress.live('2020-W44')).toBeNull()
  })

  it('is looked at for the first who watches, and no more after the last', async () => {
    const progress = watchProgress(world.app)
    const live = await progress.live(EDITION)
    if (!live) throw new Error('not live')
    const before = timers()
    const heard: number[] = []
    const ends = await new Promise<(() => void)[]>(resolve => {
      const all = [1, 2, 3].map(one =>
        progress.watch(live, () => {
          heard.push(one)
          if (one === 3) resolve(all)
        }),
      )
    })
    expect([heard, timers() - before]).toEqual([[1, 2, 3], 1])
    for (const end of ends) end()
    expect(timers()).toBe(before)
  })

  it('has come as far as its deliveries and their answers say', async () => {
    const none = await progressNow(world.app, EDITION)
    expect([none.answers, none.pace]).toEqual([[], { settled: 0, since: null }])
    await resume(world.app, EDITION, await approver(world.app))
    await deliverAll(world, EDITION)
    const { counts, answers, pace } = await progressNow(world.app, EDITION)
    const sum = (state: string) => counts.filter(one => one.state === state).reduce((n, one) => n + one.n, 0)
    expect([sum('accepted') + sum('bounced'), sum('bounced')]).toEqual([pace.settled, 3])
    expect(answers).toHaveLength(8)
    world.setClock('2020-04-29T12:02:00+02:00')
    expect((await progressNow(world.app, EDITION)).pace.settled).toBe(0)
  })
})
