/** Upgrades an older ledger to the schema, by name. A name's statements never change. */
export const FROM_0017: Record<string, string> = {
  // The links with which staff log in, and their sessions.
  '0017-passes': `
    create table pass (id_hash text primary key, purpose text not null check (purpose in ('link', 'session')), person text not null, email text
      not null, created_at timestamptz not null, expires_at timestamptz not null, ended_at timestamptz);
    create index pass_expires on pass (expires_at)`,
  // Who published the web version of an edition, or withdrew it: append-only, the last entry counts.
  '0019-publications': `
    create table publication_log (id bigint generated always as identity primary key, edition text not null references edition (id), action text
      not null check (action in ('publish', 'withdraw')), by_email text not null, at timestamptz not null);
    create index publication_log_edition on publication_log (edition, id);
    create trigger append_only before update or delete on publication_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on publication_log execute function refuse_change()`,
  // A missing topic, results of open follow-ups, and confirmed address changes interrupted by a crash.
  '0020-loose-ends': `
    alter table report drop constraint report_topic_check;
    update report set topic = 'unsubscribe' where kind = 'reply' and delivery is not null and topic is null;
    alter table report add constraint report_topic_check check (topic in ('objection', 'correction', 'question', 'unsubscribe', 'other'));
    update follow_up set result = null where state <> 'done' and result is not null;
    alter table follow_up add constraint follow_up_open_without_result check (state = 'done' or result is null);
    create table address_change_plan (id bigint generated always as identity primary key, recipient text not null, before text not null, after
      text not null, follow_up bigint references follow_up (id), by_email text not null, at timestamptz not null)`,
  // Free space for claims and phases: an update within its page and without indexed columns touches no index (heap-only tuple).
  '0021-room-on-pages': `
    alter table delivery set (fillfactor = 50);
    alter table attempt set (fillfactor = 50)`,
  // Frozen content is hashed once, so no statement may change it, even after dispatch. Rows past retention may be deleted.
  '0022-frozen': `
    create function refuse_update() returns trigger language plpgsql as $$ begin raise exception 'table % is frozen', tg_table_name; end $$;
    create trigger frozen before update on frozen for each row execute function refuse_update();
    create trigger frozen before update on addressee for each row execute function refuse_update();
    create trigger frozen before update on exclusion for each row execute function refuse_update()`,
  // What stopped an edition: a person, or a sender refusal, which a person must hear of.
  '0023-stop-cause': `
    alter table edition add column stop_cause text check (stop_cause in ('person', 'refusal'))`,
  // When this ledger was restored from a backup, and whether it knows what left since then: append-only.
  '0024-restored': `
    create table restore_log (id bigint generated always as identity primary key, made_at timestamptz not null, restored_at timestamptz not null,
      knows_since boolean not null, by_email text);
    create trigger append_only before update or delete on restore_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on restore_log execute function refuse_change()`,
  // Where this ledger was moved, without a password: append-only.
  '0025-moves': `
    create table move_log (id bigint generated always as identity primary key, place text not null, at timestamptz not null);
    create trigger append_only before update or delete on move_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on move_log execute function refuse_change()`,
  // A ledger may be rolled back: `seen` counts up, `awaits` tells the reason, `resumed_at` the last resuming by a person.
  '0027-gone-back': `
    alter table instance add column seen bigint not null default 0, add column awaits text check (awaits in ('elsewhere', 'copied', 'older',
      'restored', 'moved', 'left'));
    alter table edition add column resumed_at timestamptz;
    alter table edition drop constraint edition_stop_cause_check, add constraint edition_stop_cause_check check (stop_cause in ('person',
      'refusal', 'gone-back'))`,
  // Deliveries that a person sent again, to a corrected or equal address; and which mail a report is about.
  '0030-send-again': `
    create table send_again (delivery text not null references delivery (id), number integer not null, attempts integer not null, before text not
      null, address text not null, state_before text not null, return_token text not null, by_email text not null, at timestamptz not null,
      taken_back_at timestamptz, taken_back_by text, primary key (delivery, number));
    create index send_again_return_token on send_again (return_token);
    create index send_again_before on send_again (lower(before));
    alter table report add column sent_again integer not null default 0;
    alter table address_correction drop constraint if exists address_correction_by_check;
    alter table address_correction add constraint address_correction_by_check check (by in ('roster', 'person'))`,
  // Who drafted an edition's content, first or again: all are its authors. Append-only.
  '0035-drafters': `
    create table draft_log (edition text not null references edition (id), hash text not null, by_email text not null, at timestamptz not null,
      primary key (edition, hash, by_email));
    create trigger append_only before update or delete on draft_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on draft_log execute function refuse_change()`,
  // A withdrawn approval is a further line. `number` counts a person's lines, so that two can't both be next.
  '0036-withdrawn-approvals': `
    alter table sign_off add column number integer not null default 1 check (number > 0);
    alter table sign_off drop constraint sign_off_decision_check;
    alter table sign_off add constraint sign_off_decision_check check (decision in ('approve', 'reject', 'withdraw'));
    alter table sign_off drop constraint sign_off_edition_version_by_email_key;
    alter table sign_off add constraint sign_off_once unique (edition, version, by_email, number)`,
  // A return path token that no Message-ID reveals proves a mail system's report. Null before: the Message-ID's token.
  '0040-path-token': `
    alter table delivery add column path_token text;
    create index delivery_path_token on delivery (path_token);
    alter table report add column refused_by text`,
  // The SECRET of a ledger, as a mark that doesn't reveal it; a row per change. The last one counts.
  '0044-secret-mark': `
    create table secret_mark (number integer primary key, mark text not null, since timestamptz not null, by_email text)`,
  // The server's timeline at last use, and whether commits waited for a standby: one that took over may lack some.
  '0045-server-seen': `
    alter table instance add column timeline integer, add column replicated boolean;
    alter table instance drop constraint instance_awaits_check, add constraint instance_awaits_check check (awaits in ('elsewhere', 'copied',
      'older', 'restored', 'moved', 'left', 'failover'))`,
  // An official who left office, by automatic reply; a filter that keeps our mail; a mail relayed without further reports.
  '0048-gone-and-held': `
    alter table report add column gone boolean not null default false;
    alter table report add column successor text;
    alter table report add column held_by text check (held_by in ('quarantine', 'challenge'));
    alter table report drop constraint report_evidence_check;
    alter table report add constraint report_evidence_check check (evidence in ('refused', 'given-up', 'arrived', 'held', 'relayed'))`,
  // Mails that a server did not give. looks: requests; words: its last answer; told_at: when admins were told.
  '0049-unread': `
    create table report_unread (source text not null, uid_validity bigint not null, uid bigint not null, since timestamptz not null, last_at
      timestamptz not null, looks integer not null default 1 check (looks > 0), words text not null, told_at timestamptz, primary key (source,
      uid_validity, uid))`,
  // An edition may be put on hold because the clock jumped: a person decides whether it has expired.
  '0050-clock': `
    alter table edition drop constraint edition_stop_cause_check, add constraint edition_stop_cause_check check (stop_cause in ('person',
      'refusal', 'gone-back', 'clock'))`,
  // Warnings about files in the drop folder, as last seen; and who said of which version that they are meant.
  '0051-meant': `
    create table warned_file (file text primary key, version text not null, update_id text not null, hash text not null, warnings text not null,
      seen_at timestamptz not null);
    create index warned_file_hash on warned_file (hash);
    create table meant_log (id bigint generated always as identity primary key, version text not null, file text not null, is_meant boolean not
      null, by_email text not null, at timestamptz not null);
    create index meant_log_version on meant_log (version, id);
    create trigger append_only before update or delete on meant_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on meant_log execute function refuse_change()`,
  // An update whose file is missing holds the draft until explained (decision 51). left_out_log: who left what out; append-only.
  '0053-left-out': `
    alter table dropped_file add column awaits_answer boolean not null default false;
    create table left_out_log (id bigint generated always as identity primary key, update_id text not null, revision integer not null, file text
      not null, by_email text not null, reason text not null, at timestamptz not null);
    create trigger append_only before update or delete on left_out_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on left_out_log execute function refuse_change()`,
  // A person's mandates: the addressee names the others, and each of these names it.
  '0054-several-offices': `
    alter table addressee add column also jsonb;
    alter table exclusion add column stands_for text`,
  // A decision about one of several people with an address follows that person and doesn't affect others.
  '0055-of-one-person': `
    alter table suppression_log add column only_recipient boolean not null default false, add constraint suppression_log_whom check (not
      only_recipient or recipient is not null);
    create index suppression_log_recipient on suppression_log (recipient, id) where only_recipient`,
  // One table of links with a purpose instead of three: what was mailed still works.
  '0056-links': `
    create table link (id_hash text primary key, purpose text not null, email text not null, person text, edition text, version integer,
      update_id text, hash text, created_at timestamptz not null, expires_at timestamptz not null, used_at timestamptz,
      foreign key (edition, version) references frozen (edition, version),
      constraint link_about check (case purpose
        when 'sign-off' then edition is not null and version is not null and hash is not null
        when 'let-through' then update_id is not null and hash is not null
        when 'log-in' then person is not null
        when 'session' then person is not null
        else false end));
    create index link_expires on link (expires_at);
    insert into link select id_hash, 'sign-off', person, null, edition, version, null, hash, created_at, expires_at, used_at from sign_link;
    insert into link select id_hash, 'let-through', person, null, null, null, update_id, hash, created_at, expires_at from let_through_link;
    insert into link select id_hash, case purpose when 'link' then 'log-in' else purpose end, email, person, null, null, null, null,
      created_at, expires_at, ended_at from pass;
    drop table sign_link, let_through_link, pass`,
  // The languages are the agency's: a salutation in each, and an update may lack any. What was frozen keeps its two columns.
  '0057-languages': `
    alter table addressee alter column salutation_fr drop not null, alter column salutation_nl drop not null, add column salutation jsonb,
      add constraint addressee_salutation check (salutation is not null or (salutation_fr is not null and salutation_nl is not null));
    alter table let_through_log drop constraint let_through_log_missing_check`,
  // Who stopped an edition and let it go on.
  '0058-stop-log': `
    create table stop_log (id bigint generated always as identity primary key, edition text not null references edition (id), action text not null
      check (action in ('stop', 'resume')), by_email text, reason text, at timestamptz not null);
    create index stop_log_edition on stop_log (edition, id);
    create trigger append_only before update or delete on stop_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on stop_log execute function refuse_change()`,
  // Who saved a file from a page; and what they typed and have not saved.
  '0059-saved': `
    create table saved_log (id bigint generated always as identity primary key, version text not null, file text not null, by_email text not null,
      at timestamptz not null);
    create index saved_log_version on saved_log (version, id);
    create trigger append_only before update or delete on saved_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on saved_log execute function refuse_change();
    create table update_draft (by_email text not null, about text not null, base text, fields text not null, at timestamptz not null, primary key
      (by_email, about))`,
  // Remarks on updates, with what was answered; the last line closes one.
  '0060-remarks': `
    create table remark_log (id bigint generated always as identity primary key, update_id text not null, revision integer not null, edition text,
      version integer, is_refusal boolean not null, by_email text not null, text text not null check (text <> ''), at timestamptz not null,
      constraint remark_refusal check (version is not null or not is_refusal),
      foreign key (update_id, revision) references revision (update_id, number));
    create index remark_log_update on remark_log (update_id, id);
    create index remark_log_edition on remark_log (edition, id);
    create index remark_log_at on remark_log (at);
    create trigger append_only before update or delete on remark_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on remark_log execute function refuse_change();
    create table remark_reply_log (id bigint generated always as identity primary key, remark bigint not null references remark_log (id), action
      text not null check (action in ('answer', 'close')), by_email text not null, text text check (text <> ''), at timestamptz not null,
      constraint remark_answer check (action = 'close' or text is not null));
    create index remark_reply_log_remark on remark_reply_log (remark, id);
    create unique index remark_reply_log_closed on remark_reply_log (remark) where action = 'close';
    create index remark_reply_log_at on remark_reply_log (at);
    create trigger append_only before update or delete on remark_reply_log for each row execute function refuse_change();
    create trigger append_only_truncate before truncate on remark_reply_log execute function refuse_change()`,
  // A list of deliveries, the worst first, walks along it.
  '0061-listed': `
    drop index delivery_edition_state;
    create index delivery_edition_state on delivery (edition, state, recipient)`,
  // What is counted by commune and state, and who is written to by commune: a page reads no delivery of a large edition for it.
  '0062-by-commune': `
    create index delivery_commune on delivery (edition, commune, state);
    create index addressee_kind on addressee (edition, version, commune, role, languages, recipient)`,
  // The latest answers, and those of the last minute, of an edition that is being sent: read once a second.
  '0063-answered': `
    create index attempt_answered on attempt (ended_at desc, delivery) where ended_at is not null`,
}
