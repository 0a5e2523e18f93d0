import pg from 'pg'
import { connectOne } from './connection.js'

/** The application's role on the embedded server: it owns nothing and can't change or empty append-only tables. */
export const APP_ROLE = 'estafette_app'

const GRANTING = 0x45535447

/** Rights in the schema that a role lacks or has in excess; no row when all are right. */
const AMISS = `
  select 1 where not has_schema_privilege($2, $1, 'usage')
  union all
  select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = $1 and c.relkind = 'r' and case when APPEND_ONLY
    then not has_table_privilege($2, c.oid, 'insert')
      or has_table_privilege($2, c.oid, 'update') or has_table_privilege($2, c.oid, 'delete')
      or has_table_privilege($2, c.oid, 'truncate')
    else not has_table_privilege($2, c.oid, 'delete') end
  limit 1`

/** Logs of decisions and of actions. */
const isAppendOnly = (column: string) =>
  `(${column} in ('sign_off', 'follow_up_event') or ${column} like '%\\_log')`

/** Grants a role what it needs in a schema: read and write; for append-only tables only read and insert. Changes nothing when that is granted. */
export async function grantTables(ownerUrl: string, schema: string, role: string): Promise<void> {
  const owner = await connectOne(ownerUrl)
  try {
    const amiss = AMISS.replace('APPEND_ONLY', isAppendOnly('c.relname'))
    if ((await owner.query(amiss, [schema, role])).rowCount === 0) return
    await owner.query('begin')
    await owner.query('select pg_advisory_xact_lock($1)', [GRANTING])
    const [space, grantee] = [pg.escapeIdentifier(schema), pg.escapeIdentifier(role)]
    await owner.query(`grant usage on schema ${space} to ${grantee}`)
    await owner.query(`grant select, insert, update, delete on all tables in schema ${space} to ${grantee}`)
    await owner.query(`grant usage, select on all sequences in schema ${space} to ${grantee}`)
    const { rows } = await owner.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = $1 and ${isAppendOnly('tablename')}`,
      [schema],
    )
    for (const { name } of rows) {
      const table = `${space}.${pg.escapeIdentifier(name)}`
      // decision 14
      await owner.query(`revoke update, delete, truncate on ${table} from ${grantee}`)
    }
    await owner.query('commit')
  } finally {
    await owner.end()
  }
}
