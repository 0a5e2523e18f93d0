import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { linksAskedSince } from '../../../src/postgres/staff/notices.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { openMemory } from '../../../src/steps/memory.js'
import { retain } from '../../../src/steps/operations/retain.js'
import { askLogIn } from '../../../src/steps/staff/log-in.js'
import { sendNotices } from '../../support/signing.js'
import { openWorld, type World } from '../../support/world.js'

const EDITOR = 'redaction-economie@agence.example'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2026-01-05T09:00:00+01:00', settings: { RETAIN_NOTICES_DAYS: '30' } })
  await askLogIn(world.app, EDITOR)
  await sendNotices(world)
})
afterAll(() => world.close())

const kept = async () => (await listNotices(world.app.engine.db)).length

describe('what is kept for a time', () => {
  it('goes on the first tick of the day on which that is over, and is looked at once a day', async () => {
    world.setClock('2026-02-04T08:59:59+01:00')
    await retain(world.app)
    expect(await kept()).toBe(1)
    world.setClock('2026-02-04T23:00:00+01:00')
    await retain(world.app)
    expect(await kept()).toBe(1)
    world.setClock('2026-02-05T00:01:00+01:00')
    await retain(world.app)
    expect(await kept()).toBe(0)
    expect(await linksAskedSince(world.app.engine.db, EDITOR, new Date(0))).toBe(0)
  })

  it('is looked at again by a process that has just started', async () => {
    const started = { ...world.app, memory: openMemory() }
    await retain(started)
    expect(started.memory.retained).toBe('2026-02-05')
  })
})
