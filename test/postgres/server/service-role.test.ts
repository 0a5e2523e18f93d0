import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { parse } from 'yaml'
import { PROJECT_ROOT } from '../../../src/config.js'
import { openDatabase } from '../../../src/postgres/server/database.js'
import { type EmbeddedServer, openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import { preparePostgres } from '../../../src/queue/queue-tables.js'
import { passableFolder } from '../../support/folders.js'

const SCRIPT = 'docs/operating/postgres-role.sql'
const compose = parse(readFileSync(join(PROJECT_ROOT, 'docker-compose.yml'), 'utf8'), { merge: true })

describe('the containers', () => {
  it('make the role of the service by the script, on an empty volume', () => {
    expect(compose.services.postgres.volumes).toContain(`./${SCRIPT}:/docker-entrypoint-initdb.d/role.sql:ro`)
    expect(compose.services.postgres.environment.POSTGRES_USER).toBeUndefined()
    expect(compose.services.app.environment.DATABASE_URL).toMatch(/^postgres:\/\/estafette:/)
  })

  it('have a Redis that asks for a password, evicts nothing and forgets nothing, and ports for this machine alone', () => {
    const command = compose.services.redis.command.join(' ')
    for (const setting of ['--requirepass', '--appendonly yes', '--maxmemory-policy noeviction'])
      expect(command).toContain(setting)
    const ports = Object.values<{ ports?: string[] }>(compose.services).flatMap(({ ports = [] }) => ports)
    expect(ports.length).toBeGreaterThan(3)
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
  })
})

const hasPsql = spawnSync('psql', ['--version']).status === 0
if (!hasPsql && process.env.CI === 'true') throw new Error('psql is missing, and CI=true wants it')
if (!hasPsql) process.stderr.write('No psql here: the script of the role is left out.\n')

;(hasPsql ? describe : describe.skip)('the script of the role', () => {
  let server: EmbeddedServer
  let superuser: pg.Client
  const as = (user: string, password: string, database: string) =>
    Object.assign(new URL(server.url), { username: user, password, pathname: `/${database}` }).href
  beforeAll(async () => {
    server = await openEmbeddedServer(passableFolder('estafette-role-'))
    superuser = new pg.Client({ connectionString: server.url })
    await superuser.connect()
    // As the image leaves them; the embedded server's own superuser has the name of the service's role.
    await superuser.query("create role root_of_image superuser login password 'from the image'")
    await superuser.query('create database of_service owner root_of_image')
    const script = readFileSync(join(PROJECT_ROOT, SCRIPT), 'utf8')
      .replaceAll('role postgres', 'role root_of_image')
      .replaceAll('estafette', 'of_service')
    const ran = spawnSync(
      'psql',
      ['--no-psqlrc', '--quiet', as('root_of_image', 'from the image', 'of_service')],
      {
        input: script,
        encoding: 'utf8',
        env: { ...process.env, POSTGRES_PASSWORD: "it's a secret" },
      },
    )
    expect([ran.status, ran.stderr]).toEqual([0, ''])
  })
  afterAll(async () => {
    await superuser.end()
    await server.close()
  })

  it('makes one that may do nothing to the server, and leaves the superuser without a password', async () => {
    const { rows } = await superuser.query(
      "select rolname, rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = 'of_service'",
    )
    expect(rows).toEqual([
      { rolname: 'of_service', rolsuper: false, rolcreaterole: false, rolcreatedb: false },
    ])
    const image = new pg.Client({ connectionString: as('root_of_image', 'from the image', 'of_service') })
    await expect(image.connect()).rejects.toThrow(/password/)
  })

  it('makes one that suffices for the ledger and the queue', async () => {
    const url = as('of_service', "it's a secret", 'of_service')
    const ledger = await openDatabase(url, { connections: 2 })
    await ledger.close()
    await preparePostgres(url, null)
  })
})
