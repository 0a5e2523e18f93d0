import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { PROJECT_ROOT } from '../../../src/config.js'
import { connectOne, openPool } from '../../../src/postgres/server/connection.js'
import { connectToCopy } from '../../../src/postgres/server/copying.js'
import { openDatabase } from '../../../src/postgres/server/database.js'
import { openQueuePool } from '../../../src/queue/queue-tables.js'
import { startDatabase, type TestDatabase } from '../../support/ledger.js'

let database: TestDatabase
let owner: pg.Client
beforeAll(async () => {
  database = await startDatabase()
  owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await database.close()
})

const SHOW = 'show synchronous_commit'
type Shown = { synchronous_commit: string }

/** What each kind of connection that we open says of its commits. */
async function said(url: string): Promise<Record<string, string | undefined>> {
  const ledger = await openDatabase(url, { connections: 1 })
  const patient = openPool(url, { connections: 1, schema: 'estafette', patient: true })
  const queue = openQueuePool(url)
  const [copying, one] = [await connectToCopy(url, 'estafette'), await connectOne(url)]
  const of = ({ rows }: { rows: Shown[] }) => rows[0]?.synchronous_commit
  const keyed = await ledger.prepared.run<Shown>({ name: 'show', text: SHOW }, [])
  const found = {
    keyed: of({ rows: keyed }),
    patient: of(await patient.query(SHOW)),
    queue: of(await queue.query(SHOW)),
    copying: of(await copying.query(SHOW)),
    one: of(await one.query(SHOW)),
  }
  await Promise.all([ledger.close(), patient.end(), queue.end(), copying.end(), one.end()])
  return found
}

const all = (value: string) => ({ keyed: value, patient: value, queue: value, copying: value, one: value })

describe('a session of ours', () => {
  it.each(['off', 'local', 'remote_write'])(
    'waits for its commits where the server says %s',
    async setting => {
      await owner.query(`alter system set synchronous_commit = ${setting}`)
      await owner.query('select pg_reload_conf()')
      const other = new pg.Client({ connectionString: database.url })
      await other.connect()
      expect((await other.query<Shown>(SHOW)).rows[0]?.synchronous_commit).toBe(setting)
      await other.end()
      expect(await said(database.url)).toEqual(all('on'))
      await owner.query('alter system reset synchronous_commit')
      await owner.query('select pg_reload_conf()')
    },
  )

  it('waits for its commits where role, database or URL say "off"', async () => {
    await owner.query('alter role estafette set synchronous_commit = off')
    expect(await said(database.url)).toEqual(all('on'))
    await owner.query('alter role estafette reset synchronous_commit')
    await owner.query('alter database postgres set synchronous_commit = off')
    expect(await said(database.url)).toEqual(all('on'))
    await owner.query('alter database postgres reset synchronous_commit')
    const url = new URL(database.url)
    url.searchParams.set('options', '-c synchronous_commit=off')
    expect(await said(url.href)).toEqual(all('on'))
  })

  it('keeps remote_apply, which waits for more', async () => {
    await owner.query('alter role estafette set synchronous_commit = remote_apply')
    expect(await said(database.url)).toEqual(all('remote_apply'))
    await owner.query('alter role estafette reset synchronous_commit')
  })

  it('is opened in two places, which see to it, and by one that leaves no trace', () => {
    const opening = readdirSync(join(PROJECT_ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter(path => path.endsWith('.ts'))
      .filter(path =>
        /new (?:pg\.)?(?:Client|Pool)\(/.test(readFileSync(join(PROJECT_ROOT, 'src', path), 'utf8')),
      )
    expect(opening.sort()).toEqual([
      'postgres/server/connection.ts',
      'postgres/server/pooler.ts',
      'queue/queue-tables.ts',
    ])
  })
})
