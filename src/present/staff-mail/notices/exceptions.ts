import type { Language } from '../../../model/language/language.js'
import { ownName } from '../../mail/own-name.js'
import { label, say } from '../../mail/wording.js'
import { answerFacts, type Makers } from './answer-facts.js'
import type { Speaker } from './speaker.js'

type Incomplete = { edition: string; id: string; file: string; missing: Language; title: string }

/** Mails about exceptions: a missing language, an edition that is cancelled or too late. */
export type ExceptionNotices = {
  /** To approvers: an urgent update lacks a language and an edition waits. `hash`: its content's. */
  'let-through-request': Incomplete & { hash: string }
  /** To editors: an edition was sent without a text; `erratum` names the one that adds it later. */
  'translation-awaited': Incomplete & { erratum: string | null }
  /** To approvers and editors: an edition won't be sent. `by` is a name, `at` ISO 8601 with offset. */
  'edition-cancelled': { edition: string; by: string; at: string; reason: string }
  /** To approvers and admins: an approved edition missed its send window. */
  'window-missed': { edition: string; hash: string; closedAt: string; command: string }
  /** To admins: a staff mail failed. `kind`: which one; `error`: the server's answer or ours. */
  'notice-failed': { edition: string | null; kind: string; name: string; address: string; error: string }
}

export const exceptionNotices: Makers<ExceptionNotices> = {
  'let-through-request': (values, speaker) => ({
    subject: speaker.text('subject', { title: values.title }),
    title: speaker.text('title'),
    paragraphs: [speaker.text(`what-${values.missing}`, { edition: values.edition }), speaker.text('choice')],
    facts: factsOf(values, speaker),
    button: speaker.extras && { text: speaker.text('button'), href: speaker.extras.link },
    closing: [speaker.text('link')],
  }),

  'translation-awaited': ({ erratum, ...values }, speaker) => {
    const { edition, title } = values
    const { text } = speaker
    const facts = factsOf(values, speaker)
    if (erratum === null)
      return {
        subject: text('subject', { title }),
        title: text('title'),
        paragraphs: [text('what', { edition }), text('next')],
        facts,
      }
    return {
      subject: text('subject-came', { erratum, title }),
      title: text('title-came'),
      paragraphs: [text('came', { edition, erratum })],
      facts,
    }
  },

  'edition-cancelled': ({ edition, by, at, reason }, { language, text, fact, moment }) => ({
    subject: text('subject', { edition }),
    title: text('title', { edition }),
    paragraphs: [text('what')],
    facts: [
      fact('edition', edition),
      fact('by', ownName(by, language)),
      fact('at', moment(at)),
      fact('reason', reason),
    ],
  }),

  'window-missed': ({ edition, hash, closedAt, command }, { text, fact, moment }) => ({
    subject: text('subject', { edition }),
    title: text('title', { edition }),
    paragraphs: [text('what', { closed: moment(closedAt) }), text('next')],
    facts: [fact('edition', edition), fact('command', command), fact('hash', hash)],
  }),

  'notice-failed': ({ edition, kind, name, address, error }, speaker) => ({
    subject: speaker.text('subject', { name: ownName(name, speaker.language) }),
    title: speaker.text('title'),
    paragraphs: [speaker.text('what'), speaker.text('next')],
    facts: [
      speaker.fact('message', label(speaker.strings, 'notices.kinds', kind)),
      ...(edition === null ? [] : [speaker.fact('edition', edition)]),
      speaker.fact('reader', `${ownName(name, speaker.language)}, ${address}`),
      ...answerFacts(error, speaker),
    ],
  }),
}

function factsOf({ title, missing, file, id }: Incomplete, { strings, fact }: Speaker) {
  return [
    fact('title', title),
    fact('missing', say(strings, `notices.languages.${missing}`)),
    fact('file', file),
    fact('id', id),
  ]
}
