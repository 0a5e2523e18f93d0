import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { editionsNow } from '../../../src/steps/editions/editions-now.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { type DeskWeek, openDesk } from '../../support/desk-week.js'
import { askedEdition } from '../../support/signing.js'
import { approver, deliverAll } from '../../support/world.js'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk('2020-04-28T10:00:00+02:00')
})
afterAll(() => desk.close())

const week = async () => {
  const { week: line } = await editionsNow(desk.world.app)
  return [
    line?.edition,
    line?.need,
    line?.steps.find(({ state }) => state === 'now' || state === 'held')?.step,
  ]
}

describe('where the week stands', () => {
  it('goes from collecting to following up as the edition does', async () => {
    const { world, relay } = desk
    expect(await week()).toEqual(['2020-W18', 'updates', 'collecting'])
    world.setClock('2020-04-29T12:00:00+02:00')
    expect(await week()).toEqual(['2020-W18', 'freezing', 'cut-off'])
    world.layOut('2020-W18')
    const { hash } = await askedEdition(world, relay, '2020-W18')
    expect(await week()).toEqual(['2020-W18', 'signature', 'sign-off'])
    expect((await editionsNow(world.app)).unsent.map(({ id }) => id)).toEqual(['2020-W18'])
    const by = await approver(world.app)
    await signOff(world.app, { edition: '2020-W18', hash, by, decision: 'approve', comment: null })
    expect(await week()).toEqual(['2020-W18', 'departure', 'sending'])
    world.setClock('2020-04-30T09:00:00+02:00')
    expect(await week()).toEqual(['2020-W18', 'late', 'sending'])
    await dispatch(world.app, '2020-W18')
    expect(await week()).toEqual(['2020-W18', 'relay', 'sending'])
    await deliverAll(world, '2020-W18')
    expect(await week()).toEqual(['2020-W18', 'calls', 'follow-up'])
    const { steps } = (await editionsNow(world.app)).week ?? { steps: [] }
    expect(steps.map(({ at }) => at.toISOString().slice(0, 16))).toEqual([
      ...['2020-04-29T10:00', '2020-04-29T10:00', '2020-04-29T10:00'],
      ...['2020-04-30T07:00', '2020-04-30T07:00'],
    ])
    world.setClock('2020-05-04T00:00:00+02:00')
    expect(await week()).toEqual(['2020-W19', 'updates', 'collecting'])
  })
})
