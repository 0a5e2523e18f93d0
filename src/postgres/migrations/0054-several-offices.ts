import { type Kysely, sql } from 'kysely'

/** One person with several mandates: the one that is written to names the others, and each of those names the one that stands for it. */
export async function up(db: Kysely<never>) {
  await sql`alter table addressee add column also jsonb`.execute(db)
  await sql`alter table exclusion add column stands_for text`.execute(db)
}
