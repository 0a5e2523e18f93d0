import { withOffset } from '../model/calendar/calendar.js'
import { inLanguage, type Language } from '../model/language/language.js'
import type { EditionRow } from '../postgres/editions/editions.js'
import { momentInText } from '../present/mail/spans.js'
import type { Signature } from '../steps/sign-off/sign-desk.js'
import { type PageContext, speaker } from './page-frame.js'

export type Waiting = { row: EditionRow; signature: Signature }

/** Versions that await an approver's signature, and approvals that could still be withdrawn. */
export function signDeskView(
  waiting: Waiting[],
  { strings, config }: Pick<PageContext, 'strings' | 'config'>,
  language: Language,
  now: Date,
) {
  const { text } = speaker(strings, language, 'pages.desk')
  const moment = (at: Date | null) =>
    at ? momentInText(withOffset(at, config.timeZone), inLanguage(strings, language), language) : ''
  const isDue = ({ sendAt }: EditionRow) => sendAt === null || sendAt <= now
  return {
    title: text('title'),
    none: waiting.some(({ signature }) => signature.kind === 'open') ? null : text('none'),
    items: waiting.map(({ row, signature }) => ({
      edition: row.id,
      href: `/editions/${row.id}?lang=${language}`,
      isOpen: signature.kind === 'open',
      lines: [
        ...(signature.kind === 'open' ? [] : [text(signature.kind === 'refused' ? 'refused' : 'decided')]),
        isDue(row) ? text('at-once') : text('leaves', { send: moment(row.sendAt) }),
        ...(signature.kind === 'open' ? [text('closes', { closes: moment(row.closesAt) })] : []),
      ],
      act: text(ACTS[signature.kind]),
    })),
  }
}

const ACTS = { open: 'open', decided: 'withdraw', refused: 'see', closed: 'see' } as const
