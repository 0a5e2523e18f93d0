import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { withOffset } from '../model/calendar/calendar.js'
import type { SendAgainRefusal } from '../model/delivery/send-again.js'
import type { FollowUp } from '../model/follow-ups/follow-up.js'
import { printable } from '../model/problem/printable.js'
import { ownName } from '../present/mail/own-name.js'
import { momentInText } from '../present/mail/spans.js'
import { describeProblem } from '../present/problem/texts.js'
import { rosterToday } from '../steps/context.js'
import type { SendAgainOffer } from '../steps/delivery/send-again.js'
import { sendAgain, sendAgainOffers } from '../steps/delivery/send-again.js'
import type { ChangeRefused, ProposedChange } from '../steps/follow-ups/address-changes.js'
import { type FollowUpRequest, onePage, theirs } from './follow-up-page.js'
import { problemPage } from './login-pages.js'
import { backupFolder, frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'

const Words = z.string().max(10_000).optional().default('')
const Form = z.object({
  address: z.string().trim().max(400),
  note: Words,
  again: z.literal('yes').optional(),
  confirmed: z.literal('yes').optional(),
})
const AgainForm = z.object({ delivery: z.string().max(200) })

/** The new address of an official: shown first, old and new, then written into the list; and this week's edition sent there. */
export function addAddress(scope: FastifyInstance, context: PageContext): void {
  scope.post('/follow-ups/:id/address', (request, reply) =>
    address(request as FollowUpRequest, reply, context),
  )
  scope.post('/follow-ups/:id/send-again', (request, reply) =>
    again(request as FollowUpRequest, reply, context),
  )
}

async function address(request: FollowUpRequest, reply: FastifyReply, context: PageContext) {
  const followUp = await theirs(request, reply, context)
  if (!followUp) return reply
  const form = Form.safeParse(request.body)
  if (!form.success) return problemPage(request, reply, context, 'form')
  const { app } = context
  const { confirmed, note, again: sends } = form.data
  const by = request.person?.email ?? ''
  const language = languageOf(request)
  const typed = { address: form.data.address, note }
  if (!confirmed) {
    const proposed = await app.proposeAddress({ id: followUp.id, by, address: form.data.address })
    if (proposed.kind === 'refused') return refusedPage(request, reply, context, proposed, typed)
    return confirmPage(request, reply, context, { followUp, proposed, note })
  }
  const changed = await app.confirmAddress(followUp.id, by, form.data.address, note || null)
  if (changed.kind === 'refused') return refusedPage(request, reply, context, changed, typed)
  const [offer] = sends ? await sendAgainOffers(app, followUp.recipient) : []
  const sent = offer && (await sendAgain(app, offer.delivery, by))
  // The address is written, whatever becomes of the mail: the page says both.
  if (sent?.kind === 'refused')
    return onePage(request, reply, context, {
      message: sendAgainWords(context, language, sent.why, sent.about),
    })
  return reply.redirect(`/follow-ups/${followUp.id}?lang=${language}`, 303)
}

async function again(request: FollowUpRequest, reply: FastifyReply, context: PageContext) {
  const followUp = await theirs(request, reply, context)
  if (!followUp) return reply
  const form = AgainForm.safeParse(request.body)
  const { app } = context
  const offers = form.success ? await sendAgainOffers(app, followUp.recipient) : []
  const offer = offers.find(({ delivery }) => delivery === form.data?.delivery)
  if (!offer) return problemPage(request, reply, context, 'form')
  const language = languageOf(request)
  const answer = await sendAgain(app, offer.delivery, request.person?.email ?? '')
  if (answer.kind === 'refused')
    return onePage(request, reply, context, {
      message: sendAgainWords(context, language, answer.why, answer.about),
    })
  return reply.redirect(`/follow-ups/${followUp.id}?lang=${language}`, 303)
}

type Typed = { address: string; note: string }

function refusedPage(
  request: FollowUpRequest,
  reply: FastifyReply,
  context: PageContext,
  { why, detail = '', problem }: ChangeRefused,
  typed: Typed,
) {
  if (['unknown', 'unknown-person', 'not-theirs'].includes(why))
    return problemPage(request, reply, context, 'forbidden')
  const language = languageOf(request)
  const { text } = speaker(context.strings, language, 'pages.followUps.problem')
  const said = problem && describeProblem(problem, language)
  // Why a file can't be written is for who runs it: its code is enough.
  const short = why === 'not-writable' ? (/^[A-Z]{3,}/.exec(detail)?.[0] ?? '–') : detail
  const own = text(ADDRESS_PROBLEMS.has(why) ? `address-${why}` : why, {
    address: printable(short, ADDRESS_SHOWN),
    reason: short,
  })
  // A form has no columns: what is wrong with the file's is named by the address.
  const message = said ? `${why === 'not-an-address' ? own : said.message} ${said.hint}` : own
  return onePage(request, reply, context, { message, typedAddress: typed.address, typedNote: typed.note })
}

const ADDRESS_SHOWN = 100

/** Refusals that mean something else of an address than of a result. */
const ADDRESS_PROBLEMS = new Set([
  'no-address',
  'same-address',
  'not-allowed',
  'suppressed',
  'not-in-roster',
  'not-writable',
  'roster-problem',
])

/** What confirming would do, to be read: whose address, the old and the new one, what goes there. */
async function confirmPage(
  request: FollowUpRequest,
  reply: FastifyReply,
  context: PageContext,
  { followUp, proposed, note }: { followUp: FollowUp; proposed: ProposedChange; note: string },
) {
  const { app, strings } = context
  const language = languageOf(request)
  const { text } = speaker(strings, language, 'pages.followUps')
  const { roster } = await rosterToday(app)
  const nameOf = (id: string) =>
    ownName(roster.mandateHolders.find(one => one.id === id)?.name || id, language)
  const [offer] = await sendAgainOffers(app, followUp.recipient)
  const path = `/follow-ups/${encodeURIComponent(followUp.id)}`
  const frame = frameOf(request, context, language, null)
  const commune = roster.communes.find(({ nis }) => nis === followUp.commune)
  const view = {
    ...frame,
    form: frame.session?.form,
    action: `${path}/address?lang=${language}`,
    back: { href: `${path}?lang=${language}`, text: text('address-back') },
    who: nameOf(proposed.recipient),
    commune: commune?.name[language] ?? followUp.commune,
    before: proposed.before || text('address-none'),
    after: proposed.after,
    others: proposed.others.length
      ? text('address-others', { names: proposed.others.map(nameOf).join(', ') })
      : null,
    note,
    again: offer && willBePossible(offer) ? againLine(offer, context, language) : null,
    text: Object.fromEntries(
      ['title', 'what', 'before', 'after', 'next', 'button'].map(key => [
        key,
        text(`confirm-${key}`, { folder: backupFolder(context.config) }),
      ]),
    ),
  }
  return html(reply, await context.fill('follow-up-address', language, text('confirm-title'), view))
}

/** Once the list has the new address, that it was the same, or that a mail had arrived at the old one, hinders nothing any more. */
const willBePossible = ({ refused }: SendAgainOffer) =>
  refused === null || refused === 'same-address' || refused === 'accepted'

function againLine({ edition, until }: SendAgainOffer, context: PageContext, language: 'fr' | 'nl') {
  const { text } = speaker(context.strings, language, 'pages.followUps')
  return text('confirm-again', { edition, until: momentOf(until, context, language) })
}

export function momentOf(
  at: Date | null | undefined,
  { strings, config }: PageContext,
  language: 'fr' | 'nl',
) {
  return at ? momentInText(withOffset(at, config.timeZone), strings[language], language) : ''
}

/** Why an edition does not go again, in words. */
export function sendAgainWords(
  context: PageContext,
  language: 'fr' | 'nl',
  why: SendAgainRefusal,
  about: Partial<Pick<SendAgainOffer, 'address' | 'before' | 'until'>> | null,
): string {
  const { text } = speaker(context.strings, language, 'pages.followUps.problem')
  const { address = '', before = '', until = null } = about ?? {}
  return text(why, {
    address: why === 'accepted' || why === 'same-address' ? before || address : address,
    until: momentOf(until, context, language),
  })
}
