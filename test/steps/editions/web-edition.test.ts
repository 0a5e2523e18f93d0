import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { tokenSecret } from '../../../src/config.js'
import { webToken } from '../../../src/model/editions/web-address.js'
import { stopEdition } from '../../../src/postgres/editions/stops.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { resume, stop } from '../../../src/steps/delivery/stop-and-settle.js'
import { publish, publishedEditions } from '../../../src/steps/editions/publish.js'
import {
  isWebToken,
  readable,
  webCalendar,
  webEdition,
  webPage,
  webPdf,
} from '../../../src/steps/editions/web-edition.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'
const DIRECTOR = 'direction@cabinet.example'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2020-04-29T12:00:00+02:00' })
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
})
afterAll(() => world.close())

describe('the web version of an edition', () => {
  it('is there once it was sent, and can’t be made public before', async () => {
    expect(await webEdition(world.app, EDITION)).toBeNull()
    expect(await publish(world.app, EDITION, 'publish', DIRECTOR)).toEqual({
      kind: 'refused',
      reason: 'not-sent',
    })
    world.setClock('2020-04-30T09:00:00+02:00')
    await dispatch(world.app, EDITION)
    const web = await webEdition(world.app, EDITION)
    if (!web) throw new Error('there is none')
    expect(web).toMatchObject({ edition: EDITION, publishedAt: null })
    expect([webPage(world.app, web, 'fr'), webPage(world.app, web, 'nl')]).toEqual([
      expect.stringContaining('lang="fr"'),
      expect.stringContaining('lang="nl"'),
    ])
    expect(webCalendar(web, 'fr')?.file).toContain('BEGIN:VCALENDAR')
    const chromeless = { ...world.app, config: { ...world.config, chromium: null } }
    expect(await webPdf(chromeless, web, 'fr', '')).toBeNull()
  })

  it('has an address that nobody guesses', () => {
    const token = webToken(EDITION, tokenSecret(world.config))
    expect(isWebToken(world.app, EDITION, token)).toBe(true)
    expect(isWebToken(world.app, '2020-W19', token)).toBe(false)
    expect(isWebToken(world.app, EDITION, '')).toBe(false)
  })

  it('is made public by an approver, who may take that back', async () => {
    expect(await publish(world.app, EDITION, 'publish', 'informatique@agence.example')).toEqual({
      kind: 'refused',
      reason: 'not-approver',
    })
    await publish(world.app, EDITION, 'publish', DIRECTOR)
    const [one] = await publishedEditions(world.app)
    expect(one?.publishedAt).toEqual(world.app.clock())
    expect(Object.keys(one?.listed ?? {})).toEqual(['fr', 'nl'])
    expect((await webEdition(world.app, EDITION))?.publishedAt).toEqual(world.app.clock())
    await publish(world.app, EDITION, 'withdraw', DIRECTOR)
    expect(await publishedEditions(world.app)).toEqual([])
  })

  it('is away while the edition is stopped: readers of a wrong one are not to become more', async () => {
    await stop(world.app, EDITION, 'a wrong amount')
    expect(await webEdition(world.app, EDITION)).toBeNull()
    await resume(world.app, EDITION)
    expect(await webEdition(world.app, EDITION)).not.toBeNull()
  })

  it('stays readable while a machine holds the edition, and there is none by another name', async () => {
    await stopEdition(
      world.app.engine.db,
      EDITION,
      { reason: 'gone back', cause: 'gone-back' },
      world.app.clock(),
    )
    expect(await readable(world.app, EDITION)).toMatchObject({ id: EDITION, state: 'paused' })
    await resume(world.app, EDITION)
    expect(await readable(world.app, '2020-W19')).toBeNull()
    expect(await readable(world.app, `${EDITION}'`)).toBeNull()
  })
})
