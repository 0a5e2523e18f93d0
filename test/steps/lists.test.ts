import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { loadLocales } from '../../src/mjml/load.js'
import { inLanguage } from '../../src/model/language/language.js'
import { draft } from '../../src/steps/editions/draft.js'
import { LISTS, type ListName, readList, workbookRows } from '../../src/steps/lists.js'
import { type DeskWeek, openDesk, personOf, type StaffRole } from '../support/desk-week.js'

const EDITION = '2020-W19'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  desk.world.layOut(EDITION)
  await draft(desk.world.app, EDITION, null)
}, 60_000)
afterAll(() => desk.close())

async function rowsFor(list: ListName, who: StaffRole | null, edition: string | null = EDITION) {
  const { app, config } = desk.world
  const strings = inLanguage(await loadLocales(config.templatesDir, config.agency), 'nl')
  const sheet = await readList(app, list, {
    ...{ edition, query: { sort: 'none', page: ['x'] } },
    person: who && (await personOf(desk.world, who)),
    words: { strings, language: 'nl', timeZone: config.timeZone },
  })
  return sheet && { columns: sheet.columns.length, rows: await workbookRows(sheet) }
}

it.each([
  ['admin', [...LISTS]],
  ['head', ['deliveries', 'follow-ups', 'editions', 'call-sheet']],
  ['spoc', ['deliveries', 'follow-ups', 'editions', 'call-sheet']],
  ['editor', ['deliveries', 'updates', 'editions']],
  ['approver', ['deliveries', 'updates', 'editions']],
  [null, ['updates', 'editions']],
] as const)('%s may have %j', async (who, lists) => {
  const had = []
  for (const list of LISTS) if (await rowsFor(list, who)) had.push(list)
  expect(had).toEqual(lists)
})

it('has as many cells in a row as columns, and none of an edition that is none', async () => {
  for (const list of ['updates', 'editions'] as const) {
    const read = await rowsFor(list, 'admin')
    expect(read?.rows?.length).toBeGreaterThan(0)
    for (const row of read?.rows ?? []) expect(row).toHaveLength(read?.columns ?? 0)
  }
  expect((await rowsFor('deliveries', 'admin'))?.rows).toEqual([])
  for (const edition of [null, 'none', '2020-W40'])
    expect(await rowsFor('deliveries', 'admin', edition)).toBeNull()
})

it('makes no workbook of more rows than fit', async () => {
  const parts = Array.from({ length: 21 }, () => Array.from({ length: 1000 }, () => ['x']))
  expect(await workbookRows({ rows: parts })).toBeNull()
  expect(await workbookRows({ rows: parts.slice(1) })).toHaveLength(20_000)
})
