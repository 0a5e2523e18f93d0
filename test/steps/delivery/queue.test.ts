import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Log } from '../../../src/log.js'
import { silent } from '../../../src/log.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { backlogSeconds, nudgeDue, openQueue } from '../../../src/steps/delivery/queue.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'
const MAYOR = `${EDITION}.anderlecht-mayor`

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2020-04-29T12:00:00+02:00' })
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
  world.setClock('2020-04-30T09:00:00+02:00')
  await dispatch(world.app, EDITION)
})
afterAll(() => world.close())

function withResolver<T>() {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>(given => {
    resolve = given
  })
  return { promise, resolve }
}

describe('the queue', () => {
  it('brings a worker what was said to be due', async () => {
    const queue = await openQueue(world.app)
    await nudgeDue(world.app, [MAYOR])
    const { promise: brought, resolve } = withResolver<string>()
    const worker = queue.work(async delivery => resolve(delivery), { concurrency: 1, perMinute: null })
    try {
      expect(await brought).toBe(MAYOR)
    } finally {
      await worker.stop()
      await queue.close()
    }
  })

  it('fails nobody who says that something is due while it is away: the recovery finds it', async () => {
    const said: unknown[] = []
    const log: Log = { ...silent, warn: event => void said.push(event) }
    const engine = { ...world.app.engine, url: 'postgres://nobody@127.0.0.1:1/none', ownerUrl: null }
    await nudgeDue({ ...world.app, engine, log }, [MAYOR])
    expect(said).toContain('queue.not-nudged')
  })

  it('is as old as what has waited longest', async () => {
    expect(await backlogSeconds(world.app)).toBe(0)
    world.setClock('2020-04-30T09:10:00+02:00')
    expect(await backlogSeconds(world.app)).toBe(600)
  })
})
