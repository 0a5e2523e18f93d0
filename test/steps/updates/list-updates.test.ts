import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { listUpdates } from '../../../src/steps/updates/list-updates.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import {
  type DeskWeek,
  ledgerOf,
  openDesk,
  personOf,
  removeFile,
  writeFile,
} from '../../support/desk-week.js'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  mkdirSync(join(desk.world.config.updatesDir, 'economie'), { recursive: true })
})
afterAll(() => desk.close())

describe('the drop folder as a person sees it', () => {
  it('is empty before the first file', async () => {
    expect(await listUpdates(desk.world.app, null)).toEqual({
      accepted: [],
      refused: [],
      warned: [],
      gone: [],
    })
  })

  it('has accepted files with their owners, refused ones, those to check, and those that are gone', async () => {
    const { app, config, dir } = desk.world
    const staff = join(dir, 'recipients', 'staff.yaml')
    const written = readFileSync(staff, 'utf8')
    writeFileSync(
      staff,
      written.replace(/(id: editor-economy\n(?: {4}.*\n)*? {4}roles: .*\n)/, '$1    folder: economie\n'),
    )
    for (const name of ['prime', 'perdue']) writeFile(desk.world, name, {})
    renameSync(join(config.updatesDir, 'prime.md'), join(config.updatesDir, 'economie', 'prime.md'))
    writeFile(desk.world, 'appels', { french: 'En tout 7373 appels.' })
    writeFile(desk.world, 'cassee', { deadline: '2020-02-30' })
    await takeIn(app)
    removeFile(desk.world, 'perdue')
    await takeIn(app)
    const before = await ledgerOf(desk.world)
    const list = await listUpdates(app, await personOf(desk.world, 'editor'))
    expect(await ledgerOf(desk.world)).toEqual(before)
    expect(
      list.accepted.map(({ update, revision, file, editors }) => [update.id, revision, file, editors]),
    ).toEqual(
      expect.arrayContaining([
        ['appels', 1, 'updates/appels.md', []],
        ['prime', 1, 'updates/economie/prime.md', ['Rédaction Économie / Redactie Economie']],
      ]),
    )
    expect(list.accepted).toHaveLength(2)
    expect(list.refused.map(({ file }) => file)).toEqual(['updates/cassee.md'])
    expect(list.warned).toMatchObject([{ file: 'updates/appels.md', meant: null, mayMark: true }])
    expect(list.gone.map(({ update }) => update.id)).toEqual(['perdue'])
    const nobody = await listUpdates(app, null)
    expect(nobody.warned).toMatchObject([{ file: 'updates/appels.md', mayMark: false }])
  })
})
