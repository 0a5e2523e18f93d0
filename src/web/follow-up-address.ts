import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { SendAgainRefusal } from '../model/delivery/send-again.js'
import type { Language } from '../model/language/language.js'
import { printable } from '../model/problem/printable.js'
import { describeProblem } from '../present/problem/texts.js'
import type { SendAgainOffer } from '../steps/delivery/send-again.js'
import { sendAgain, sendAgainOffers } from '../steps/delivery/send-again.js'
import { confirmAddress, proposeAddress, undoAddress } from '../steps/follow-ups/confirm-address.js'
import type { ChangeRefused } from '../steps/follow-ups/judge-address.js'
import { writtenAddress } from '../steps/follow-ups/written-address.js'
import { confirmPage } from './follow-up-confirm.js'
import { type FollowUpRequest, onePage, theirs } from './follow-up-page.js'
import { addressOfOne, followUpSearch } from './follow-up-telling.js'
import { problemPage } from './login-pages.js'
import { languageOf, momentOf, type PageContext, speaker } from './page-frame.js'

const Words = z.string().max(10_000).optional().default('')
const Form = z.object({
  address: z.string().trim().max(400),
  note: Words,
  again: z.literal('yes').optional(),
  confirmed: z.literal('yes').optional(),
})
const AgainForm = z.object({ delivery: z.string().max(200) })

/** An official's new address: shows old and new first, then writes the list, and sends this week's edition there. */
export function addAddress(scope: FastifyInstance, context: PageContext): void {
  scope.post('/follow-ups/:id/address', (request, reply) =>
    address(request as FollowUpRequest, reply, context),
  )
  scope.post('/follow-ups/:id/send-again', (request, reply) =>
    again(request as FollowUpRequest, reply, context),
  )
  scope.post('/follow-ups/:id/undo', (request, reply) => undo(request as FollowUpRequest, reply, context))
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
    const proposed = await proposeAddress(app, { id: followUp.id, by, address: form.data.address })
    if (proposed.kind === 'refused') return refusedPage(request, reply, context, proposed, typed)
    return confirmPage(request, reply, context, { followUp, proposed, note })
  }
  const changed = await confirmAddress(app, {
    id: followUp.id,
    by,
    address: form.data.address,
    text: note || null,
  })
  if (changed.kind === 'refused') return refusedPage(request, reply, context, changed, typed)
  const [offer] = sends ? await sendAgainOffers(app, followUp.recipient) : []
  const sent = offer && (await sendAgain(app, offer.delivery, by))
  // The address is written, whatever becomes of the mail: the page tells both.
  if (sent?.kind === 'refused')
    return onePage(request, reply, context, {
      message: sendAgainWords(context, language, sent.why, sent.about),
    })
  return reply.redirect(addressOfOne(followUp.id, followUpSearch(request.query), language), 303)
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
  return reply.redirect(addressOfOne(followUp.id, followUpSearch(request.query), language), 303)
}

/** Takes back the address that ended this follow-up, if nobody has changed it since. */
async function undo(request: FollowUpRequest, reply: FastifyReply, context: PageContext) {
  const followUp = await theirs(request, reply, context)
  if (!followUp) return reply
  const { app } = context
  const by = request.person?.email ?? ''
  const { isLast } = await writtenAddress(app, followUp)
  const undone = isLast
    ? await undoAddress(app, { recipient: followUp.recipient, by })
    : { kind: 'refused' as const, why: 'nothing-to-undo' as const }
  if (undone.kind === 'refused')
    return refusedPage(request, reply, context, undone, { address: '', note: '' })
  return reply.redirect(addressOfOne(followUp.id, followUpSearch(request.query), languageOf(request)), 303)
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
  // Why a file can't be written is for the operator: the code suffices here.
  const short = why === 'not-writable' ? (/^[A-Z]{3,}/.exec(detail)?.[0] ?? '–') : detail
  const own = text(ADDRESS_PROBLEMS.has(why) ? `address-${why}` : why, {
    address: printable(short, ADDRESS_SHOWN),
    reason: short,
  })
  // A form has no columns: problems of the file's column are told about the address.
  const message = said ? `${why === 'not-an-address' ? own : said.message} ${said.hint}` : own
  return onePage(request, reply, context, {
    message,
    typed: { ...typed, act: 'address', isOvertaken: why === 'done-already' },
  })
}

const ADDRESS_SHOWN = 100

/** Refusals with another meaning for an address than for a result. */
const ADDRESS_PROBLEMS = new Set([
  'no-address',
  'same-address',
  'not-allowed',
  'suppressed',
  'not-in-roster',
  'not-writable',
  'roster-problem',
])

/** Why an edition does not go again, in words. */
function sendAgainWords(
  context: PageContext,
  language: Language,
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
