import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { makeAccount } from '../../../src/postgres/server/server-account.js'
import { installed, serverCopy } from '../../../src/postgres/server/server-binaries.js'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-server-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('a copy of the PostgreSQL server', () => {
  it('runs, and can be changed by nobody else', () => {
    const copy = serverCopy(installed().root, join(dir, 'server'))
    const { stdout } = spawnSync(join(copy, 'native/bin/postgres'), ['-V'], { encoding: 'utf8' })
    expect(stdout).toMatch(/^postgres \(PostgreSQL\) 18/)
    const open = readdirSync(copy, { recursive: true, withFileTypes: true })
      .filter(entry => !entry.isSymbolicLink())
      .map(entry => join(entry.parentPath, entry.name))
      .filter(path => (statSync(path).mode & 0o022) !== 0 || (statSync(path).mode & 0o004) === 0)
    expect(open).toEqual([])
    expect(readdirSync(dir)).toEqual(['server'])
  })

  it('is made anew when it is not whole, as after a loss of power', () => {
    const copy = serverCopy(installed().root, join(dir, 'server'))
    truncateSync(join(copy, 'native/bin/initdb'), 0)
    serverCopy(installed().root, join(dir, 'server'))
    expect(statSync(join(copy, 'native/bin/initdb')).size).toBeGreaterThan(0)
    expect(readdirSync(dir)).toEqual(['server'])
  })

  it('is made once by four that begin at once', async () => {
    const script = `const { installed, serverCopy } = await import(process.argv[1])
      serverCopy(installed().root, process.argv[2])`
    const source = join(PROJECT_ROOT, 'src/postgres/server/server-binaries.ts')
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script, source, join(dir, 'server')]
    const { execFile } = await import('node:child_process')
    const one = () =>
      new Promise(resolve => execFile(process.execPath, args, { cwd: PROJECT_ROOT }, error => resolve(error)))
    expect(await Promise.all([one(), one(), one(), one()])).toEqual([null, null, null, null])
    expect(readdirSync(dir)).toEqual(['server'])
  })
})

const isRoot = process.getuid?.() === 0
if (!isRoot) console.log('Skipped: making an account, which only root can.')
const forRoot = isRoot ? it : it.skip

describe('the account of the server', () => {
  forRoot('is made once by eight that begin at once, and can’t log in', async () => {
    const name = `estafette-test-${process.pid}`
    try {
      const made = await Promise.all(Array.from({ length: 8 }, () => makeAccount(name)))
      expect(new Set(made.map(({ uid }) => uid)).size).toBe(1)
      const entry = execFileSync('id', [name], { encoding: 'utf8' })
      expect(entry).toContain(`uid=${made[0]?.uid}(${name}) gid=${made[0]?.gid}(${name})`)
      expect(execFileSync('grep', [`^${name}:`, '/etc/passwd'], { encoding: 'utf8' })).toMatch(/nologin$/m)
    } finally {
      spawnSync('userdel', [name])
    }
  })
})
