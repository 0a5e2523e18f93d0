import { withOffset } from '../model/calendar/calendar.js'
import type { Strings } from '../model/editions/edition.js'
import type { Language } from '../model/language/language.js'
import type { Decision } from '../model/sign-off/sign-off.js'
import type { StaffMember } from '../model/staff/staff.js'
import type { EditionRow } from '../postgres/editions/editions.js'
import { ownName } from '../present/mail/own-name.js'
import { momentInText } from '../present/mail/spans.js'
import { typeset } from '../present/mail/typography.js'
import { fill, say } from '../present/mail/wording.js'
import { editionName } from '../present/pages/edition-name.js'
import type { SignedOff } from '../steps/sign-off/sign-off.js'
import type { Problem } from './sign-off-frame.js'

/** Who signs what, by log-in or link. */
export type Signing = { row: EditionRow; person: StaffMember }
type Values = Record<string, string>

/** The texts of one language; filled-in values stay unchanged. */
export const speakerIn =
  (strings: Strings, language: Language) =>
  (key: string, values: Values = {}) =>
    fill(typeset(say(strings, key), language), values)

type Made = { signed: Extract<SignedOff, { kind: 'decided' }>; decision: Decision; comment: string }

/** What was decided, by whom, on which hash. */
export function decidedView(
  { row, person }: Signing,
  { signed, decision, comment }: Made,
  {
    strings,
    language,
    timeZone,
    today,
  }: { strings: Strings; language: Language; timeZone: string; today: string },
) {
  const text = speakerIn(strings, language)
  const moment = (at: Date) => momentInText(withOffset(at, timeZone), strings, language)
  const fact = (key: string, value: string) => ({ name: text(`notices.facts.${key}`), value })
  const outcome = signed.final ?? 'partial'
  const isLate = row.sendAt === null || row.sendAt <= signed.at
  const what = outcome === 'approve' && isLate ? 'at-once' : outcome
  const approvals = { given: String(signed.given), required: String(signed.required) }
  return {
    title: text(`pages.sign.done.${outcome}`, { edition: editionName(row.id, today, strings, language) }),
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
export function problemView(found: Problem, today: string, strings: Strings, language: Language) {
  const text = speakerIn(strings, language)
  const edition = 'row' in found ? editionName(found.row.id, today, strings, language) : ''
  const key = `pages.sign.problem.${found.kind}`
  const why = found.kind === 'refused' ? `${text(`pages.sign.may-not.${found.reason}`)} ` : ''
  const what = why + text(`${key}.text`, { edition })
  return { title: text(`${key}.title`, { edition }), what, facts: [] }
}
