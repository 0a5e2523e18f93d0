import { withOffset } from '../model/calendar/calendar.js'
import { languagesOf, type Strings } from '../model/editions/edition.js'
import { capital, inLanguage, type Language } from '../model/language/language.js'
import { approvalsIn, type Decision } from '../model/sign-off/sign-off.js'
import type { StaffMember } from '../model/staff/staff.js'
import type { EditionRow } from '../postgres/editions/editions.js'
import { ownName } from '../present/mail/own-name.js'
import { momentInText } from '../present/mail/spans.js'
import { typeset } from '../present/mail/typography.js'
import { fill, say } from '../present/mail/wording.js'
import type { DifferenceInWords } from '../present/staff-mail/differences-in-words.js'
import { summaryFacts } from '../present/staff-mail/sign-off-summary.js'
import { type SummaryTable, summaryTables } from '../present/staff-mail/sign-off-tables.js'
import type { Looked } from '../steps/sign-off/look-at.js'
import type { SignedOff } from '../steps/sign-off/sign-off.js'
import type { Problem } from './sign-off-frame.js'

/** Who signs what, by log-in or link. */
export type Signing = { row: EditionRow; person: StaffMember }
type Values = Record<string, string>

const speaker =
  (strings: Strings, language: Language) =>
  (key: string, values: Values = {}) =>
    fill(typeset(say(strings, key), language), values)

export type SignView = ReturnType<typeof signView>

/** `mails`: their address without the language; `action`: where forms go, with `hidden`. `isLink`: by a mail's link. */
export type SignOn = {
  strings: Strings
  language: Language
  timeZone: string
  now: Date
  mails: string
  action: string
  hidden: { name: string; value: string }[]
  isLink: boolean
  mistake: string | null
  differences: DifferenceInWords[]
}

/** What an approver sees before deciding. */
export function signView({ row, person }: Signing, { summary, content }: Looked, on: SignOn) {
  const { strings, language } = on
  const text = speaker(strings, language)
  const moment = (at: Date | null) => at && momentInText(withOffset(at, on.timeZone), strings, language)
  const [send, closes] = [moment(row.sendAt) ?? '', moment(row.closesAt) ?? '']
  const isAtOnce = row.sendAt !== null && row.frozenAt !== null && row.sendAt <= row.frozenAt
  const request = 'notices.sign-off-request'
  const fact = (key: string, value: string) => ({ name: text(`notices.facts.${key}`), value })
  const approvals = { given: String(approvalsIn(row.decisions)), required: String(row.approvalsRequired) }
  return {
    title: text('pages.sign.title', { edition: row.id }),
    as: text(`pages.sign.as${on.isLink ? '' : '-logged-in'}`, { name: ownName(person.name, language) }),
    when: isAtOnce ? text(`${request}.at-once`, { closes }) : text(`${request}.when`, { send, closes }),
    problem: on.mistake,
    facts: [
      ...summaryFacts(summary, strings, language),
      fact('approvals', text('notices.approvals', approvals)),
      fact('hash', row.hash ?? ''),
    ],
    tables: [...changedSince(on.differences, text, language), ...summaryTables(summary, strings, language)],
    // Who comes by a mail's link is not logged in, and would be asked to.
    audience: on.isLink
      ? null
      : { href: `/editions/${row.id}/audience?lang=${language}`, text: text('pages.audience.link') },
    mails: languagesOf(content).map(one => ({
      name: text(`pages.mail${capital(one)}`),
      href: `${on.mails}/${one}`,
    })),
    action: on.action,
    hidden: on.hidden,
    text: {
      mails: text('pages.sign.mails'),
      newTab: text('pages.sign.new-tab'),
      decide: text('pages.sign.decide'),
      approve: text('pages.sign.approve'),
      toDecision: text('pages.sign.to-decision'),
      approveWhat: text(`pages.sign.approve-what${on.differences.length > 0 ? '-without' : ''}`),
      approveThen: text(`pages.sign.then.${thenOf(row, on.now)}`, { send }),
      approveComment: text('pages.sign.approve-comment'),
      approveButton: text('pages.sign.approve-button'),
      reject: text('pages.sign.reject'),
      rejectWhat: text('pages.sign.reject-what'),
      rejectComment: text('pages.sign.reject-comment'),
      rejectButton: text('pages.sign.reject-button'),
    },
  }
}

/** The consequence of an approval given now, told beforehand. */
function thenOf({ sendAt, decisions, approvalsRequired }: EditionRow, now: Date) {
  if (approvalsIn(decisions) + 1 < approvalsRequired) return 'partial'
  return sendAt === null || sendAt <= now ? 'at-once' : 'later'
}

/** Differences from what was frozen: shown first, since they decide whether to sign. */
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
        inLanguage(what, language),
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
  { row, person }: Signing,
  { signed, decision, comment }: Made,
  { strings, language, timeZone }: Pick<SignOn, 'strings' | 'language' | 'timeZone'>,
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
  const why = found.kind === 'refused' ? `${text(`pages.sign.may-not.${found.reason}`)} ` : ''
  const what = why + text(`${key}.text`, { edition })
  return { title: text(`${key}.title`, { edition }), what, facts: [] }
}
