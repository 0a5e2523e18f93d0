import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { keepMark } from '../../src/files/high-water-marks.js'
import { makeFolder } from '../../src/files/make-folder.js'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-folder-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const SIGHTING = { lineage: 'l', epoch: 'e', seen: 1, hasEditions: true, where: 'embedded' }

describe('a folder that is made', () => {
  it('has all those above it, also when many make it at once', async () => {
    const deep = join(dir, 'a/b/c')
    await Promise.all(Array.from({ length: 8 }, () => makeFolder(deep, 0o700)))
    expect(statSync(deep).mode & 0o777).toBe(0o700)
  })

  it.each(['/proc/estafette/a/b', '/proc/self/estafette/a'])(
    'fails below %s, where a recursive mkdir of Node never ends',
    async where => {
      await expect(makeFolder(where)).rejects.toThrow(/ENOENT|EACCES|EPERM/)
      await expect(keepMark(join(where, 'seen.json'), SIGHTING, dir)).rejects.toThrow(/ENOENT|EACCES|EPERM/)
    },
  )

  it('fails below a file', async () => {
    writeFileSync(join(dir, 'file'), '')
    await expect(makeFolder(join(dir, 'file/a'))).rejects.toThrow('ENOTDIR')
    await expect(makeFolder(join(dir, 'file'))).rejects.toThrow('EEXIST')
  })
})
