import { appendOnly } from './append-only.js'

export const UPDATES = `
  create table revision (
    update_id text not null,
    number integer not null check (number > 0),
    hash text not null,
    content text not null,
    file text not null,
    editor text,
    taken_in_at timestamptz not null,
    primary key (update_id, number)
  );

  -- The drop folder at the last scan: which revision of which update is current, and which file is gone.
  -- awaits_answer: a draft waits until a person says why it is gone. decision 51
  create table dropped_file (
    update_id text primary key,
    revision integer not null,
    file text not null,
    gone_since timestamptz,
    awaits_answer boolean not null default false,
    foreign key (update_id, revision) references revision (update_id, number)
  );

  -- Who left what out on purpose.
  create table left_out_log (
    id bigint generated always as identity primary key,
    update_id text not null,
    revision integer not null,
    file text not null,
    by_email text not null,
    reason text not null,
    at timestamptz not null
  );
  ${appendOnly('left_out_log')}

  -- version: SHA-256 of the file's bytes. hash: of the update's content, by which an edition knows it. warnings: JSON.
  create table warned_file (
    file text primary key,
    version text not null,
    update_id text not null,
    hash text not null,
    warnings text not null,
    seen_at timestamptz not null
  );
  create index warned_file_hash on warned_file (hash);

  -- Who said of which version of a file that its warnings are meant. The last line of a version counts.
  create table meant_log (
    id bigint generated always as identity primary key,
    version text not null,
    file text not null,
    is_meant boolean not null,
    by_email text not null,
    at timestamptz not null
  );
  create index meant_log_version on meant_log (version, id);
  ${appendOnly('meant_log')}

  -- Who saved which version of a file from a page or by a command; its author, who can't sign. version: SHA-256 of its bytes.
  create table saved_log (
    id bigint generated always as identity primary key,
    version text not null,
    file text not null,
    by_email text not null,
    at timestamptz not null
  );
  create index saved_log_version on saved_log (version, id);
  ${appendOnly('saved_log')}

  -- What somebody types and has not saved: theirs alone. about: an update's id, empty for a new one. base: the version of the file
  -- when they began. fields: JSON.
  create table update_draft (
    by_email text not null,
    about text not null,
    base text,
    fields text not null,
    at timestamptz not null,
    primary key (by_email, about)
  );

  -- Who let an urgent update go without a language. hash: of that revision's content; another text needs another decision.
  create table let_through_log (
    hash text primary key,
    update_id text not null,
    missing text not null,
    file text not null,
    by_email text not null,
    reason text not null,
    at timestamptz not null
  );
  ${appendOnly('let_through_log')}
`
