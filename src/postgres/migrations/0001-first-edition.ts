import { type Kysely, sql } from 'kysely'

/** The ledger: revisions, frozen editions with their audience, sign-offs, deliveries, attempts, follow-ups. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table revision (
    update_id text not null,
    number integer not null check (number > 0),
    hash text not null,
    content text not null,
    file text not null,
    editor text,
    taken_in_at timestamptz not null,
    primary key (update_id, number)
  )`,
  // What lay in the drop folder at the last scan: which revision of which update is current, and which file is gone.
  `create table dropped_file (
    update_id text primary key,
    revision integer not null,
    file text not null,
    gone_since timestamptz,
    foreign key (update_id, revision) references revision (update_id, number)
  )`,
  `create table edition (
    id text primary key,
    kind text not null check (kind in ('regular', 'flash', 'erratum')),
    prepared_by text,
    version integer not null default 0,
    created_at timestamptz not null,
    dispatched_at timestamptz,
    expires_at timestamptz,
    stopped_at timestamptz,
    stop_reason text,
    cancelled_at timestamptz
  )`,
  // One row per freeze. Only the edition's current version can be signed; content is canonical JSON, kept byte for byte.
  `create table frozen (
    edition text not null references edition (id),
    version integer not null,
    hash text not null,
    content_hash text not null,
    audience_hash text not null,
    content text not null,
    candidates integer not null,
    frozen_at timestamptz not null,
    primary key (edition, version)
  )`,
  `create table frozen_item (
    edition text not null,
    version integer not null,
    update_id text not null,
    revision integer not null,
    section text not null check (section in ('new', 'changed', 'withdrawn', 'standing')),
    primary key (edition, version, update_id),
    foreign key (edition, version) references frozen (edition, version),
    foreign key (update_id, revision) references revision (update_id, number)
  )`,
  `create table addressee (
    edition text not null,
    version integer not null,
    recipient text not null,
    commune text not null,
    role text not null,
    acting boolean not null,
    competences text[] not null,
    languages text not null,
    name text not null,
    salutation_fr text not null,
    salutation_nl text not null,
    email text not null,
    primary key (edition, version, recipient),
    foreign key (edition, version) references frozen (edition, version)
  )`,
  `create table exclusion (
    edition text not null,
    version integer not null,
    recipient text not null,
    commune text not null,
    role text not null,
    reason text not null,
    primary key (edition, version, recipient),
    foreign key (edition, version) references frozen (edition, version)
  )`,
  // Append-only: a decision is never changed or taken away, whoever asks.
  `create table sign_off (
    id bigint generated always as identity primary key,
    edition text not null,
    version integer not null,
    hash text not null,
    decision text not null check (decision in ('approve', 'reject')),
    by_email text not null,
    comment text,
    decided_at timestamptz not null,
    unique (edition, version, by_email),
    foreign key (edition, version) references frozen (edition, version)
  )`,
  `create function refuse_change() returns trigger language plpgsql as $$
    begin raise exception 'table % is append-only', tg_table_name; end $$`,
  `create trigger append_only before update or delete on sign_off for each row execute function refuse_change()`,
  `create trigger append_only_truncate before truncate on sign_off execute function refuse_change()`,
  `create table slot (
    edition text not null,
    slot text not null check (slot in ('draft', 'send')),
    due_at timestamptz not null,
    done_at timestamptz not null,
    outcome text not null,
    primary key (edition, slot)
  )`,
  `create table delivery (
    id text primary key,
    edition text not null references edition (id),
    version integer not null,
    recipient text not null,
    commune text not null,
    state text not null default 'pending'
      check (state in ('pending', 'deferred', 'accepted', 'bounced', 'in-doubt', 'gave-up', 'suppressed')),
    message_id text not null,
    due_at timestamptz not null,
    claim integer not null default 0,
    claimed_until timestamptz,
    claimed_by text,
    attempts integer not null default 0,
    created_at timestamptz not null,
    settled_by text,
    unique (edition, recipient),
    foreign key (edition, version, recipient) references addressee (edition, version, recipient)
  )`,
  `create index delivery_open on delivery (due_at) where state in ('pending', 'deferred')`,
  `create index delivery_edition_state on delivery (edition, state)`,
  `create table attempt (
    delivery text not null references delivery (id),
    number integer not null,
    claim integer not null,
    phase text not null check (phase in ('started', 'dot', 'answered')),
    started_at timestamptz not null,
    dot_at timestamptz,
    ended_at timestamptz,
    outcome text check (outcome in ('accepted', 'deferred', 'bounced', 'in-doubt', 'lost', 'suppressed')),
    reply_code integer,
    enhanced_status text,
    reply text,
    primary key (delivery, number)
  )`,
  `create index attempt_open on attempt (delivery) where outcome is null`,
  `create table follow_up (
    id bigint generated always as identity primary key,
    edition text references edition (id),
    commune text not null,
    recipient text not null,
    reason text not null,
    action text not null,
    spoc text not null,
    detail text not null default '',
    state text not null default 'open' check (state in ('open', 'in-hand', 'done')),
    opened_at timestamptz not null,
    due date not null
  )`,
  `create unique index follow_up_once on follow_up (coalesce(edition, ''), recipient, reason)`,
]
