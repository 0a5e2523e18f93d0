import { appendOnly } from './append-only.js'

export const SIGN_OFF = `
  -- Who drafted a content of an edition, first or again: all of them are its authors.
  create table draft_log (
    edition text not null references edition (id),
    hash text not null,
    by_email text not null,
    at timestamptz not null,
    primary key (edition, hash, by_email)
  );
  ${appendOnly('draft_log')}

  -- number: counts a person's lines on a version, so that of two at once only one is the next.
  create table sign_off (
    id bigint generated always as identity primary key,
    edition text not null,
    version integer not null,
    hash text not null,
    decision text not null check (decision in ('approve', 'reject', 'withdraw')),
    by_email text not null,
    comment text,
    decided_at timestamptz not null,
    number integer not null default 1 check (number > 0),
    constraint sign_off_once unique (edition, version, by_email, number),
    foreign key (edition, version) references frozen (edition, version)
  );
  ${appendOnly('sign_off')}

  create table cancel_log (
    edition text primary key references edition (id),
    version integer not null,
    by_email text not null,
    reason text not null,
    at timestamptz not null
  );
  ${appendOnly('cancel_log')}

  -- Who made the web version of an edition public, and who took that back: the last line of an edition counts.
  create table publication_log (
    id bigint generated always as identity primary key,
    edition text not null references edition (id),
    action text not null check (action in ('publish', 'withdraw')),
    by_email text not null,
    at timestamptz not null
  );
  create index publication_log_edition on publication_log (edition, id);
  ${appendOnly('publication_log')}

  -- Who stopped an edition and let it go on; by_email: null for an operator's command.
  create table stop_log (
    id bigint generated always as identity primary key,
    edition text not null references edition (id),
    action text not null check (action in ('stop', 'resume')),
    by_email text,
    reason text,
    at timestamptz not null
  );
  create index stop_log_edition on stop_log (edition, id);
  ${appendOnly('stop_log')}
`
