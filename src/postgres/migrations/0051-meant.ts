import { type Kysely, sql } from 'kysely'

/** What is worth a look in the files of the drop folder, as last seen; and who said of which version that it is meant. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // version: SHA-256 of the file's bytes. hash: of the update's content, by which an edition knows it. warnings: JSON.
  `create table warned_file (
    file text primary key,
    version text not null,
    update_id text not null,
    hash text not null,
    warnings text not null,
    seen_at timestamptz not null
  )`,
  'create index warned_file_hash on warned_file (hash)',
  // The last line of a version counts.
  `create table meant_log (
    id bigint generated always as identity primary key,
    version text not null,
    file text not null,
    is_meant boolean not null,
    by_email text not null,
    at timestamptz not null
  )`,
  'create index meant_log_version on meant_log (version, id)',
  `create trigger append_only before update or delete on meant_log for each row execute function refuse_change()`,
  `create trigger append_only_truncate before truncate on meant_log execute function refuse_change()`,
]
