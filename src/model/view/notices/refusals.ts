import { answerFacts, type Makers } from './speaker.js'

/** Mails about mail systems that don't let us in. */
export type RefusalNotices = {
  /** To admins: our mails are refused as such. `command` goes on after the stop; null: the edition was not stopped. */
  'mail-refused': { edition: string; answer: string; command: string | null }
}

export const refusalNotices: Makers<RefusalNotices> = {
  'mail-refused': ({ edition, answer, command }, speaker) => ({
    subject: speaker.text('subject', { edition }),
    title: speaker.text('title'),
    paragraphs: [speaker.text('what'), speaker.text(command ? 'paused' : 'sent')],
    facts: [
      speaker.fact('edition', edition),
      ...answerFacts(answer, speaker),
      ...(command ? [speaker.fact('command', command)] : []),
    ],
  }),
}
