import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { silent } from '../../../src/log.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { doDueSlots } from '../../../src/steps/calendar/do-due-slots.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { approver, openWorld, type World } from '../../support/world.js'

const EDITION = '2020-W18'

let world: World
let said: string[]
beforeAll(async () => {
  said = []
  const log = { ...silent, warn: (event: string) => void said.push(event) }
  world = await openWorld({ now: '2020-04-29T12:00:00+02:00', log })
  world.layOut(EDITION)
})
afterAll(() => world.close())

const kept = async () =>
  (await doDueSlots(world.app)).map(({ slot, outcome }) => [
    slot.edition,
    slot.slot,
    Object.values(outcome)[0],
  ])
const asked = async () =>
  (await listNotices(world.app.engine.db)).filter(({ kind }) => kind === 'sign-off-request').length

describe('the slots that are due', () => {
  it('draft an edition on Wednesday, and ask who can sign it, once', async () => {
    expect(await kept()).toContainEqual([EDITION, 'draft', expect.stringMatching(/^frozen [0-9a-f]{64}$/)])
    const requests = await asked()
    expect(requests).toBeGreaterThan(0)
    expect(await kept()).toEqual([])
    expect(await asked()).toBe(requests)
  })

  it('wait for the sign-off on Thursday, which the log says once, and send what is signed', async () => {
    world.setClock('2020-04-30T09:00:00+02:00')
    const waits = [[EDITION, 'send', 'not signed off: awaiting-sign-off']]
    said = []
    expect([await kept(), await kept()]).toEqual([waits, waits])
    expect(said).toEqual(['slot.waits'])
    const hash = (await readEdition(world.app, EDITION))?.hash ?? ''
    const by = await approver(world.app)
    await signOff(world.app, { edition: EDITION, hash, by, decision: 'approve', comment: null })
    expect(await kept()).toEqual([[EDITION, 'send', 'dispatched']])
    expect(await kept()).toEqual([])
  })

  it('leave a send that is later than its window to a person, who is told once', async () => {
    world.layOut('2020-W19')
    world.setClock('2020-05-06T12:00:00+02:00')
    await kept()
    const hash = (await readEdition(world.app, '2020-W19'))?.hash ?? ''
    const by = await approver(world.app)
    await signOff(world.app, { edition: '2020-W19', hash, by, decision: 'approve', comment: null })
    world.setClock('2020-05-08T09:00:01+02:00')
    for (let times = 0; times < 2; times++)
      expect(await kept()).toEqual([['2020-W19', 'send', expect.stringContaining('a person decides')]])
    const told = (await listNotices(world.app.engine.db)).filter(({ kind }) => kind === 'window-missed')
    expect(told.map(({ key }) => key.split(' ').at(-1))).toEqual([
      'conseil-economie@cabinet.example',
      'direction@cabinet.example',
      'informatique@agence.example',
    ])
  })
})
