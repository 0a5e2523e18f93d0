import type { FollowUpReason } from '../../../model/follow-ups/follow-up.js'
import { inLanguage, type Localized } from '../../../model/language/language.js'
import { dayOfYear } from '../../mail/days.js'
import { ownName } from '../../mail/own-name.js'
import { type VacantMandate, vacantInWords } from '../../mail/vacant-mandate.js'
import { label } from '../../mail/wording.js'
import type { Makers } from './answer-facts.js'

/** Mails about follow-ups, and the log-in to their pages. */
export type FollowUpNotices = {
  /** To a person who asked to log in: a link, made at sending. `askedAt`: ISO 8601 with offset. */
  'log-in-link': { askedAt: string; minutes: number }
  /** To the old and the new person, when follow-ups are reassigned; `other` null: nobody had, or has, them. */
  'follow-ups-reassigned': {
    to: 'you' | 'other'
    other: string | null
    /** `recipient`: the official's name; null: the whole commune. `vacant`: the vacant mandate. */
    items: {
      commune: Localized
      recipient: string | null
      vacant?: VacantMandate
      reason: FollowUpReason
      due: string
    }[]
    link: string
  }
  /** To editors: a SPOC put a question and its answer into the drop folder, to be completed. */
  'question-shared': { file: string; id: string; by: string }
}

export const followUpNotices: Makers<FollowUpNotices> = {
  'log-in-link': ({ askedAt, minutes }, { text, moment, extras }) => ({
    subject: text('subject'),
    title: text('title'),
    paragraphs: [text('what', { asked: moment(askedAt) })],
    button: extras && { text: text('button'), href: extras.link },
    closing: [text('once', { minutes }), text('not-you')],
  }),

  'follow-ups-reassigned': ({ to, other, items, link }, { strings, language, text }) => ({
    subject: text(`subject-${to}`),
    title: text(`title-${to}`),
    paragraphs: [
      other === null ? text(`what-${to}-alone`) : text(`what-${to}`, { other: ownName(other, language) }),
    ],
    tables: [
      {
        title: text('table'),
        head: [text('commune'), text('about'), text('why'), text('due')],
        rows: items.map(({ commune, recipient, vacant, reason, due }) => [
          inLanguage(commune, language),
          recipient === null
            ? text('whole-commune')
            : vacant
              ? vacantInWords(vacant, inLanguage(commune, language), strings, language)
              : ownName(recipient, language),
          label(strings, 'followUps.reasons', reason),
          dayOfYear(due, language),
        ]),
        none: null,
      },
    ],
    button: to === 'you' ? { text: text('button'), href: link } : null,
  }),

  'question-shared': ({ file, id, by }, { language, text, fact }) => ({
    subject: text('subject', { file }),
    title: text('title'),
    paragraphs: [text('what', { by: ownName(by, language) })],
    facts: [fact('file', file), fact('id', id)],
    closing: [text('complete'), text('rename')],
  }),
}
