import { localDay } from '../model/calendar/calendar.js'
import { inLanguage, type Language } from '../model/language/language.js'
import type { EditionRow } from '../postgres/editions/editions.js'
import { editionName } from '../present/pages/edition-name.js'
import type { Signature } from '../steps/sign-off/sign-desk.js'
import { momentOf, type PageContext, speaker } from './page-frame.js'

export type Waiting = { row: EditionRow; signature: Signature }

const HOUR_MS = 3_600_000
/** In hours: less than that is late. */
const SOON_HOURS = 1

/** Versions that await an approver's signature, with the time that is left, and approvals that could still be withdrawn. */
export function signDeskView(
  waiting: Waiting[],
  { strings, config }: Pick<PageContext, 'strings' | 'config'>,
  language: Language,
  now: Date,
) {
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.desk')
  const moment = (at: Date | null) => momentOf(at, { strings, config }, language)
  const isDue = ({ sendAt }: EditionRow) => sendAt === null || sendAt <= now
  const today = localDay(now, config.timeZone)
  const first = waiting.find(({ signature }) => signature.kind === 'open')
  return waiting.map(one => {
    const {
      row,
      signature: { kind },
    } = one
    const isOpen = kind === 'open'
    const end = isDue(row) ? row.closesAt : row.sendAt
    const left = end ? end.getTime() - now.getTime() : 0
    const values = { send: moment(row.sendAt), closes: moment(row.closesAt) }
    return {
      edition: row.id,
      name: editionName(row.id, today, own, language),
      href: `/editions/${row.id}?lang=${language}`,
      title: text(`title.${kind}`),
      left: isOpen && left > 0 ? leftInWords(left, text) : '',
      until: isOpen
        ? text(isDue(row) ? 'closes' : 'until-departure', values)
        : text(kind === 'refused' ? 'refused' : 'decided'),
      isLate: isOpen && left < SOON_HOURS * HOUR_MS,
      isPrimary: one === first,
      lines: [isDue(row) ? text('at-once') : text(isOpen ? 'still' : 'leaves', values)],
      act: text(ACTS[kind]),
    }
  })
}

const ACTS = { open: 'open', decided: 'withdraw', refused: 'see', closed: 'see' } as const

/** "18 h 55", "2 jours". */
function leftInWords(
  milliseconds: number,
  text: (key: string, values: Record<string, string | number>) => string,
) {
  const minutes = Math.floor(milliseconds / 60_000)
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return text('left.days', { days: Math.floor(hours / 24) })
  return text('left.hours', { hours, minutes: String(minutes % 60).padStart(2, '0') })
}
