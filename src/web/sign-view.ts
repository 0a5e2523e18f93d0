import { localDay, withOffset } from '../model/calendar/calendar.js'
import { languagesOf, type Strings } from '../model/editions/edition.js'
import { capital, type Language } from '../model/language/language.js'
import { REMARK_LIMIT } from '../model/sign-off/remark.js'
import { approvalsIn } from '../model/sign-off/sign-off.js'
import type { EditionRow } from '../postgres/editions/editions.js'
import { ownName } from '../present/mail/own-name.js'
import { momentInText } from '../present/mail/spans.js'
import { typeset } from '../present/mail/typography.js'
import { fill, say, sayCount } from '../present/mail/wording.js'
import { editionName } from '../present/pages/edition-name.js'
import type { DifferenceInWords } from '../present/staff-mail/differences-in-words.js'
import { type SignOffSummary, summaryFacts } from '../present/staff-mail/sign-off-summary.js'
import { checkedTables } from '../present/staff-mail/sign-off-tables.js'
import type { Looked } from '../steps/sign-off/look-at.js'
import { type ChangeView, changesView } from './changes-view.js'
import { type DecisionMistake, REMARK_FIELD, type SentDecision } from './decision-form.js'
import type { remarksView } from './remarks-view.js'
import { audienceView, changedSince } from './sign-audience-view.js'
import { type Signing, speakerIn } from './sign-off-view.js'

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
  /** What was sent and refused, with why; null for a page that is opened. */
  refused: { sent: SentDecision; mistakes: DecisionMistake[]; lead: string | null } | null
  differences: DifferenceInWords[]
  /** Somebody's name by their address. */
  names: (email: string) => string
  /** Remarks by update, to be shown beside it. */
  remarks: ReadonlyMap<string, RemarkItem[]>
}

type RemarkItem = ReturnType<typeof remarksView>['items'][number]

/** What an approver sees before deciding: first what is to be checked, then what changes, what is new, who gets it, the mail. */
export function signView({ row, person }: Signing, { summary, content }: Looked, on: SignOn) {
  const { strings, language } = on
  const text = speakerIn(strings, language)
  const moment = (at: Date | null) => at && momentInText(withOffset(at, on.timeZone), strings, language)
  const [send, closes] = [moment(row.sendAt) ?? '', moment(row.closesAt) ?? '']
  const isAtOnce = row.sendAt !== null && row.frozenAt !== null && row.sendAt <= row.frozenAt
  const request = 'notices.sign-off-request'
  const { toCheck, settled } = checkedTables(summary, strings, language)
  const attention = [...changedSince(on.differences, text, language), ...toCheck]
  const points = attention.reduce((sum, { rows }) => sum + rows.length, 0)
  const audience = audienceView(summary, strings, language)
  const lists = listsView(summary, on)
  return {
    title: text('pages.sign.title', {
      edition: editionName(row.id, localDay(on.now, on.timeZone), strings, language),
    }),
    as: text(`pages.sign.as${on.isLink ? '' : '-logged-in'}`, { name: ownName(person.name, language) }),
    when: isAtOnce ? text(`${request}.at-once`, { closes }) : text(`${request}.when`, { send, closes }),
    ...mistakesView(on.refused, text),
    facts: factsView(row, summary, on),
    contents: contentsView({ points, lists, people: summary.addressees.length }, on),
    attention,
    lists,
    nothing: text('notices.summary.changes-none'),
    audience: {
      ...audience,
      // Who comes by a mail's link is not logged in, and would be asked to.
      link: on.isLink
        ? null
        : { href: `/editions/${row.id}/audience?lang=${language}`, text: text('pages.audience.link') },
    },
    settled,
    mails: languagesOf(content).map(one => ({
      name: text(`pages.mail${capital(one)}`),
      href: `${on.mails}/${one}`,
    })),
    action: on.action,
    hidden: on.hidden,
    signed: signedLines(row, on),
    typed: { comment: on.refused?.sent.comment ?? '', why: on.refused?.sent.why ?? '' },
    limit: REMARK_LIMIT,
    text: {
      ...Object.fromEntries(SIGN_WORDS.map(key => [key, text(`pages.sign.${key}`)])),
      approveWhat: text(`pages.sign.approve-what${on.differences.length > 0 ? '-without' : ''}`),
      people: text('pages.sign.people', audience.values),
      approveThen: text(`pages.sign.then.${thenOf(row, on.now)}`, { send }),
      points: points > 0 ? counted('still', points, on) : '',
    },
  }
}

function factsView(row: EditionRow, summary: SignOffSummary, { strings, language }: SignOn) {
  const text = speakerIn(strings, language)
  const fact = (key: string, value: string) => ({ name: text(`notices.facts.${key}`), value })
  const approvals = { given: String(approvalsIn(row.decisions)), required: String(row.approvalsRequired) }
  return [
    ...summaryFacts(summary, strings, language),
    fact('approvals', text('notices.approvals', approvals)),
    fact('hash', row.hash ?? ''),
  ]
}

const counted = (key: string, n: number, { strings, language }: SignOn) =>
  typeset(sayCount(strings, `pages.sign.contents.${key}`, n, language), language)

/** Links to the page's parts, with how much there is of each. */
function contentsView(
  { points, lists, people }: { points: number; lists: ReturnType<typeof listsView>; people: number },
  on: SignOn,
) {
  return [
    ...(points > 0 ? [{ href: '#attention', text: counted('attention', points, on), icon: 'risk' }] : []),
    ...lists.map(({ id, items }) => ({ href: `#${id}`, text: counted(id, items.length, on), icon: '' })),
    { href: '#audience', text: counted('audience', people, on), icon: '' },
    { href: '#mail', text: speakerIn(on.strings, on.language)('pages.sign.contents.mail'), icon: '' },
  ]
}

/** What changes and what is new, each update with its remarks and the field for another. */
function listsView(summary: SignOffSummary, on: SignOn) {
  const text = speakerIn(on.strings, on.language)
  const { changed, news } = changesView(summary, on.strings, on.language)
  const beside = (view: ChangeView) => ({
    ...view,
    remarks: { items: on.remarks.get(view.id) ?? [] },
    field: `${REMARK_FIELD}${view.id}`,
    ...remarkTyped(view.id, on.refused),
  })
  return [
    { id: 'changed', title: text('notices.summary.changes'), items: changed.map(beside) },
    { id: 'new', title: text('pages.sign.news'), items: news.map(beside) },
  ]
}

const SIGN_WORDS = [
  ...['mails', 'new-tab', 'decide', 'to-decision', 'approve-comment', 'approve-button', 'reject'],
  ...['reject-what', 'reject-comment', 'reject-button', 'remark-add', 'remark-label', 'remark-what'],
  ...['remark-button', 'remark-more', 'audience', 'summary', 'nothing-here'],
]

/** The remark on an update that was sent and refused. */
function remarkTyped(update: string, refused: SignOn['refused']) {
  const field = `${REMARK_FIELD}${update}`
  return {
    typed: refused?.sent.remarks.find(one => one.update === update)?.text ?? '',
    isMistaken: refused?.mistakes.some(one => one.field === field) ?? false,
  }
}

/** Why nothing was decided: a sentence, and each mistake with its field. */
function mistakesView(refused: SignOn['refused'], text: (key: string) => string) {
  const mistakes = refused?.mistakes ?? []
  const isAbout = (field: string) => mistakes.some(one => one.field === field)
  return {
    problem: refused?.lead ?? null,
    mistakes: mistakes.map(({ key, field }) => ({ field, message: text(`pages.sign.${key}`) })),
    isWrong: { why: isAbout('why'), comment: isAbout('comment') },
  }
}

/** Who has decided on this version before: the second approver sees what the first did. */
function signedLines({ decisions }: EditionRow, { strings, language, timeZone, names }: SignOn) {
  return decisions.map(({ decision, by, at, comment }) => ({
    what: fill(typeset(say(strings, `pages.sign.story.${decision}`), language), {
      name: ownName(names(by), language),
    }),
    at: momentInText(withOffset(at, timeZone), strings, language),
    comment,
  }))
}

/** The consequence of an approval given now, told beforehand. */
function thenOf({ sendAt, decisions, approvalsRequired }: EditionRow, now: Date) {
  if (approvalsIn(decisions) + 1 < approvalsRequired) return 'partial'
  return sendAt === null || sendAt <= now ? 'at-once' : 'later'
}
