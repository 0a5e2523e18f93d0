import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { BackupDamaged } from '../../src/files/backup-frames.js'
import { readBackup } from '../../src/files/backup-reader.js'
import { BackupExists, writeBackup } from '../../src/files/backup-writer.js'
import { type BackupSection, staysBelow } from '../../src/model/operations/backup.js'
import type { BackupHeader } from '../../src/model/operations/backup-header.js'

let dir: string
let file: string
let whole: Buffer
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-backup-file-'))
  file = join(dir, 'a.estafette')
  await written(file)
  whole = readFileSync(file)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const HEADER: BackupHeader = {
  format: 1,
  program: '0.1.0',
  madeAt: '2026-11-26T08:00:00.000Z',
  machine: 'a',
  migrations: ['0001-first-edition'],
  bornAt: null,
  counts: { editions: 1, lastEdition: '2026-W48', deliveries: 2, open: 1, inDoubt: 0, notices: 0 },
  sequences: [{ name: 'sign_off_id_seq', value: '9007199254740993', called: true }],
  secret: 'a secret of the tests, 32 letters or more',
}
const TABLE: BackupSection = { kind: 'table', table: 'edition', columns: ['id'] }
const FILE: BackupSection = { kind: 'file', folder: 'updates', path: 'sub/a.md' }
const EMPTY: BackupSection = { kind: 'file', folder: 'updates', path: 'empty.md' }
/** Longer than a frame, and hard to press. */
const LONG = Buffer.from(Array.from({ length: 1_500_000 }, (_, index) => (index * index * 7919) % 251))

async function* pieces(...list: Buffer[]) {
  yield* list
}

async function written(path: string, options = {}) {
  const writer = await writeBackup(path, options)
  await writer.header(HEADER)
  await writer.section(TABLE, pieces(Buffer.from('2026-W48\n2026-W4'), Buffer.from('9\n')))
  await writer.section(FILE, pieces(LONG))
  await writer.section(EMPTY, pieces())
  return writer.finish()
}

async function read(path: string) {
  const found: { header: BackupHeader | null; sections: [BackupSection, Buffer][] } = {
    header: null,
    sections: [],
  }
  await readBackup(path, {
    header: async header => {
      found.header = header
    },
    section: async (section, content) => {
      const chunks: Buffer[] = []
      for await (const chunk of content) chunks.push(Buffer.from(chunk))
      found.sections.push([section, Buffer.concat(chunks)])
    },
  })
  return found
}

/** What reading a changed file ends with. */
async function outcomeOf(bytes: Buffer): Promise<string> {
  const changed = join(dir, 'changed.estafette')
  writeFileSync(changed, bytes)
  return read(changed).then(
    () => 'taken for whole',
    error => (error instanceof BackupDamaged ? 'damaged' : `another error: ${error.message}`),
  )
}

describe('a backup file', () => {
  it('gives back what was written', async () => {
    const { header, sections } = await read(file)
    expect(header).toEqual(HEADER)
    expect(sections.map(([section]) => section)).toEqual([TABLE, FILE, EMPTY])
    expect(sections[0]?.[1].toString()).toBe('2026-W48\n2026-W49\n')
    expect(sections[1]?.[1].equals(LONG)).toBe(true)
  })

  it('is readable by its owner alone, and says in plain words that it holds a secret', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(whole.toString('utf8', 0, 200).split('\n')[0]).toContain('Holds SECRET')
  })

  it('takes nobody’s place unless asked, and leaves no part behind', async () => {
    await expect(written(file)).rejects.toThrow(BackupExists)
    await written(file, { overwrite: true })
    const abandoned = await writeBackup(join(dir, 'b.estafette'))
    await abandoned.header(HEADER)
    await abandoned.abandon()
    expect(readdirSync(dir).filter(name => name.includes('.part') || name.startsWith('b.'))).toEqual([])
  })

  it('is refused when it ends early, wherever that is', async () => {
    const ends = Array.from({ length: 60 }, (_, index) => Math.floor((index * whole.length) / 60))
    const near = Array.from({ length: 110 }, (_, index) => whole.length - 1 - index)
    for (const end of [...ends, ...near])
      expect([end, await outcomeOf(whole.subarray(0, end))]).toEqual([end, 'damaged'])
  })

  it('is refused when one bit is another, wherever that is', async () => {
    const places = Array.from({ length: 60 }, (_, index) => Math.floor((index * whole.length) / 60))
    const near = Array.from({ length: 70 }, (_, index) => [index, whole.length - 1 - index]).flat()
    for (const place of [...places, ...near]) {
      const changed = Buffer.from(whole)
      changed.writeUInt8((changed[place] ?? 0) ^ (1 << (place % 8)), place)
      expect([place, await outcomeOf(changed)]).toEqual([place, 'damaged'])
    }
  })

  it('is refused when something stands behind it', async () => {
    expect(await outcomeOf(Buffer.concat([whole, Buffer.from('x')]))).toBe('damaged')
    expect(await outcomeOf(Buffer.from('not a backup at all\n'.repeat(40)))).toBe('damaged')
  })

  it('leads to no path outside of its folder', () => {
    for (const path of ['../x', 'a/../../x', '/etc/x', '', '.', 'a//b', 'a/./b', 'a\0b'])
      expect([path, staysBelow(path)]).toEqual([path, false])
    expect(staysBelow('sub/a.md')).toBe(true)
  })
})
