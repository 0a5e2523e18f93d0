import { type Kysely, sql } from 'kysely'

/**
 * Proof that a mail system speaks: a token of the return path that no Message-ID gives away, and which domain a report says refuses us.
 * Null for what was dispatched before; there the Message-ID's token stands in the return path, too.
 */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  'alter table delivery add column path_token text',
  'create index delivery_path_token on delivery (path_token)',
  'alter table report add column refused_by text',
]
