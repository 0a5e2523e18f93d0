/** Upgrades an older ledger to the schema, by name. A name's statements never change. */
export const FROM_0001: Record<string, string> = {
  // The ledger: revisions, frozen editions with their audience, sign-offs, deliveries, attempts, follow-ups.
  '0001-first-edition': `
    create table revision (update_id text not null, number integer not null check (number > 0), hash text not null, content text not null, file
      text not null, editor text, taken_in_at timestamptz not null, primary key (update_id, number));
    create table dropped_file (update_id text primary key, revision integer not null, file text not null, gone_since timestamptz, foreign key
      (update_id, revision) references revision (update_id, number));
    create table edition (id text primary key, kind text not null check (kind in ('regular', 'flash', 'erratum')), prepared_by text, version
      integer not null default 0, created_at timestamptz not null, dispatched_at timestamptz, expires_at timestamptz, stopped_at timestamptz,
      stop_reason text, cancelled_at timestamptz);
    create table frozen (edition text not null references edition (id), version integer not null, hash text not null, content_hash text not null,
      audience_hash text not null, content text not null, candidates integer not null, frozen_at timestamptz not null, primary key (edition,
      version));
    create table frozen_item (edition text not null, version integer not null, update_id text not null, revision integer not null, section text
      not null check (section in ('new', 'changed', 'withdrawn', 'standing')), primary key (edition, version, update_id), foreign key (edition,
      version) references frozen (edition, version), foreign key (update_id, revision) references revision (update_id, number));
    create table addressee (edition text not null, version integer not null, recipient text not null, commune text not null, role text not null,
      acting boolean not null, competences text[] not null, languages text not null, name text not null, salutation_fr text not null,
      salutation_nl text not null, email text not null, primary key (edition, version, recipient), foreign key (edition, version) references
      frozen (edition, version));
    create table exclusion (edition text not null, version integer not null, recipient text not null, commune text not null, role text not null,
      reason text not null, primary key (edition, version, recipient), foreign key (edition, version) references frozen (edition, version));
    create table sign_off (id bigint generated always as identity primary key, edition text not null, version integer not null, hash text not
      null, decision text not null check (decision in ('approve', 'reject')), by_email text not null, comment text, decided_at timestamptz not
      null, unique (edition, version, by_email), foreign key (edition, version) references frozen (edition, version));
    create function refuse_change() returns trigger language plpgsql as $$ begin raise exception 'table % is append-only', tg_table_name; end $$;
    create trigger append_only before update or delete on sign_off for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on sign_off execute function refuse_change();
    create table slot (edition text not null, slot text not null check (slot in ('draft', 'send')), due_at timestamptz not null, done_at
      timestamptz not null, outcome text not null, primary key (edition, slot));
    create table delivery (id text primary key, edition text not null references edition (id), version integer not null, recipient text not null,
      commune text not null, state text not null default 'pending' check (state in ('pending', 'deferred', 'accepted', 'bounced', 'in-doubt',
      'gave-up', 'suppressed')), message_id text not null, due_at timestamptz not null, claim integer not null default 0, claimed_until
      timestamptz, claimed_by text, attempts integer not null default 0, created_at timestamptz not null, settled_by text, unique (edition,
      recipient), foreign key (edition, version, recipient) references addressee (edition, version, recipient));
    create index delivery_open on delivery (due_at) where state in ('pending', 'deferred');
    create index delivery_edition_state on delivery (edition, state);
    create table attempt (delivery text not null references delivery (id), number integer not null, claim integer not null, phase text not null
      check (phase in ('started', 'dot', 'answered')), started_at timestamptz not null, dot_at timestamptz, ended_at timestamptz, outcome text
      check (outcome in ('accepted', 'deferred', 'bounced', 'in-doubt', 'lost', 'suppressed')), reply_code integer, enhanced_status text, reply
      text, primary key (delivery, number));
    create index attempt_open on attempt (delivery) where outcome is null;
    create table follow_up (id bigint generated always as identity primary key, edition text references edition (id), commune text not null,
      recipient text not null, reason text not null, action text not null, spoc text not null, detail text not null default '', state text not
      null default 'open' check (state in ('open', 'in-hand', 'done')), opened_at timestamptz not null, due date not null);
    create unique index follow_up_once on follow_up (coalesce(edition, ''), recipient, reason)`,
  // Returned mail: each mail once, matched or not; the position in each mailbox; unreadable mails.
  '0002-reports': `
    create table report (id bigint generated always as identity primary key, hash text not null unique, source text not null, item text not null,
      recorded_at timestamptz not null, sent_at timestamptz, kind text not null check (kind in ('dsn', 'auto-reply', 'complaint', 'reply',
      'unknown')), match text check (match in ('return-path', 'message-id', 'returned-part')), delivery text references delivery (id), evidence
      text check (evidence in ('refused', 'given-up', 'arrived', 'held')), status text, reason text not null default '', topic text check (topic
      in ('objection', 'correction', 'question', 'other')), reply_text text not null default '', until text, deputy text, needs_deputy boolean not
      null default false, check ((match is null) = (delivery is null)));
    create index report_delivery on report (delivery) where delivery is not null;
    create index delivery_message_id on delivery (message_id);
    create table report_source (source text primary key, uid_validity bigint not null, last_uid bigint not null default 0, trouble_uid bigint,
      troubles integer not null default 0);
    create table report_quarantine (source text not null, item text not null, reason text not null, at timestamptz not null, primary key (source,
      item))`,
  // Staff mails (notices); the due time and required approvals of a frozen version; sign-off links.
  '0003-notices': `
    create table notice (key text primary key, kind text not null, to_email text not null, to_name text not null, languages text[] not null,
      payload text not null, state text not null default 'pending' check (state in ('pending', 'sent', 'failed')), attempts integer not null
      default 0, due_at timestamptz not null, claimed_until timestamptz, sent_at timestamptz, error text, created_at timestamptz not null);
    create index notice_due on notice (due_at) where state = 'pending';
    alter table frozen add column send_at timestamptz;
    alter table frozen add column closes_at timestamptz;
    alter table frozen add column approvals_required integer not null default 1 check (approvals_required > 0);
    create table sign_link (id_hash text primary key, person text not null, edition text not null, version integer not null, hash text not null,
      created_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz, foreign key (edition, version) references frozen
      (edition, version))`,
  // The place of this ledger, one row per take-over; the last one counts.
  '0005-instance': `
    create table instance (id bigint generated always as identity primary key, database text not null, folder text, path text, since timestamptz
      not null, by_email text)`,
  // Flashes for some communes, and addresses that the roster corrected after the freeze.
  '0006-calendar-and-corrections': `
    alter table edition add column communes text[];
    create table address_correction (edition text not null references edition (id), recipient text not null, email text not null, at timestamptz
      not null, by text not null check (by in ('roster')), primary key (edition, recipient));
    create table change_told (edition text not null, version integer not null, stage text not null check (stage in ('before-sign-off',
      'after-sign-off')), mark text not null, at timestamptz not null, primary key (edition, version, stage, mark), foreign key (edition, version)
      references frozen (edition, version))`,
  // The token of a delivery's return path, from its Message-ID, so that bounces can be looked up.
  '0007-return-token': `
    alter table delivery add column return_token text generated always as (substring(message_id from '\\.([0-9a-f]{20})@')) stored;
    create index delivery_return_token on delivery (return_token)`,
  // Who let an urgent update through without one language, and who cancelled an edition; append-only.
  '0010-let-through': `
    create table let_through_log (hash text primary key, update_id text not null, missing text not null check (missing in ('fr', 'nl')), file text
      not null, by_email text not null, reason text not null, at timestamptz not null);
    create trigger append_only before update or delete on let_through_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on let_through_log execute function refuse_change();
    create table let_through_link (id_hash text primary key, person text not null, update_id text not null, hash text not null, created_at
      timestamptz not null, expires_at timestamptz not null);
    create table cancel_log (edition text primary key references edition (id), version integer not null, by_email text not null, reason text not
      null, at timestamptz not null);
    create trigger append_only before update or delete on cancel_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on cancel_log execute function refuse_change()`,
  // A staff mail that is no longer needed when its turn comes has not failed.
  '0011-needless-notices': `
    alter table notice drop constraint notice_state_check;
    alter table notice add constraint notice_state_check check (state in ('pending', 'sent', 'failed', 'needless'))`,
  // Who settled which doubt, and how; append-only, to distinguish a requested second mail from our duplicate.
  '0012-settlements': `
    create table settlement_log (delivery text not null references delivery (id), attempt integer not null, decision text not null check (decision
      in ('accepted', 'again')), by_email text not null, at timestamptz not null, primary key (delivery, attempt));
    create trigger append_only before update or delete on settlement_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on settlement_log execute function refuse_change()`,
  // Every decision to suppress an address or to end that; the last one counts.
  '0014-suppressions': `
    create table suppression_log (id bigint generated always as identity primary key, address text not null, recipient text, decision text not
      null check (decision in ('suppress', 'write')), cause text not null, by_email text not null, at timestamptz not null);
    create index suppression_log_address on suppression_log (address, id);
    create index addressee_email on addressee (lower(email));
    create index address_correction_email on address_correction (lower(email))`,
  // How long people's words are kept, and the addresses that they give.
  '0015-kept-words': `
    alter table report add column new_address text;
    create index report_recorded on report (recorded_at);
    create table address_change_log (id bigint generated always as identity primary key, recipient text not null, before text not null, after text
      not null, follow_up bigint references follow_up (id), by_email text not null, at timestamptz not null);
    create index address_change_recipient on address_change_log (recipient, id);
    create trigger append_only before update or delete on address_change_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on address_change_log execute function refuse_change();
    create trigger append_only before update or delete on suppression_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on suppression_log execute function refuse_change()`,
  // The result of a follow-up, who took it, and its append-only history.
  '0016-follow-up-history': `
    alter table follow_up add column result text, add column taken_by text, add column done_by text, add column done_at timestamptz, add column
      assigned_by text, add column cause_gone_at timestamptz;
    update follow_up set result = 'settled' where state = 'done';
    update follow_up f set state = 'open' where reason = 'vacant' and state = 'done' and exists (select from follow_up g where g.recipient =
      f.recipient and g.reason = 'vacant' and g.state <> 'done');
    delete from follow_up f using follow_up g where f.reason = 'vacant' and g.reason = 'vacant' and g.recipient = f.recipient and g.id < f.id;
    create unique index follow_up_standing on follow_up (recipient, reason) where reason in ('vacant', 'mandate-ending');
    create index follow_up_open on follow_up (commune) where state <> 'done';
    create table follow_up_event (id bigint generated always as identity primary key, follow_up bigint not null references follow_up (id), kind
      text not null, at timestamptz not null, by_email text, was text, became text);
    create index follow_up_event_of on follow_up_event (follow_up, id);
    create trigger append_only before update or delete on follow_up_event for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on follow_up_event execute function refuse_change();
    create table follow_up_words (event bigint primary key references follow_up_event (id), words text not null);
    insert into follow_up_event (follow_up, kind, at) select id, 'opened', opened_at from follow_up order by id`,
}
