import { inLanguage } from '../../../model/language/language.js'
import { dayOfYear } from '../../mail/days.js'
import { ownName } from '../../mail/own-name.js'
import { typeset } from '../../mail/typography.js'
import { unreachedInWords } from '../../mail/unreached-words.js'
import { sayCount } from '../../mail/wording.js'
import type { DigestCommune } from '../digest-communes.js'
import type { Digest } from '../digest-content.js'
import { taskView } from './digest-tasks.js'
import type { Maker, NoticeGroup, Speaker } from './speaker.js'
import { stateView } from './states.js'

/** To a SPOC: after an edition, and on working mornings while something is open. */
export type DigestValues = Omit<Digest, 'to'> & {
  occasion: 'edition' | 'morning'
  edition: string | null
  /** ISO 8601 with offset. */
  sentAt: string | null
  /** No delivery of the edition is under way any more. */
  isSettled: boolean
  /** The page of the follow-ups. */
  link: string
}

export const spocDigest: Maker<DigestValues> = (values, speaker) => {
  const { occasion, edition, sentAt, isSettled, standingInFor, communes, open, link } = values
  const { strings, language, text, moment } = speaker
  const about = { edition: edition ?? '', sent: sentAt ? moment(sentAt) : '' }
  return {
    subject:
      occasion === 'edition'
        ? text('subject-edition', about)
        : sayCount(strings, 'notices.spoc-digest.subject-morning', open, language),
    title: text(`title-${occasion}`, about),
    paragraphs: [
      text(`what-${occasion}`, about),
      ...(isSettled ? [] : [text('under-way')]),
      ...(open === 0 ? [text(isAnyUnreached(communes) ? 'nothing-open' : 'nothing')] : []),
      ...standingInFor.map(({ name, until }) =>
        text('standing-in', { name: ownName(name, language), until: dayOfYear(until, language) }),
      ),
    ],
    button: open === 0 ? null : { text: text('button'), href: link },
    groups: communes.map(commune => groupOf(commune, speaker)),
  }
}

const isAnyUnreached = (communes: DigestCommune[]) =>
  communes.some(({ unreached = [] }) => unreached.length > 0)

function groupOf(commune: DigestCommune, speaker: Speaker): NoticeGroup {
  const { strings, language, text } = speaker
  const { name, state, addressees, accepted, notSent, unreached = [], tasks } = commune
  const count = (key: string, n: number) => sayCount(strings, `notices.spoc-digest.${key}`, n, language)
  const reached = state === null ? [] : [text('reached', { accepted, addressees })]
  return {
    title: inLanguage(name, language),
    state: state && stateView(state, strings),
    lines: [
      [...reached, ...(notSent > 0 ? [count('not-sent', notSent)] : [])].join(' · '),
      ...unreached.map(one => unreachedInWords(one, strings, language)),
    ].filter(Boolean),
    tasks: tasks.map(task => taskView(task, inLanguage(name, language), speaker)),
    more: moreLine(commune, speaker),
  }
}

function moreLine({ more, tasks, unreached = [] }: DigestCommune, { strings, language, text }: Speaker) {
  if (more > 0) return typeset(sayCount(strings, 'notices.spoc-digest.more', more, language), language)
  // With somebody not reached, "nothing to do" would be no comfort, and not true.
  return tasks.length + unreached.length === 0 ? text('no-tasks') : null
}
