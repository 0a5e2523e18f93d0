import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { readEdition, readFrozen } from '../../../src/steps/editions/read-edition.js'
import { staffOf } from '../../../src/steps/staff/staff.js'
import { awaitedUpdates, leaveOut } from '../../../src/steps/updates/leave-out.js'
import { scanFolder } from '../../../src/steps/updates/scan-folder.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { tellGone } from '../../../src/steps/updates/tell-gone.js'
import { emptied, openWorld, signedEdition, type World } from '../../support/world.js'

const NOW = '2026-11-25T10:00:00+01:00'
const EDITION = '2026-W48'
const EDITORS = ['redactie-werkgelegenheid@agence.example', 'redaction-economie@agence.example']
const ADMIN = 'informatique@agence.example'
const update = (id: string, more = '') =>
  `---\nid: ${id}\nkind: notice\ntopic: health\nlevel: federal\n${more}---\n# fr: Titre ${id}\nRésumé.\n\n# nl: Titel ${id}\nSamenvatting.\n`

let world: World
let dir: string
beforeAll(async () => {
  world = await openWorld({ now: NOW })
  dir = join(world.dir, 'updates')
})
beforeEach(async () => {
  await emptied(world)
  world.setClock(NOW)
  for (const path of [dir, `${dir}-away`]) await rm(path, { recursive: true, force: true })
  await mkdir(join(dir, 'economie'), { recursive: true })
})
afterAll(() => world.close())

const put = (name: string, more?: string) =>
  writeFile(join(dir, name), update(name.replace(/^.*\/|\.md$/g, ''), more))
const gone = (...names: string[]) => Promise.all(names.map(name => rm(join(dir, name))))
/** What a draft is held up by: the codes of its problems, by file. Null when it was frozen. */
async function heldBy(edition = EDITION) {
  const drafted = await draft(world.app, edition, null)
  if (drafted.kind === 'frozen') return null
  if (drafted.kind !== 'problems') throw new Error(JSON.stringify(drafted))
  return drafted.problems.map(({ file, code }) => `${file} ${code}`)
}
const idsOf = async (edition = EDITION) => {
  const row = await readEdition(world.app, edition)
  const frozen = row && (await readFrozen(world.app, row))
  return frozen?.content.items.map(item => item.update.id)
}
/** Mails of this kind: to whom, and what they tell. */
const mails = async (kind: string) =>
  (await listNotices(world.app.engine.db))
    .filter(one => one.key.startsWith(`${kind} `))
    .map(({ key }) => key.split(' ').at(-1))

/** Two updates that last week's edition carried, and two that none has. */
async function carriedAndNot() {
  await put('a.md')
  await put('economie/b.md')
  await signedEdition(world, EDITION)
  await dispatch(world.app, EDITION)
  world.setClock('2026-12-01T10:00:00+01:00')
  await put('c.md')
  await put('economie/d.md')
  await takeIn(world.app)
}

describe('a share that is away', () => {
  it('holds up the draft and names every update that was taken in, carried before or not; once it is back, all goes on', async () => {
    await carriedAndNot()
    await rename(dir, `${dir}-away`)
    await mkdir(dir)
    const all = ['updates/a.md', 'updates/c.md', 'updates/economie/b.md', 'updates/economie/d.md']
    const held = ['updates folder-empty', ...all.map(file => `${file} file-gone`)]
    expect((await heldBy('2026-W49'))?.sort()).toEqual(held.sort())
    await takeIn(world.app)
    await takeIn(world.app)
    expect((await mails('updates-away')).sort()).toEqual([...EDITORS, ADMIN].sort())
    expect(await mails('update-gone')).toEqual([])
    await rm(dir, { recursive: true })
    await rename(`${dir}-away`, dir)
    expect(await heldBy('2026-W49')).toBeNull()
    expect((await idsOf('2026-W49'))?.sort()).toEqual(['a', 'b', 'c', 'd'])
  })

  it('may show something of its own, as long as it is no update', async () => {
    await put('a.md')
    await takeIn(world.app)
    await gone('a.md')
    for (const name of ['README.md', 'photo.jpg', '.not-mounted']) await writeFile(join(dir, name), 'x')
    await mkdir(join(dir, 'lost+found'))
    expect(await heldBy()).toEqual(['updates folder-empty', 'updates/a.md file-gone'])
  })

  it('may be no folder at all: each update is named, nothing is called gone, and its editors hear of it once a day', async () => {
    await carriedAndNot()
    await rename(dir, `${dir}-away`)
    const held = await heldBy('2026-W49')
    expect(held?.[0]).toBe('updates folder-missing')
    expect(held?.slice(1).sort()).toEqual(
      ['a', 'c', 'economie/b', 'economie/d'].map(name => `updates/${name}.md file-away`),
    )
    await takeIn(world.app)
    await takeIn(world.app)
    expect((await mails('updates-away')).sort()).toEqual([...EDITORS, ADMIN].sort())
    expect(await awaitedUpdates(world.app)).toEqual([])
    await rename(`${dir}-away`, dir)
    expect(await heldBy('2026-W49')).toBeNull()
  })

  it.each([
    ['away', async () => rm(join(dir, 'economie'), { recursive: true })],
    ['empty', async () => gone('economie/b.md', 'economie/d.md')],
  ])('may be a folder in it, which is %s', async (_what, act) => {
    await carriedAndNot()
    await act()
    expect((await heldBy('2026-W49'))?.sort()).toEqual([
      'updates/economie/b.md file-gone',
      'updates/economie/d.md file-gone',
    ])
  })

  it('holds up no flash about something else', async () => {
    await carriedAndNot()
    await rm(join(dir, 'economie'), { recursive: true })
    await put('e.md', 'urgency: urgent\n')
    expect(await heldBy('2026-W49-flash-1')).toBeNull()
    expect(await idsOf('2026-W49-flash-1')).toEqual(['e'])
  })
})

describe('the mails about files that are gone', () => {
  it('are one about one file, to its editors, and one about several that went at once, to the admins, too', async () => {
    await carriedAndNot()
    await gone('c.md')
    const { rejected } = await scanFolder(world.app)
    const staff = await staffOf(world.app)
    for (let times = 0; times < 2; times++) await tellGone(world.app, { rejected }, staff)
    expect((await mails('update-gone')).sort()).toEqual(EDITORS)
    expect(await mails('updates-away')).toEqual([])
    world.setClock('2026-12-01T11:00:00+01:00')
    await gone('a.md', 'economie/b.md', 'economie/d.md')
    await tellGone(world.app, await scanFolder(world.app), staff)
    expect((await mails('updates-away')).sort()).toEqual([...EDITORS, ADMIN].sort())
    expect(await mails('update-gone')).toHaveLength(EDITORS.length)
  })

  it('are none while all is there, nor to a staff of nobody', async () => {
    await carriedAndNot()
    await tellGone(world.app, await scanFolder(world.app), await staffOf(world.app))
    await gone('c.md')
    await tellGone(world.app, await scanFolder(world.app), [])
    expect([await mails('update-gone'), await mails('updates-away')]).toEqual([[], []])
  })
})

describe('a file that is deleted', () => {
  it('is asked about once and held for, when no edition has carried it; back again, it asks nothing', async () => {
    await put('a.md')
    await put('b.md')
    await takeIn(world.app)
    await gone('b.md')
    expect(await heldBy()).toEqual(['updates/b.md file-gone'])
    await takeIn(world.app)
    await takeIn(world.app)
    expect((await mails('update-gone')).sort()).toEqual(EDITORS)
    await put('b.md')
    expect(await heldBy()).toBeNull()
    expect(await idsOf()).toEqual(['a', 'b'])
  })

  it('is left out on purpose when an editor says so, with a reason, and comes back with its file', async () => {
    await put('a.md')
    await put('b.md')
    await takeIn(world.app)
    await gone('b.md')
    await takeIn(world.app)
    const [by = ''] = EDITORS
    const leave = (who: string, reason = 'double') => leaveOut(world.app, { update: 'b', by: who, reason })
    expect(await leave('personne@agence.example')).toMatchObject({ reason: 'unknown-person', waiting: ['b'] })
    expect(await leave('spoc-sud@agence.example')).toMatchObject({ reason: 'not-theirs' })
    expect(await leave(by, ' ')).toMatchObject({ reason: 'no-reason' })
    expect(await leave(by)).toMatchObject({ kind: 'left-out', file: 'updates/b.md', isCarried: false })
    expect(await leave(by)).toMatchObject({ reason: 'not-gone', waiting: [] })
    expect(await heldBy()).toBeNull()
    expect(await idsOf()).toEqual(['a'])
    await put('b.md')
    expect(await takeIn(world.app)).toMatchObject({ unchanged: [{ id: 'a' }, { id: 'b', revision: 1 }] })
  })

  it('beside others stands in the editions that carried it, as before; with its whole folder it is held for', async () => {
    await carriedAndNot()
    await put('f.md')
    await gone('a.md')
    expect(await draft(world.app, '2026-W49', null)).toMatchObject({
      kind: 'frozen',
      gone: [{ id: 'a', file: 'updates/a.md' }],
    })
    await rm(join(dir, 'economie'), { recursive: true })
    expect(await heldBy('2026-W49')).toHaveLength(2)
    const [by = ''] = EDITORS
    for (const id of ['b', 'd']) await leaveOut(world.app, { update: id, by, reason: 'terminé' })
    expect(await heldBy('2026-W49')).toBeNull()
    expect((await idsOf('2026-W49'))?.sort()).toEqual(['a', 'b', 'c', 'f'])
  })

  it('is nobody’s business when it is over, was withdrawn unheard of, or its id was changed in the file', async () => {
    await put('a.md')
    await put('over.md', 'until: 2026-11-24\n')
    await put('withdrawn.md', 'status: withdrawn\n')
    await put('renamed.md')
    await takeIn(world.app)
    await gone('over.md', 'withdrawn.md')
    const text = await readFile(join(dir, 'renamed.md'), 'utf8')
    await writeFile(join(dir, 'renamed.md'), text.replace('id: renamed', 'id: other'))
    expect(await heldBy()).toBeNull()
    expect(await idsOf()).toEqual(['a', 'other'])
  })

  it('that is moved to another folder, or renamed, is there', async () => {
    await put('a.md')
    await put('economie/b.md')
    await takeIn(world.app)
    await mkdir(join(dir, 'sante'))
    await rename(join(dir, 'economie/b.md'), join(dir, 'sante/b.md'))
    await rename(join(dir, 'a.md'), join(dir, 'z.md'))
    expect(await heldBy()).toBeNull()
    expect(await idsOf()).toEqual(['a', 'b'])
  })
})
