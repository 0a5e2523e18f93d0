import { type Kysely, sql } from 'kysely'

/** Mails that are no edition (notices); when a frozen version is due and how many must approve it; links to sign off. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // key: what the notice is about, so that telling it twice sends it once.
  `create table notice (
    key text primary key,
    kind text not null,
    to_email text not null,
    to_name text not null,
    languages text[] not null,
    payload text not null,
    state text not null default 'pending' check (state in ('pending', 'sent', 'failed')),
    attempts integer not null default 0,
    due_at timestamptz not null,
    claimed_until timestamptz,
    sent_at timestamptz,
    error text,
    created_at timestamptz not null
  )`,
  `create index notice_due on notice (due_at) where state = 'pending'`,
  // send_at: the send slot; closes_at: until when it can be signed off. Null where nothing is planned.
  `alter table frozen add column send_at timestamptz`,
  `alter table frozen add column closes_at timestamptz`,
  `alter table frozen add column approvals_required integer not null default 1 check (approvals_required > 0)`,
  // The token itself is nowhere: id_hash is the SHA-256 of its random part, the rest is an HMAC over this row.
  `create table sign_link (
    id_hash text primary key,
    person text not null,
    edition text not null,
    version integer not null,
    hash text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    foreign key (edition, version) references frozen (edition, version)
  )`,
]
