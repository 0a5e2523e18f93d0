import { type Kysely, sql } from 'kysely'

/** Who stopped an edition: a person, who knows, or a refusal of ourselves, of which somebody must hear. */
export async function up(db: Kysely<never>) {
  await sql`alter table edition add column stop_cause text check (stop_cause in ('person', 'refusal'))`.execute(
    db,
  )
}
