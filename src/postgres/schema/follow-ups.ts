import { appendOnly } from './append-only.js'

const ADDRESS_CHANGE = `
    id bigint generated always as identity primary key,
    recipient text not null,
    before text not null,
    after text not null,
    follow_up bigint references follow_up (id),
    by_email text not null,
    at timestamptz not null`

export const FOLLOW_UPS = `
  -- assigned_by: a person gave it to somebody; it stays there when the commune gets another SPOC.
  -- cause_gone_at: since when it has no cause any more; a new cause reopens it.
  create table follow_up (
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
    due date not null,
    result text,
    taken_by text,
    done_by text,
    done_at timestamptz,
    assigned_by text,
    cause_gone_at timestamptz,
    constraint follow_up_open_without_result check (state = 'done' or result is null)
  );
  create unique index follow_up_once on follow_up (coalesce(edition, ''), recipient, reason);
  create unique index follow_up_standing on follow_up (recipient, reason) where reason in ('vacant', 'mandate-ending');
  create index follow_up_open on follow_up (commune) where state <> 'done';

  -- by_email null: by rule. The words stand apart: they can be forgotten while what happened stays known.
  create table follow_up_event (
    id bigint generated always as identity primary key,
    follow_up bigint not null references follow_up (id),
    kind text not null,
    at timestamptz not null,
    by_email text,
    was text,
    became text
  );
  create index follow_up_event_of on follow_up_event (follow_up, id);
  ${appendOnly('follow_up_event')}
  create table follow_up_words (
    event bigint primary key references follow_up_event (id),
    words text not null
  );

  -- A person's confirmation that the roster's address of somebody changes. The plan is written before the agency's list is,
  -- and gone once the change stands in the log.
  create table address_change_plan (${ADDRESS_CHANGE}
  );
  create table address_change_log (${ADDRESS_CHANGE}
  );
  create index address_change_recipient on address_change_log (recipient, id);
  ${appendOnly('address_change_log')}
`
