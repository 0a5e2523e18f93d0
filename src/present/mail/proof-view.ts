import { calendarEntries } from './calendar-entries.js'
import type { ItemContext, LinkView } from './item-view.js'
import { type ProofView, webAddress } from './online.js'
import { moment } from './spans.js'
import { typeset } from './typography.js'
import { hasWords, say } from './wording.js'

/** The web version's proof: the hash and the moment of sign-off (ISO 8601 with offset). `base`: the folder of its files, empty beside it. */
export type Proof = { hash: string; signedAt: string; base: string; hasPdf: boolean }

/** An update's full text in the web version. */
export function fullText(id: string, { content, language, strings }: ItemContext): LinkView | null {
  const address = webAddress(content, language)
  return address === null ? null : { href: `${address}#${language}-${id}`, text: say(strings, 'web.full') }
}

/**
 * The remark on the calendar file beside the days: it is attached, or, in the web version, linked. Without a day above (`hasDays`) it holds only
 * moved and cancelled ones.
 */
export function calendarFileView(
  context: ItemContext,
  proof: Proof | null,
  hasDays: boolean,
): { attached: string | null; download: LinkView | null } | null {
  const { content, language, strings } = context
  const calendar = calendarEntries(content, language)
  if (!calendar) return null
  const changes = hasDays || !hasWords(strings, 'calendar.attached-changes') ? '' : '-changes'
  const attached = typeset(say(strings, `calendar.attached${changes}`, { file: calendar.name }), language)
  if (!proof) return { attached, download: null }
  const href = `${proof.base}${language}.ics`
  return { attached: null, download: { href, text: say(strings, `calendar.download${changes}`) } }
}

/** The web version's footer. */
export function proofView(proof: Proof, { content, language, strings }: ItemContext): ProofView {
  const signed = { edition: content.edition, moment: moment(proof.signedAt, null, strings, language) }
  return {
    signed: typeset(say(strings, 'web.signed', signed), language),
    hashName: typeset(say(strings, 'web.hash'), language),
    hash: proof.hash,
    audience: typeset(say(strings, 'web.public'), language),
    pdf: proof.hasPdf ? { href: `${proof.base}${language}.pdf`, text: say(strings, 'web.pdf') } : null,
  }
}
