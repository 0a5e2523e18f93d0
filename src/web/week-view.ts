import { localDay } from '../model/calendar/calendar.js'
import type { WeekLine, WeekNeed, WeekStepState } from '../model/editions/week-line.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { editionName } from '../present/pages/edition-name.js'
import { momentOf, type PageContext, speaker } from './page-frame.js'

const ICONS: Record<WeekStepState, string> = { done: 'ok', now: 'right', held: 'no', 'to-come': '' }
const TONES: Record<WeekStepState, string> = { done: 'done', now: 'now', held: 'now held', 'to-come': '' }

/** Needs of a week whose edition has no page yet. */
const UNFROZEN: ReadonlySet<WeekNeed> = new Set(['updates', 'freezing', 'nothing-new'])

/** This week as five steps, with local times, the present one, and what it needs. */
export function weekView(
  line: WeekLine,
  { strings, config }: Pick<PageContext, 'strings' | 'config'>,
  language: Language,
  now: Date,
) {
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.week')
  const today = localDay(now, config.timeZone)
  return {
    label: text('label'),
    steps: line.steps.map(({ step, state, at }) => ({
      name: text(`steps.${step}`),
      tone: TONES[state],
      icon: ICONS[state],
      isCurrent: state === 'now' || state === 'held',
      said: state === 'to-come' ? '' : text(`states.${state}`),
      when: text(`when.${step}.${state === 'done' ? 'done' : 'to-come'}`, {
        at: momentOf(at, { strings, config }, language),
      }),
    })),
    now: text('now'),
    need: text(`needs.${line.need}`),
    link: {
      href: `/editions/${UNFROZEN.has(line.need) ? 'next' : line.edition}?lang=${language}`,
      text: editionName(line.edition, today, own, language),
    },
  }
}
