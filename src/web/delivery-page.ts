import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { localDay } from '../model/calendar/calendar.js'
import { inLanguage } from '../model/language/language.js'
import { ownName } from '../present/mail/own-name.js'
import { replyText } from '../present/mail/told-in-words.js'
import { label } from '../present/mail/wording.js'
import { editionName } from '../present/pages/edition-name.js'
import { type DeliveryStory, readDelivery } from '../steps/delivery/read-delivery.js'
import { sendAgain } from '../steps/delivery/send-again.js'
import { settle } from '../steps/delivery/stop-and-settle.js'
import { formTokenOf } from '../steps/staff/log-in.js'
import { nameByEmail, type Telling, tellingOf } from './follow-up-telling.js'
import { onError, problemPage, type ServerError } from './login-pages.js'
import { frameOf, html, momentOf, type PageContext, speaker } from './page-frame.js'
import { DELIVERY_LOOKS } from './states.js'

type DeliveryRequest = FastifyRequest<{ Params: { id: string } }>

const Act = z.object({ act: z.enum(['accepted', 'again', 'send-again']) })

/** One delivery: its timeline in plain words, the servers' own below, and what may be done. GET changes nothing. */
export async function addDeliveryPage(server: FastifyInstance, context: PageContext): Promise<void> {
  server.get('/deliveries/:id', (request, reply) =>
    deliveryPage(request as DeliveryRequest, reply, context, null),
  )
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 16 * 1024 })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    scope.post('/deliveries/:id', (request, reply) => act(request as DeliveryRequest, reply, context))
  })
}

/** The guard has checked log-in and form token; the steps judge who may. */
async function act(request: DeliveryRequest, reply: FastifyReply, context: PageContext) {
  const form = Act.safeParse(request.body)
  const { person } = request
  if (!person || !form.success) return problemPage(request, reply, context, 'form')
  const { id } = request.params
  const story = await readDelivery(context.app, id, person)
  if (!story) return reply.callNotFound()
  const done =
    form.data.act === 'send-again'
      ? await sendAgain(context.app, id, person.email)
      : story.isTheirs
        ? await settle(context.app, id, form.data.act, person.email)
        : 'not-theirs'
  const why = typeof done === 'string' ? done : 'kind' in done && done.kind === 'refused' ? done.why : null
  if (why !== null) return deliveryPage(request, reply, context, why)
  const { language } = await tellingOf(request, context)
  return reply.redirect(`/deliveries/${encodeURIComponent(id)}?lang=${language}`, 303)
}

async function deliveryPage(
  request: DeliveryRequest,
  reply: FastifyReply,
  context: PageContext,
  refused: string | null,
) {
  const story = await readDelivery(context.app, request.params.id, request.person)
  if (!story) return reply.callNotFound()
  const telling = await tellingOf(request, context)
  const { language, strings, roster, timeZone, now } = telling
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.delivery')
  const { record } = story
  const commune = roster.communes.find(({ nis }) => nis === record.commune)
  const name = record.name ? ownName(record.name, language) : record.recipient
  const edition = editionName(record.edition, localDay(now, timeZone), own, language)
  const path = `/deliveries/${encodeURIComponent(record.id)}`
  const problem = speaker(strings, language, 'pages.followUps.problem')
  const view = {
    ...frameOf(request, context, language, path),
    back: { href: `/editions/${record.edition}/deliveries?lang=${language}`, text: edition },
    title: name,
    side: [label(own, 'notices.roles', record.role), commune ? inLanguage(commune.name, language) : ''].join(
      ' · ',
    ),
    problem:
      refused &&
      problem.text(refused, { address: record.address, until: momentOf(story.until, context, language) }),
    state: { name: label(own, 'report.deliveryStates', record.state), ...DELIVERY_LOOKS[record.state] },
    address: record.address,
    events: timelineOf(story, telling),
    action: `${path}?lang=${language}`,
    form: formTokenOf(context.app, request.sessionToken),
    settle: story.maySettle
      ? { what: text('settle-what'), accepted: text('accepted'), again: text('again') }
      : null,
    sendAgain:
      story.offer && story.offer.refused === null
        ? {
            what: text('send-again-what', { edition }),
            button: text('send-again', { address: story.offer.address }),
          }
        : null,
    over: story.isTheirs && isOver(story, context.app.clock()) ? text('over') : null,
    followUps: story.followUps.map(({ id, reason }) => ({
      href: `/follow-ups/${id}?lang=${language}`,
      text: text('follow-up', { reason: label(own, 'followUps.reasons', reason) }),
    })),
    messageId: record.messageId,
    text: Object.fromEntries(
      ['address', 'timeline', 'acts', 'message-id', 'none'].map(key => [key, text(key)]),
    ),
  }
  const body = await context.fill('delivery', language, `${name} – ${edition}`, view)
  return html(reply.code(statusOf(refused)), body)
}

/** Nothing arrived, and its edition is tried no more. */
const isOver = ({ record, until }: DeliveryStory, now: Date) =>
  record.state !== 'accepted' && until !== null && until <= now

const statusOf = (refused: string | null) =>
  refused === null ? 200 : ['not-theirs', 'unknown-person'].includes(refused) ? 403 : 409

type Event = { at: Date; what: string; by: string; reply: string | null }

/** Attempts, what came back, settlements and what people sent again, in order: our words, then the server's own. */
function timelineOf({ record, settlements, returned }: DeliveryStory, telling: Telling) {
  const { language, strings, timeZone } = telling
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.delivery')
  const attempts = record.attempts.map(
    (one): Event => ({
      at: one.startedAt,
      what: text(`outcome.${one.outcome ?? 'open'}`, { number: one.number, address: one.address }),
      by: '',
      reply: replyText(one, own, language),
    }),
  )
  const settled = settlements.map(
    (one): Event => ({
      at: one.at,
      what: text(`settled.${one.decision}`),
      by: nameByEmail(one.by, telling),
      reply: null,
    }),
  )
  const again = record.sentAgain.map(
    (one): Event => ({
      at: one.at,
      what: text('sent-again', { address: one.address }),
      by: nameByEmail(one.by, telling),
      reply: null,
    }),
  )
  const came = returned.map(
    (one): Event => ({ at: one.at, what: text(`returned.${one.kind}`), by: '', reply: one.reason || null }),
  )
  return [...attempts, ...came, ...settled, ...again]
    .sort((one, other) => one.at.getTime() - other.at.getTime())
    .map(({ at, ...event }) => ({ ...event, at: momentOf(at, { strings, config: { timeZone } }, language) }))
}
