import type pg from 'pg'
import { AWAIT_REASONS, type AwaitReason, type Settling } from '../../model/operations/instance.js'
import { connectOne } from '../server/connection.js'
import { askMark } from './instance.js'

/** A ledger's own data, for a reader that changes nothing; it may be of an earlier version. */
export type LookedInto = {
  database: string
  settlings: Settling[]
  editions: number
  /** When the latest version was frozen; null: none was. */
  lastFrozen: Date | null
  /** The mark of its SECRET; null: it has none. */
  secretMark: string | null
  /** The latest dispatched delivery; null: none was. */
  lastSigned: Signed | null
}

/** A delivery whose Message-ID shows with which secret it was signed. */
export type Signed = { delivery: string; messageId: string }

/** Reads the ledger behind a URL without creating tables. Throws when the server doesn't answer. */
export async function lookInto(url: string, patience: number): Promise<LookedInto> {
  const client = await connectOne(url, {
    connectionTimeoutMillis: patience,
    query_timeout: patience,
    application_name: 'estafette look',
  })
  try {
    return await lookOver(client)
  } finally {
    await client.end()
  }
}

/** The same over an open connection. */
export async function lookOver(client: pg.Client): Promise<LookedInto> {
  const ask = async (text: string) => (await client.query(text)).rows
  const database = await askMark(ask)
  const isThere = async (table: string) =>
    (await ask(`select to_regclass('estafette.${table}') is not null as made`))[0].made
  const settlings = (await isThere('instance')) ? (await ask(SETTLINGS)).map(toSettling) : []
  const marks = (await isThere('secret_mark')) ? await ask(SECRET_MARK) : []
  const secretMark = (marks[0]?.mark as string | undefined) ?? null
  if (!(await isThere('frozen')))
    return { database, settlings, editions: 0, lastFrozen: null, secretMark, lastSigned: null }
  const [lastSigned = null] = (await ask(LAST_SIGNED)) as Signed[]
  const [frozen] = await ask(
    'select count(distinct edition)::int as editions, max(frozen_at) as last from estafette.frozen',
  )
  return { database, settlings, editions: frozen.editions, lastFrozen: frozen.last, secretMark, lastSigned }
}

const SECRET_MARK = 'select mark from estafette.secret_mark order by number desc limit 1'

const LAST_SIGNED =
  'select id as delivery, message_id as "messageId" from estafette.delivery order by created_at desc limit 1'

/** Earlier versions have no `seen` and no `awaits`. */
const SETTLINGS = `
  select i.id, i.database, i.folder, i.path, i.since, coalesce((to_jsonb(i) ->> 'seen')::bigint, 0) as seen,
    to_jsonb(i) ->> 'awaits' as awaits from estafette.instance i order by i.id`

function toSettling(row: Omit<Settling, 'awaits'> & { awaits: string | null }): Settling {
  const awaits: AwaitReason | null = AWAIT_REASONS.find(one => one === row.awaits) ?? null
  // The type of bigint depends on whether the database module is loaded; here it may be text.
  return { ...row, id: String(row.id), seen: Number(row.seen), awaits }
}
