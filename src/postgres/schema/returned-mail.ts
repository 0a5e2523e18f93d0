export const RETURNED_MAIL = `
  -- hash: of the mail's bytes. The text of an out-of-office is never here, and no text of a mail that belongs to no delivery.
  -- sent_again: how often the delivery had been sent again when the mail that it is about went out.
  -- new_address: where somebody wants our mails from now on. refused_by: the domain that it says refuses us.
  create table report (
    id bigint generated always as identity primary key,
    hash text not null unique,
    source text not null,
    item text not null,
    recorded_at timestamptz not null,
    sent_at timestamptz,
    kind text not null check (kind in ('dsn', 'auto-reply', 'complaint', 'reply', 'unknown')),
    match text check (match in ('return-path', 'message-id', 'returned-part')),
    delivery text references delivery (id),
    evidence text check (evidence in ('refused', 'given-up', 'arrived', 'held', 'relayed')),
    status text,
    reason text not null default '',
    topic text check (topic in ('objection', 'correction', 'question', 'unsubscribe', 'other')),
    reply_text text not null default '',
    until text,
    deputy text,
    needs_deputy boolean not null default false,
    new_address text,
    sent_again integer not null default 0,
    refused_by text,
    gone boolean not null default false,
    successor text,
    held_by text check (held_by in ('quarantine', 'challenge')),
    check ((match is null) = (delivery is null))
  );
  create index report_delivery on report (delivery) where delivery is not null;
  create index report_recorded on report (recorded_at);

  -- A mailbox is read in the order of its UIDs, which mean something only together with its UIDVALIDITY (RFC 9051 §2.3.1.1).
  create table report_source (
    source text primary key,
    uid_validity bigint not null,
    last_uid bigint not null default 0,
    trouble_uid bigint,
    troubles integer not null default 0
  );

  create table report_quarantine (
    source text not null,
    item text not null,
    reason text not null,
    at timestamptz not null,
    primary key (source, item)
  );

  -- Mails that the server did not give; they are asked for again. words: the server's last. told_at: when the admins heard.
  create table report_unread (
    source text not null,
    uid_validity bigint not null,
    uid bigint not null,
    since timestamptz not null,
    last_at timestamptz not null,
    looks integer not null default 1 check (looks > 0),
    words text not null,
    told_at timestamptz,
    primary key (source, uid_validity, uid)
  );
`
