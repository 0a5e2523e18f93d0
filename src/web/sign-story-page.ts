import type { FastifyReply } from 'fastify'
import type { Language } from '../model/language/language.js'
import type { SignOffRefusal } from '../model/sign-off/sign-off.js'
import type { EditionRow } from '../postgres/editions/editions.js'
import type { SignLink } from '../steps/sign-off/sign-link.js'
import type { Withdrawn } from '../steps/sign-off/withdraw-approval.js'
import { html } from './page-frame.js'
import { frame, type SignOffContext } from './sign-off-frame.js'
import { type Lead, pathOf, type SignRequest, type StoryView, storyOfLink } from './story-of-link.js'

const STATUS: Partial<Record<Lead, number>> = { withdrawn: 200, used: 410, expired: 410 }

/** What became of the version of a link, as its person may know. */
export async function toldPage(
  request: SignRequest,
  reply: FastifyReply,
  context: SignOffContext,
  about: { row: EditionRow; link: SignLink },
  lead: Lead,
) {
  const { language, view } = await storyOfLink(request, context, about, lead)
  const path = request.method === 'GET' ? pathOf(request) : null
  return decidedPage(reply.code(STATUS[lead] ?? 409), context, view, language, path)
}

export async function decidedPage(
  reply: FastifyReply,
  context: SignOffContext,
  view: StoryView,
  language: Language,
  path: string | null,
) {
  const framed = frame(view, context, language, path)
  return html(reply, await context.fill('sign-decided', language, view.title, framed))
}

const LEADS: Partial<Record<SignOffRefusal, Lead>> = {
  'link-used': 'used',
  'signed-before': 'signed',
  'other-hash': 'replaced',
  expired: 'expired',
}

/** The sentence for a sign-off refused by the edition's state. */
export const leadOfRefusal = (reason: SignOffRefusal): Lead => LEADS[reason] ?? 'closed'

/** The sentence for a withdrawal, above the edition's state. */
export function leadOf(withdrawn: Withdrawn): Lead {
  if (withdrawn.kind === 'withdrawn') return 'withdrawn'
  if (withdrawn.reason === 'sent') return 'too-late'
  return withdrawn.reason === 'replaced' ? 'replaced' : 'not-approved'
}
