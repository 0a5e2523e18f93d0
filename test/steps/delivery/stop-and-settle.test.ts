import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { stopEdition, stopsOf } from '../../../src/postgres/editions/stops.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { resume, settle, stop } from '../../../src/steps/delivery/stop-and-settle.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { doubtEdition } from '../../../src/steps/operations/take-over.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'
const MAYOR = `${EDITION}.anderlecht-mayor`
const ADMIN = 'informatique@agence.example'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2020-04-29T12:00:00+02:00' })
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
  world.setClock('2020-04-30T09:00:00+02:00')
  await dispatch(world.app, EDITION)
})
afterAll(() => world.close())

const stateNow = async () => {
  const { state, stopReason } = (await readEdition(world.app, EDITION)) ?? {}
  return [state, stopReason]
}

describe('what a person decides while an edition leaves', () => {
  it('stops it with a reason, and lets it go on, each once', async () => {
    expect(await stop(world.app, EDITION, 'the amount is wrong')).toBe(true)
    expect(await stateNow()).toEqual(['paused', 'the amount is wrong'])
    expect(await stop(world.app, EDITION, 'again')).toBe(false)
    expect(await resume(world.app, EDITION)).toBe(true)
    expect(await stateNow()).toEqual(['sending', null])
    expect(await resume(world.app, EDITION)).toBe(false)
  })

  it('settles a doubt; refused for strangers, and where nothing is in doubt', async () => {
    expect(await settle(world.app, MAYOR, 'accepted', 'somebody@elsewhere.example')).toBe('unknown-person')
    expect(await settle(world.app, MAYOR, 'accepted', ADMIN)).toBe('not-in-doubt')
    const held = { reason: 'put back', cause: 'gone-back' as const }
    await stopEdition(world.app.engine.db, EDITION, held, world.app.clock())
    await doubtEdition(world.app, EDITION)
    await stop(world.app, EDITION, 'the amount is wrong')
    expect(await settle(world.app, MAYOR, 'again', ADMIN)).toBe('stopped')
    expect(await settle(world.app, MAYOR, 'accepted', ADMIN.toUpperCase())).toMatchObject({
      edition: EDITION,
    })
    expect(await settle(world.app, MAYOR, 'accepted', ADMIN)).toBe('not-in-doubt')
  })
})

describe('who stops an edition and lets it go on', () => {
  const log = async () =>
    (await stopsOf(world.app.engine.db, EDITION)).map(({ action, by, reason }) => [action, by, reason])

  it('is written down once, with the reason; a command without a name as nobody’s', async () => {
    expect(await log()).toEqual([
      ['stop', null, 'the amount is wrong'],
      ['resume', null, null],
      ['stop', null, 'the amount is wrong'],
    ])
    await resume(world.app, EDITION, ADMIN)
    await stop(world.app, EDITION, 'once more', ADMIN)
    await stop(world.app, EDITION, 'twice', ADMIN)
    expect((await log()).slice(3)).toEqual([
      ['resume', ADMIN, null],
      ['stop', ADMIN, 'once more'],
    ])
  })
})
