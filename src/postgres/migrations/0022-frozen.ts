import { type Kysely, sql } from 'kysely'

/**
 * What was frozen for sign-off is not changed by anybody's statement, before or after dispatch: it was hashed once, and the addresses are
 * read again for each mail. What is past its time may still be deleted.
 */
export async function up(db: Kysely<never>) {
  await sql`
    create function refuse_update() returns trigger language plpgsql as $$
      begin raise exception 'table % is frozen', tg_table_name; end $$`.execute(db)
  for (const table of ['frozen', 'addressee', 'exclusion'])
    await sql
      .raw(`create trigger frozen before update on ${table} for each row execute function refuse_update()`)
      .execute(db)
}
