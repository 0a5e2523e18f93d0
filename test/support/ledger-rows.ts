/** A row or more of each table as soon as there is one, by the migration that makes it, in the columns of its time. */
export const ROWS: Record<string, string> = {
  '0060-remarks': `
    insert into remark_log (update_id, revision, edition, version, is_refusal, by_email, text, at) values
      ('prime', 1, '2020-W18', 1, true, 'direction@cabinet.example', 'wrong amount', '2020-04-22T11:00:00Z');
    insert into remark_reply_log (remark, action, by_email, text, at) values
      (1, 'answer', 'redaction@agence.example', 'corrected', '2020-04-22T11:30:00Z')`,
  '0059-saved': `
    insert into saved_log (version, file, by_email, at) values ('v', 'updates/prime.md', 'redaction@agence.example', '2020-04-20T08:00:00Z');
    insert into update_draft values ('redaction@agence.example', '', null, '{}', '2020-04-20T08:00:00Z')`,
  '0058-stop-log': `
    insert into stop_log (edition, action, by_email, reason, at) values
      ('2020-W18', 'stop', 'direction@cabinet.example', 'wrong amount', '2020-04-23T08:00:01Z')`,
  '0001-first-edition': `
    insert into revision values ('prime', 1, 'h1', '{}', 'updates/prime.md', null, '2020-04-20T08:00:00Z');
    insert into dropped_file (update_id, revision, file) values ('prime', 1, 'updates/prime.md');
    insert into edition (id, kind, version, created_at, dispatched_at, expires_at) values
      ('2020-W18', 'regular', 1, '2020-04-22T08:00:00Z', '2020-04-23T08:00:00Z', '2020-04-26T08:00:00Z');
    insert into frozen (edition, version, hash, content_hash, audience_hash, content, candidates, frozen_at)
      values ('2020-W18', 1, 'h', 'c', 'a', '{}', 2, '2020-04-22T10:00:00Z');
    insert into frozen_item values ('2020-W18', 1, 'prime', 1, 'new');
    insert into addressee (edition, version, recipient, commune, role, acting, competences, languages, name,
      salutation_fr, salutation_nl, email) values ('2020-W18', 1, 'ixelles-mayor', '21009', 'mayor', false, '{economy}',
      'fr+nl', 'Bourgmestre', 'Madame,', 'Mevrouw,', 'bourgmestre@ixelles.example');
    insert into exclusion (edition, version, recipient, commune, role, reason)
      values ('2020-W18', 1, 'ixelles-economy', '21009', 'alderman', 'no-address');
    insert into sign_off (edition, version, hash, decision, by_email, decided_at)
      values ('2020-W18', 1, 'h', 'approve', 'direction@cabinet.example', '2020-04-22T12:00:00Z');
    insert into slot values ('2020-W18', 'send', '2020-04-23T07:00:00Z', '2020-04-23T08:00:00Z', 'done');
    insert into delivery (id, edition, version, recipient, commune, state, message_id, due_at, attempts, created_at)
      values ('2020-W18.ixelles-mayor', '2020-W18', 1, 'ixelles-mayor', '21009', 'accepted',
        '<2020-W18.ixelles-mayor.0123456789abcdef0123@estafette.example>', '2020-04-23T08:00:00Z', 1, '2020-04-23T08:00:00Z');
    insert into attempt (delivery, number, claim, phase, started_at, outcome)
      values ('2020-W18.ixelles-mayor', 1, 7, 'answered', '2020-04-23T08:00:01Z', 'accepted');
    insert into follow_up (edition, commune, recipient, reason, action, spoc, opened_at, due, state) values
      ('2020-W18', '21009', 'ixelles-mayor', 'bounced', 'ask-new-address', 'spoc', '2020-04-23T09:00:00Z', '2020-04-24', 'done')`,
  '0002-reports': `
    insert into report (hash, source, item, recorded_at, kind, match, delivery, topic, reply_text) values
      ('r', 'imap', '1', '2020-04-23T10:00:00Z', 'reply', 'message-id', '2020-W18.ixelles-mayor', 'question', 'Quand ?');
    insert into report_source (source, uid_validity, last_uid) values ('imap', 1, 1);
    insert into report_quarantine values ('imap', '2', 'too big', '2020-04-23T10:00:00Z')`,
  '0003-notices': `
    insert into notice (key, kind, to_email, to_name, languages, payload, due_at, created_at) values
      ('k', 'sign-off-request', 'direction@cabinet.example', 'Direction', '{fr,nl}', '{}', '2020-04-22T10:00:00Z', '2020-04-22T10:00:00Z')`,
  '0005-instance': `insert into instance (database, since) values ('d', '2020-04-01T08:00:00Z')`,
  '0006-calendar-and-corrections': `
    insert into address_correction values ('2020-W18', 'ixelles-mayor', 'maire@ixelles.example', '2020-04-23T07:30:00Z', 'roster');
    insert into change_told values ('2020-W18', 1, 'before-sign-off', 'm', '2020-04-22T11:00:00Z')`,
  '0010-let-through': `
    insert into let_through_log values ('h1', 'prime', 'nl', 'updates/prime.md', 'direction@cabinet.example', 'urgent', '2020-04-21T08:00:00Z');
    insert into cancel_log values ('2020-W18', 1, 'direction@cabinet.example', 'replaced', '2020-04-22T08:00:00Z')`,
  '0012-settlements': `
    insert into settlement_log values ('2020-W18.ixelles-mayor', 1, 'accepted', 'spoc@agence.example', '2020-04-23T12:00:00Z')`,
  '0014-suppressions': `
    insert into suppression_log (address, recipient, decision, cause, by_email, at) values
      ('maire@ixelles.example', 'ixelles-mayor', 'suppress', 'asked', 'spoc@agence.example', '2020-04-24T08:00:00Z')`,
  '0015-kept-words': `
    insert into address_change_log (recipient, before, after, by_email, at) values
      ('ixelles-mayor', 'bourgmestre@ixelles.example', 'maire@ixelles.example', 'spoc@agence.example', '2020-04-24T08:00:00Z')`,
  '0016-follow-up-history': `
    insert into follow_up_event (follow_up, kind, at) select id, 'noted', '2020-04-24T08:00:00Z' from follow_up;
    insert into follow_up_words select id, 'called' from follow_up_event where kind = 'noted'`,
  '0019-publications': `
    insert into publication_log (edition, action, by_email, at) values
      ('2020-W18', 'publish', 'direction@cabinet.example', '2020-04-23T09:00:00Z')`,
  '0020-loose-ends': `
    insert into address_change_plan (recipient, before, after, by_email, at) values
      ('ixelles-mayor', 'maire@ixelles.example', 'm@ixelles.example', 'spoc@agence.example', '2020-04-25T08:00:00Z')`,
  '0024-restored': `
    insert into restore_log (made_at, restored_at, knows_since) values ('2020-04-24T00:00:00Z', '2020-04-24T07:00:00Z', true)`,
  '0025-moves': `insert into move_log (place, at) values ('db.example', '2020-04-25T08:00:00Z')`,
  '0030-send-again': `
    insert into send_again (delivery, number, attempts, before, address, state_before, return_token, by_email, at) values
      ('2020-W18.ixelles-mayor', 1, 1, 'bourgmestre@ixelles.example', 'maire@ixelles.example', 'bounced', 't',
        'spoc@agence.example', '2020-04-24T08:00:00Z')`,
  '0035-drafters': `insert into draft_log values ('2020-W18', 'c', 'redaction@agence.example', '2020-04-22T10:00:00Z')`,
  '0044-secret-mark': `insert into secret_mark (number, mark, since) values (1, 'm', '2020-04-01T08:00:00Z')`,
  '0049-unread': `
    insert into report_unread (source, uid_validity, uid, since, last_at, words) values
      ('imap', 1, 3, '2020-04-23T10:00:00Z', '2020-04-23T11:00:00Z', 'NO')`,
  '0051-meant': `
    insert into warned_file values ('updates/prime.md', 'v', 'prime', 'h1', '[]', '2020-04-21T08:00:00Z');
    insert into meant_log (version, file, is_meant, by_email, at) values
      ('v', 'updates/prime.md', true, 'redaction@agence.example', '2020-04-21T08:00:00Z')`,
  '0053-left-out': `
    insert into left_out_log (update_id, revision, file, by_email, reason, at) values
      ('prime', 1, 'updates/prime.md', 'redaction@agence.example', 'over', '2020-04-21T08:00:00Z')`,
  '0056-links': `
    insert into link values ('n', 'session', 'spoc@agence.example', 'spoc', null, null, null, null,
      '2020-04-24T08:00:00Z', '2020-04-24T20:00:00Z', null)`,
}

/** Links as 0056 found them, and the tokens in the mails: made by the code of that time, with this secret. */
export const OLD_SECRET = 'a secret of thirty-two characters'
export const OLD_LINKS: Record<string, string> = {
  '0003-notices': `
    insert into sign_link values ('1be799012f1663267ce4686ff4001ccc6110739fc65c505148d0155cdb3668b5',
      'Direction@cabinet.example', '2020-W18', 1, 'h', '2020-04-22T10:00:00Z', '2020-04-23T07:00:00Z', '2020-04-22T12:00:00Z')`,
  '0010-let-through': `
    insert into let_through_link values ('eee98045e688c0f8fcdbc76b15a003009a409d53a2e497fed1e7e34164a2f9cd',
      'Direction@cabinet.example', 'prime', 'h1', '2020-04-21T08:00:00Z', '2020-04-24T08:00:00Z')`,
  '0017-passes': `
    insert into pass values ('0cc93d19ef6689cf6e5bf0fef1b44f5a2b86586606b2c992379ae6ba7d41069d', 'link', 'spoc',
      'Spoc@agence.example', '2020-04-24T08:00:00Z', '2020-04-24T08:15:00Z', null),
      ('ca967841d0a46864540c3f44269654a8f432d39819eb186a75dbb8191f859167', 'session', 'spoc',
      'Spoc@agence.example', '2020-04-24T08:00:00Z', '2020-04-24T20:00:00Z', '2020-04-24T09:00:00Z')`,
}
export const OLD_TOKENS = {
  'sign-off':
    '11111111111111111111111111111111.aaa23aa1c332aca664ee52424581f535bf8d2829e34ff5a81a274b59471722ff',
  'let-through':
    '22222222222222222222222222222222.a03abfcb2e0a2551c31d823bbc71b87ab1d0e779185acc4d8b71558a454c1b3e',
  'log-in':
    '33333333333333333333333333333333.d872ccd7c9c5941fa7eceb95af32bd31b3cb8a03f6f8ca6cf0a5c8ded43a061e',
  session:
    '44444444444444444444444444444444.d8bf2efd45db592ec30f4e60ca793e38a5eaeb2c9b602481f8a7537281a30fe0',
}
