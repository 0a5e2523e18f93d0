import { appendOnly } from './append-only.js'

export const OPERATIONS = `
  -- A mail to staff. key: what it is about, so that telling it twice sends it once.
  create table notice (
    key text primary key,
    kind text not null,
    to_email text not null,
    to_name text not null,
    languages text[] not null,
    payload text not null,
    state text not null default 'pending' check (state in ('pending', 'sent', 'failed', 'needless')),
    attempts integer not null default 0,
    due_at timestamptz not null,
    claimed_until timestamptz,
    sent_at timestamptz,
    error text,
    created_at timestamptz not null
  );
  create index notice_due on notice (due_at) where state = 'pending';

  -- A link that was mailed to staff, or a session. The token is nowhere: id_hash is the SHA-256 of its random part, the rest is
  -- an HMAC over this row. person: their id in staff.yaml. used_at: also when a session was left. decision 13
  create table link (
    id_hash text primary key,
    purpose text not null,
    email text not null,
    person text,
    edition text,
    version integer,
    update_id text,
    hash text,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    foreign key (edition, version) references frozen (edition, version),
    constraint link_about check (case purpose
      when 'sign-off' then edition is not null and version is not null and hash is not null
      when 'let-through' then update_id is not null and hash is not null
      when 'log-in' then person is not null
      when 'session' then person is not null
      else false end)
  );
  create index link_expires on link (expires_at);

  -- Where this ledger lives, one row for each time that somebody took it over; the last one counts.
  -- seen: counts up as mails leave. awaits: why a person has to take over.
  -- timeline: of its server when it was last used. replicated: a standby had each commit by then.
  create table instance (
    id bigint generated always as identity primary key,
    database text not null,
    folder text,
    path text,
    since timestamptz not null,
    by_email text,
    seen bigint not null default 0,
    awaits text check (awaits in ('elsewhere', 'copied', 'older', 'restored', 'moved', 'left', 'failover')),
    timeline integer,
    replicated boolean
  );

  -- With which SECRET this ledger is signed, by a mark that does not tell it; the last one counts.
  create table secret_mark (
    number integer primary key,
    mark text not null,
    since timestamptz not null,
    by_email text
  );

  -- When it was put back from a backup. knows_since: all that left since made_at was carried over from the ledger before.
  create table restore_log (
    id bigint generated always as identity primary key,
    made_at timestamptz not null,
    restored_at timestamptz not null,
    knows_since boolean not null,
    by_email text
  );
  ${appendOnly('restore_log')}

  -- Where it was moved to, without a password.
  create table move_log (
    id bigint generated always as identity primary key,
    place text not null,
    at timestamptz not null
  );
  ${appendOnly('move_log')}
`
