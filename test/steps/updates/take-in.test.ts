import { describe, expect, it } from '@jest/globals'
import { problemAt, WHOLE_FILE } from '../../../src/model/problem/problem.js'
import type { StaffMember } from '../../../src/model/staff/staff.js'
import { type FolderScan, type TakeInPorts, takeIn } from '../../../src/steps/updates/take-in.js'
import { parse, SHORT } from '../../support/update-files.js'

const NOW = new Date('2026-11-25T10:00:00+01:00')
const editor: StaffMember = {
  id: 'editor-health',
  name: 'Rédaction Santé',
  email: 'sante@agence.example',
  phone: '+32 2 000 00 13',
  roles: ['editor'],
  languages: ['fr'],
  folder: 'sante',
}

function updateIn(file: string): FolderScan['updates'][number] {
  const parsed = parse(SHORT)
  if (!('update' in parsed)) throw new Error('the sample is wrong')
  return { file, update: parsed.update, hash: 'abc', warnings: parsed.warnings }
}

/** A take-in of this scan, where these files were known before; gives what was kept and what was called gone. */
async function taken(
  scan: Partial<FolderScan>,
  known: { id: string; file: string }[] = [],
  told: Partial<TakeInPorts> = {},
) {
  const seen: { file: string; editor: string | null }[] = []
  const gone: string[] = []
  const ports: TakeInPorts = {
    readFolder: async () => ({
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
    staff: async () => [editor],
    carried: async () => new Map(),
    letThrough: async () => new Set(),
    known: async () => known,
    keepScan: async files => {
      seen.push(...files.map(({ file, editor }) => ({ file, editor })))
      return files.map(({ update, file }) => ({ id: update.id, revision: 1, file, isNew: true }))
    },
    markGone: async ids => {
      gone.push(...ids.keys())
    },
    awaited: async () => known.filter(({ id }) => gone.includes(id)),
    keepWarned: async () => {},
    meant: async () => new Map(),
    ...told,
  }
  return { taken: await takeIn(ports, NOW), seen, gone }
}

describe('taking in', () => {
  it('keeps the editor whose folder a file lies in', async () => {
    const { seen } = await taken({ updates: [updateIn('updates/sante/masques.md')] })
    expect(seen).toEqual([{ file: 'updates/sante/masques.md', editor: 'sante@agence.example' }])
    expect((await taken({ updates: [updateIn('updates/masques.md')] })).seen).toEqual([
      { file: 'updates/masques.md', editor: null },
    ])
  })

  it('gives each refused file with its version', async () => {
    const problem = problemAt('updates/a.md', WHOLE_FILE, 'file-empty', {})
    const unread = problemAt('updates/b.md', WHOLE_FILE, 'file-unreadable', { reason: 'EACCES' })
    const versions = new Map([['updates/a.md', 'f00']])
    expect((await taken({ problems: [problem, unread], versions })).taken.rejected).toEqual([
      { file: 'updates/a.md', version: 'f00', problems: [problem] },
      { file: 'updates/b.md', version: null, problems: [unread] },
    ])
  })

  const known = [
    { id: 'a', file: 'updates/a.md' },
    { id: 'b', file: 'updates/sub/b.md' },
  ]

  it('calls gone what is known and not there any more', async () => {
    expect((await taken({}, known)).gone).toEqual(['a', 'b'])
  })

  it('calls nothing gone that is refused, away for a moment, or in a folder that can’t be read', async () => {
    const refused = problemAt('updates/a.md', WHOLE_FILE, 'file-changing', {})
    expect((await taken({ problems: [refused] }, known)).gone).toEqual(['b'])
    expect((await taken({ missing: new Set(['updates/a.md']) }, known)).gone).toEqual(['b'])
    const sub = problemAt('updates/sub', WHOLE_FILE, 'folder-unreadable', { reason: 'EIO' })
    expect((await taken({ problems: [sub] }, known)).gone).toEqual(['a'])
    const all = problemAt('updates', WHOLE_FILE, 'folder-missing', {})
    expect((await taken({ problems: [all] }, known)).gone).toEqual([])
  })

  it('passes on what is worth a look, of the files and of the folder', async () => {
    const other = problemAt('updates/x.odt', WHOLE_FILE, 'file-other-type', { extension: '.odt' })
    expect((await taken({ warnings: [other] })).taken.warnings).toEqual([other])
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
    const codesOf = (warned: { warnings: { code: string }[] }[]) =>
      warned.map(file => file.warnings.map(({ code }) => code))
    const fresh = (await taken(scan)).taken
    expect(codesOf(fresh.warned)).toEqual([['over-already', 'text-cut']])
    expect(fresh.warned).toMatchObject([{ file: one.file, version: 'f00', meant: null, isTold: false }])

    const before = {
      update: { ...one.update, change: { fr: 'Avant.', nl: 'Eerder.' } },
      revision: 1,
      hash: 'b',
    }
    const update = { ...one.update, change: { fr: 'Fini.', nl: 'Voorbij.' } }
    const meant = { by: 'sante@agence.example', at: NOW }
    const carried = (
      await taken({ ...scan, updates: [{ ...one, update, warnings }] }, [], {
        carried: async () => new Map([[update.id, before]]),
        meant: async versions => new Map(versions.map(version => [version, meant])),
      })
    ).taken
    expect(codesOf(carried.warned)).toEqual([['text-cut']])
    expect(carried.warned).toMatchObject([{ meant, isTold: false }])
  })
})
