import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import { doctorCommand } from '../../../src/cli/doctor-command.js'
import { PROJECT_ROOT, readConfig } from '../../../src/config.js'
import type { Finding } from '../../../src/model/delivery/sender-finding.js'
import type { Lookup } from '../../../src/model/delivery/sender-lookup.js'
import { examine } from '../../../src/steps/operations/doctor.js'
import { passableFolder } from '../../support/folders.js'
import { startDatabase, type TestDatabase } from '../../support/ledger.js'
import { hasPgBouncer, startPgBouncer } from '../../support/pgbouncer.js'

const NOWHERE: Lookup = { txt: async () => [], mx: async () => [], addresses: async () => [] }

let dir: string
beforeEach(() => {
  dir = passableFolder('estafette-doctor-')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const practice = (settings: Record<string, string> = {}, lookup = NOWHERE, patience = 1000) => ({
  config: readConfig(
    {
      DATA_DIR: join(dir, 'data'),
      UPDATES_DIR: join(PROJECT_ROOT, 'updates'),
      RECIPIENTS_DIR: join(PROJECT_ROOT, 'recipients'),
      ...settings,
    },
    dir,
  ),
  clock: () => new Date('2026-11-26T09:00:00+01:00'),
  realTime: () => new Date(),
  lookup,
  patience,
})
const find = async (
  check: string,
  settings: Record<string, string> = {},
  lookup = NOWHERE,
  patience = 1000,
) => (await examine(practice(settings, lookup, patience))).find(one => one.check === check)
/** For an engine that is there, in milliseconds: a busy machine may let it wait. */
const PATIENT_MS = 20_000

describe('doctor', () => {
  it('finds a fresh clone well, and leaves nothing behind', async () => {
    const { json, status, text } = await doctorCommand(practice())
    expect((json as Finding[]).filter(({ ok }) => !ok)).toEqual([])
    expect(status).toBe(0)
    expect(text).toContain('All is well.')
    for (const finding of json as Finding[])
      expect(Object.keys(finding)).toEqual(['check', 'ok', 'detail', 'fix'])
  })

  it('says no where something is wrong, each time with one sentence on what to do', async () => {
    const url = 'smtp://estafette:SuperGeheim1@127.0.0.1:1'
    const { json, status } = await doctorCommand(practice({ SMTP_URL: url }))
    expect(status).toBe(1)
    const faults = (json as Finding[]).filter(({ ok }) => !ok)
    expect(faults.map(({ check }) => check)).toEqual(['allowed-recipients', 'smtp'])
    expect(faults[0]?.detail).toMatch(/^(\d+) of \1 mandate holders and (\d+) of \2 of the staff/)
    for (const { fix } of faults) expect(fix).toMatch(/\.$/)
    expect(JSON.stringify(json)).not.toContain('SuperGeheim1')
  })

  it('takes a password out of words that came from elsewhere', async () => {
    const found = await examine(practice({ SMTP_URL: 'smtp://u:SuperGeheim1@relay.example' }), [
      { name: 'a', asks: true, run: async () => Promise.reject(new Error('535 SuperGeheim1 is wrong')) },
    ])
    expect(found).toEqual([expect.objectContaining({ ok: false, detail: '535 [secret] is wrong' })])
  })

  it('does not wait for who says nothing', async () => {
    const silent = { name: 'silent', asks: true, run: () => new Promise<Finding[]>(() => {}) }
    const [found] = await examine({ ...practice(), patience: 10 }, [silent])
    expect(found).toMatchObject({ check: 'silent', ok: false, detail: 'no answer within 0.03 s' })
  })

  it('sees a secret that others can read, and a folder that it can’t write to', async () => {
    mkdirSync(join(dir, 'data'))
    writeFileSync(join(dir, 'data/secret'), 'x'.repeat(64))
    chmodSync(join(dir, 'data/secret'), 0o644)
    expect(await find('secret')).toMatchObject({ ok: false, fix: expect.stringContaining('chmod 600') })
    writeFileSync(join(dir, 'file'), '')
    expect(await find('data-dir', { DATA_DIR: join(dir, 'file/data') })).toMatchObject({ ok: false })
  })

  it('names a broken template and a broken roster', async () => {
    mkdirSync(join(dir, 'empty'))
    expect(await find('templates', { TEMPLATES_DIR: join(dir, 'empty') })).toMatchObject({ ok: false })
    expect(await find('roster', { RECIPIENTS_DIR: join(dir, 'empty') })).toMatchObject({ ok: false })
  })

  it('asks the DNS about the sender only when mail leaves, and not about the sample’s', async () => {
    const asked: string[] = []
    const lookup = { ...NOWHERE, txt: async (name: string) => [asked.push(name)].slice(1).map(String) }
    await find('dns', {}, lookup)
    expect(await find('mail-from', { SMTP_URL: 'smtp://127.0.0.2.nip.invalid:1' }, lookup)).toMatchObject({
      ok: false,
    })
    expect(asked).toEqual([])
    const own = {
      SMTP_URL: 'smtp://relay.invalid:1',
      MAIL_FROM: 'a@agency.brussels',
      BOUNCE_DOMAIN: 'b.agency.brussels',
    }
    expect(await find('spf b.agency.brussels', own, lookup)).toMatchObject({ ok: false })
    expect(await find('base-url', own, lookup)).toMatchObject({ ok: false })
    expect(asked).toContain('_dmarc.agency.brussels')
    const dead = {
      ...lookup,
      txt: async () => Promise.reject(new Error('the DNS does not answer (ETIMEOUT)')),
    }
    expect(await find('dmarc', own, dead)).toMatchObject({ detail: 'the DNS does not answer (ETIMEOUT)' })
  })
})

describe('doctor and what this machine has seen', () => {
  it.each(['/proc/estafette/state', '/dev/null/state'])(
    'says that %s can’t be written to, and ends',
    async where => {
      expect(await find('state-dir', { STATE_DIR: where })).toMatchObject({
        ok: false,
        detail: expect.stringContaining("can't be written to"),
        fix: expect.stringContaining('Set STATE_DIR'),
      })
      expect(await find('state-dir', { STATE_DIR: join(dir, 'a/b') })).toMatchObject({ ok: true })
    },
  )
})

describe('doctor and PostgreSQL', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await startDatabase({ durable: true })
  })
  afterAll(() => database?.close())
  const at = (check: string) => find(check, { DATABASE_URL: database.url }, NOWHERE, PATIENT_MS)

  it('finds version, rights, migrations, clock and backlog', async () => {
    for (const check of ['database', 'database-rights', 'migrations', 'clock', 'backlog', 'notices'])
      expect(await at(check)).toMatchObject({ check, ok: true })
  })

  it('names a role that is a superuser of the server, and what to do', async () => {
    expect(await at('database-role')).toMatchObject({
      ok: false,
      detail: 'estafette is a superuser of the server: it may do everything there, in every database',
      fix: expect.stringContaining('DATABASE_OWNER_URL'),
    })
    await sql`create role plain login password 'its-own-password'`.execute(database.db)
    await sql`grant usage on schema estafette to plain`.execute(database.db)
    await sql`grant all on all tables in schema estafette to plain`.execute(database.db)
    const url = Object.assign(new URL(database.url), { username: 'plain', password: 'its-own-password' }).href
    expect(await find('database-role', { DATABASE_URL: url })).toMatchObject({
      ok: true,
      detail: 'plain is no superuser of the server',
    })
  })

  it('sees tables of another version, and mails to staff that failed', async () => {
    const { db } = database
    await sql`update estafette.kysely_migration set name = '9999-future' where name = '0001-first-edition'`.execute(
      db,
    )
    expect(await at('migrations')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('newer version'),
    })
    await sql`update estafette.kysely_migration set name = '0001-first-edition' where name = '9999-future'`.execute(
      db,
    )
    await sql`insert into estafette.notice (key, kind, to_email, to_name, languages, payload, state, due_at, created_at)
      values ('k', 'update-gone', 'a@b.example', 'A', '{fr}', '{}', 'failed', now(), now())`.execute(db)
    expect(await at('notices')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('1 mail to staff'),
    })
  })

  it('says what a crash would cost, and that our commits wait whatever the server says', async () => {
    const { db } = database
    const set = async (statement: string) => {
      await sql.raw(`alter system ${statement}`).execute(db)
      await sql`select pg_reload_conf()`.execute(db)
    }
    const said = async (words: string) => {
      for (let look = 0; look < 100; look++) {
        const found = await at('durability')
        if (`${found?.detail} ${found?.fix}`.includes(words)) return found
      }
      return at('durability')
    }
    expect(await at('durability')).toMatchObject({ ok: true })
    await set('set synchronous_commit = off')
    expect(await said('says off')).toMatchObject({
      ok: true,
      detail:
        'a commit is on the disk before it counts (synchronous_commit on, although the server says off)',
    })
    await set('set fsync = off')
    expect(await said('fsync off')).toMatchObject({
      ok: false,
      fix: 'On the server: alter system set fsync = on; select pg_reload_conf().',
    })
    await set('reset fsync')
    await set('set full_page_writes = off')
    expect(await said('full_page_writes off')).toMatchObject({
      ok: false,
      fix: 'On the server: alter system set full_page_writes = on; select pg_reload_conf().',
    })
    await set('reset all')
  })

  it('says how many connections are taken, and by whom, before none is left', async () => {
    const { db } = database
    expect(await at('connections')).toMatchObject({ ok: true, detail: expect.stringMatching(/^\d+ of \d+ /) })
    await sql`create role few login password 'few' connection limit 3`.execute(db)
    await sql`grant usage on schema estafette to few`.execute(db)
    await sql`grant all on all tables in schema estafette to few`.execute(db)
    const url = new URL(database.url)
    url.username = url.password = 'few'
    expect(await find('connections', { DATABASE_URL: url.href })).toMatchObject({
      ok: false,
      detail: expect.stringMatching(/^1 of 3 connections are taken: .*estafette doctor \(1\)/),
      fix: expect.stringContaining('max_connections, or the limit of the role'),
    })
  })

  it('says that all connections are taken, and not that it is to be started', async () => {
    await sql`create role kept_out login password 'kept_out' connection limit 0`.execute(database.db)
    const url = new URL(database.url)
    url.username = url.password = 'kept_out'
    const found = await find('database', { DATABASE_URL: url.href })
    expect(found).toMatchObject({
      ok: false,
      detail: expect.stringContaining('too many connections for role'),
    })
    expect(found?.fix).toContain('alter role NAME connection limit')
    expect(found?.fix).not.toMatch(/start/i)
  })

  it('says that nobody answers, without the password', async () => {
    const url = 'postgres://estafette:SuperGeheim1@127.0.0.1:1/x'
    const found = await find('database', { DATABASE_URL: url })
    expect(found).toMatchObject({ ok: false, detail: expect.stringContaining('ECONNREFUSED') })
    expect(JSON.stringify(found)).not.toContain('SuperGeheim1')
  })

  const throughPgBouncer = hasPgBouncer() ? it : it.skip
  throughPgBouncer(
    'names the pooler that changes sessions under us, and finds one that keeps them well',
    async () => {
      for (const mode of ['transaction', 'session'] as const) {
        const bouncer = await startPgBouncer(database.url, mode)
        const found = await find('database', { DATABASE_URL: bouncer.through(database.url) })
        await bouncer.stop()
        if (mode === 'session') expect(found).toMatchObject({ ok: true })
        else
          expect(found).toMatchObject({
            ok: false,
            detail: expect.stringContaining('gives each transaction another session'),
            fix: expect.stringContaining('pool_mode = session'),
          })
      }
    },
  )
})
