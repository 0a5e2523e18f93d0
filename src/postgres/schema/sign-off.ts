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

  -- What somebody remarks on an update: never in a mail to officials. edition, version: the edition in which they read it. is_refusal: said
  -- when its approver returned that version.
  create table remark_log (
    id bigint generated always as identity primary key,
    update_id text not null,
    revision integer not null,
    edition text,
    version integer,
    is_refusal boolean not null,
    by_email text not null,
    text text not null check (text <> ''),
    at timestamptz not null,
    constraint remark_refusal check (version is not null or not is_refusal),
    foreign key (update_id, revision) references revision (update_id, number)
  );
  create index remark_log_update on remark_log (update_id, id);
  create index remark_log_edition on remark_log (edition, id);
  create index remark_log_at on remark_log (at);
  ${appendOnly('remark_log')}

  -- Answers to a remark, and its closing, which is the last line.
  create table remark_reply_log (
    id bigint generated always as identity primary key,
    remark bigint not null references remark_log (id),
    action text not null check (action in ('answer', 'close')),
    by_email text not null,
    text text check (text <> ''),
    at timestamptz not null,
    constraint remark_answer check (action = 'close' or text is not null)
  );
  create index remark_reply_log_remark on remark_reply_log (remark, id);
  create unique index remark_reply_log_closed on remark_reply_log (remark) where action = 'close';
  create index remark_reply_log_at on remark_reply_log (at);
  ${appendOnly('remark_reply_log')}
`
