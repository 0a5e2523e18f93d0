import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { myDesk } from '../../../src/steps/staff/my-desk.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import {
  type DeskWeek,
  layWeek,
  ledgerOf,
  openDesk,
  personOf,
  type StaffRole,
  writeFile,
} from '../../support/desk-week.js'
import { askedEdition } from '../../support/signing.js'

const TODAY = '2020-05-05'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
  writeFile(desk.world, 'cassee', { deadline: '2020-02-30' })
  writeFile(desk.world, 'appels', { french: 'En tout 7373 appels.' })
  await takeIn(desk.world.app)
})
afterAll(() => desk.close())

const deskOf = async (who: StaffRole) => myDesk(desk.world.app, await personOf(desk.world, who), TODAY)

describe('my desk', () => {
  it('has for nobody in particular the week and the edition sent last, and nothing that waits', async () => {
    expect(await myDesk(desk.world.app, null, TODAY)).toMatchObject({
      week: { edition: '2020-W19', need: 'updates' },
      last: { row: { id: '2020-W18' } },
      ...{ mine: [], toSign: null, followUps: null, next: null, toLookAt: [], carried: null },
    })
  })

  it('has for an editor the next edition with the problems of their files, and files to look at', async () => {
    const { next, toLookAt, toSign, followUps, carried } = await deskOf('editor')
    expect(next?.problems.map(({ file }) => file)).toEqual(['updates/cassee.md'])
    expect(toLookAt.map(({ file }) => file)).toEqual(['updates/appels.md'])
    expect([toSign, followUps, carried]).toEqual([null, null, null])
  })

  it('has for a point of contact the own communes and their follow-ups', async () => {
    const { mine, followUps, next, carried } = await deskOf('spoc')
    expect(mine).toContain('21001')
    expect(followUps?.map(({ commune, reason }) => [commune, reason])).toEqual([
      ['21001', 'question'],
      ['21001', 'bounced'],
    ])
    expect([next, carried]).toEqual([null, null])
  })

  it.each(['head', 'admin'] as const)(
    'has for the %s who carries how much, what is late first',
    async who => {
      const { followUps, carried, mine } = await deskOf(who)
      expect([followUps?.length, mine]).toEqual([3, []])
      expect(carried).toEqual([
        expect.objectContaining({ id: 'spoc-ouest', late: 2, today: 0, open: 2 }),
        expect.objectContaining({ id: 'spoc-sud', late: 0, today: 0, open: 1 }),
      ])
    },
  )

  it('has for an approver what waits for a signature, and changes nothing', async () => {
    const before = await ledgerOf(desk.world)
    expect((await deskOf('approver')).toSign).toEqual([])
    expect(await ledgerOf(desk.world)).toEqual(before)
    writeFile(desk.world, 'cassee', {})
    await takeIn(desk.world.app)
    desk.setClock('2020-05-06T13:05:00+02:00')
    await askedEdition(desk.world, desk.relay, '2020-W19')
    const { toSign, next, week } = await deskOf('approver')
    expect(toSign).toMatchObject([{ row: { id: '2020-W19' }, signature: { kind: 'open' } }])
    expect([next, week?.need]).toEqual([null, 'signature'])
    expect((await deskOf('editor')).toSign).toBeNull()
  })
})
