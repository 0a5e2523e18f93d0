import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { readAudience } from '../../../src/steps/editions/read-audience.js'
import { type DeskWeek, layWeek, openDesk } from '../../support/desk-week.js'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
})
afterAll(() => desk.close())

const read = (edition: string, search = {}) =>
  readAudience(desk.world.app, edition, { q: '', commune: '', page: 0, ...search })

it('reads who gets an edition and who does not, the latter first, a page at a time', async () => {
  const sent = await read('2020-W18')
  expect(sent).toMatchObject({ edition: '2020-W18', previous: null, changes: [], hasMore: true })
  expect(sent?.rows.slice(0, 4).map(({ reason }) => reason)).toEqual([
    ...['mandate-ended', 'vacant', 'mandate-not-begun'],
    null,
  ])
  expect((await read('2020-W18', { page: 1 }))?.rows).toHaveLength(12)
  expect((await read('2020-W18', { q: '%' }))?.rows).toEqual([])
  expect(await read('next')).toMatchObject({ edition: '2020-W19', previous: '2020-W18', changes: [] })
  for (const none of ['2020-W19', '../x']) expect(await read(none)).toBeNull()
})
