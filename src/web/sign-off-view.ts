import type { ReadLink } from '../app/sign-links.js'
import type { Looked } from '../app/sign-off-mail.js'
import type { SignedOff } from '../app/signing.js'
import { withOffset } from '../model/calendar/calendar.js'
import type { DifferenceInWords } from '../model/edition/differences-in-words.js'
import type { Strings } from '../model/edition/edition.js'
import { LANGUAGES, type Language } from '../model/language.js'
import { approvalsIn, type Decision } from '../model/sign-off/sign-off.js'
import { type SummaryTable, summaryFacts, summaryTables } from '../model/sign-off/summary.js'
import { momentInText } from '../model/view/notices/speaker.js'
import { ownName } from '../model/view/own-name.js'
import { typeset } from '../model/view/typography.js'
import { fill, say } from '../model/view/wording.js'
import type { Problem } from './sign-off-pages.js'

type Open = Extract<ReadLink, { kind: 'open' }>
type Values = Record<string, string>

const speaker =
  (strings: Strings, language: Language) =>
  (key: string, values: Values = {}) =>
    fill(typeset(say(strings, key), language), values)

export type SignView = ReturnType<typeof signView>

/** What an approver sees before deciding. */
export function signView(
  { row, person }: Open,
  { summary }: Looked,
  on: {
    strings: Strings
    language: Language
    timeZone: string
    path: string
    mistake: string | null
    differences: DifferenceInWords[]
  },
) {
  const { strings, language, path } = on
  const text = speaker(strings, language)
  const moment = (at: Date | null) => at && momentInText(withOffset(at, on.timeZone), strings, language)
  const [send, closes] = [moment(row.sendAt) ?? '', moment(row.closesAt) ?? '']
  const isAtOnce = row.sendAt !== null && row.frozenAt !== null && row.sendAt <= row.frozenAt
  const request = 'notices.sign-off-request'
  const fact = (key: string, value: string) => ({ name: text(`notices.facts.${key}`), value })
  const approvals = { given: String(approvalsIn(row.decisions)), required: String(row.approvalsRequired) }
  return {
    title: text('pages.sign.title', { edition: row.id }),
    as: text('pages.sign.as', { name: ownName(person.name, language) }),
    when: isAtOnce ? text(`${request}.at-once`, { closes }) : text(`${request}.when`, { send, closes }),
    problem: on.mistake,
    facts: [
      ...summaryFacts(summary, strings, language),
      fact('approvals', text('notices.approvals', approvals)),
      fact('hash', row.hash ?? ''),
    ],
    tables: [...changedSince(on.differences, text, language), ...summaryTables(summary, strings, language)],
    mails: LANGUAGES.map(one => ({
      name: text(one === 'fr' ? 'pages.mailFr' : 'pages.mailNl'),
      href: `${path}/mail/${one}`,
    })),
    action: `${path}?lang=${language}`,
    text: {
      mails: text('pages.sign.mails'),
      newTab: text('pages.sign.new-tab'),
      decide: text('pages.sign.decide'),
      approve: text('pages.sign.approve'),
      toDecision: text('pages.sign.to-decision'),
      approveWhat: text(`pages.sign.approve-what${on.differences.length > 0 ? '-without' : ''}`),
      approveComment: text('pages.sign.approve-comment'),
      approveButton: text('pages.sign.approve-button'),
      reject: text('pages.sign.reject'),
      rejectWhat: text('pages.sign.reject-what'),
      rejectComment: text('pages.sign.reject-comment'),
      rejectButton: text('pages.sign.reject-button'),
    },
  }
}

/** What is not as it was frozen any more: first of all, for it decides whether to sign. */
function changedSince(
  differences: DifferenceInWords[],
  text: (key: string) => string,
  language: Language,
): SummaryTable[] {
  if (differences.length === 0) return []
  const word = (key: string) => text(`notices.changed-after-freeze.${key}`)
  return [
    {
      title: word('since'),
      head: ['subject-column', 'before', 'after'].map(word),
      rows: differences.map(({ what, before, after }) => [
        what[language],
        before?.[language] ?? word('nothing'),
        after?.[language] ?? word('nothing'),
      ]),
      none: null,
    },
  ]
}

type Made = { signed: Extract<SignedOff, { kind: 'decided' }>; decision: Decision; comment: string }

/** What was decided, by whom, on which hash. */
export function decidedView(
  { row, person }: Open,
  { signed, decision, comment }: Made,
  strings: Strings,
  language: Language,
  timeZone: string,
) {
  const text = speaker(strings, language)
  const moment = (at: Date) => momentInText(withOffset(at, timeZone), strings, language)
  const fact = (key: string, value: string) => ({ name: text(`notices.facts.${key}`), value })
  const outcome = signed.final ?? 'partial'
  const isLate = row.sendAt === null || row.sendAt <= signed.at
  const what = outcome === 'approve' && isLate ? 'at-once' : outcome
  const approvals = { given: String(signed.given), required: String(signed.required) }
  return {
    title: text(`pages.sign.done.${outcome}`, { edition: row.id }),
    what: text(`pages.sign.done-what.${what}`, { send: row.sendAt ? moment(row.sendAt) : '' }),
    facts: [
      fact('edition', row.id),
      fact('decision', text(`notices.decisions.${decision}`)),
      fact('by', `${ownName(person.name, language)}, ${person.email}`),
      fact('at', moment(signed.at)),
      ...(comment ? [fact('comment', comment)] : []),
      fact('approvals', text('notices.approvals', approvals)),
      fact('hash', row.hash ?? ''),
    ],
  }
}

/** Why nothing was decided. */
export function problemView(found: Problem, strings: Strings, language: Language) {
  const text = speaker(strings, language)
  const edition = 'row' in found ? found.row.id : ''
  const key = `pages.sign.problem.${found.kind}`
  return { title: text(`${key}.title`, { edition }), what: text(`${key}.text`, { edition }), facts: [] }
}
