import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import type { NoticeKind } from '../../../src/present/staff-mail/notice-kinds.js'
import { packWordFile } from '../../../src/present/word/word-template.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { readEdition, readFrozen } from '../../../src/steps/editions/read-edition.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { tellDailyContents } from '../../../src/steps/staff/daily-note.js'
import { takeIn, watchUpdates } from '../../../src/steps/updates/take-in.js'
import { DUTCH, deleted, FIELDS, heading, inserted, paragraph, run, say } from '../../support/word-files.js'
import { emptied, openWorld, signedEdition, type World } from '../../support/world.js'

const NOW = '2026-11-25T10:00:00+01:00'
const update = (id: string, { title = 'Masques', more = '' } = {}) =>
  `---\nid: ${id}\nkind: notice\ntopic: health\nlevel: federal\n${more}---\n# fr: ${title}\nRésumé.\n\n# nl: Maskers\nSamenvatting.\n`
const BROKEN = update('masques').replace('level: federal', 'niveau: fédréal')

let world: World
let dir: string
beforeAll(async () => {
  world = await openWorld({ now: NOW })
  dir = join(world.dir, 'updates')
})
beforeEach(async () => {
  await emptied(world)
  await rm(dir, { recursive: true, force: true })
  await mkdir(join(dir, 'economie'), { recursive: true })
})
afterAll(() => world.close())

const put = (name: string, content: string | Uint8Array) => writeFile(join(dir, name), content)
const files = async () => (await readdir(dir, { recursive: true })).filter(name => name !== 'economie').sort()
/** Who was told of a file or an update, or of a day: the last word of the key. */
const told = async (kind: NoticeKind, about: string) => {
  const keys = (await listNotices(world.app.engine.db)).map(({ key }) => key.split(' '))
  return keys.filter(([what, whom]) => what === kind && whom === about).map(key => key.at(-1) as string)
}
const EDITORS = ['redactie-werkgelegenheid@agence.example', 'redaction-economie@agence.example']

/** Gives the editor of the economy a folder of their own. */
async function giveFolder() {
  const path = join(world.dir, 'recipients', 'staff.yaml')
  const text = await readFile(path, 'utf8')
  await writeFile(
    path,
    text.replace('  - id: editor-economy\n', '  - id: editor-economy\n    folder: economie\n'),
  )
}

describe('taking in', () => {
  it('leaves a note beside a refused file until it is good, and mails each editor once per version', async () => {
    await put('masques.md', BROKEN)
    await takeIn(world.app)
    await takeIn(world.app)
    expect(await files()).toEqual(['masques.md', 'masques.md.problems.txt'])
    expect(await readFile(join(dir, 'masques.md.problems.txt'), 'utf8')).toContain(
      'niveau «\u00a0fédréal\u00a0» n’est pas admis.\n    → Valeurs admises\u00a0: commune, Région, Communauté, fédéral, Europe. Vouliez-vous dire fédéral\u00a0?',
    )
    expect(await readFile(join(dir, 'masques.md.problems.txt'), 'utf8')).toContain(
      'niveau “fédréal” is niet toegestaan.\n    → Toegestaan: gemeente, Gewest, Gemeenschap, federaal, Europa.',
    )
    expect((await told('update-problems', 'updates/masques.md')).sort()).toEqual(EDITORS)
    await put('masques.md', BROKEN.replace('notice', 'nothing'))
    await takeIn(world.app)
    expect(await told('update-problems', 'updates/masques.md')).toHaveLength(4)
    await put('masques.md', update('masques'))
    expect(await takeIn(world.app)).toMatchObject({
      accepted: [{ id: 'masques', revision: 1 }],
      rejected: [],
    })
    expect(await files()).toEqual(['masques.md'])
  })

  it('mails the editor whose folder it is, and keeps who wrote a revision', async () => {
    await giveFolder()
    await put('economie/masques.md', BROKEN)
    await takeIn(world.app)
    expect(await told('update-problems', 'updates/economie/masques.md')).toEqual([EDITORS[1]])
    await put('economie/masques.md', update('masques'))
    await put('prime.md', update('prime'))
    await takeIn(world.app)
    const drafted = await draft(world.app, '2026-W48', null)
    expect(drafted).toMatchObject({ kind: 'frozen', summary: { updates: { new: 2 } } })
    const signing = (by: string) =>
      signOff(world.app, {
        edition: '2026-W48',
        hash: 'hash' in drafted ? drafted.hash : '',
        by,
        decision: 'approve',
        comment: null,
      })
    expect(await signing(EDITORS[1] ?? '')).toMatchObject({ kind: 'refused' })
  })

  it('takes a Word file with tracked changes', async () => {
    const text = paragraph(`${run('Fermé jusqu’au ')}${deleted('3')}${inserted(run('18'))}${run(' mai.')}`)
    await put(
      'masques.docx',
      packWordFile(`${FIELDS}${heading('fr: Masques')}${say('Résumé.')}${text}${DUTCH}`),
    )
    await draft(world.app, '2026-W48', null)
    const row = await readEdition(world.app, '2026-W48')
    const frozen = row && (await readFrozen(world.app, row))
    expect(frozen?.content.items[0]?.update.text.fr?.body).toBe('Fermé jusqu’au 18 mai.')
  })

  it('uses neither of two files with one id, names both, and a draft refuses rather than take the old one in silence', async () => {
    await put('a.md', update('masques'))
    await takeIn(world.app)
    await put('b.md', update('masques', { title: 'Autres masques' }))
    const { accepted, rejected } = await takeIn(world.app)
    expect(accepted).toEqual([])
    expect(rejected.map(({ file }) => file)).toEqual(['updates/a.md', 'updates/b.md'])
    expect(await files()).toEqual(['a.md', 'a.md.problems.txt', 'b.md', 'b.md.problems.txt'])
    expect(await draft(world.app, '2026-W48', null)).toMatchObject({
      kind: 'problems',
      problems: [
        { file: 'updates/a.md', code: 'id-conflict', values: { others: ['updates/b.md'] } },
        { file: 'updates/b.md', code: 'id-conflict', values: { others: ['updates/a.md'] } },
      ],
    })
    await rm(join(dir, 'b.md'))
    expect(await takeIn(world.app)).toMatchObject({
      unchanged: [{ id: 'masques' }],
      rejected: [],
    })
    expect(await files()).toEqual(['a.md'])
  })

  it('takes the same update under another name for no news', async () => {
    await put('a.md', update('masques'))
    await takeIn(world.app)
    await rename(join(dir, 'a.md'), join(dir, 'economie', 'b.md'))
    expect(await takeIn(world.app)).toMatchObject({
      accepted: [],
      unchanged: [{ id: 'masques', file: 'updates/economie/b.md' }],
    })
    expect(await told('update-gone', 'masques')).toEqual([])
  })

  it('by a draft or a check writes nothing into the folder', async () => {
    await put('masques.md', BROKEN)
    await draft(world.app, '2026-W48', null)
    expect(await files()).toEqual(['masques.md'])
  })

  it('takes nothing for deleted when the folder can’t be read, and asks the editors once when a carried file is gone', async () => {
    await put('a.md', update('masques'))
    await signedEdition(world, '2026-W48')
    await dispatch(world.app, '2026-W48')
    await rename(dir, `${dir}-away`)
    expect(await takeIn(world.app)).toMatchObject({
      rejected: [{ file: 'updates' }, { file: 'updates/a.md' }],
    })
    expect(await told('update-gone', 'masques')).toEqual([])
    await rename(`${dir}-away`, dir)
    await put('b.md', update('prime', { title: 'Prime' }))
    await takeIn(world.app)
    await put('c.md', update('gants', { title: 'Gants' }))
    await rm(join(dir, 'a.md'))
    await takeIn(world.app)
    await takeIn(world.app)
    expect((await told('update-gone', 'masques')).sort()).toEqual(EDITORS)
    expect(await told('update-gone', 'prime')).toEqual([])
    world.setClock('2026-12-01T10:00:00+01:00')
    const prepared = await draft(world.app, '2026-W49', null)
    expect(prepared).toMatchObject({ gone: [{ id: 'masques', file: 'updates/a.md' }] })
  })
})

describe('the watched drop folder', () => {
  it('takes in what is new, waits for what is half-written, and says what is wrong, by itself', async () => {
    const end = await watchUpdates(world.app)
    try {
      const whole = update('gants')
      await put('gants.md', whole.slice(0, whole.indexOf('# nl:') - 4))
      await put('prime.md', update('prime', { title: 'Prime' }))
      await put('bad.md', update('Bad Id'))
      await put('~$prime.docx', 'lock')
      await until(async () => existsSync(join(dir, 'bad.md.problems.txt')))
      expect(await files()).toEqual(['bad.md', 'bad.md.problems.txt', 'gants.md', 'prime.md', '~$prime.docx'])
      expect(await draft(world.app, '2026-W50', null)).toMatchObject({
        kind: 'problems',
        problems: expect.arrayContaining([
          expect.objectContaining({ file: 'updates/gants.md', code: 'file-changing' }),
        ]),
      })
      await put('gants.md', whole)
      await rm(join(dir, 'bad.md'))
      await until(async () => !existsSync(join(dir, 'bad.md.problems.txt')))
      await until(async () => (await draft(world.app, '2026-W50', null)).kind === 'frozen')
      const row = await readEdition(world.app, '2026-W50')
      const frozen = row && (await readFrozen(world.app, row))
      const ids = frozen?.content.items.map(item => item.update.id)
      expect(ids).toEqual(expect.arrayContaining(['gants', 'prime']))
      expect(await told('update-problems', 'updates/gants.md')).toEqual([])
      // Corrected within moments: the note was enough.
      expect(await told('update-problems', 'updates/bad.md')).toEqual([])
    } finally {
      await end()
    }
  })

  /** The real loop is under test here: it tells nobody when it is done. */
  async function until(holds: () => Promise<boolean>) {
    while (!(await holds())) await new Promise(resolve => setTimeout(resolve, 50))
  }
})

describe('the daily note', () => {
  it('tells the editors at 17:00 what the next edition holds, when something has changed that day, once', async () => {
    world.setClock('2026-12-02T16:59:00+01:00')
    await put('a.md', update('avis'))
    await takeIn(world.app)
    const notes = () => told('daily-contents', '2026-12-02')
    await tellDailyContents(world.app)
    expect(await notes()).toEqual([])
    world.setClock('2026-12-02T17:00:00+01:00')
    await tellDailyContents(world.app)
    await tellDailyContents(world.app)
    expect((await notes()).sort()).toEqual(EDITORS)
    world.setClock('2026-12-03T17:00:00+01:00')
    await tellDailyContents(world.app)
    expect(await told('daily-contents', '2026-12-03')).toEqual([])
  })
})
