import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import pg from 'pg'
import { emptyDatabase, type OpenDatabase, openDatabase } from '../../../src/postgres/server/database.js'
import { type EmbeddedServer, openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import { openDeliveryQueue } from '../../../src/queue/delivery-queue.js'
import { passableFolder } from '../../support/folders.js'

const NOW = new Date('2026-11-25T14:00:00Z')

let dir: string
let server: EmbeddedServer
let database: OpenDatabase
beforeAll(async () => {
  dir = passableFolder('estafette-roles-')
  server = await openEmbeddedServer(dir)
  database = await openDatabase(server.appUrl, { connections: 2, ownerUrl: server.url })
  const { db } = database
  await db
    .insertInto('edition')
    .values({
      id: '2026-W48',
      kind: 'regular',
      version: 1,
      created_at: NOW,
      stop_reason: null,
      prepared_by: null,
    })
    .execute()
  await db
    .insertInto('frozen')
    .values({
      edition: '2026-W48',
      version: 1,
      hash: 'h',
      content_hash: 'c',
      audience_hash: 'a',
      content: '{}',
      candidates: 0,
      frozen_at: NOW,
    })
    .execute()
})
afterAll(async () => {
  await database.close()
  await server.close()
  rmSync(dir, { recursive: true, force: true })
})

const sign = (by: string) =>
  database.db
    .insertInto('sign_off')
    .values({
      edition: '2026-W48',
      version: 1,
      hash: 'h',
      decision: 'approve',
      by_email: by,
      comment: null,
      decided_at: NOW,
    })
    .execute()

describe('the application’s role', () => {
  it('writes decisions down and reads them', async () => {
    await sign('direction@cabinet.example')
    const { rows } = await sql<{ who: string; n: number }>`
      select current_user as who, count(*)::int as n from sign_off`.execute(database.db)
    expect(rows).toEqual([{ who: 'estafette_app', n: 1 }])
  })

  it.each([
    "update sign_off set decision = 'reject'",
    'delete from sign_off',
    'truncate sign_off',
    'drop table sign_off',
    'alter table sign_off disable trigger all',
    'drop trigger append_only on sign_off',
    'alter table sign_off owner to estafette_app',
    'create table estafette.other (id int)',
    "create or replace function estafette.refuse_change() returns trigger language plpgsql as 'begin return new; end'",
    "set session_replication_role = 'replica'",
    'set role estafette',
    'grant update on sign_off to estafette_app',
  ])('is refused: %s', async statement => {
    const before = await sql<{ row: string }>`select s::text as row from sign_off s`.execute(database.db)
    const client = new pg.Client({ connectionString: server.appUrl, options: '-c search_path=estafette' })
    await client.connect()
    try {
      const outcome = await client.query(statement).then(
        () => 'done',
        (error: Error) => error.message,
      )
      // A grant of what one doesn't have is a warning, and gives nothing.
      if (!statement.startsWith('grant')) expect(outcome).toMatch(/permission denied|must be owner/)
      await expect(client.query("update sign_off set decision = 'reject'")).rejects.toThrow(
        'permission denied',
      )
    } finally {
      await client.end()
    }
    const after = await sql<{ row: string }>`select s::text as row from sign_off s`.execute(database.db)
    expect(after.rows).toEqual(before.rows)
  })

  it.each([
    [
      'cancel_log',
      `(edition, version, by_email, reason, at) values ('2026-W48', 1, 'a@agence.example', 'x', now())`,
    ],
    [
      'saved_log',
      `(version, file, by_email, at) values ('v', 'updates/prime.md', 'a@agence.example', now())`,
    ],
    [
      'stop_log',
      `(edition, action, by_email, reason, at) values ('2026-W48', 'stop', 'a@agence.example', 'x', now())`,
    ],
    [
      'let_through_log',
      `(hash, update_id, missing, file, by_email, reason, at)
       values ('h', 'a', 'nl', 'updates/a.md', 'a@agence.example', 'x', now())`,
    ],
    [
      'left_out_log',
      `(update_id, revision, file, by_email, reason, at)
       values ('a', 1, 'updates/a.md', 'a@agence.example', 'x', now())`,
    ],
  ])('writes %s down and changes nothing there', async (table, row) => {
    await sql.raw(`insert into ${table} ${row}`).execute(database.db)
    for (const statement of [
      `update ${table} set by_email = 'y'`,
      `delete from ${table}`,
      `truncate ${table}`,
    ])
      await expect(sql.raw(statement).execute(database.db)).rejects.toThrow('permission denied')
  })

  it('may do all that the queue and the other tables ask for', async () => {
    const failures: string[] = []
    const queue = await openDeliveryQueue({ databaseUrl: server.appUrl, ownerUrl: server.url }, error =>
      failures.push(error.message),
    )
    const ran: string[] = []
    const worker = queue.work(async delivery => void ran.push(delivery), {
      concurrency: 2,
      perMinute: null,
    })
    await queue.nudge([
      { delivery: '2026-W48.a', attempt: 1, delay: 0 },
      { delivery: '2026-W48.b', attempt: 1, delay: 50 },
    ])
    while (ran.length < 2 && failures.length === 0) await new Promise(resolve => setTimeout(resolve, 20))
    await worker.stop()
    await queue.close()
    expect([ran.sort(), failures]).toEqual([['2026-W48.a', '2026-W48.b'], []])
    await database.db.updateTable('edition').set({ stop_reason: 'test' }).execute()
    await database.db.deleteFrom('slot').execute()
  })

  it('is granted its rights by eight who begin at once, and again after the schema was emptied', async () => {
    await emptyDatabase(server.url)
    const all = await Promise.all(
      Array.from({ length: 8 }, () => openDatabase(server.appUrl, { connections: 1, ownerUrl: server.url })),
    )
    const counts = await Promise.all(
      all.map(({ db }) => sql<{ n: number }>`select count(*)::int as n from sign_off`.execute(db)),
    )
    expect(counts.map(({ rows }) => rows[0]?.n)).toEqual(Array(8).fill(0))
    for (const one of all) await one.close()
  })
})
