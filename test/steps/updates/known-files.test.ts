import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { knownFiles } from '../../../src/steps/updates/known-files.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { openWorld, type World } from '../../support/world.js'
import { removeUpdate, writeUpdate } from '../../support/written-updates.js'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-25T12:00:00+01:00' })
})
afterAll(() => world.close())

describe('the files that are known', () => {
  it('are none before anything was taken in', async () => {
    expect(await knownFiles(world.app, '2026-11-25')).toEqual([])
  })

  it('are those that were taken in; one is over once no edition would carry it', async () => {
    writeUpdate(world, { id: 'masques', until: '2026-12-01' })
    writeUpdate(world, { id: 'retire', withdrawn: true })
    await takeIn(world.app)
    const over = async (today: string) =>
      (await knownFiles(world.app, today)).map(({ id, isOver }) => `${id} ${isOver}`)
    expect(await over('2026-12-01')).toEqual(['masques false', 'retire true'])
    expect(await over('2026-12-02')).toEqual(['masques true', 'retire true'])
  })

  it('stay known while they are missing', async () => {
    removeUpdate(world, 'masques')
    await takeIn(world.app)
    expect((await knownFiles(world.app, '2026-11-25'))[0]).toEqual({
      id: 'masques',
      file: 'updates/masques.md',
      isOver: false,
    })
  })
})
