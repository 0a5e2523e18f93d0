import { type Kysely, sql } from 'kysely'

/** The token of a delivery's return path, read from its Message-ID, so that a bounce is found by it. */
export async function up(db: Kysely<never>) {
  await sql
    .raw(
      `alter table delivery add column return_token text
        generated always as (substring(message_id from '\\.([0-9a-f]{20})@')) stored`,
    )
    .execute(db)
  await sql.raw('create index delivery_return_token on delivery (return_token)').execute(db)
}
