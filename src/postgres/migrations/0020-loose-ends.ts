import { type Kysely, sql } from 'kysely'

/** A topic that the column refused, results of what is open, and confirmed changes of address that a crash cut in two. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // Until now a reply about a delivery that had no topic in the column was one of these.
  `alter table report drop constraint report_topic_check`,
  `update report set topic = 'unsubscribe' where kind = 'reply' and delivery is not null and topic is null`,
  `alter table report add constraint report_topic_check
    check (topic in ('objection', 'correction', 'question', 'unsubscribe', 'other'))`,
  // Migration 0016 left "settled" on vacancies that it opened again.
  `update follow_up set result = null where state <> 'done' and result is not null`,
  `alter table follow_up add constraint follow_up_open_without_result check (state = 'done' or result is null)`,
  // Written before the agency's list is, gone once the change stands in address_change_log.
  `create table address_change_plan (
    id bigint generated always as identity primary key,
    recipient text not null,
    before text not null,
    after text not null,
    follow_up bigint references follow_up (id),
    by_email text not null,
    at timestamptz not null
  )`,
]
