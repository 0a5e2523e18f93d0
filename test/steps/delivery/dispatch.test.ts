import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2020-04-29T12:00:00+02:00' })
  world.layOut(EDITION)
})
afterAll(() => world.close())

describe('dispatching', () => {
  it('is refused for what is not there or not signed', async () => {
    expect(await dispatch(world.app, EDITION)).toEqual({ kind: 'refused', state: 'no-edition' })
    await draft(world.app, EDITION, null)
    expect(await dispatch(world.app, EDITION)).toEqual({ kind: 'refused', state: 'awaiting-sign-off' })
    expect(await deliveriesOf(world.app.engine.db, EDITION)).toEqual([])
  })

  it('makes one delivery for each addressee, once, and a follow-up of each mandate that nobody holds', async () => {
    await signedEdition(world, EDITION)
    world.setClock('2020-04-30T09:00:00+02:00')
    expect(await dispatch(world.app, EDITION)).toMatchObject({ kind: 'dispatched' })
    const made = await deliveriesOf(world.app.engine.db, EDITION)
    expect(made.length).toBeGreaterThan(50)
    expect(new Set(made.map(({ recipient }) => recipient)).size).toBe(made.length)
    expect(await dispatch(world.app, EDITION)).toEqual({ kind: 'already' })
    expect(await deliveriesOf(world.app.engine.db, EDITION)).toEqual(made)
    const open = await listFollowUps(world.app.engine.db)
    expect(new Set(open.map(({ reason }) => reason))).toEqual(new Set(['vacant']))
  })
})
