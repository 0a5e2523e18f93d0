import { type Kysely, sql } from 'kysely'

/** What came of a follow-up, who has it in hand, and its history, which is only added to. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // assigned_by: a person gave it to somebody; the SPOC of the commune may then change without it moving.
  // cause_gone_at: since when there is no cause for it any more, whether somebody has dealt with it or not; a new cause reopens it.
  `alter table follow_up
    add column result text,
    add column taken_by text,
    add column done_by text,
    add column done_at timestamptz,
    add column assigned_by text,
    add column cause_gone_at timestamptz`,
  `update follow_up set result = 'settled' where state = 'done'`,
  // A vacancy was told with each edition; from now on it is one, and open as long as one of these was.
  `update follow_up f set state = 'open' where reason = 'vacant' and state = 'done'
    and exists (select from follow_up g where g.recipient = f.recipient and g.reason = 'vacant' and g.state <> 'done')`,
  `delete from follow_up f using follow_up g
    where f.reason = 'vacant' and g.reason = 'vacant' and g.recipient = f.recipient and g.id < f.id`,
  `create unique index follow_up_standing on follow_up (recipient, reason) where reason in ('vacant', 'mandate-ending')`,
  `create index follow_up_open on follow_up (commune) where state <> 'done'`,
  // by_email null: by rule. Its words stand apart, so that they can be forgotten while what happened stays known.
  `create table follow_up_event (
    id bigint generated always as identity primary key,
    follow_up bigint not null references follow_up (id),
    kind text not null,
    at timestamptz not null,
    by_email text,
    was text,
    became text
  )`,
  `create index follow_up_event_of on follow_up_event (follow_up, id)`,
  `create trigger append_only before update or delete on follow_up_event for each row execute function refuse_change()`,
  `create trigger append_only_truncate before truncate on follow_up_event execute function refuse_change()`,
  `create table follow_up_words (
    event bigint primary key references follow_up_event (id),
    words text not null
  )`,
  `insert into follow_up_event (follow_up, kind, at) select id, 'opened', opened_at from follow_up order by id`,
]
