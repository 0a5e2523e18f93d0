import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { readUpdatesFolder } from '../../src/files/updates-folder.js'
import { formatProblem } from '../../src/model/problem/texts.js'

const KNOWN = { topics: ['health'], competences: [], communes: [] }
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

  it('says that another kind of file is not read', async () => {
    await put('prime.tex')
    expect((await read()).warnings).toEqual([
      'updates/prime.tex:1:1 A .tex file is not read. Write the update as a .md or .docx file.',
    ])
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
