import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'
import { started } from '../support/command-line.js'
import { refusingPostgres } from '../support/refusing-postgres.js'

const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8'))

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-first-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const env = (settings: Record<string, string> = {}) => ({
  DATA_DIR: join(dir, 'data'),
  UPDATES_DIR: join(PROJECT_ROOT, 'updates'),
  RECIPIENTS_DIR: join(PROJECT_ROOT, 'recipients'),
  LOG_LEVEL: 'silent',
  PORT: '0',
  ...settings,
})

describe('the first start', () => {
  it('says a line at once, then what it waits for, then where it runs and where mails are read', async () => {
    const { child, ran, said } = started(['start'], { env: env(), cwd: dir })
    await said('Estafette runs')
    child.kill('SIGTERM')
    const { status, out, err } = await ran
    expect([status, out]).toEqual([0, ''])
    const lines = err.trim().split('\n')
    expect(lines[0]).toBe(`Estafette ${version} starts …`)
    expect(lines[1]).toBe(`Making the database of ${join(dir, 'data')}, once; it takes some seconds …`)
    expect(lines.at(-1)).toMatch(
      /^Estafette runs: (http:\/\/127\.0\.0\.1:\d+\/); mail is kept in .*\/data\/mail, to read at \1catcher\. Ctrl-C ends it\.$/,
    )
  })

  it('says that the port is taken while it waits for it, and runs once it is free', async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    const { child, ran, said } = started(['start'], { env: env({ PORT: String(port) }), cwd: dir })
    await said(`Port ${port} is taken: waiting for it, 15 s at most …`)
    other.close()
    await said('Estafette runs')
    child.kill('SIGTERM')
    const { status, err } = await ran
    expect(status).toBe(0)
    expect(err.match(/is taken/g)).toHaveLength(1)
  })

  it('says for which PostgreSQL it waits, without the password', async () => {
    const silent = await refusingPostgres('silent')
    const DATABASE_URL = `postgres://u:hunter2-secret@127.0.0.1:${silent.port}/x`
    const { child, ran, said } = started(['start'], { env: env({ DATABASE_URL }), cwd: dir })
    await said(`Waiting for PostgreSQL at 127.0.0.1:${silent.port} …`)
    child.kill('SIGKILL')
    await silent.close()
    expect((await ran).err).not.toContain('hunter2')
  })

  it('of a command says nothing beside its answer, where nobody sits at a terminal', async () => {
    const { ran } = started(['status', '--json'], { env: env({ DATA_DIR: join(dir, 'other') }), cwd: dir })
    const { status, out, err } = await ran
    expect([status, JSON.parse(out).state, err]).toEqual([1, null, ''])
  })
})
