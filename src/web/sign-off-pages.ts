import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { localDay } from '../model/calendar/calendar.js'
import type { Strings } from '../model/editions/edition.js'
import { inLanguage } from '../model/language/language.js'
import { isAboutSigner } from '../model/sign-off/sign-off.js'
import { lookAt, mailFor } from '../steps/sign-off/look-at.js'
import { sendRemarks } from '../steps/sign-off/send-remarks.js'
import type { ReadLink } from '../steps/sign-off/sign-link.js'
import { readLink } from '../steps/sign-off/sign-link.js'
import { signByLink } from '../steps/sign-off/sign-off.js'
import { withdrawByLink } from '../steps/sign-off/withdraw-approval.js'
import { commentOf, decisionFrom, mistakesIn } from './decision-form.js'
import { FRAMED, FRAMING } from './framing.js'
import { addLetThrough } from './let-through-pages.js'
import { html, languageOf } from './page-frame.js'
import { frame, type Problem, type SignOffContext } from './sign-off-frame.js'
import { decidedView, problemView } from './sign-off-view.js'
import { type SignPageOn, signPageView } from './sign-page.js'
import { decidedPage, leadOf, leadOfRefusal, toldPage } from './sign-story-page.js'
import { actionOf, pathOf, type SignRequest, storyOfLink } from './story-of-link.js'

/**
 * The page behind a sign-off mail's link. GET shows and changes nothing; only POST signs, once. The token in the address is the whole proof. So the
 * page needs no cookie, and no other site can make the browser sign.
 */
export async function addSignOff(server: FastifyInstance, context: SignOffContext): Promise<void> {
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 512 * 1024 })
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('x-robots-tag', 'noindex')
    })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    scope.get('/sign/:token', { helmet: FRAMING }, (request, reply) =>
      show(request as SignRequest, reply, context),
    )
    scope.get('/sign/:token/mail/:language', { helmet: FRAMED }, (request, reply) =>
      showMail(request as SignRequest, reply, context),
    )
    addLetThrough(scope, context)
    // decision 13
    scope.post('/sign/:token', { helmet: FRAMING }, (request, reply) =>
      sign(request as SignRequest, reply, context),
    )
  })
}

async function show(request: SignRequest, reply: FastifyReply, context: SignOffContext) {
  const read = await readLink(context.app, request.params.token)
  if (read.kind !== 'open') return problem(request, reply, context, read)
  return page(request, reply, context, read, null)
}

async function page(
  request: SignRequest,
  reply: FastifyReply,
  context: SignOffContext,
  read: Extract<ReadLink, { kind: 'open' }>,
  refused: SignPageOn['refused'],
) {
  const { app, fill } = context
  const looked = await lookAt(app, read.row)
  const language = languageOf(request, read.person)
  if (!looked) return problem(request, reply, context, { kind: 'changed-rows', row: read.row })
  const view = await signPageView(read, looked, context, language, {
    mails: `${pathOf(request)}/mail`,
    action: actionOf(request, language),
    hidden: [],
    isLink: true,
    refused,
  })
  const body = await fill('sign', language, view.title, frame(view, context, language, pathOf(request)))
  return html(reply.code(refused?.mistakes.length ? 422 : 200), body)
}

/** The whole mail; not for a used or closed link, where nobody needs it. */
async function showMail(request: SignRequest, reply: FastifyReply, context: SignOffContext) {
  const read = await readLink(context.app, request.params.token)
  if (read.kind !== 'open') return problem(request, reply, context, read)
  const language = Object.keys(context.strings).find(one => one === request.params.language)
  const looked = language ? await lookAt(context.app, read.row) : null
  const mail = looked && language ? mailFor(looked, language) : null
  if (!mail) return problem(request, reply, context, { kind: 'invalid' })
  return html(reply, mail.html)
}

async function sign(request: SignRequest, reply: FastifyReply, context: SignOffContext) {
  const { app, strings } = context
  const read = await readLink(app, request.params.token)
  const sent = decisionFrom(request.body)
  // Also by a link that has signed: it still names person and version.
  if (sent.decision === 'withdraw' && read.kind !== 'invalid')
    return withdraw(request, reply, context, read, sent.comment)
  if (read.kind !== 'open') return problem(request, reply, context, read)
  const mistakes = mistakesIn(sent)
  const { decision, remarks } = sent
  const words = wordsOf(inLanguage(strings, languageOf(request, read.person)))
  if (mistakes.length > 0 || decision === null || decision === 'withdraw')
    return page(request, reply, context, read, {
      sent,
      mistakes,
      lead: words[mistakes[0]?.key ?? ''] as string,
    })
  if (decision === 'remark') {
    const left = await sendRemarks(app, read.row.id, read.person.email, remarks)
    return page(request, reply, context, read, {
      sent: { ...sent, remarks: left },
      mistakes: [],
      lead: words['remarks-sent'] as string,
    })
  }
  const comment = commentOf(sent)
  const signed = await signByLink(app, read, { decision, comment, remarks })
  if (signed.kind === 'refused') return problem(request, reply, context, { ...read, ...signed })
  const { view, language } = await storyOfLink(request, context, read, null)
  const on = {
    strings: inLanguage(strings, language),
    language,
    timeZone: app.config.timeZone,
    today: localDay(app.clock(), app.config.timeZone),
  }
  const { title, what, facts } = decidedView(read, { signed, decision, comment: comment ?? '' }, on)
  return decidedPage(reply, context, { ...view, title, what: [what], facts }, language, null)
}

async function withdraw(
  request: SignRequest,
  reply: FastifyReply,
  context: SignOffContext,
  about: Exclude<ReadLink, { kind: 'invalid' }>,
  reason: string,
) {
  const withdrawn = await withdrawByLink(context.app, request.params.token, reason || null)
  return toldPage(request, reply, context, about, leadOf(withdrawn))
}

const STATUS: Partial<Record<Problem['kind'], number>> = {
  invalid: 404,
  refused: 403,
  'too-many': 429,
  trouble: 500,
}

async function problem(
  request: FastifyRequest,
  reply: FastifyReply,
  context: SignOffContext,
  found: Problem,
) {
  if (found.kind === 'refused' && !isAboutSigner(found.reason))
    return toldPage(request as SignRequest, reply, context, found, leadOfRefusal(found.reason))
  const language = languageOf(request)
  const view = problemView(
    found,
    localDay(context.app.clock(), context.app.config.timeZone),
    inLanguage(context.strings, language),
    language,
  )
  const path = pathOf(request as SignRequest)
  const body = await context.fill('signed', language, view.title, frame(view, context, language, path))
  return html(reply.code(STATUS[found.kind] ?? 409), body)
}

type ServerError = Error & { statusCode?: number }

function onError(error: ServerError, request: FastifyRequest, reply: FastifyReply, context: SignOffContext) {
  const kind = error.statusCode === 429 ? 'too-many' : error.statusCode ? 'invalid' : 'trouble'
  if (kind === 'trouble') context.app.log.error('sign-off.page-failed', { reason: error.message })
  return problem(request, reply, context, { kind })
}

const wordsOf = (strings: Strings) => (strings.pages as Strings).sign as Strings
