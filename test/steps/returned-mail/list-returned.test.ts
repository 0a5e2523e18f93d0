import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { openMemory } from '../../../src/steps/memory.js'
import { listReturned, tellOtherReports } from '../../../src/steps/returned-mail/list-returned.js'
import { emptied, openWorld, type World } from '../../support/world.js'

const NOW = '2026-11-26T10:00:00+01:00'

let world: World
let dir: string
beforeAll(async () => {
  world = await openWorld({ now: NOW, settings: { REPORTS_DIR: './reports' } })
  dir = join(world.dir, 'reports')
})
beforeEach(async () => {
  await emptied(world)
  world.setClock(NOW)
  Object.assign(world.app.memory, openMemory())
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
})
afterAll(() => world.close())

/** A file that has lain there for a minute: a young one may still be written. */
function lay(...names: string[]) {
  const settled = new Date(Date.now() - 60_000)
  for (const name of names) {
    writeFileSync(join(dir, name), 'x')
    utimesSync(join(dir, name), settled, settled)
  }
}
const told = async () =>
  (await listNotices(world.app.engine.db)).map(({ to_email, payload }) => ({
    to: to_email,
    values: JSON.parse(payload),
  }))

describe('files among the returned mails that are no mails', () => {
  it('are told to the admins, with what to do', async () => {
    lay('TR_ Prime.msg', 'mail.eml')
    await tellOtherReports(world.app)
    expect(await told()).toMatchObject([
      {
        to: 'informatique@agence.example',
        values: { folder: dir, count: 1, files: [{ name: 'TR_ Prime.msg', remedy: 'outlook' }] },
      },
    ])
  })

  it('are told once a day, also by a process that knows of none', async () => {
    lay('a.msg')
    await tellOtherReports(world.app)
    lay('b.msg')
    await tellOtherReports(world.app)
    await tellOtherReports({ ...world.app, memory: openMemory() })
    expect(await told()).toHaveLength(1)
    world.setClock('2026-11-27T10:00:00+01:00')
    await tellOtherReports({ ...world.app, memory: openMemory() })
    expect((await told()).map(({ values }) => values.count)).toEqual([1, 2])
  })

  it('are named up to twenty, and counted all', async () => {
    lay(...Array.from({ length: 21 }, (_, n) => `${10 + n}.msg`))
    await tellOtherReports(world.app)
    const [one] = await told()
    expect([one?.values.count, one?.values.files.length]).toEqual([21, 20])
  })

  it('are listed; there are none without such a folder', async () => {
    lay('a.msg')
    const asked = { days: 30, unmatched: false }
    expect(await listReturned(world.app, asked)).toMatchObject({ reports: [], others: [{ name: 'a.msg' }] })
    const context = { ...world.app, config: { ...world.config, reportsDir: null } }
    expect((await listReturned(context, asked)).others).toEqual([])
    await tellOtherReports(context)
    expect(await told()).toEqual([])
  })
})
