import type { Language } from '../model/language/language.js'
import type { MyDesk } from '../steps/staff/my-desk.js'
import { byFile, dueCounts } from './desk-jobs.js'
import type { Telling } from './follow-up-telling.js'
import { speaker } from './page-frame.js'

/** At most four numbers fit a phone. */
const AT_MOST = 4

type Figure = { key: string; n: number; href: string; tone: 'late' | 'today' | '' }

/** What waits for a person in at most four numbers, each a link to its list; what is late comes first. */
export function tallyView(desk: MyDesk, telling: Telling) {
  const { language, strings } = telling
  const { count } = speaker(strings, language, 'pages.my-desk.tally')
  const figures = [...followUpFigures(desk, telling), ...fileFigures(desk, language)]
  return figures.slice(0, AT_MOST).map(({ key, n, href, tone }) => ({
    n,
    href,
    tone: n === 0 ? 'none' : tone,
    text: count(key, n),
  }))
}

function followUpFigures({ followUps, last, mine }: MyDesk, telling: Telling): Figure[] {
  if (!followUps) return []
  const { late, today, later } = dueCounts(followUps, telling)
  const list = `/follow-ups?lang=${telling.language}`
  const own = last?.communes.filter(({ nis }) => mine.length === 0 || mine.includes(nis)) ?? []
  const missing = own.filter(({ state }) => state === 'not-reached' || state === 'at-risk').length
  return [
    { key: 'late', n: late, href: `${list}#late`, tone: 'late' },
    { key: 'today', n: today, href: `${list}#today`, tone: 'today' },
    { key: 'later', n: later, href: `${list}#later`, tone: '' },
    ...(last
      ? [
          {
            key: 'communes',
            n: missing,
            // By name, the worst first: from there one click leads to whom it did not reach.
            href: `/editions/${last.row.id}/deliveries?lang=${telling.language}`,
            tone: 'late' as const,
          },
        ]
      : []),
  ]
}

function fileFigures({ next, toLookAt }: MyDesk, language: Language): Figure[] {
  if (!next) return []
  const updates = `/updates?lang=${language}`
  const news = next.items.filter(({ section }) => section !== 'standing').length
  return [
    { key: 'refused', n: byFile(next.problems).size, href: updates, tone: 'late' },
    { key: 'warned', n: toLookAt.length, href: updates, tone: 'today' },
    { key: 'gone', n: next.gone.length, href: `/updates/gone?lang=${language}`, tone: 'late' },
    { key: 'ready', n: news, href: updates, tone: '' },
  ]
}
