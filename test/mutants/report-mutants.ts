import type { Mutant } from './mutant.js'

const VERDICT = 'test/model/follow-ups/verdict.test.ts'
const RETURNED = 'test/parse/returned-mail/returned-cases.test.ts'
const UNREAD = 'test/steps/returned-mail/unread-mails.test.ts'

/** The guards of what comes back. */
export const REPORT_MUTANTS: Mutant[] = [
  {
    guard: 'a mail that a filter keeps has not arrived',
    file: 'src/model/follow-ups/verdict.ts',
    cuts: [["  if (report.kind !== 'dsn' && report.held) return 'held'\n", '']],
    test: VERDICT,
    named: 'is a mail that has not arrived, for somebody to have let out',
  },
  {
    guard: 'a quarantine behind a DSN of success has not arrived',
    file: 'src/model/follow-ups/verdict.ts',
    cuts: [["report.held && evidence === 'arrived' ? 'held' : evidence", 'evidence']],
    test: RETURNED,
    named: 'of held is read as it is: delivered-to-quarantine',
  },
  {
    guard: 'not-spam is no complaint',
    file: 'src/parse/returned-mail/complaint.ts',
    cuts: [['not-spam|', '']],
    test: RETURNED,
    named: 'of feedback is read as it is: not-spam',
  },
  {
    guard: 'the mark of a mailbox passes only what is remembered',
    file: 'src/postgres/returned-mail/keep-unread.ts',
    cuts: [
      [
        '    await sql`\n      insert into report_unread',
        '    if (place.uid > 0) return\n    await sql`\n      insert into report_unread',
      ],
    ],
    test: UNREAD,
    named: 'are asked for again after',
  },
  {
    guard: 'an empty mail is none',
    file: 'src/imap/mailbox.ts',
    cuts: [['if (!source || source.length === 0)', 'if (!source)']],
    test: 'test/imap/refusing-server.test.ts',
    named: 'takes an empty mail, and an OK without a mail',
  },
  {
    guard: 'a mail is gone only when the server lists it no more',
    file: 'src/imap/mailbox.ts',
    cuts: [[".includes(uid) ? { unread: 'OK, without the mail' } : null", ' ? null : null']],
    test: 'test/imap/refusing-server.test.ts',
    named: 'takes an empty mail, and an OK without a mail',
  },
]
