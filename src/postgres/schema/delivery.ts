import { appendOnly } from './append-only.js'

export const DELIVERY = `
  -- path_token: of the return path; no Message-ID gives it away. return_token stands there where it is null. decision 25
  -- fillfactor: a claim or a phase finds room beside its row, and touches no index (a heap-only tuple).
  create table delivery (
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
    return_token text generated always as (substring(message_id from '\\.([0-9a-f]{20})@')) stored,
    path_token text,
    unique (edition, recipient),
    foreign key (edition, version, recipient) references addressee (edition, version, recipient)
  ) with (fillfactor = 50);
  create index delivery_open on delivery (due_at) where state in ('pending', 'deferred');
  create index delivery_edition_state on delivery (edition, state, recipient);
  create index delivery_commune on delivery (edition, commune, state);
  create index delivery_message_id on delivery (message_id);
  create index delivery_return_token on delivery (return_token);
  create index delivery_path_token on delivery (path_token);

  create table attempt (
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
  ) with (fillfactor = 50);
  create index attempt_open on attempt (delivery) where outcome is null;
  create index attempt_answered on attempt (ended_at desc, delivery) where ended_at is not null;

  -- A delivery without an attempt goes to this address; the frozen audience stays as it was signed. decision 10
  create table address_correction (
    edition text not null references edition (id),
    recipient text not null,
    email text not null,
    at timestamptz not null,
    by text not null check (by in ('roster', 'person')),
    primary key (edition, recipient)
  );
  create index address_correction_email on address_correction (lower(email));

  -- attempts: how many there were before. before, state_before: where the last of them went, and what came of it.
  -- return_token: of the return path from then on; a late bounce of the old address is told from one of the new. decision 27
  create table send_again (
    delivery text not null references delivery (id),
    number integer not null,
    attempts integer not null,
    before text not null,
    address text not null,
    state_before text not null,
    return_token text not null,
    by_email text not null,
    at timestamptz not null,
    taken_back_at timestamptz,
    taken_back_by text,
    primary key (delivery, number)
  );
  create index send_again_return_token on send_again (return_token);
  create index send_again_before on send_again (lower(before));

  -- Who settled which doubt, and how. attempt: the one whose answer is not known.
  create table settlement_log (
    delivery text not null references delivery (id),
    attempt integer not null,
    decision text not null check (decision in ('accepted', 'again')),
    by_email text not null,
    at timestamptz not null,
    primary key (delivery, attempt)
  );
  ${appendOnly('settlement_log')}

  -- Every decision; the last one of an address, or of a person, counts. address: in lower case.
  -- recipient: the roster's id when it was decided about somebody in it. only_recipient: of all who have the address, this one.
  create table suppression_log (
    id bigint generated always as identity primary key,
    address text not null,
    recipient text,
    decision text not null check (decision in ('suppress', 'write')),
    cause text not null,
    by_email text not null,
    at timestamptz not null,
    only_recipient boolean not null default false,
    constraint suppression_log_whom check (not only_recipient or recipient is not null)
  );
  create index suppression_log_address on suppression_log (address, id);
  create index suppression_log_recipient on suppression_log (recipient, id) where only_recipient;
  ${appendOnly('suppression_log')}
`
