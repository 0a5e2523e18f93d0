import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { writeFeedback } from '../../src/files/feedback-files.js'
import { FEEDBACK_MARK } from '../../src/present/problem/feedback.js'

const NOTE = `${FEEDBACK_MARK}prime.md\n\n…\n`

let root: string
let dir: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'feedback-'))
  dir = join(root, 'updates')
  await mkdir(join(dir, 'sub'), { recursive: true })
})
afterEach(() => rm(root, { recursive: true }))

const write = (notes: Record<string, string>, kept: string[] = []) =>
  writeFeedback(dir, new Map(Object.entries(notes)), new Set(kept))
const names = async (path = dir) => (await readdir(path)).sort()

describe('a note beside a refused file', () => {
  it('appears, and goes when its file is not among the refused any more', async () => {
    expect(await write({ 'updates/prime.md': NOTE, 'updates/sub/a.docx': NOTE })).toEqual([])
    expect(await names()).toEqual(['prime.md.problems.txt', 'sub'])
    expect(await readFile(join(dir, 'sub', 'a.docx.problems.txt'), 'utf8')).toBe(NOTE)
    await write({ 'updates/sub/a.docx': NOTE })
    expect(await names()).toEqual(['sub'])
  })

  it('stays while its file is being written', async () => {
    await write({ 'updates/prime.md': NOTE })
    await write({}, ['updates/prime.md'])
    expect(await names()).toEqual(['prime.md.problems.txt', 'sub'])
  })

  it('is not touched when it says the same already', async () => {
    await write({ 'updates/prime.md': NOTE })
    const before = await stat(join(dir, 'prime.md.problems.txt'))
    await write({ 'updates/prime.md': NOTE })
    expect((await stat(join(dir, 'prime.md.problems.txt'))).ino).toBe(before.ino)
  })

  it('leaves alone what an editor calls by such a name', async () => {
    await writeFile(join(dir, 'mine.problems.txt'), 'Mes notes.')
    await writeFile(join(dir, 'prime.md.problems.txt'), 'Mes notes.')
    expect(await write({ 'updates/prime.md': NOTE })).toEqual([
      { file: 'updates/prime.md', reason: 'EEXIST' },
    ])
    expect(await readFile(join(dir, 'prime.md.problems.txt'), 'utf8')).toBe('Mes notes.')
    expect(await names()).toContain('mine.problems.txt')
  })

  it('follows no link, neither of the note nor out of the folder', async () => {
    await writeFile(join(root, 'secret.txt'), `${FEEDBACK_MARK}secret`)
    await symlink('../secret.txt', join(dir, 'prime.md.problems.txt'))
    await symlink('../secret.txt', join(dir, 'old.md.problems.txt'))
    expect(await write({ 'updates/prime.md': NOTE })).toEqual([
      { file: 'updates/prime.md', reason: 'EEXIST' },
    ])
    expect(await readFile(join(root, 'secret.txt'), 'utf8')).toBe(`${FEEDBACK_MARK}secret`)
    expect(await write({ 'elsewhere/prime.md': NOTE })).toEqual([])
    expect(await names(root)).toEqual(['secret.txt', 'updates'])
  })

  it('that can’t be written is reported, and the others are', async () => {
    const long = 'x'.repeat(250)
    expect(await write({ [`updates/${long}.md`]: NOTE, 'updates/prime.md': NOTE })).toEqual([
      { file: `updates/${long}.md`, reason: 'ENAMETOOLONG' },
    ])
    expect(await names()).toEqual(['prime.md.problems.txt', 'sub'])
    expect(await writeFeedback(join(root, 'nowhere'), new Map([['nowhere/a.md', NOTE]]), new Set())).toEqual([
      { file: 'nowhere/a.md', reason: 'ENOENT' },
    ])
  })

  const asRoot = process.getuid?.() === 0
  ;(asRoot ? it.skip : it)(
    'into a folder that is read-only is reported (skipped for root, who may write anywhere)',
    async () => {
      await chmod(dir, 0o555)
      expect(await write({ 'updates/prime.md': NOTE })).toEqual([
        { file: 'updates/prime.md', reason: 'EACCES' },
      ])
      await chmod(dir, 0o755)
    },
  )
})
