import { withOffset } from '../model/calendar/calendar.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { oneLine } from '../model/language/single-line.js'
import { plainDate } from '../present/mail/days.js'
import { ownName } from '../present/mail/own-name.js'
import type { ListedRemark } from '../steps/sign-off/list-remarks.js'
import type { MyDesk } from '../steps/staff/my-desk.js'
import type { Job } from './desk-jobs.js'
import { type PageContext, speaker } from './page-frame.js'

/** In characters: what is shown of a remark; the whole is one link away. */
const SHOWN = 240

/** An edition that was returned, remarks to work on, and answers to one's own, as jobs. */
export function remarkJobs(
  { remarks, returned }: Pick<MyDesk, 'remarks' | 'returned'>,
  context: Pick<PageContext, 'strings' | 'config'>,
  language: Language,
): Job[] {
  const { text } = speaker(context.strings, language, 'pages.my-desk')
  const edition = returned && {
    tone: 'late',
    due: dueOf(returned.at, context, language),
    href: `/editions/${returned.edition}?lang=${language}`,
    title: text('returned', { edition: returned.edition }),
    says: returned.comment ? [{ icon: 'talk', text: shown(returned.comment) }] : [],
    lines: [text('returned-by', { name: ownName(returned.name, language) })],
    act: { href: `/editions/${returned.edition}?lang=${language}`, text: text('see-remarks'), icon: '' },
  }
  return [
    ...(edition ? [edition] : []),
    ...remarks.toDo.map(one => jobOf(one, 'to-do', context, language)),
    ...remarks.answered.map(one => jobOf(one, 'answered', context, language)),
  ]
}

function jobOf(
  remark: ListedRemark,
  kind: 'to-do' | 'answered',
  context: Pick<PageContext, 'strings' | 'config'>,
  language: Language,
): Job {
  const { text } = speaker(context.strings, language, 'pages.my-desk.remark')
  const answer = kind === 'answered' ? remark.replies.at(-1) : undefined
  const href = `/updates/${remark.update}?lang=${language}#remark-${remark.id}`
  const says = [
    { icon: 'talk', text: shown(remark.text) },
    ...(answer?.text ? [{ icon: 'right', text: shown(answer.text) }] : []),
  ]
  const name = ownName(answer?.name ?? remark.name, language)
  return {
    tone: remark.isRefusal ? 'today' : '',
    due: dueOf(answer?.at ?? remark.at, context, language),
    href,
    title: inLanguage(remark.now.title, language),
    says,
    lines: [text(remark.isRefusal && kind === 'to-do' ? 'returned' : kind, { name })],
    act: { href, text: text(`act.${kind}`), icon: '' },
  }
}

/** When it was said: the hour, and the day below. */
function dueOf(at: Date, { config }: Pick<PageContext, 'config'>, language: Language) {
  const instant = withOffset(at, config.timeZone)
  return { strong: instant.slice(11, 16), rest: plainDate(instant.slice(0, 10), language) }
}

function shown(text: string): string {
  const line = oneLine(text)
  return line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line
}
