import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { testReaders } from '../../../src/model/editions/test-readers.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { draft } from '../../../src/steps/editions/draft.js'
import {
  currentEdition,
  previousAudience,
  readEdition,
  readFrozen,
  readFrozenKinds,
  readSummary,
} from '../../../src/steps/editions/read-edition.js'
import { readStatus } from '../../../src/steps/editions/read-status.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2020-04-29T12:00:00+02:00' })
  world.layOut(EDITION)
})
afterAll(() => world.close())

const statesOf = async () =>
  new Set((await readStatus(world.app, EDITION))?.communes.map(({ state }) => state))

describe('an edition', () => {
  it('that nobody made is none', async () => {
    expect(await readEdition(world.app, EDITION)).toBeNull()
    expect(await readStatus(world.app, EDITION)).toBeNull()
  })

  it('is read as it was frozen, counted, with every commune; nothing is known of these before it leaves', async () => {
    const prepared = await draft(world.app, EDITION, null)
    const row = await readEdition(world.app, EDITION)
    if (!row || prepared.kind !== 'frozen') throw new Error('nothing is frozen')
    expect(row.hash).toBe(prepared.hash)
    const frozen = await readFrozen(world.app, row)
    expect(frozen?.content.edition).toBe(EDITION)
    expect(await readSummary(world.app, row)).toEqual(prepared.summary)
    expect(frozen?.addressees).toHaveLength(prepared.summary.addressees)
    expect((await readStatus(world.app, EDITION))?.communes).toHaveLength(19)
    expect(await statesOf()).toEqual(new Set(['unknown']))
    await signedEdition(world, EDITION)
    world.setClock('2020-04-30T09:00:00+02:00')
    await dispatch(world.app, EDITION)
    expect(await statesOf()).not.toContain('reached')
  })

  it('went to an audience that the next one is compared with; the first one to nobody before', async () => {
    const row = await readEdition(world.app, EDITION)
    if (!row) throw new Error('nothing is frozen')
    expect(await previousAudience(world.app, row)).toBeNull()
    const previous = await previousAudience(world.app, { id: '2020-W19', dispatchedAt: null })
    expect(previous).toEqual({ edition: EDITION, addressees: (await readFrozen(world.app, row))?.addressees })
  })

  it('is read with one addressee for each commune, role and reading, the first of them: all mails that there are', async () => {
    const row = await readEdition(world.app, EDITION)
    const all = row && (await readFrozen(world.app, row))
    if (!row || !all) throw new Error('nothing is frozen')
    const kinds = testReaders(all.addressees, { matrix: true })
    expect(kinds.length).toBeLessThan(all.addressees.length)
    expect(await readFrozenKinds(world.app, row)).toEqual({ content: all.content, addressees: kinds })
  })

  it('that is meant when none is named is this week’s, and the next one once that is closed or its slot is over', async () => {
    expect(await currentEdition(world.app)).toBe(EDITION)
    world.setClock('2020-05-01T09:00:00+02:00')
    expect(await currentEdition(world.app)).toBe(EDITION)
    world.setClock('2020-05-05T12:00:00+02:00')
    expect(await currentEdition(world.app)).toBe('2020-W19')
  })
})
