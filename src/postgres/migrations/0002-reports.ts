import { type Kysely, sql } from 'kysely'

/** What came back: each mail once, matched or not; where each mailbox was read to; what could not be read. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // hash: of the mail's bytes. The text of an out-of-office is never here, and no text of a mail that belongs to no delivery.
  `create table report (
    id bigint generated always as identity primary key,
    hash text not null unique,
    source text not null,
    item text not null,
    recorded_at timestamptz not null,
    sent_at timestamptz,
    kind text not null check (kind in ('dsn', 'auto-reply', 'complaint', 'reply', 'unknown')),
    match text check (match in ('return-path', 'message-id', 'returned-part')),
    delivery text references delivery (id),
    evidence text check (evidence in ('refused', 'given-up', 'arrived', 'held')),
    status text,
    reason text not null default '',
    topic text check (topic in ('objection', 'correction', 'question', 'other')),
    reply_text text not null default '',
    until text,
    deputy text,
    needs_deputy boolean not null default false,
    check ((match is null) = (delivery is null))
  )`,
  `create index report_delivery on report (delivery) where delivery is not null`,
  `create index delivery_message_id on delivery (message_id)`,
  // A mailbox is read in the order of its UIDs, which mean something only together with its UIDVALIDITY (RFC 9051 §2.3.1.1).
  `create table report_source (
    source text primary key,
    uid_validity bigint not null,
    last_uid bigint not null default 0,
    trouble_uid bigint,
    troubles integer not null default 0
  )`,
  `create table report_quarantine (
    source text not null,
    item text not null,
    reason text not null,
    at timestamptz not null,
    primary key (source, item)
  )`,
]
