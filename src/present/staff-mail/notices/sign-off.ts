import type { Strings } from '../../../model/editions/edition.js'
import type { Language } from '../../../model/language/language.js'
import type { Decision } from '../../../model/sign-off/sign-off.js'
import { ownName } from '../../mail/own-name.js'
import { say, sayCount } from '../../mail/wording.js'
import { type Absent, absentRow } from '../left-out.js'
import { summaryFacts } from '../sign-off-summary.js'
import { type SummaryTable, summaryTables } from '../sign-off-tables.js'
import type { Makers } from './answer-facts.js'
import { type RemarkLine, remarkTables } from './remarks.js'

/** The frozen version of a staff mail. Instants are ISO 8601 with offset, in the agency's time zone. */
type About = {
  edition: string
  version: number
  hash: string
  sendAt: string
  closesAt: string
  /** It leaves once approved: no slot is ahead. */
  atOnce: boolean
}

/** Mails about the sign-off of an edition. */
export type SignOffNotices = {
  /** To approvers, at freeze: the whole mail and a link to decide. `replaces`: they were asked about an earlier version. */
  'sign-off-request': About & { replaces?: boolean }
  /** `deputyFor`: the approver whose deputy reads it. */
  'sign-off-reminder': About & { hours: number; deputyFor: string | null }
  /** To admins: the slot is near or past, and sign-off is missing. `maySign`: names of those who still can. */
  'sign-off-alarm': About & { given: number; required: number; maySign: string[] }
  /** To editors: the decision. */
  'sign-off-done': About & {
    decision: Decision
    by: string
    at: string
    comment: string | null
    given: number
    required: number
    /** What the approver remarked on updates, returning it. */
    remarks?: RemarkLine[]
    /** The returned edition's page, where its new version is prepared. */
    page?: string
  }
  /** To editors and approvers: who withdrew their approval, and why. `given`: remaining approvals. */
  'approval-withdrawn': About & {
    by: string
    at: string
    reason: string | null
    given: number
    required: number
  }
  /** To approvers: this edition has no news and is not sent. */
  'nothing-new': {
    edition: string
    sendAt: string
    standing: number
    /** What no edition has told, and this one would not either. */
    leftOut?: Absent[]
  }
}

export const signOffNotices: Makers<SignOffNotices> = {
  'sign-off-request': (values, { strings, language, text, fact, moment, extras }) => {
    const { edition } = values
    const [send, closes] = [moment(values.sendAt), moment(values.closesAt)]
    const summary = extras?.summary
    return {
      subject: values.atOnce ? text('subject-at-once', { edition }) : text('subject', { edition, send }),
      title: text('title', { edition }),
      paragraphs: [
        values.atOnce ? text('at-once', { closes }) : text('when', { send, closes }),
        ...(values.replaces ? [text('replaces')] : []),
        text('order'),
      ],
      facts: [
        fact('edition', edition),
        ...(values.atOnce ? [] : [fact('send', send)]),
        ...(summary ? summaryFacts(summary, strings, language) : []),
        fact('hash', values.hash),
      ],
      button: extras && { text: text('button'), href: extras.link },
      tables: summary ? summaryTables(summary, strings, language) : [],
      closing: [text('link')],
    }
  },

  'sign-off-reminder': (
    { edition, hash, deputyFor, ...values },
    { language, text, fact, moment, extras },
  ) => {
    const send = moment(values.sendAt)
    return {
      subject: text('subject', { edition, send }),
      title: text('title', { edition }),
      paragraphs: [
        text('when', { send }),
        ...(deputyFor === null ? [] : [text('deputy', { name: ownName(deputyFor, language) })]),
      ],
      facts: [fact('edition', edition), fact('closes', moment(values.closesAt)), fact('hash', hash)],
      button: extras && { text: text('button'), href: extras.link },
      closing: [text('link')],
    }
  },

  'sign-off-alarm': ({ edition, given, required, maySign, ...values }, speaker) => {
    const { strings, language, text, fact, moment } = speaker
    const own = maySign.map(name => ownName(name, language))
    const [send, closes] = [moment(values.sendAt), moment(values.closesAt)]
    return {
      subject: text('subject', { edition }),
      title: text('title', { edition }),
      paragraphs: [values.atOnce ? text('at-once') : text('what', { send }), text('next', { closes })],
      facts: [
        fact('edition', edition),
        fact('approvals', say(strings, 'notices.approvals', { given, required })),
        fact('may-sign', own.join(' · ') || say(strings, 'notices.nobody')),
        fact('closes', closes),
      ],
    }
  },

  'sign-off-done': (
    { edition, decision, by, comment, given, required, remarks = [], page, ...values },
    { strings, language, text, fact, moment },
  ) => ({
    subject: text(`subject-${decision}`, { edition }),
    title: text(`title-${decision}`, { edition }),
    paragraphs: [
      decision === 'approve' && values.atOnce
        ? text('at-once')
        : text(decision, { send: moment(values.sendAt) }),
    ],
    facts: [
      fact('decision', say(strings, `notices.decisions.${decision}`)),
      fact('by', ownName(by, language)),
      fact('at', moment(values.at)),
      ...(comment ? [fact('comment', comment)] : []),
      fact('approvals', say(strings, 'notices.approvals', { given, required })),
      fact('hash', values.hash),
    ],
    tables: remarkTables(remarks, strings, language),
    ...(page ? { button: { text: text('button'), href: `${page}?lang=${language}` } } : {}),
  }),

  'approval-withdrawn': (
    { edition, by, reason, given, required, hash, ...values },
    { strings, language, text, fact, moment, extras },
  ) => {
    const [send, closes] = [moment(values.sendAt), moment(values.closesAt)]
    return {
      subject: text('subject', { edition }),
      title: text('title', { edition }),
      paragraphs: [
        values.atOnce ? text('at-once', { closes }) : text('when', { send, closes }),
        ...(extras ? [text('sign')] : []),
      ],
      facts: [
        fact('edition', edition),
        fact('by', ownName(by, language)),
        fact('at', moment(values.at)),
        ...(reason ? [fact('reason', reason)] : []),
        fact('approvals', say(strings, 'notices.approvals', { given, required })),
        fact('hash', hash),
      ],
      button: extras && { text: text('button'), href: extras.link },
      closing: extras ? [text('link')] : [],
    }
  },

  'nothing-new': ({ edition, sendAt, standing, leftOut = [] }, { strings, language, text, moment }) => ({
    subject: text('subject', { edition }),
    title: text('title', { edition }),
    paragraphs: [
      text('what', { send: moment(sendAt) }),
      sayCount(strings, 'notices.nothing-new.standing', standing, language),
    ],
    tables: absentTables(leftOut, strings, language),
  }),
}

function absentTables(absent: Absent[], strings: Strings, language: Language): SummaryTable[] {
  if (absent.length === 0) return []
  const text = (key: string) => say(strings, `notices.summary.${key}`)
  const rows = absent.map(one => absentRow(one, strings, language))
  return [{ title: text('left-out'), head: [text('update'), text('remark')], rows, none: null }]
}
