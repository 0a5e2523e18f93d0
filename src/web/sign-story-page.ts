import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Strings } from '../model/editions/edition.js'
import { inLanguage, type Language } from '../model/language/language.js'
import type { SignOffRefusal } from '../model/sign-off/sign-off.js'
import type { EditionRow } from '../postgres/editions/editions.js'
import { typeset } from '../present/mail/typography.js'
import { fill, say } from '../present/mail/wording.js'
import { readEdition } from '../steps/editions/read-edition.js'
import type { SignLink } from '../steps/sign-off/sign-link.js'
import { signStory } from '../steps/sign-off/sign-story.js'
import type { Withdrawn } from '../steps/sign-off/withdraw-approval.js'
import { html, languageOf } from './page-frame.js'
import { frame, type SignOffContext } from './sign-off-frame.js'
import { storyView } from './sign-story-view.js'

export type SignRequest = FastifyRequest<{ Params: { token: string; language?: string } }>
export const pathOf = ({ params }: SignRequest) => `/sign/${encodeURIComponent(params.token)}`
export const actionOf = (request: SignRequest, language: Language) => `${pathOf(request)}?lang=${language}`

/** Why there is no form to sign, or what came of a withdrawal: a key of `pages.sign.lead`. */
export type Lead =
  | 'used'
  | 'signed'
  | 'replaced'
  | 'closed'
  | 'expired'
  | 'withdrawn'
  | 'too-late'
  | 'not-approved'

const STATUS: Partial<Record<Lead, number>> = { withdrawn: 200, used: 410, expired: 410 }

/** What has become of the version that a link is bound to, as the person who has it may know. */
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

export async function storyOfLink(
  request: SignRequest,
  { app, strings }: SignOffContext,
  { row, link }: { row: EditionRow; link: SignLink },
  lead: Lead | null,
): Promise<{ language: Language; view: StoryView }> {
  // Read again: what is told may have happened while this request was answered.
  const now = (await readEdition(app, row.id)) ?? row
  const story = await signStory(app, now, link.version, link.email)
  const language = languageOf(request, story.person)
  const view = storyView(story, {
    strings: inLanguage(strings, language),
    language,
    timeZone: app.config.timeZone,
    action: actionOf(request, language),
    hidden: [],
    isOwnPage: false,
    lead: lead && leadText(lead, inLanguage(strings, language), language, row.id),
  })
  return { language, view }
}

export const leadText = (lead: Lead, strings: Strings, language: Language, edition: string) =>
  fill(typeset(say(strings, `pages.sign.lead.${lead}`), language), { edition })

const LEADS: Partial<Record<SignOffRefusal, Lead>> = {
  'link-used': 'used',
  'signed-before': 'signed',
  'other-hash': 'replaced',
  expired: 'expired',
}

/** What is said of a sign-off that was refused for how the edition stands. */
export const leadOfRefusal = (reason: SignOffRefusal): Lead => LEADS[reason] ?? 'closed'

/** What is said of a withdrawal, before what has become of the edition. */
export function leadOf(withdrawn: Withdrawn): Lead {
  if (withdrawn.kind === 'withdrawn') return 'withdrawn'
  if (withdrawn.reason === 'sent') return 'too-late'
  return withdrawn.reason === 'replaced' ? 'replaced' : 'not-approved'
}

type StoryView = ReturnType<typeof storyView>
