import { type Kysely, sql } from 'kysely'

/**
 * Mails of a mailbox that its server did not give when it was asked: the mailbox's mark has passed them, and they are asked for again.
 * looks: how often; words: the server's last; told_at: when the admins were told.
 */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table report_unread (
    source text not null,
    uid_validity bigint not null,
    uid bigint not null,
    since timestamptz not null,
    last_at timestamptz not null,
    looks integer not null default 1 check (looks > 0),
    words text not null,
    told_at timestamptz,
    primary key (source, uid_validity, uid)
  )`,
]
