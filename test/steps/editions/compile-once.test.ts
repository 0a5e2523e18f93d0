import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { deliverAll, openWorld, signedEdition, type World } from '../../support/world.js'

let relay: TestRelay
let world: World
const runs: string[] = []
const count = (message: unknown) => {
  const { template, language } = message as { template: string; language: string }
  runs.push(`${template} ${language}`)
}

beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: '2020-05-06T12:00:00+02:00' })
  world.layOut('2020-W19')
  subscribe('estafette.mjml', count)
})
afterAll(async () => {
  unsubscribe('estafette.mjml', count)
  await world.close()
  await relay.close()
})

it('MJML runs once per edition and language, however many mails leave', async () => {
  await signedEdition(world, '2020-W19')
  world.setClock('2020-05-07T09:00:00+02:00')
  await dispatch(world.app, '2020-W19')
  await deliverAll(world, '2020-W19')
  expect(relay.received.length).toBeGreaterThan(50)
  expect(runs.filter(run => run.includes('edition.mjml')).sort()).toEqual([
    expect.stringMatching(/edition\.mjml fr$/),
    expect.stringMatching(/edition\.mjml nl$/),
  ])
})
