import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { tokenSecret } from '../../../src/config.js'
import { unsubscribeToken } from '../../../src/model/delivery/unsubscribe.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { isUnsubscribeLink, unsubscribe } from '../../../src/steps/delivery/unsubscribing.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'
const MAYOR = 'anderlecht-mayor'

let world: World
let token: string
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-26T09:00:00+01:00' })
  writeUpdate(world, { id: 'mesure' })
  await signedEdition(world, EDITION)
  await dispatch(world.app, EDITION)
  token = unsubscribeToken(`${EDITION}.${MAYOR}`, tokenSecret(world.config))
})
afterAll(() => world.close())

describe('a link to unsubscribe', () => {
  it('is one of ours only as it stands in a mail, of this secret, and of a mail that there was', async () => {
    const secret = tokenSecret(world.config)
    expect(await isUnsubscribeLink(world.app, token)).toBe(true)
    expect(await isUnsubscribeLink(world.app, `${token}0`)).toBe(false)
    expect(await isUnsubscribeLink(world.app, unsubscribeToken(`${EDITION}.nobody`, secret))).toBe(false)
    expect(await isUnsubscribeLink(world.app, unsubscribeToken(`${EDITION}.${MAYOR}`, `${secret}.`))).toBe(
      false,
    )
  })

  it('opens one follow-up for the SPOC, however often it is clicked; looking at it opens none', async () => {
    const open = async () =>
      (await listFollowUps(world.app.engine.db)).filter(({ recipient }) => recipient === MAYOR)
    expect(await open()).toEqual([])
    expect(await unsubscribe(world.app, token)).toBe(true)
    expect(await unsubscribe(world.app, token)).toBe(true)
    expect(await open()).toMatchObject([{ edition: EDITION, recipient: MAYOR, reason: 'unsubscribe' }])
  })

  it('does nothing when it is somebody else’s', async () => {
    const before = await listFollowUps(world.app.engine.db)
    expect(await unsubscribe(world.app, 'f'.repeat(token.length))).toBe(false)
    expect(await listFollowUps(world.app.engine.db)).toEqual(before)
  })
})
