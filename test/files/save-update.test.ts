import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { digestOf } from '../../src/files/read-update.js'
import { saveUpdateFile } from '../../src/files/save-update.js'

let root: string
let dir: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'save-'))
  dir = join(root, 'updates')
  mkdirSync(dir)
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const bytes = (text: string) => Buffer.from(text)
const save = (name: string, text: string, expected: string | null = null) =>
  saveUpdateFile(dir, name, bytes(text), { expected, limit: 1000 })
const all = () => readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()
const text = (name: string) => readFileSync(join(dir, name), 'utf8')

describe('a file saved in the drop folder', () => {
  it('is whole, in a folder made for it, and leaves no other file', async () => {
    expect(await save('economie/prime.md', 'one')).toEqual({
      kind: 'saved',
      version: digestOf(bytes('one')),
    })
    expect(text('economie/prime.md')).toBe('one')
    expect(all()).toEqual(['updates', 'updates/economie', 'updates/economie/prime.md'])
  })

  it('that is new never overwrites one, and says what stands there', async () => {
    writeFileSync(join(dir, 'prime.md'), 'theirs')
    expect(await save('prime.md', 'mine')).toEqual({
      kind: 'changed',
      bytes: bytes('theirs'),
      version: digestOf(bytes('theirs')),
    })
    expect(text('prime.md')).toBe('theirs')
  })

  it.each([
    ['new', null],
    ['a replaced', digestOf(bytes('one'))],
  ])(
    'of %s one has its author written down before anybody reads it, and stays away when that fails',
    async (_, expected) => {
      if (expected) await save('prime.md', 'one')
      const before = expected ? 'one' : null
      const present = () => (all().includes('updates/prime.md') ? text('prime.md') : null)
      const seen: unknown[] = []
      const options = { expected, limit: 1000 }
      const fails = async () => {
        throw Object.assign(new Error('no database'), { code: 'ECONNREFUSED' })
      }
      const failed = await saveUpdateFile(dir, 'prime.md', bytes('two'), { ...options, beforeName: fails })
      expect([failed, present()]).toEqual([{ kind: 'fault', code: 'ECONNREFUSED' }, before])
      const keeps = async (version: string) => void seen.push(version, present())
      await saveUpdateFile(dir, 'prime.md', bytes('two'), { ...options, beforeName: keeps })
      expect([seen, present()]).toEqual([[digestOf(bytes('two')), before], 'two'])
    },
  )

  it('replaces only the version that was expected', async () => {
    await save('prime.md', 'one')
    expect((await save('prime.md', 'two', digestOf(bytes('one')))).kind).toBe('saved')
    expect(await save('prime.md', 'three', digestOf(bytes('one')))).toMatchObject({
      kind: 'changed',
      version: digestOf(bytes('two')),
    })
    expect(text('prime.md')).toBe('two')
    rmSync(join(dir, 'prime.md'))
    expect(await save('prime.md', 'four', digestOf(bytes('two')))).toEqual({
      kind: 'changed',
      bytes: null,
      version: null,
    })
    expect(all()).toEqual(['updates'])
  })

  it('of twenty at once is one of them, and the others learn of it', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => save('prime.md', `text ${n}`)))
    const saved = answers.flatMap((answer, n) => (answer.kind === 'saved' ? [n] : []))
    expect(saved).toHaveLength(1)
    expect(answers.filter(({ kind }) => kind === 'changed')).toHaveLength(19)
    expect(text('prime.md')).toBe(`text ${saved[0]}`)
    expect(all()).toEqual(['updates', 'updates/prime.md'])
  })

  it('is refused where a link leads out of the folder, or is the file', async () => {
    mkdirSync(join(root, 'elsewhere'))
    symlinkSync(join(root, 'elsewhere'), join(dir, 'out'))
    symlinkSync(join(root, 'elsewhere', 'x.md'), join(dir, 'link.md'))
    writeFileSync(join(root, 'elsewhere', 'old.md'), 'secret')
    const before = all()
    expect(await save('out/x.md', 'mine')).toEqual({ kind: 'fault', code: 'ELOOP' })
    expect(await save('out/sub/x.md', 'mine')).toEqual({ kind: 'fault', code: 'ELOOP' })
    expect((await save('out/old.md', 'mine')).kind).toBe('fault')
    expect((await save('link.md', 'mine')).kind).toBe('fault')
    expect(all()).toEqual(before)
  })

  it('may stand in a linked folder within the drop folder', async () => {
    mkdirSync(join(dir, 'economie'))
    symlinkSync(join(dir, 'economie'), join(dir, 'eco'))
    expect((await save('eco/prime.md', 'mine')).kind).toBe('saved')
    expect(text('economie/prime.md')).toBe('mine')
  })

  it('is a fault with its code where the folder takes none, and half a file nowhere', async () => {
    mkdirSync(join(dir, 'prime.md'))
    expect((await save('prime.md', 'x')).kind).toBe('fault')
    writeFileSync(join(dir, 'file'), 'x')
    expect((await save('file/prime.md', 'x')).kind).toBe('fault')
    if (process.getuid?.() === 0) return
    mkdirSync(join(dir, 'closed'), { mode: 0o555 })
    expect(await save('closed/x.md', 'x')).toEqual({ kind: 'fault', code: 'EACCES' })
    chmodSync(join(dir, 'closed'), 0o755)
    expect(all().filter(name => name.includes('.tmp'))).toEqual([])
  })
})
