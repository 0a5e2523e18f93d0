import { withOffset } from '../model/calendar/calendar.js'
import type { Strings } from '../model/editions/edition.js'
import type { Language } from '../model/language/language.js'
import { approvalsIn } from '../model/sign-off/sign-off.js'
import { ownName } from '../present/mail/own-name.js'
import { momentInText } from '../present/mail/spans.js'
import { typeset } from '../present/mail/typography.js'
import { fill, label, say } from '../present/mail/wording.js'
import { editionName } from '../present/pages/edition-name.js'
import type { Story } from '../steps/sign-off/sign-story.js'

/** `isOwnPage`: the edition and its hash are above; `hidden`: a form's further values; `action`: its target; `lead`: why there is no form to sign. */
export type StoryOn = {
  strings: Strings
  language: Language
  timeZone: string
  /** ISO date. */
  today: string
  action: string
  hidden: { name: string; value: string }[]
  isOwnPage: boolean
  lead: string | null
}

/** Who decided what on a version, when and why; what happens next, and what the person can still do. */
export function storyView(story: Story, on: StoryOn) {
  const { outcome, decisions } = story
  const words = wordsOf(on)
  const values = valuesOf(story, words, on)
  const isAtOnce = outcome === 'waiting' && story.isDue
  return {
    title: words.text(`story.${outcome}.title`, values),
    lead: on.lead,
    what: [
      words.text(`story.${outcome}.${isAtOnce ? 'at-once' : 'text'}`, values),
      ...(story.own.hasWithdrawn ? [words.text('story.again')] : []),
      ...(story.own.isTooLate ? [words.text('story.too-late', values)] : []),
    ],
    facts: factsOf(story, words, on.isOwnPage),
    history: {
      title: words.text('story.history'),
      none: words.text('story.nobody'),
      lines: decisions.map(({ decision, name, at, comment }) => ({
        what: words.text(`story.${decision}`, { name: ownName(name, on.language) }),
        when: words.moment(at),
        comment,
      })),
    },
    withdraw: story.own.canWithdraw ? withdrawForm(story, on, words, values) : null,
    link: linkOf(story, words, on),
  }
}

/** The edition's own page: its current draft, or where what has not left yet is stopped. */
function linkOf({ row, outcome, own }: Story, { text }: Words, { language, isOwnPage }: StoryOn) {
  const key = outcome === 'replaced' ? 'current' : own.isTooLate && !isOwnPage ? 'stop' : null
  return key && { href: `/editions/${row.id}?lang=${language}`, text: text(`story.${key}`) }
}

type Values = Record<string, string>
type Words = ReturnType<typeof wordsOf>

function wordsOf({ strings, language, timeZone }: Pick<StoryOn, 'strings' | 'language' | 'timeZone'>) {
  const set = (key: string, values: Values = {}) => fill(typeset(say(strings, key), language), values)
  return {
    text: (key: string, values: Values = {}) => set(`pages.sign.${key}`, values),
    fact: (key: string, value: string) => ({ name: set(`notices.facts.${key}`), value }),
    count: (given: number, required: number) =>
      set('notices.approvals', { given: String(given), required: String(required) }),
    moment: (at: Date) => momentInText(withOffset(at, timeZone), strings, language),
    state: (state: string) => label(strings, 'pages.editionStates', state),
    name: (name: string) => ownName(name, language),
  }
}

function valuesOf({ row, reached }: Story, { moment }: Words, { today, strings, language }: StoryOn): Values {
  const at = (instant: Date | null) => (instant ? moment(instant) : '')
  return {
    edition: editionName(row.id, today, strings, language),
    send: at(row.sendAt),
    closes: at(row.closesAt),
    left: at(row.dispatchedAt),
    frozen: at(row.frozenAt),
    accepted: String(reached?.accepted ?? 0),
    mails: String(reached?.mails ?? 0),
  }
}

function factsOf({ row, outcome, decisions, cancelling, reached }: Story, words: Words, isOwnPage: boolean) {
  const { fact, text } = words
  const isHeld = outcome === 'held' || outcome === 'stopped'
  return [
    ...(isOwnPage ? [] : [fact('edition', row.id)]),
    ...(outcome === 'replaced' ? [{ name: text('story.now'), value: words.state(row.state) }] : []),
    ...(cancelling
      ? [
          fact('by', words.name(cancelling.name)),
          fact('at', words.moment(cancelling.at)),
          fact('reason', cancelling.reason),
        ]
      : []),
    ...(isHeld && row.stopReason ? [fact('reason', row.stopReason)] : []),
    ...(reached
      ? [{ name: text('story.reached'), value: words.count(reached.communes, reached.allCommunes) }]
      : []),
    ...(outcome === 'replaced'
      ? []
      : [
          fact('approvals', words.count(approvalsIn(decisions), row.approvalsRequired)),
          ...(isOwnPage ? [] : [fact('hash', row.hash ?? '')]),
        ]),
  ]
}

/** In words and numbers: whether the edition is still approved without it. */
function withdrawForm(
  { outcome, decisions, row }: Story,
  { action, hidden }: StoryOn,
  { text }: Words,
  values: Values,
) {
  const until = ['leaving', 'late', 'waiting'].includes(outcome) ? outcome : 'until'
  const { approvalsRequired: required } = row
  const left = approvalsIn(decisions) - 1
  return {
    action,
    hidden,
    title: text('withdraw.title'),
    what: text(`withdraw.${until}`, values),
    after: text(left < required ? 'withdraw.then' : 'withdraw.then-still', {
      left: String(left),
      required: String(required),
    }),
    label: text('withdraw.reason'),
    button: text('withdraw.button'),
  }
}
