import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { pauseRefused, tellOfRefusal } from '../../../src/steps/delivery/refusals.js'
import { resume } from '../../../src/steps/delivery/stop-and-settle.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'
const WORDS = '535 5.7.8 authentication failed'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2020-04-29T12:00:00+02:00' })
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
  world.setClock('2020-04-30T09:00:00+02:00')
  await dispatch(world.app, EDITION)
})
afterAll(() => world.close())

const told = async () =>
  (await listNotices(world.app.engine.db)).filter(({ kind }) => kind === 'mail-refused').length

describe('mails that are refused as such', () => {
  it('by one domain stop nothing: the admins hear of it, once a domain', async () => {
    const now = world.app.clock()
    for (let times = 0; times < 2; times++)
      await tellOfRefusal(world.app, EDITION, 'elsene.example', WORDS, now)
    expect([await told(), (await readEdition(world.app, EDITION))?.state]).toEqual([1, 'sending'])
  })

  it('stop the edition, and the admins hear of each stop once', async () => {
    const now = world.app.clock()
    expect(await pauseRefused(world.app, EDITION, WORDS, now)).toBe(true)
    expect(await pauseRefused(world.app, EDITION, WORDS, now)).toBe(false)
    expect(await readEdition(world.app, EDITION)).toMatchObject({ state: 'paused', stopReason: WORDS })
    expect(await told()).toBe(2)
    await resume(world.app, EDITION)
    world.setClock('2020-04-30T09:05:00+02:00')
    expect(await pauseRefused(world.app, EDITION, WORDS, world.app.clock())).toBe(true)
    expect(await told()).toBe(3)
  })

  it('are stopped although the roster can’t be read just now', async () => {
    await resume(world.app, EDITION)
    const folders = { ...world.app.folders, roster: () => Promise.reject(new Error('the share is away')) }
    expect(await pauseRefused({ ...world.app, folders }, EDITION, WORDS, world.app.clock())).toBe(true)
  })
})
