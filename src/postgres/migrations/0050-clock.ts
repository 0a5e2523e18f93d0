import { type Kysely, sql } from 'kysely'

/** An edition may be held because the clock has jumped: whether it has expired is a person's to say. */
export async function up(db: Kysely<never>) {
  await sql`alter table edition drop constraint edition_stop_cause_check, add constraint edition_stop_cause_check
    check (stop_cause in ('person', 'refusal', 'gone-back', 'clock'))`.execute(db)
}
