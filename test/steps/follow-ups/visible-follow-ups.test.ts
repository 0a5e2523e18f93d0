import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { actOnFollowUp } from '../../../src/steps/follow-ups/act-on-follow-up.js'
import {
  communesOf,
  type FollowUpChoice,
  visibleFollowUps,
} from '../../../src/steps/follow-ups/visible-follow-ups.js'
import { type DeskWeek, layWeek, openDesk, personOf, STAFF, type StaffRole } from '../../support/desk-week.js'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
})
afterAll(() => desk.close())

const seen = async (who: StaffRole, choice?: FollowUpChoice) => {
  const followUps = await visibleFollowUps(desk.world.app, await personOf(desk.world, who), choice)
  return followUps.map(({ commune, reason }) => `${commune} ${reason}`)
}
const ANDERLECHT = ['21001 question', '21001 bounced']

describe('the follow-ups that a person may see', () => {
  it('are those of the own communes for a point of contact, all for who sees all', async () => {
    expect(await seen('spoc')).toEqual(ANDERLECHT)
    for (const who of ['head', 'admin'] as const)
      expect(await seen(who)).toEqual([...ANDERLECHT, '21013 vacant'])
    expect(await seen('editor')).toEqual([])
  })

  it('are on request the own ones alone, and those that are done as well', async () => {
    expect([await seen('spoc', { isMine: true }), await seen('admin', { isMine: true })]).toEqual([
      ANDERLECHT,
      [],
    ])
    const [question] = await visibleFollowUps(desk.world.app, await personOf(desk.world, 'spoc'))
    const act = { kind: 'done', result: 'answered', text: 'Au téléphone' } as const
    await actOnFollowUp(desk.world.app, { id: question?.id ?? '', by: STAFF.spoc, act })
    expect(await seen('spoc')).toEqual(['21001 bounced'])
    expect(await seen('spoc', { withDone: true })).toEqual(expect.arrayContaining(ANDERLECHT))
  })

  it('are by the communes of SPOC and deputy', async () => {
    const { app } = desk.world
    const own = await communesOf(app, await personOf(desk.world, 'spoc'))
    expect(own).toContain('21001')
    expect(await communesOf(app, await personOf(desk.world, 'head'))).toEqual([])
  })
})
