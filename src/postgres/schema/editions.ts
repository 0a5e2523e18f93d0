import { neverUpdated } from './append-only.js'

export const EDITIONS = `
  -- communes: NIS codes to which a flash, or the correction of one, is limited; null: all.
  -- resumed_at: when a person last said that it goes on.
  create table edition (
    id text primary key,
    kind text not null check (kind in ('regular', 'flash', 'erratum')),
    prepared_by text,
    version integer not null default 0,
    created_at timestamptz not null,
    dispatched_at timestamptz,
    expires_at timestamptz,
    stopped_at timestamptz,
    stop_reason text,
    cancelled_at timestamptz,
    communes text[],
    stop_cause text check (stop_cause in ('person', 'refusal', 'gone-back', 'clock')),
    resumed_at timestamptz
  );

  -- One row per freeze; only the edition's current version can be signed. content: canonical JSON, kept byte for byte.
  -- send_at: the send slot. closes_at: until when it can be signed off. Null where nothing is planned.
  create table frozen (
    edition text not null references edition (id),
    version integer not null,
    hash text not null,
    content_hash text not null,
    audience_hash text not null,
    content text not null,
    candidates integer not null,
    frozen_at timestamptz not null,
    send_at timestamptz,
    closes_at timestamptz,
    approvals_required integer not null default 1 check (approvals_required > 0),
    primary key (edition, version)
  );
  ${neverUpdated('frozen')}

  create table frozen_item (
    edition text not null,
    version integer not null,
    update_id text not null,
    revision integer not null,
    section text not null check (section in ('new', 'changed', 'withdrawn', 'standing')),
    primary key (edition, version, update_id),
    foreign key (edition, version) references frozen (edition, version),
    foreign key (update_id, revision) references revision (update_id, number)
  );

  -- also: the further mandates of the same person, each of them an exclusion that stands_for this one.
  create table addressee (
    edition text not null,
    version integer not null,
    recipient text not null,
    commune text not null,
    role text not null,
    acting boolean not null,
    competences text[] not null,
    languages text not null,
    name text not null,
    salutation_fr text,
    salutation_nl text,
    email text not null,
    also jsonb,
    -- In each language; what was frozen before has the two columns instead.
    salutation jsonb,
    constraint addressee_salutation check (salutation is not null or (salutation_fr is not null and salutation_nl is not null)),
    primary key (edition, version, recipient),
    foreign key (edition, version) references frozen (edition, version)
  );
  create index addressee_kind on addressee (edition, version, commune, role, languages, recipient);
  create index addressee_email on addressee (lower(email));
  ${neverUpdated('addressee')}

  create table exclusion (
    edition text not null,
    version integer not null,
    recipient text not null,
    commune text not null,
    role text not null,
    reason text not null,
    stands_for text,
    primary key (edition, version, recipient),
    foreign key (edition, version) references frozen (edition, version)
  );
  ${neverUpdated('exclusion')}

  -- What differs from a frozen version and was told, to the approvers before its sign-off or to the editors after it.
  create table change_told (
    edition text not null,
    version integer not null,
    stage text not null check (stage in ('before-sign-off', 'after-sign-off')),
    mark text not null,
    at timestamptz not null,
    primary key (edition, version, stage, mark),
    foreign key (edition, version) references frozen (edition, version)
  );

  create table slot (
    edition text not null,
    slot text not null check (slot in ('draft', 'send')),
    due_at timestamptz not null,
    done_at timestamptz not null,
    outcome text not null,
    primary key (edition, slot)
  );
`
