import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { openSending } from '../../../src/sending/sending.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'

let relay: TestRelay
let world: World
const said: { event: string; fields: object }[] = []
beforeAll(async () => {
  relay = await startRelay()
  const info = (event: string, fields = {}) => said.push({ event, fields })
  const log = { debug: () => {}, info, warn: info, error: info }
  world = await openWorld({ smtpPort: relay.port, now: '2020-05-06T12:00:00+02:00', log })
  world.layOut('2020-W19')
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

it('an edition is got ready from sign-off until dispatch, and no other', async () => {
  const ready = async () => {
    said.length = 0
    const sending = await openSending(world.app)
    await sending.getReady()
    await sending.close()
    return said.filter(({ event }) => event === 'edition.ready')
  }
  const drafted = await draft(world.app, '2020-W19', null)
  expect(drafted.kind).toBe('frozen')
  expect(await ready()).toEqual([])
  await signedEdition(world, '2020-W19')
  expect(await ready()).toMatchObject([{ fields: { edition: '2020-W19', readers: 59 } }])
  world.setClock('2020-05-07T09:00:00+02:00')
  await dispatch(world.app, '2020-W19')
  expect(await ready()).toEqual([])
  expect(relay.received).toEqual([])
})
