import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { digestOf } from '../../../src/postgres/operations/moved.js'
import { copyIn, copyOut, tablesOf } from '../../../src/postgres/server/copied-tables.js'
import { connectToCopy, sequencesOf, setSequences } from '../../../src/postgres/server/copying.js'
import { isAtWork } from '../../../src/postgres/server/ledger-users.js'
import { migrationNames } from '../../../src/postgres/server/migrations.js'
import { openStaging, STAGING } from '../../../src/postgres/server/staging.js'
import { startDatabase, type TestDatabase } from '../../support/ledger.js'

let database: TestDatabase
let client: pg.Client
beforeAll(async () => {
  database = await startDatabase()
  client = await connectToCopy(database.url, 'one')
})
afterAll(async () => {
  await client.end()
  await database.close()
})

const COLUMNS = `(id bigint generated always as identity primary key, words text, json jsonb, bytes bytea, list text[], at timestamptz,
  day date, long interval, n bigint, f double precision, exact numeric, yes boolean, made text generated always as (upper(words)) stored)`

const WORDS = [
  '\\N',
  '',
  '\\.',
  "tab\tnewline\nreturn\rbackslash\\ quote\" 'single' {a,b}",
  '\u2028 \u202e é 👩‍👩‍👧 \u0001\u007f',
  'x'.repeat(300_000),
]

describe('rows that are copied', () => {
  it('come back as they were, whatever they hold', async () => {
    for (const schema of ['one', 'two'])
      await client.query(`create schema ${schema}; create table ${schema}.every ${COLUMNS}`)
    const write = `insert into one.every (words, json, bytes, list, at, day, long, n, f, exact, yes)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
    for (const words of WORDS)
      await client.query(write, [
        words,
        JSON.stringify({ words, nested: [null, { a: '\\u0041' }] }),
        Buffer.from([0, 9, 10, 13, 92, 255]),
        [words, null, '', 'a,"b"\\'],
        '2026-10-25T01:30:00.123456Z',
        '0044-03-15 BC',
        '1 mon -2 days 03:04:05.678901',
        '9223372036854775807',
        0.1 + 0.2,
        '12345678901234567890.123456789',
        true,
      ])
    await client.query(
      `insert into one.every (at, f, n) values ('infinity', 'NaN', -9223372036854775808), (null, null, null)`,
    )
    const [table] = await tablesOf(client, 'one')
    if (!table) throw new Error('no table')
    expect(table.columns).not.toContain('made')
    const other = await connectToCopy(database.url, 'two')
    try {
      expect(await copyIn(other, 'two', table, copyOut(client, 'one', table))).toBe(WORDS.length + 2)
      await setSequences(other, 'two', await sequencesOf(client, 'one'))
      const differ = await other.query(
        '(select * from one.every except select * from two.every) union all (select * from two.every except select * from one.every)',
      )
      expect(differ.rows).toEqual([])
      expect(await digestOf(other, 'two', table)).toBe(await digestOf(client, 'one', table))
      await other.query("insert into two.every (words) values ('next')")
      expect(await digestOf(other, 'two', table)).not.toBe(await digestOf(client, 'one', table))
      const { rows } = await other.query(`select id from two.every where words = 'next'`)
      expect(Number(rows[0].id)).toBe(WORDS.length + 3)
    } finally {
      await other.end()
    }
  })

  it('are refused as a whole when PostgreSQL refuses one, and the connection goes on', async () => {
    async function* lines() {
      yield Buffer.from('2020-01-01\n')
      yield Buffer.from('no day at all\n')
    }
    await client.query('create table one.days (day date)')
    await expect(copyIn(client, 'one', { table: 'days', columns: ['day'] }, lines())).rejects.toThrow(
      'no day at all',
    )
    expect((await client.query('select count(*)::int as n from one.days')).rows).toEqual([{ n: 0 }])
  })
})

describe('a ledger that is built beside the living one', () => {
  it('has every table, key, check, trigger and sequence of it, whoever adds one', async () => {
    const staging = await openStaging(database.url, migrationNames())
    try {
      await staging.complete([])
      const shape = async (schema: string) => {
        const { rows } = await client.query(
          `select c.relname as "table", k.conname as name, pg_get_constraintdef(k.oid) as definition from pg_constraint k
             join pg_class c on c.oid = k.conrelid where c.relnamespace = $1::text::regnamespace
           union all select c.relname, t.tgname, t.tgenabled::text from pg_trigger t join pg_class c on c.oid = t.tgrelid
             where c.relnamespace = $1::text::regnamespace and not t.tgisinternal
           union all select tablename, indexname, indexdef from pg_indexes where schemaname = $1::text
           union all select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) || a.attidentity::text || a.attgenerated::text
             from pg_attribute a join pg_class c on c.oid = a.attrelid
             where c.relnamespace = $1::text::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
           order by 1, 2, 3`,
          [schema],
        )
        return rows.map(row => JSON.stringify(row).replaceAll(schema, ''))
      }
      expect(await shape(STAGING)).toEqual(await shape('estafette'))
    } finally {
      await staging.close()
    }
  })

  it('is known to be at work by the sessions of those who are, and not by those who copy', async () => {
    const other = new pg.Client({ connectionString: database.url, application_name: 'estafette queue' })
    await database.db.destroy()
    expect(await isAtWork(client, 1)).toBe(false)
    expect(await isAtWork(client, 0)).toBe(true)
    await other.connect()
    expect(await isAtWork(client, 1)).toBe(true)
    await other.end()
    expect(await isAtWork(client, 1)).toBe(false)
  })

  it('is known to be at work to a role that has no rights on others’ sessions', async () => {
    await client.query("create role plain login password 'plain'")
    const url = new URL(database.url)
    url.username = url.password = 'plain'
    const plain = await connectToCopy(url.href, 'one')
    const other = new pg.Client({ connectionString: database.url, application_name: 'estafette' })
    await other.connect()
    expect(await isAtWork(plain, null)).toBe(true)
    await other.end()
    expect(await isAtWork(plain, null)).toBe(false)
    await plain.end()
  })
})
