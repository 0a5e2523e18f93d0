import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { lastStatus } from '../../../src/steps/editions/last-status.js'
import { type DeskWeek, layWeek, openDesk } from '../../support/desk-week.js'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

describe('the edition sent last', () => {
  it('is none before the first one, and then stands commune by commune, counted', async () => {
    expect(await lastStatus(desk.world.app)).toBeNull()
    await layWeek(desk)
    const last = await lastStatus(desk.world.app)
    expect(last?.row.id).toBe('2020-W18')
    expect(last?.communes).toHaveLength(19)
    expect(last?.communes.find(({ nis }) => nis === '21001')).toMatchObject({
      state: 'partly-reached',
      accepted: 2,
      deliveries: 3,
    })
    expect(last?.communes.reduce((sum, { deliveries }) => sum + deliveries, 0)).toBe(59)
  })
})
