import type { Makers } from './speaker.js'

/** Mails about mail systems that don't let us in. */
export type RefusalNotices = {
  /** To admins: our mails are refused as such. `command` goes on after the stop; null: the edition was not stopped. */
  'mail-refused': { edition: string; answer: string; command: string | null }
}

export const refusalNotices: Makers<RefusalNotices> = {
  'mail-refused': ({ edition, answer, command }, { text, fact }) => ({
    subject: text('subject', { edition }),
    title: text('title'),
    paragraphs: [text('what'), text(command ? 'paused' : 'sent')],
    facts: [fact('edition', edition), fact('answer', answer), ...(command ? [fact('command', command)] : [])],
  }),
}
