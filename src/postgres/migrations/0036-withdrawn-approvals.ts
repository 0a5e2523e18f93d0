import { type Kysely, sql } from 'kysely'

/**
 * An approval can be withdrawn: one more line of the same append-only log, after which its giver may decide again. `number` counts a
 * person's lines on a version, so that two at once can't both be the next.
 */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  'alter table sign_off add column number integer not null default 1 check (number > 0)',
  'alter table sign_off drop constraint sign_off_decision_check',
  `alter table sign_off add constraint sign_off_decision_check check (decision in ('approve', 'reject', 'withdraw'))`,
  'alter table sign_off drop constraint sign_off_edition_version_by_email_key',
  'alter table sign_off add constraint sign_off_once unique (edition, version, by_email, number)',
]
