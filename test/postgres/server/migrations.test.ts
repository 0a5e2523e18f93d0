import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type pg from 'pg'
import { connectOne } from '../../../src/postgres/server/connection.js'
import { inSchema, tablesOf } from '../../../src/postgres/server/copied-tables.js'
import { migrateSchema } from '../../../src/postgres/server/database.js'
import { APP_ROLE, grantTables } from '../../../src/postgres/server/grant-tables.js'
import { migrationNames } from '../../../src/postgres/server/migrations.js'
import { ensureAppRole } from '../../../src/postgres/server/roles.js'
import { startDatabase, type TestDatabase } from '../../support/ledger.js'
import { OLD_LINKS, ROWS } from '../../support/ledger-rows.js'

/** What a ledger may remember: each of these names was given to somebody's tables. */
const EVER =
  `0001-first-edition 0002-reports 0003-notices 0005-instance 0006-calendar-and-corrections 0007-return-token
  0010-let-through 0011-needless-notices 0012-settlements 0014-suppressions 0015-kept-words 0016-follow-up-history
  0017-passes 0019-publications 0020-loose-ends 0021-room-on-pages 0022-frozen 0023-stop-cause 0024-restored 0025-moves
  0027-gone-back 0030-send-again 0035-drafters 0036-withdrawn-approvals 0040-path-token 0044-secret-mark 0045-server-seen
  0048-gone-and-held 0049-unread 0050-clock 0051-meant 0053-left-out 0054-several-offices 0055-of-one-person 0056-links 0057-languages
  0058-stop-log 0059-saved 0060-remarks 0061-listed 0062-by-commune
  0063-answered`.split(/\s+/)

/** Tables of which 0056 made one. */
const LINKS_ONCE = ['sign_link', 'let_through_link', 'pass']

let database: TestDatabase
let client: pg.Client
let wanted: string[]
beforeAll(async () => {
  database = await startDatabase()
  client = await connectOne(database.url)
  await ensureAppRole(client, 'secret')
  await migrateSchema(database.url, 'new')
  wanted = await schemaOf('new')
})
afterAll(async () => {
  await client.end()
  await database.close()
})

describe('the migrations', () => {
  it('bear every name that a ledger may remember', () => {
    expect(migrationNames()).toEqual(EVER)
  })

  it('are all remembered by a new ledger, which has the schema at once', async () => {
    const { rows } = await client.query('select name from new.kysely_migration order by name')
    expect(rows.map(({ name }) => name)).toEqual(EVER)
    expect(wanted.length).toBeGreaterThan(300)
  })

  it('change nothing where all of them were applied', async () => {
    await migrateSchema(database.url, 'new')
    expect(await schemaOf('new')).toEqual(wanted)
  })

  it.each(EVER.map((name, index) => [name, EVER.slice(0, index + 1)] as const))(
    'bring a ledger that ended with %s to the same schema, with its rows',
    async (name, names) => {
      const schema = `at_${name.slice(0, 4)}`
      // With all names at once, a ledger would be new: the last one is applied to one that has the others.
      const asOf = names.length < EVER.length ? [names] : [names.slice(0, -1), names]
      for (const upTo of asOf) await migrateSchema(database.url, schema, upTo)
      await client.query(`set search_path = ${schema}`)
      const isOld = !names.includes('0056-links')
      for (const one of names) await client.query(`${ROWS[one] ?? ''};${(isOld && OLD_LINKS[one]) || ''}`)
      const before = await rowsOf(schema)
      expect([...before].filter(([, rows]) => rows.length === 0)).toEqual([])
      await migrateSchema(database.url, schema)
      expect(await schemaOf(schema)).toEqual(wanted)
      const after = await rowsOf(schema)
      for (const [table, rows] of before)
        if (!LINKS_ONCE.includes(table)) expect([table, after.get(table)]).toMatchObject([table, rows])
      const links = LINKS_ONCE.flatMap(table => before.get(table) ?? [])
      expect(after.get('link')).toHaveLength(isOld ? links.length : 1)
      await client.query(`drop schema ${schema} cascade`)
    },
  )
})

async function rowsOf(schema: string): Promise<Map<string, unknown[]>> {
  const tables = await tablesOf(client, schema)
  const found = new Map<string, unknown[]>()
  for (const { table, key } of tables) {
    const order = key.join(', ')
    const { rows } = await client.query(
      `select to_jsonb(t) as row from ${inSchema(schema, table)} t order by ${order}`,
    )
    found.set(
      table,
      rows.map(({ row }) => row),
    )
  }
  return found
}

/** Columns, constraints, indexes, triggers, functions, options and rights of a schema, a line each, without its name. */
async function schemaOf(schema: string): Promise<string[]> {
  await grantTables(database.url, schema, APP_ROLE)
  const { rows } = await client.query<{ line: string }>(LINES, [schema])
  return rows.map(({ line }) => line.replaceAll(`${schema}.`, '').replace(/\s+/g, ' '))
}

const LINES = `
  with own as (select * from pg_class where relnamespace = to_regnamespace($1) and relname not like 'kysely\\_%')
  select line from (
    select concat_ws(' ', 'column', c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
        a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid)) as line
      from own c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where c.relkind = 'r'
    union all select concat_ws(' ', c.relkind, c.relname, c.reloptions, c.relacl) from own c
    union all select concat_ws(' ', 'constraint', c.relname, k.conname, pg_get_constraintdef(k.oid))
      from own c join pg_constraint k on k.conrelid = c.oid
    union all select pg_get_indexdef(i.indexrelid) from own c join pg_index i on i.indrelid = c.oid
    union all select concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled)
      from own c join pg_trigger t on t.tgrelid = c.oid where not t.tgisinternal
    union all select pg_get_functiondef(p.oid) from pg_proc p where p.pronamespace = to_regnamespace($1)
    union all select concat_ws(' ', 'schema', nspacl) from pg_namespace where nspname = $1
  ) each order by line collate "C"`
