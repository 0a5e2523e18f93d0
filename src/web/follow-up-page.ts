import type { FastifyReply, FastifyRequest } from 'fastify'
import { withOffset } from '../model/calendar/calendar.js'
import type { FollowUp } from '../model/follow-ups/follow-up.js'
import type { Language } from '../model/language/language.js'
import { inLanguage } from '../model/language/language.js'
import { proposedAddress } from '../postgres/follow-ups/address-changes.js'
import { changesIn, eventsOf, type FollowUpEvent } from '../postgres/follow-ups/follow-up-histories.js'
import { momentInText } from '../present/mail/spans.js'
import { label } from '../present/mail/wording.js'
import { followUpAccess } from '../steps/follow-ups/act-on-follow-up.js'
import { firstSharedIn } from '../steps/follow-ups/share-answer.js'
import { nameOfEdition } from './edition-line.js'
import { besideView, endedView, filtersView } from './follow-up-beside.js'
import { editionsView } from './follow-up-editions.js'
import { formsView } from './follow-up-forms.js'
import { nameByEmail, nameOf, type Telling, tellingOf } from './follow-up-telling.js'
import { type Typed, typedView } from './follow-up-typed.js'
import { itemView } from './follow-up-view.js'
import { writtenAddressView } from './follow-up-written.js'
import { addressWith } from './list-links.js'
import { problemPage } from './login-pages.js'
import { frameOf, html, type PageContext, speaker } from './page-frame.js'

export type FollowUpRequest = FastifyRequest<{ Params: { id: string } }>

/** The follow-up that a request names, if its person may see it; else the page that says why not. */
export async function theirs(
  request: FollowUpRequest,
  reply: FastifyReply,
  context: PageContext,
): Promise<FollowUp | null> {
  const access = await followUpAccess(context.app, request.params.id, request.person?.email ?? '')
  if (!('refused' in access)) return access.before
  // The existence of another commune's follow-up must not be revealed either.
  await problemPage(request, reply, context, 'forbidden')
  return null
}

/** A refused form: why, and what was typed. */
type Refused = { message: string; typed?: Typed }

/** One follow-up with its history and possible actions. */
export async function onePage(
  request: FollowUpRequest,
  reply: FastifyReply,
  context: PageContext,
  refused: Refused | null = null,
) {
  const followUp = await theirs(request, reply, context)
  if (!followUp) return reply
  const telling = await tellingOf(request, context)
  const { language, strings, search } = telling
  const { text } = speaker(strings, language, 'pages.followUps')
  const events = await eventsOf(context.app.engine.db, followUp.id)
  const item = itemView(followUp, telling)
  const { action, ...forms } = formsView(followUp, { events, telling })
  const frame = frameOf(
    request,
    context,
    language,
    request.method === 'GET' ? addressWith(`/follow-ups/${followUp.id}`, search) : null,
  )
  const typed = typedView(refused?.typed ?? null, forms)
  const shared = events.findLast(({ kind }) => kind === 'shared')?.words
  const view = {
    ...frame,
    ...forms,
    results: forms.results.map(one => ({ ...one, isChosen: one.code === typed.result })),
    people: forms.people.map(one => ({ ...one, isChosen: one.code === typed.to })),
    item,
    form: frame.session?.form,
    history: historyView(events, telling),
    filters: filtersView(telling),
    problem: refused?.message ?? null,
    problemAt: typed.field,
    last: refused?.typed?.isOvertaken ? (historyView(changesIn(events), telling).at(-1) ?? null) : null,
    typed,
    typedAddress:
      typed.address ??
      (forms.canCorrect ? await proposedAddress(context.app.engine.db, followUp) : null) ??
      '',
    beside: await besideView(followUp, telling, context),
    ended: await endedView(request, telling, context),
    addressLabel: text('address-label', { name: item.about }),
    address: await writtenAddressView(followUp, telling, context),
    editions: await editionsView(followUp, context, language),
    shared: shared ? await sharedLine(shared, followUp.id, context, language) : null,
    actions: Object.fromEntries(ACTIONS.map(what => [what.replaceAll('-', '_'), action(what)])),
    text: {
      ...wordsFor(text),
      ...Object.fromEntries(FORM_WORDS.map(key => [key.replaceAll('-', '_'), text(key)])),
    },
  }
  const title = `${item.commune} – ${item.why}`
  return html(reply.code(refused ? 422 : 200), await context.fill('follow-up', language, title, view))
}

/** A draft is not shared yet: the first edition that carries it shares it. */
async function sharedLine(file: string, followUp: string, context: PageContext, language: Language) {
  const { text } = speaker(context.strings, language, 'pages.followUps')
  const edition = await firstSharedIn(context.app, followUp)
  return edition
    ? text('shared-in', { edition: nameOfEdition(edition, context, language) })
    : text('shared', { file })
}

const ACTIONS = [
  ...['take', 'done', 'note', 'answer', 'assign', 'topic', 'reopen', 'share'],
  ...['address', 'send-again', 'undo'],
]
const FORM_WORDS = [
  'others',
  ...['skip-to-open', 'list', 'typed-kept', 'effects'],
  ...['history', 'done', 'done-what', 'done-choose', 'note-optional', 'done-button', 'note', 'note-label'],
  ...['note-button', 'answer', 'answer-what', 'answer-label', 'answer-button', 'assign', 'assign-label'],
  ...['address', 'address-what', 'address-button', 'editions-title'],
  ...['assign-button', 'topic', 'topic-label', 'topic-button', 'reopen', 'reopen-button', 'share'],
]

/** Words shared by the list and a single follow-up. */
export const wordsFor = (text: (key: string) => string) => ({
  title: text('title'),
  filters: text('filters'),
  edition: text('edition'),
  take: text('take'),
})

/** The history of a follow-up in words, latest last. */
export function historyView(events: FollowUpEvent[], telling: Telling) {
  const { strings, language, timeZone } = telling
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'followUps.events')
  const became = ({ kind, became: to }: FollowUpEvent): string => {
    if (kind === 'reassigned' || kind === 'noted') return nameOf(to ?? '', telling)
    return label(own, kind === 'moved' ? 'followUps.reasons' : 'followUps.results', to ?? '')
  }
  return events.map(event => ({
    at: momentInText(withOffset(event.at, timeZone), own, language),
    what: text(event.kind === 'noted' && event.became ? 'answer-seen' : event.kind, { to: became(event) }),
    by: event.by ? nameByEmail(event.by, telling) : text('by-rule'),
    words: event.words,
  }))
}
