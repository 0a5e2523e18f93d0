import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { editionsNow } from '../../../src/steps/editions/editions-now.js'
import { communesOf } from '../../../src/steps/editions/read-status.js'
import { type DeskWeek, layWeek, openDesk } from '../../support/desk-week.js'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

describe('the edition sent last', () => {
  it('is none before the first one, and then stands commune by commune, counted', async () => {
    expect(await editionsNow(desk.world.app)).toMatchObject({ last: null, unsent: [] })
    await layWeek(desk)
    const { week, last, unsent } = await editionsNow(desk.world.app)
    expect([week?.edition, unsent]).toEqual(['2020-W19', []])
    expect(last?.row.id).toBe('2020-W18')
    expect(last?.communes).toHaveLength(19)
    expect(last && (await communesOf(desk.world.app, last.row))).toEqual(last?.communes)
    expect(last?.communes.find(({ nis }) => nis === '21001')).toMatchObject({
      state: 'partly-reached',
      accepted: 2,
      deliveries: 3,
    })
    expect(last?.communes.reduce((sum, { deliveries }) => sum + deliveries, 0)).toBe(59)
  })
})
