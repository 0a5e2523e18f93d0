import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { editionCoverage } from '../../../src/steps/follow-ups/coverage.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-26T09:00:00+01:00' })
  writeUpdate(world, { id: 'mesure' })
})
afterAll(() => world.close())

describe('what came of an edition', () => {
  it('is nothing before anything of it is frozen', async () => {
    expect(await editionCoverage(world.app, EDITION)).toBeNull()
  })

  it('counts everybody once, as an addressee or with why they are none, in communes that are all accounted for', async () => {
    await signedEdition(world, EDITION)
    await dispatch(world.app, EDITION)
    const found = await editionCoverage(world.app, EDITION)
    const { candidates = 0, addressees = 0, exclusions = [], balanced } = found?.coverage ?? {}
    expect(candidates).toBe(addressees + exclusions.length)
    expect([balanced, found?.coverage.communes.accountedFor]).toEqual([true, 19])
    expect(found?.deliveries).toHaveLength(addressees)
    expect(found?.replies).toEqual([])
  })
})
