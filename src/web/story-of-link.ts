import type { FastifyRequest } from 'fastify'
import { localDay } from '../model/calendar/calendar.js'
import type { Strings } from '../model/editions/edition.js'
import { inLanguage, type Language } from '../model/language/language.js'
import type { EditionRow } from '../postgres/editions/editions.js'
import { typeset } from '../present/mail/typography.js'
import { fill, say } from '../present/mail/wording.js'
import { editionName } from '../present/pages/edition-name.js'
import { readEdition } from '../steps/editions/read-edition.js'
import type { SignLink } from '../steps/sign-off/sign-link.js'
import { signStory } from '../steps/sign-off/sign-story.js'
import { languageOf } from './page-frame.js'
import type { SignOffContext } from './sign-off-frame.js'
import { storyView } from './sign-story-view.js'

export type SignRequest = FastifyRequest<{ Params: { token: string; language?: string } }>
export const pathOf = ({ params }: SignRequest) => `/sign/${encodeURIComponent(params.token)}`
export const actionOf = (request: SignRequest, language: Language) => `${pathOf(request)}?lang=${language}`

/** Why there is no form to sign, or the result of a withdrawal: a key of `pages.sign.lead`. */
export type Lead =
  | 'used'
  | 'signed'
  | 'replaced'
  | 'closed'
  | 'expired'
  | 'withdrawn'
  | 'too-late'
  | 'not-approved'

export async function storyOfLink(
  request: SignRequest,
  { app, strings }: SignOffContext,
  { row, link }: { row: EditionRow; link: SignLink },
  lead: Lead | null,
): Promise<{ language: Language; view: StoryView }> {
  // Read again: it may have changed during this request.
  const now = (await readEdition(app, row.id)) ?? row
  const story = await signStory(app, now, link.version, link.email)
  const language = languageOf(request, story.person)
  const own = inLanguage(strings, language)
  const today = localDay(app.clock(), app.config.timeZone)
  const view = storyView(story, {
    strings: own,
    language,
    timeZone: app.config.timeZone,
    today,
    action: actionOf(request, language),
    hidden: [],
    isOwnPage: false,
    lead: lead && leadText(lead, own, language, editionName(row.id, today, own, language)),
  })
  return { language, view }
}

/** `edition`: its name. */
export const leadText = (lead: Lead, strings: Strings, language: Language, edition: string) =>
  fill(typeset(say(strings, `pages.sign.lead.${lead}`), language), { edition })

export type StoryView = ReturnType<typeof storyView>
