import type { ReportRemedy } from '../../../model/returned-mail/other-file.js'
import { sayCount } from '../../mail/wording.js'
import { answerFacts, type Makers } from './answer-facts.js'

/** Mails about editions that need a person to go on. */
export type RefusalNotices = {
  /**
   * To admins: our mails are refused. `domain`: only by one domain, and the edition goes on; null or absent (old ledgers): by several, or by the
   * relay. `command` resumes; null: the edition was not stopped.
   */
  'mail-refused': { edition: string; answer: string; command: string | null; domain?: string | null }
  /** To admins: the mailbox's server has not given `count` mails since an instant, ISO 8601 with offset. */
  'mail-unread': { mailbox: string; count: number; since: string; answer: string; command: string }
  /** To admins: some files among the returned mails are no mails. The first ones, of `count`. */
  'reports-unread': {
    folder: string
    count: number
    files: { name: string; remedy: ReportRemedy }[]
    command: string
  }
  /** To admins: the ledger may be rolled back. `last`: the last attempt; `command` resumes. */
  'edition-held': { edition: string; last: string; command: string }
  /** To admins: the clock jumped from `from` to `to`. `command` resumes an edition. */
  'clock-jumped': { from: string; to: string; command: string }
}

export const refusalNotices: Makers<RefusalNotices> = {
  'mail-refused': ({ edition, answer, command, domain }, speaker) => ({
    subject: speaker.text('subject', { edition }),
    title: speaker.text('title'),
    paragraphs: [
      speaker.text('what'),
      domain ? speaker.text('goesOn', { domain }) : speaker.text(command ? 'paused' : 'sent'),
    ],
    facts: [
      speaker.fact('edition', edition),
      ...answerFacts(answer, speaker),
      ...(command ? [speaker.fact('command', command)] : []),
    ],
  }),
  'mail-unread': ({ mailbox, count, since, answer, command }, speaker) => ({
    subject: speaker.text('subject', { mailbox }),
    title: speaker.text('title'),
    paragraphs: [
      speaker.text('what', { mailbox, count, since: speaker.moment(since) }),
      speaker.text('next'),
    ],
    facts: [...answerFacts(answer, speaker), speaker.fact('command', command)],
  }),
  'reports-unread': ({ folder, count, files, command }, { strings, language, text, fact }) => ({
    subject: sayCount(strings, 'notices.reports-unread.subject', count, language),
    title: text('title'),
    paragraphs: [text('what', { folder })],
    facts: [fact('command', command)],
    tables: [
      {
        title: text('table'),
        head: [text('file'), text('hint')],
        rows: [
          ...files.map(({ name, remedy }) => [name, text(`remedy-${remedy}`)]),
          ...(count > files.length ? [[text('more', { n: count - files.length }), '']] : []),
        ],
        none: null,
      },
    ],
  }),
  'edition-held': ({ edition, last, command }, { text, fact, moment }) => ({
    subject: text('subject', { edition }),
    title: text('title', { edition }),
    paragraphs: [text('what', { last: moment(last) }), text('next')],
    facts: [fact('edition', edition), fact('command', command)],
  }),
  'clock-jumped': ({ from, to, command }, { text, fact, moment }) => ({
    subject: text('subject'),
    title: text('title'),
    paragraphs: [text('what', { from: moment(from), to: moment(to) }), text('next')],
    facts: [fact('command', command)],
  }),
}
