import { type Kysely, sql } from 'kysely'

/** An official who left office, by an automatic reply; a filter that keeps our mail; a mail that was passed on, and no more is known. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  'alter table report add column gone boolean not null default false',
  'alter table report add column successor text',
  `alter table report add column held_by text check (held_by in ('quarantine', 'challenge'))`,
  'alter table report drop constraint report_evidence_check',
  `alter table report add constraint report_evidence_check
    check (evidence in ('refused', 'given-up', 'arrived', 'held', 'relayed'))`,
]
