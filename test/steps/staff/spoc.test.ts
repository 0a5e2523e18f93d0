import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openMemory } from '../../../src/steps/memory.js'
import { spocFor } from '../../../src/steps/staff/spoc.js'
import { openWorld, type World } from '../../support/world.js'

const EVERE = '21006'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-25T12:00:00+01:00' })
})
afterAll(() => world.close())

/** The same house, with nothing in mind yet, where the roster is read like this. */
function reading(roster: World['app']['folders']['roster']) {
  return { ...world.app, memory: openMemory(), folders: { ...world.app.folders, roster } }
}

describe('the SPOC of a commune', () => {
  it('is whom the roster names; nobody where it names none', async () => {
    expect(await spocFor(world.app, EVERE)).toMatch(/^spoc-/)
    expect(await spocFor(world.app, '99999')).toBe('')
  })

  it('is read once for many who ask at once', async () => {
    let reads = 0
    const here = reading((...about) => {
      reads++
      return world.app.folders.roster(...about)
    })
    await Promise.all(Array.from({ length: 50 }, () => spocFor(here, EVERE)))
    expect(reads).toBe(1)
  })

  it('is as last known while the roster can’t be read: an outcome is kept all the same', async () => {
    const here = reading(() => Promise.reject(new Error('the share is away')))
    here.memory.spocs.last = new Map([[EVERE, 'spoc-before']])
    expect(await spocFor(here, EVERE)).toBe('spoc-before')
  })
})
