import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { readUpdatesFolder } from '../../src/files/updates-folder.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import { formatProblem } from '../../src/present/problem/texts.js'

const KNOWN = { agency: BRUSSELS, topics: ['health'], competences: [], communes: [] }
const update = (id: string, title = 'Masques') =>
  `---\nid: ${id}\nkind: notice\ntopic: health\nlevel: federal\n---\n# fr: ${title}\nA.\n\n# nl: Maskers\nB.\n`

let root: string
let dir: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'updates-'))
  dir = join(root, 'updates')
  await mkdir(join(dir, 'sub'), { recursive: true })
})
afterEach(() => rm(root, { recursive: true }))

const put = (name: string, content: string | Uint8Array = update('a')) => writeFile(join(dir, name), content)

async function read() {
  const folder = await readUpdatesFolder(dir, KNOWN)
  return {
    ...folder,
    files: folder.updates.map(({ file }) => file),
    problems: folder.problems.map(one => formatProblem(one, 'en')),
    warnings: folder.warnings.map(one => formatProblem(one, 'en')),
  }
}

describe('the drop folder', () => {
  it('gives its updates and those of its folders, by name', async () => {
    await put('b.md', update('b'))
    await put('sub/a.MD', update('a'))
    const folder = await read()
    expect(folder).toMatchObject({ files: ['updates/b.md', 'updates/sub/a.MD'], problems: [], warnings: [] })
    expect(folder.updates[0]).toMatchObject({
      update: { id: 'b' },
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  it('passes over what editors and systems leave', async () => {
    const names = [
      'README.md',
      '.a.md',
      '_a.md',
      '~$a.md',
      '~$prime.docx',
      '~WRD0001.docx',
      'a.md~',
      '.a.md.swp',
      'a.tmp',
      '#a.md#',
      'a.md.crdownload',
    ]
    for (const name of [...names, 'Thumbs.db', 'a.problems.txt']) await put(name)
    await mkdir(join(dir, '_old'))
    await put('_old/a.md')
    expect(await read()).toMatchObject({ files: [], problems: [], warnings: [], ignored: expect.any(Array) })
    expect((await read()).ignored).toHaveLength(14)
  })

  it('refuses what may be an update and can’t be used, and says what to save it as', async () => {
    await put('prime.rtf')
    await put('masques.md.txt')
    await put('sans')
    await put('Prime.rtfd.md', update('b'))
    await mkdir(join(dir, 'plan.pages'))
    await put('plan.pages/a.md')
    const { problems, warnings, files } = await read()
    expect(problems).toEqual([
      'updates/masques.md.txt:1:1 A .txt file is not read. Rename it to masques.md.',
      'updates/plan.pages:1:1 A .pages file is not read. In Pages choose File, Export To, Word: plan.docx.',
      'updates/prime.rtf:1:1 A .rtf file is not read. Open it, choose "Save as" and Word document (.docx): prime.docx.',
      'updates/sans:1:1 A file without an extension is not read. Rename it to sans.md.',
    ])
    expect([warnings, files]).toEqual([[], ['updates/Prime.rtfd.md']])
  })

  it('says in one sentence that a folder’s pictures and tables are not read', async () => {
    for (const name of ['a.jpg', 'b.xlsx', 'sub/c.png', '.hidden.jpg']) await put(name, 'x')
    await put('notes', 'no front matter')
    const { problems, warnings } = await read()
    expect(problems).toEqual([])
    expect(warnings).toEqual([
      'updates/a.jpg:1:1 A .jpg file is not read, nor are 2 others in this folder. Write the update as a .md or .docx file.',
      'updates/sub/c.png:1:1 A .png file is not read. Write the update as a .md or .docx file.',
    ])
  })

  it('reads a name as its bytes are, and proposes another where they can’t be shown', async () => {
    const latin = (hex: string) => Buffer.from(hex, 'hex')
    const at = (name: Buffer) => Buffer.concat([Buffer.from(`${dir}/`), name])
    await writeFile(at(latin('7072e96d652e6d64')), update('a'))
    await writeFile(at(latin('7072822e6d64')), update('b'))
    await writeFile(at(latin('70686f746fe92e6a7067')), 'x')
    await put('e\u0301te\u0301.md', update('c'))
    await put('\u202Edm.exe.md', update('d'))
    await put('fin.md ', update('e'))
    await put('point.md.', update('f'))
    const { problems, warnings, files } = await read()
    expect(problems.sort()).toEqual([
      'updates/fin.md :1:1 The name of this file ends in a space or a dot. Rename it to fin.md.',
      'updates/point.md.:1:1 The name of this file ends in a space or a dot. Rename it to point.md.',
      'updates/pr⟨82⟩.md:1:1 The name of this file is not written in UTF-8, and shows differently on each machine. Rename it to pré.md.',
      'updates/pr⟨E9⟩me.md:1:1 The name of this file is not written in UTF-8, and shows differently on each machine. Rename it to préme.md.',
      'updates/⟨U+202E⟩dm.exe.md:1:1 The name of this file has characters that can’t be seen. Rename it to dm.exe.md.',
    ])
    expect(files).toEqual(['updates/e\u0301te\u0301.md'])
    expect(warnings.map(one => one.slice(0, 24))).toEqual(['updates/photo⟨E9⟩.jpg:1:'])
  })

  it('uses a file although a sync client put a conflict copy beside it, and names the copy', async () => {
    await put('a.md', update('a'))
    await put('a.sync-conflict-20261201-101530-ABCDEFG.md', update('a', 'Autres masques'))
    await put('a (conflicted copy 2026-12-01 101530).md', update('a'))
    await put('seul (copie en conflit de Jean 2026-12-01).md', update('b'))
    const { updates, files, problems, duplicates } = await read()
    expect(updates.map(({ update }) => update.id)).toEqual(['a', 'b'])
    expect(files).toContain('updates/seul (copie en conflit de Jean 2026-12-01).md')
    expect(problems).toEqual([
      'updates/a.sync-conflict-20261201-101530-ABCDEFG.md:1:1 A synchronisation made this copy because two people changed updates/a.md at once. Put both texts together in that file, then delete this one.',
    ])
    expect(duplicates).toHaveLength(1)
  })

  it('parses a file again only when its bytes have changed', async () => {
    await put('a.md', update('a'))
    await put('b.md', update('b'))
    const before = new Map()
    const first = await readUpdatesFolder(dir, KNOWN, undefined, { before })
    await put('b.md', update('b', 'Autre'))
    const second = await readUpdatesFolder(dir, KNOWN, undefined, { before })
    expect(second.updates.map(({ update }, at) => update === first.updates[at]?.update)).toEqual([
      true,
      false,
    ])
    const known = { ...KNOWN, topics: ['mobility'] }
    const third = await readUpdatesFolder(dir, known, undefined, { before })
    expect(third.problems.map(({ file }) => file)).toEqual(['updates/a.md', 'updates/b.md'])
  })

  it('tells how far it is, whatever the order in which a share answers', async () => {
    for (let i = 0; i < 30; i++) await put(`${i}.md`, update(`u-${i}`))
    const told: [number, number][] = []
    const { updates } = await readUpdatesFolder(dir, KNOWN, undefined, {
      onProgress: (read, of) => told.push([read, of]),
    })
    expect(told).toEqual(Array.from({ length: 30 }, (_, i) => [i + 1, 30]))
    expect(updates.map(({ file }) => file)).toEqual(updates.map(({ file }) => file).sort())
  })

  it('names links, pipes, sockets and devices and opens none of them', async () => {
    await put('../secret.md', update('secret'))
    await symlink('../secret.md', join(dir, 'link.md'))
    await symlink('..', join(dir, 'up'))
    execFileSync('mkfifo', [join(dir, 'pipe.md')])
    const server = createServer().listen(join(dir, 's.md'))
    await new Promise(resolve => server.once('listening', resolve))
    const { problems, files } = await read()
    server.close()
    expect(files).toEqual([])
    expect(problems).toEqual([
      'updates/link.md:1:1 This is a symbolic link and is not opened. Put the file itself here.',
      'updates/pipe.md:1:1 This is a pipe and is not opened. Put the file itself here.',
      'updates/s.md:1:1 This is a socket and is not opened. Put the file itself here.',
      'updates/up:1:1 This is a symbolic link and is not opened. Put the file itself here.',
    ])
  })

  it('does not read a file of 200 MB', async () => {
    await put('large.md', '')
    await truncate(join(dir, 'large.md'), 200 * 1024 * 1024)
    const before = process.memoryUsage().arrayBuffers
    expect((await read()).problems).toEqual([
      'updates/large.md:1:1 The file is larger than 256 KiB. Shorten it, without pictures or attachments.',
    ])
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10 * 1024 * 1024)
  })

  it('uses the good files beside the bad ones', async () => {
    await put('bad.md', update('Bad Id'))
    await put('good.md', update('good'))
    expect(await read()).toMatchObject({
      files: ['updates/good.md'],
      problems: ['updates/bad.md:2:5 id "Bad Id" is not an id. Write it with a-z, 0-9 and hyphens: bad-id.'],
    })
  })

  it('leaves alone what whoever watches it has seen moving, or young and half-written', async () => {
    await put('moving.md', update('moving'))
    await put('young.md', update('young').slice(0, 50))
    await put('wrong.md', update('Wrong Id'))
    const young = new Set(['updates/young.md', 'updates/wrong.md'])
    const unsettled = { moving: new Set(['updates/moving.md']), young, missing: new Set(['updates/away.md']) }
    const folder = await readUpdatesFolder(dir, KNOWN, unsettled)
    expect(folder.problems.map(({ file, code }) => [file, code])).toEqual([
      ['updates/moving.md', 'file-changing'],
      ['updates/wrong.md', 'id-wrong'],
      ['updates/young.md', 'file-changing'],
    ])
    expect([...folder.versions.keys()]).toEqual(['updates/wrong.md', 'updates/young.md'])
    expect([...folder.missing]).toEqual(['updates/away.md'])
    expect((await readUpdatesFolder(dir, KNOWN)).updates.map(({ file }) => file)).toEqual([
      'updates/moving.md',
    ])
  })

  it('uses neither of two files with one id and other content', async () => {
    await put('a.md', update('a'))
    await put('sub/b.md', update('a', 'Autre titre'))
    const { files, problems } = await read()
    expect(files).toEqual([])
    expect(problems.map(one => one.split(', with')[0])).toEqual([
      'updates/a.md:2:5 The id "a" also stands in updates/sub/b.md',
      'updates/sub/b.md:2:5 The id "a" also stands in updates/a.md',
    ])
  })

  it('uses one of two files with the same content', async () => {
    await put('a.md')
    await put('sub/b.md')
    const folder = await read()
    expect(folder).toMatchObject({ files: ['updates/a.md'], problems: [] })
    expect(folder.duplicates.map(({ file }) => file)).toEqual(['updates/sub/b.md'])
  })

  it('is a problem when missing, or no folder', async () => {
    const missing = 'updates:1:1 The folder is missing. Create it, or correct its path in the configuration.'
    await rm(dir, { recursive: true })
    expect((await read()).problems).toEqual([missing])
    await writeFile(dir, '')
    expect((await read()).problems).toEqual([missing])
  })

  it('reads 2,000 files without keeping their bytes', async () => {
    const text = 'Mot. '.repeat(2000)
    for (let i = 0; i < 2000; i++) await put(`${i}.md`, `${update(`u-${i}`)}\n${text}`)
    const before = process.memoryUsage().arrayBuffers
    expect((await read()).updates).toHaveLength(2000)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024)
  })
})
