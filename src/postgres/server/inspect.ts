import type pg from 'pg'
import { OPEN_LIST } from '../delivery/states.js'
import { type LookedInto, lookOver } from '../operations/looked-into.js'
import { connectOne } from './connection.js'
import { migrationNames } from './migrations.js'

export type Inspected = {
  /** Such as 180001. */
  version: number
  role: string
  isSuperuser: boolean
  now: Date
  /** Migrations by name; `applied` is null without tables. */
  applied: string[] | null
  known: string[]
  /** Whether the role has the necessary rights on the tables. */
  mayWork: boolean
  durability: Durability
  connections: Connections
  failedNotices: number
  oldestDueSeconds: number
  /** Editions on hold because the clock jumped. */
  heldForClock: string[]
  /** Mails that a mailbox has not given for an hour, and its server's last words. */
  unread: { count: number; words: string }
  /** The ledger's own data; null: the role may not read it. */
  ledger: LookedInto | null
}

/** What happens to a commit in a crash: `own` is synchronous_commit in our sessions, `others` the server's default. */
export type Durability = { fsync: string; fullPageWrites: string; own: string; others: string }

/** Connections in use, of those that this role may have; `holders` names who has most, with the number. */
export type Connections = { taken: number; most: number; holders: string[] }

const SCHEMA = 'estafette'
const NONE_UNREAD = { count: 0, words: '' }

/** Inspects a PostgreSQL without changing anything: no table, no migration. Throws when it doesn't answer. */
export async function inspectDatabase(url: string, patience: number): Promise<Inspected> {
  const client = await connectOne(url, {
    connectionTimeoutMillis: patience,
    query_timeout: patience,
    application_name: 'estafette doctor',
  })
  try {
    const one = async <T>(text: string): Promise<T> => (await client.query(text)).rows[0] as T
    const { version, role, isSuperuser, now } = await one<
      Pick<Inspected, 'version' | 'role' | 'isSuperuser' | 'now'>
    >(
      `select current_setting('server_version_num')::int as version, current_user as role, clock_timestamp() as now,
        (select rolsuper from pg_roles where rolname = current_user) as "isSuperuser"`,
    )
    const { made } = await one<{ made: boolean }>(
      `select to_regclass('${SCHEMA}.kysely_migration') is not null as made`,
    )
    const bare = {
      durability: await one<Durability>(DURABILITY),
      connections: await one<Connections>(CONNECTIONS),
      version,
      role,
      isSuperuser,
      now,
      known: migrationNames(),
      failedNotices: 0,
      oldestDueSeconds: 0,
      heldForClock: [],
      unread: NONE_UNREAD,
      ledger: null,
    }
    if (!made) return { ...bare, applied: null, mayWork: await mayCreate(client) }
    const { usable } = await one<{ usable: boolean }>(
      `select has_schema_privilege('${SCHEMA}', 'usage') and bool_and(has_table_privilege(c.oid, 'select')
        and has_table_privilege(c.oid, 'insert')) as usable
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = '${SCHEMA}' and c.relkind = 'r'`,
    )
    if (!usable) return { ...bare, applied: [], mayWork: false }
    return { ...bare, mayWork: true, ...(await contents(client)), ledger: await lookOver(client) }
  } finally {
    await client.end()
  }
}

const DURABILITY = `
  select current_setting('fsync') as fsync, current_setting('full_page_writes') as "fullPageWrites",
    current_setting('synchronous_commit') as own,
    (select reset_val from pg_settings where name = 'synchronous_commit') as others`

/** Limits of a role or database count its own sessions; the server's limit counts all, except some reserved for its owner. */
const CONNECTIONS = `
  with held as (
    select usename, datname, application_name as name from pg_stat_activity where usesysid is not null and datid is not null
  ), bounds as (
    select count(*)::int as taken,
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most from held
    union all
    select (select count(*)::int from held where usename = current_user), rolconnlimit from pg_roles
      where rolname = current_user and rolconnlimit >= 0
    union all
    select (select count(*)::int from held where datname = current_database()), datconnlimit from pg_database
      where datname = current_database() and datconnlimit >= 0
  )
  select taken, most, array(select format('%s (%s)', coalesce(nullif(name, ''), usename, '?'), count(*)) from held
      group by coalesce(nullif(name, ''), usename, '?') order by count(*) desc limit 4) as holders
  from bounds order by most - taken limit 1`

async function mayCreate(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(`select has_database_privilege(current_database(), 'create') as may`)
  return rows[0].may
}

async function contents(client: pg.Client) {
  const names = await client.query(`select name from ${SCHEMA}.kysely_migration order by name`)
  const applied = names.rows.map(({ name }: { name: string }) => name)
  const failed = await client.query(
    `select count(*)::int as n from ${SCHEMA}.notice where state = 'failed' and created_at > now() - interval '7 days'`,
  )
  // As in deliveries.ts; an unmigrated ledger has no stop_cause.
  const due = await client.query(
    `select greatest(0, extract(epoch from clock_timestamp() - min(d.due_at)))::int as seconds
     from ${SCHEMA}.delivery d join ${SCHEMA}.edition e on e.id = d.edition
     where d.state in ${OPEN_LIST} and (e.stopped_at is null or to_jsonb(e) ->> 'stop_cause' <> 'person')`,
  )
  const held = await client.query(
    `select id from ${SCHEMA}.edition e where to_jsonb(e) ->> 'stop_cause' = 'clock' order by id`,
  )
  return {
    applied,
    failedNotices: failed.rows[0].n,
    oldestDueSeconds: due.rows[0].seconds ?? 0,
    heldForClock: held.rows.map(({ id }: { id: string }) => id),
    unread: applied.includes('0049-unread') ? await unreadOf(client) : NONE_UNREAD,
  }
}

async function unreadOf(client: pg.Client): Promise<Inspected['unread']> {
  const { rows } = await client.query(
    `select count(*)::int as count, coalesce((array_agg(words order by last_at desc))[1], '') as words
     from ${SCHEMA}.report_unread where since < last_at - interval '1 hour'`,
  )
  return rows[0]
}
