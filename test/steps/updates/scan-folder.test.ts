import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { problemAt, WHOLE_FILE } from '../../../src/model/problem/problem.js'
import type { StaffMember } from '../../../src/model/staff/staff.js'
import { contentHash } from '../../../src/model/updates/hash.js'
import { goneUpdates } from '../../../src/postgres/updates/gone-updates.js'
import type { Context } from '../../../src/steps/context.js'
import { checkChanges } from '../../../src/steps/updates/check-changes.js'
import type { FolderScan } from '../../../src/steps/updates/folder-scan.js'
import { markMeant } from '../../../src/steps/updates/mark-meant.js'
import { scanFolder } from '../../../src/steps/updates/scan-folder.js'
import { parse, SHORT } from '../../support/update-files.js'
import { emptied, openWorld, type World } from '../../support/world.js'

const NOW = '2026-11-25T10:00:00+01:00'
const editor: StaffMember = {
  id: 'editor-health',
  name: 'Rédaction Santé',
  email: 'sante@agence.example',
  phone: '+32 2 000 00 13',
  roles: ['editor'],
  languages: ['fr'],
  folder: 'sante',
}

let world: World
beforeAll(async () => {
  world = await openWorld({ now: NOW })
})
beforeEach(() => emptied(world))
afterAll(() => world.close())

function updateIn(file: string, id = 'short'): FolderScan['updates'][number] {
  const parsed = parse(SHORT)
  if (!('update' in parsed)) throw new Error('the sample is wrong')
  const update = { ...parsed.update, id }
  return { file, update, hash: contentHash(update), warnings: parsed.warnings }
}

/** The context of a house whose drop folder reads like this, and whose only editor has a folder of their own. */
function reading(scan: Partial<FolderScan>): Context {
  const { folders } = world.app
  return {
    ...world.app,
    folders: {
      ...folders,
      updates: async () => ({
        updates: [],
        duplicates: [],
        incomplete: [],
        problems: [],
        warnings: [],
        versions: new Map(),
        missing: new Set(),
        young: new Set(),
        filled: new Set(['updates', 'updates/sub']),
        ...scan,
      }),
      roster: async (...asked) => {
        const read = await folders.roster(...asked)
        return { ...read, roster: { ...read.roster, staff: [editor] } }
      },
    },
  }
}

const taken = (scan: Partial<FolderScan>) => scanFolder(reading(scan))

/** Who wrote the last revision that was kept. */
async function editorKept(): Promise<string | null | undefined> {
  const rows = world.app.engine.db.selectFrom('revision').select('editor').orderBy('taken_in_at desc')
  return (await rows.executeTakeFirst())?.editor
}

describe('taking in', () => {
  it('keeps the editor whose folder a file lies in', async () => {
    await taken({ updates: [updateIn('updates/sante/masques.md', 'a')] })
    expect(await editorKept()).toBe('sante@agence.example')
    await emptied(world)
    await taken({ updates: [updateIn('updates/masques.md', 'a')] })
    expect(await editorKept()).toBeNull()
  })

  it('gives each refused file with its version', async () => {
    const problem = problemAt('updates/a.md', WHOLE_FILE, 'file-empty', {})
    const unread = problemAt('updates/b.md', WHOLE_FILE, 'file-unreadable', { reason: 'EACCES' })
    const versions = new Map([['updates/a.md', 'f00']])
    expect((await taken({ problems: [problem, unread], versions })).rejected).toEqual([
      { file: 'updates/a.md', version: 'f00', problems: [problem] },
      { file: 'updates/b.md', version: null, problems: [unread] },
    ])
  })

  /** The ids of what is called gone by this scan, where two files were taken in before. */
  async function gone(scan: Partial<FolderScan>): Promise<string[]> {
    await emptied(world)
    await taken({ updates: [updateIn('updates/a.md', 'a'), updateIn('updates/sub/b.md', 'b')] })
    await taken(scan)
    return (await goneUpdates(world.app.engine.db)).map(({ update }) => update.id).sort()
  }

  it('calls gone what is known and not there any more', async () => {
    expect(await gone({})).toEqual(['a', 'b'])
  })

  it('calls nothing gone that is refused, away for a moment, or in a folder that can’t be read', async () => {
    const refused = problemAt('updates/a.md', WHOLE_FILE, 'file-changing', {})
    expect(await gone({ problems: [refused] })).toEqual(['b'])
    expect(await gone({ missing: new Set(['updates/a.md']) })).toEqual(['b'])
    const sub = problemAt('updates/sub', WHOLE_FILE, 'folder-unreadable', { reason: 'EIO' })
    expect(await gone({ problems: [sub] })).toEqual(['a'])
    const all = problemAt('updates', WHOLE_FILE, 'folder-missing', {})
    expect(await gone({ problems: [all] })).toEqual([])
  })

  it('passes on what is worth a look, of the files and of the folder', async () => {
    const other = problemAt('updates/x.odt', WHOLE_FILE, 'file-other-type', { extension: '.odt' })
    expect((await taken({ warnings: [other] })).warnings).toEqual([other])
  })

  it('keeps what is worth a look by version, and asks nothing of an end that readers know', async () => {
    const one = updateIn('updates/masques.md')
    const past = { key: 'until', found: '2026-11-01', today: '2026-11-25', suggestion: null }
    const cut = { key: 'authority.fr', found: 'Service', cut: '#1' }
    const warnings = [
      problemAt(one.file, WHOLE_FILE, 'over-already', past),
      problemAt(one.file, WHOLE_FILE, 'text-cut', cut),
    ]
    const scan = { updates: [{ ...one, warnings }], versions: new Map([[one.file, 'f00']]) }
    const codesOf = (found: { warnings: { code: string }[] }[]) =>
      found.map(file => file.warnings.map(({ code }) => code))
    const fresh = await taken(scan)
    expect(codesOf(fresh.warned)).toEqual([['over-already', 'text-cut']])
    expect(fresh.warned).toMatchObject([{ file: one.file, version: 'f00', meant: null, isTold: false }])

    const by = editor.email
    await markMeant(reading(scan), { file: one.file, isMeant: true, by })
    expect((await taken(scan)).warned).toMatchObject([{ meant: { by, at: new Date(NOW) }, isTold: false }])
    const other = { ...scan, versions: new Map([[one.file, 'f01']]) }
    expect((await taken(other)).warned).toMatchObject([{ version: 'f01', meant: null }])

    const before = { ...one.update, change: { fr: 'Avant.', nl: 'Eerder.' } }
    const update = { ...one.update, change: { fr: 'Fini.', nl: 'Voorbij.' } }
    const carried = new Map([[update.id, { update: before, revision: 1, hash: 'b' }]])
    const { good } = checkChanges({ updates: [{ ...one, update, warnings }], problems: [] }, carried)
    expect(codesOf(good)).toEqual([['text-cut']])
  })
})
