import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals'
import { digestOf } from '../../../src/files/read-update.js'
import type { StaffMember } from '../../../src/model/staff/staff.js'
import { emptyForm, sourceOf } from '../../../src/model/updates/update-form.js'
import { draftsOf } from '../../../src/postgres/updates/update-drafts.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { staffOf } from '../../../src/steps/staff/staff.js'
import { judgeUpdate, saveUpdate } from '../../../src/steps/updates/save-update.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { beginWriting, giveUpWriting, keepWriting, nameFor } from '../../../src/steps/updates/write-update.js'
import { emptied, openWorld, sentEdition, type World } from '../../support/world.js'

const EDITOR = 'redaction-economie@agence.example'
const OTHER = 'redactie-werkgelegenheid@agence.example'
const WEDNESDAY = '2020-04-29T12:00:00+02:00'

let world: World
beforeEach(async () => {
  if (world) await emptied(world)
  world ??= await openWorld({ now: WEDNESDAY })
  world.setClock(WEDNESDAY)
  rmSync(world.config.updatesDir, { recursive: true, force: true })
  mkdirSync(world.config.updatesDir, { recursive: true })
})
afterAll(() => world.close())

const source = (id: string, title = 'Prime', more = '') =>
  Buffer.from(
    `---\nid: ${id}\nkind: notice\ntopic: economy\nlevel: region\n${more}---\n# fr: ${title}\nRésumé.\n\n# nl: ${title}\nSamenvatting.\n`,
  )
const save = (name: string, bytes: Uint8Array, expected: string | null = null, by = EDITOR) =>
  saveUpdate(world.app, { name, bytes, expected, by })
const files = () =>
  readdirSync(world.config.updatesDir, { recursive: true, withFileTypes: true })
    .filter(one => one.isFile())
    .map(({ name }) => name)
    .sort()
const saved = async () => {
  const { db } = world.app.engine
  return (await db.selectFrom('saved_log').select(['file', 'by_email', 'version']).execute()).map(
    ({ file, by_email }) => `${file} ${by_email}`,
  )
}
const person = async (email: string) =>
  (await staffOf(world.app)).find(one => one.email === email) as StaffMember

describe('an update that somebody saves', () => {
  it('is a normal file, taken in at once, and theirs', async () => {
    const bytes = source('prime')
    const answer = await save('economie/prime.md', bytes, null, EDITOR.toUpperCase())
    expect(answer).toEqual({ kind: 'saved', id: 'prime', file: 'updates/economie/prime.md', warnings: [] })
    expect(readFileSync(join(world.config.updatesDir, 'economie', 'prime.md'))).toEqual(bytes)
    expect(await saved()).toEqual([`updates/economie/prime.md ${EDITOR}`])
    const { unchanged, accepted } = await takeIn(world.app)
    expect([accepted, unchanged.map(({ id }) => id)]).toEqual([[], ['prime']])
  })

  it('with problems is no file, and each problem has its line', async () => {
    const answer = await save('prime.md', source('prime', 'Prime', 'deadline: 2020-02-30\nnothing: 1\n'))
    expect(answer.kind === 'problems' && answer.problems.map(({ code, line }) => `${line} ${code}`)).toEqual([
      '6 date-wrong',
      '7 key-unknown',
    ])
    expect([files(), await saved()]).toEqual([[], []])
  })

  it('is judged before, without a change', async () => {
    const judged = (bytes: Buffer) => judgeUpdate(world.app, 'prime.md', bytes)
    expect(await judged(source('prime'))).toMatchObject({
      kind: 'good',
      update: { id: 'prime' },
      warnings: [],
    })
    expect(await judged(source('prime', 'x', 'until: none\n'))).toMatchObject({ kind: 'problems' })
    expect([files(), await saved()]).toEqual([[], []])
  })

  it('with the id of another file is refused, even if it says the same', async () => {
    await save('prime.md', source('prime'))
    const answer = await save('autre.md', source('prime'))
    expect(answer.kind === 'problems' && answer.problems.map(({ code }) => code)).toEqual(['id-conflict'])
    expect(files()).toEqual(['prime.md'])
  })

  it('wants a note of what changed once an edition has carried it', async () => {
    await save('prime.md', source('prime'))
    await sentEdition(world, '2020-W18')
    world.setClock('2020-05-05T10:00:00+02:00')
    const version = digestOf(source('prime'))
    const answer = await save('prime.md', source('prime', 'Autre'), version)
    expect(answer.kind === 'problems' && answer.problems.map(({ code }) => code)).toEqual(['change-missing'])
    const note = 'change: {fr: "Autre titre", nl: "Andere titel"}\n'
    expect((await save('prime.md', source('prime', 'Autre', note), version)).kind).toBe('saved')
  })

  it('replaces only the version that they saw', async () => {
    await save('prime.md', source('prime'))
    const theirs = source('prime', 'Leur titre')
    writeFileSync(join(world.config.updatesDir, 'prime.md'), theirs)
    const answer = await save('prime.md', source('prime', 'Le mien'), digestOf(source('prime')))
    expect(answer).toEqual({ kind: 'changed', bytes: theirs, version: digestOf(theirs) })
    expect(await saved()).toHaveLength(1)
  })

  it('of two at once is one, and the other learns what the first wrote', async () => {
    const answers = await Promise.all([
      save('prime.md', source('prime', 'Un')),
      save('prime.md', source('prime', 'Deux'), null, OTHER),
    ])
    expect(answers.map(({ kind }) => kind).sort()).toEqual(['changed', 'saved'])
    const lost = answers.find(({ kind }) => kind === 'changed')
    const stands = readFileSync(join(world.config.updatesDir, 'prime.md'))
    expect(lost).toMatchObject({ bytes: stands })
  })

  it.each([
    ...['../x.md', '.hidden.md', 'a/../../x.md', 'a/.x/x.md', '/etc/x.md', 'x.txt', 'x', 'x.md/', ''],
    ...['README.md', 'a/readme.md', '_x.md', 'x.md.problems.txt', 'x\n.md', 'x\\y.md', 'x?.md', 'a /x.md'],
    ...[`${'x'.repeat(300)}.md`, 'x.md ', '~x.docx', 'recycler/x.md'],
  ])('can’t be called %j', async name => {
    expect(await save(name, source('prime'))).toEqual({ kind: 'refused', why: 'name' })
    expect(files()).toEqual([])
  })

  it('may have accents and spaces in its name', async () => {
    expect((await save('Économie 2/Prime d’été.md'.replace('’', '-'), source('prime'))).kind).toBe('saved')
    expect((await takeIn(world.app)).unchanged.map(({ id }) => id)).toEqual(['prime'])
  })

  it.each([
    ['nobody@agence.example', 'unknown-person'],
    ['spoc-nord@agence.example', 'not-editor'],
    ['direction@cabinet.example', 'not-editor'],
  ])('is refused of %s: %s', async (by, why) => {
    expect(await save('prime.md', source('prime'), null, by)).toEqual({ kind: 'refused', why })
    expect(files()).toEqual([])
  })

  it('says so when the folder does not take it', async () => {
    writeFileSync(join(world.config.updatesDir, 'economie'), 'a file')
    expect(await save('economie/prime.md', source('prime'))).toEqual({ kind: 'refused', why: 'folder-fault' })
  })

  it('makes them its author, who can’t sign the edition that carries it', async () => {
    const staff = join(world.config.recipientsDir, 'staff.yaml')
    const before = readFileSync(staff, 'utf8')
    writeFileSync(staff, before.replaceAll('roles: [editor]', 'roles: [editor, approver]'))
    try {
      await save('prime.md', source('prime'))
      const prepared = await draft(world.app, '2020-W18', null)
      if (prepared.kind !== 'frozen') throw new Error(prepared.kind)
      const sign = (by: string) =>
        signOff(world.app, {
          ...{ edition: '2020-W18', hash: prepared.hash, by },
          ...{ decision: 'approve' as const, comment: null },
        })
      expect(await sign(EDITOR)).toMatchObject({ kind: 'refused', reason: 'author' })
      expect(await sign(OTHER)).toMatchObject({ kind: 'decided' })
    } finally {
      writeFileSync(staff, before)
    }
  })
})

describe('what somebody writes', () => {
  it('is kept until it is saved, for them alone', async () => {
    const [me, other] = [await person(EDITOR), await person(OTHER)]
    const writing = await beginWriting(world.app, me, '')
    if (!writing) throw new Error('nothing')
    expect(writing).toMatchObject({ isKept: false, base: null, file: null, isCarried: false })
    await keepWriting(world.app, me, { ...writing, form: { ...writing.form, id: 'prime' } })
    expect(await beginWriting(world.app, me, '')).toMatchObject({ isKept: true, form: { id: 'prime' } })
    expect(await beginWriting(world.app, other, '')).toMatchObject({ isKept: false, form: { id: '' } })
    await giveUpWriting(world.app, other, '')
    expect(await draftsOf(world.app.engine.db, EDITOR)).toHaveLength(1)
    await giveUpWriting(world.app, me, '')
    expect(await beginWriting(world.app, me, '')).toMatchObject({ isKept: false, form: { id: '' } })
  })

  it('begins with the update as it stands in the folder, and its version', async () => {
    await save('economie/prime.md', source('prime'))
    const now = source('prime', 'Plus récent')
    writeFileSync(join(world.config.updatesDir, 'economie', 'prime.md'), now)
    const writing = await beginWriting(world.app, await person(EDITOR), 'prime')
    expect(writing).toMatchObject({
      ...{ base: digestOf(now), file: 'updates/economie/prime.md', isCarried: false },
      form: { title: { fr: 'Plus récent' } },
    })
    expect(
      await save(
        'economie/prime.md',
        Buffer.from(sourceOf(writing?.form ?? emptyForm([])).text),
        digestOf(now),
      ),
    ).toMatchObject({
      kind: 'saved',
    })
  })

  it('never replaces a file that it did not show: one that is broken, or gone', async () => {
    await save('prime.md', source('prime'))
    const path = join(world.config.updatesDir, 'prime.md')
    writeFileSync(path, 'broken')
    const me = await person(EDITOR)
    const writing = await beginWriting(world.app, me, 'prime')
    expect(writing).toMatchObject({ base: null, form: { title: { fr: 'Prime' } } })
    expect(await save('prime.md', source('prime', 'x'), null)).toMatchObject({ kind: 'changed' })
    rmSync(path)
    expect(await beginWriting(world.app, me, 'prime')).toMatchObject({ base: null })
  })

  it('has the note of a change that readers have not seen, and none that they have', async () => {
    await save('prime.md', source('prime'))
    await sentEdition(world, '2020-W18')
    world.setClock('2020-05-05T10:00:00+02:00')
    const me = await person(EDITOR)
    expect(await beginWriting(world.app, me, 'prime')).toMatchObject({
      isCarried: true,
      form: { change: { fr: '' } },
    })
    const note = 'change: {fr: "Autre titre", nl: "Andere titel"}\n'
    await save('prime.md', source('prime', 'Autre', note), digestOf(source('prime')))
    expect(await beginWriting(world.app, me, 'prime')).toMatchObject({
      form: { change: { fr: 'Autre titre' } },
    })
  })

  it('is nothing for an unknown update', async () => {
    expect(await beginWriting(world.app, await person(EDITOR), 'none')).toBeNull()
  })

  it.each([
    [null, 'prime', undefined, 'prime.md'],
    [null, 'prime', 'economie/', 'economie/prime.md'],
    [null, '../x', '/economie', 'economie/information.md'],
    ['updates/a/b.md', 'prime', 'economie', 'a/b.md'],
  ])('of %j and %j in %j is called %s', async (file, id, folder, name) => {
    const me = { ...(await person(EDITOR)), ...(folder ? { folder } : {}) }
    const writing = await beginWriting(world.app, me, '')
    if (!writing) throw new Error('nothing')
    expect(nameFor({ file, form: { ...writing.form, id } }, me)).toBe(name)
  })
})
