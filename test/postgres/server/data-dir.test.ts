import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { makeDataDir, prepareDataDir } from '../../../src/postgres/server/data-dir.js'

const isRoot = process.getuid?.() === 0

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-data-dir-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const modeOf = (path: string) => (statSync(path).mode & 0o7777).toString(8)

function folder(mode: number, ...entries: string[]): string {
  const path = join(dir, 'data')
  mkdirSync(path)
  for (const name of entries) mkdirSync(join(path, name), { mode: 0o755 })
  chmodSync(path, mode)
  return path
}

describe('DATA_DIR', () => {
  it('is made for its owner alone, and the folders above as usual', () => {
    makeDataDir(join(dir, 'above', 'data'), null)
    expect(modeOf(join(dir, 'above', 'data'))).toBe('700')
    expect(modeOf(join(dir, 'above'))).not.toBe('700')
  })

  it('lets the server’s account through where root lends it one, and only where that comes so far', async () => {
    const path = join(dir, 'data')
    await prepareDataDir(path)
    expect(modeOf(path)).toBe('700')
    chmodSync(dir, 0o711)
    await prepareDataDir(join(dir, 'other'))
    expect(modeOf(join(dir, 'other'))).toBe(isRoot ? '711' : '700')
  })

  it('is closed where an earlier version left it open, with the mails in it', () => {
    const path = folder(0o755, 'postgres', 'mail', 'demo')
    makeDataDir(path, null)
    expect([modeOf(path), modeOf(join(path, 'mail'))]).toEqual(['700', '700'])
  })

  it.each([
    ['that is shared with a group', 0o770, ['postgres']],
    ['that everybody uses, as /tmp', 0o1777, ['postgres']],
    ['that holds nothing of ours', 0o755, ['site']],
  ])('stays as it is where it is a folder %s', (_, mode, entries) => {
    const path = folder(mode, ...entries)
    makeDataDir(path, null)
    expect(modeOf(path)).toBe(mode.toString(8))
  })

  it('lets a mail server through that delivers into its reports', () => {
    const path = folder(0o755, 'postgres', 'reports')
    chmodSync(join(path, 'reports'), 0o777)
    makeDataDir(path, null)
    expect(modeOf(path)).toBe('711')
  })

  it('is no file', () => {
    writeFileSync(join(dir, 'data'), '')
    expect(() => makeDataDir(join(dir, 'data'), null)).toThrow('ENOTDIR')
  })
})
