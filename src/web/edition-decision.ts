import { z } from 'zod'
import { localDay } from '../model/calendar/calendar.js'
import type { EditionAct } from '../model/editions/acts.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { isAboutSigner } from '../model/sign-off/sign-off.js'
import type { StaffMember } from '../model/staff/staff.js'
import { editionName } from '../present/pages/edition-name.js'
import { sendRemarks } from '../steps/sign-off/send-remarks.js'
import type { SignedOff } from '../steps/sign-off/sign-off.js'
import { signOff } from '../steps/sign-off/sign-off.js'
import { withdrawApproval } from '../steps/sign-off/withdraw-approval.js'
import { commentOf, decisionFrom, mistakesIn } from './decision-form.js'
import { type PageContext, speaker } from './page-frame.js'
import type { SignPageOn } from './sign-page.js'
import { leadOf } from './sign-story-page.js'
import { type Lead, leadText } from './story-of-link.js'

/** The exact hash and version of the form, so that what is decided is what was read. */
const Read = z.object({
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  version: z.coerce.number().int().positive(),
})

/** The result of a form: a sentence above the page, the page's status, and what was typed, which is not lost. */
export type ToldDecision = {
  lead: string
  status: number
  refused?: NonNullable<SignPageOn['refused']>
  /** The act whose reason is missing. */
  reasonMissing?: EditionAct
}

/** Does what the form says; null when the page itself shows the result. */
export async function afterDecision(
  { app, strings }: PageContext,
  edition: string,
  person: StaffMember,
  language: Language,
  body: unknown,
): Promise<ToldDecision | null> {
  const { text } = speaker(strings, language, 'pages.sign')
  const sent = decisionFrom(body)
  const read = Read.safeParse(body)
  const mistakes = mistakesIn(sent)
  const { decision, remarks } = sent
  const [first] = mistakes
  const refused = { sent, mistakes, lead: first ? text(first.key) : null }
  if (first || decision === null)
    return { lead: text(first?.key ?? 'decision-missing'), status: 422, refused }
  if (!read.success)
    return { lead: text('changed-since'), status: 422, refused: { ...refused, lead: text('changed-since') } }
  const { hash, version } = read.data
  const comment = commentOf(sent)
  const about = { edition, version, by: person.email }
  const own = inLanguage(strings, language)
  const name = editionName(edition, localDay(app.clock(), app.config.timeZone), own, language)
  const lead = (key: Lead) => leadText(key, own, language, name)
  if (decision === 'withdraw') {
    const withdrawn = await withdrawApproval(app, { ...about, reason: comment })
    return withdrawn.kind === 'withdrawn' ? null : { lead: lead(leadOf(withdrawn)), status: 409 }
  }
  if (decision === 'remark') {
    const left = await sendRemarks(app, edition, person.email, remarks)
    const again = { ...refused, sent: { ...sent, remarks: left }, lead: text('changed-since') }
    return left.length > 0 ? { lead: again.lead, status: 409, refused: again } : null
  }
  const signed = await signOff(app, { ...about, hash, decision, comment, remarks })
  const told = signed.kind === 'refused' ? refusedAs(signed, text, lead) : null
  return told && { ...told, refused: { ...refused, lead: told.lead } }
}

function refusedAs(
  { reason }: Extract<SignedOff, { kind: 'refused' }>,
  text: (key: string) => string,
  lead: (key: Lead) => string,
): ToldDecision {
  if (isAboutSigner(reason)) return { lead: text(`may-not.${reason}`), status: 403 }
  if (reason === 'other-hash') return { lead: text('changed-since'), status: 409 }
  return { lead: lead(reason === 'signed-before' ? 'signed' : 'closed'), status: 409 }
}
