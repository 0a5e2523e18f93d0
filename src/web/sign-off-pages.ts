import formbody from '@fastify/formbody'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { ReadLink } from '../app/sign-links.js'
import { mailFor } from '../app/sign-off-mail.js'
import type { SignedOff } from '../app/signing.js'
import type { Strings } from '../model/edition/edition.js'
import { LANGUAGES } from '../model/language.js'
import { addLetThrough } from './let-through-pages.js'
import { html, languageOf } from './page-frame.js'
import { FRAMING, frame, type SignOffContext } from './sign-off-frame.js'
import { decidedView, problemView, signView } from './sign-off-view.js'

type SignRequest = FastifyRequest<{ Params: { token: string; language?: string } }>

/** So many requests a minute from one address: a person needs three for the page. */
const REQUESTS_A_MINUTE = 60

/** A page in a page: the mail as it will be sent, in a frame of its own that can run nothing. */
const FRAMED = {
  frameguard: { action: 'sameorigin' as const },
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'unsafe-inline'"],
      frameAncestors: ["'self'"],
      baseUri: ["'none'"],
      sandbox: ['allow-popups', 'allow-popups-to-escape-sandbox'],
    },
  },
}

const Decision = z.object({
  decision: z.enum(['approve', 'reject']),
  comment: z.string().trim().max(2000).optional().default(''),
})

/**
 * The page behind the link of a sign-off mail. GET shows and changes nothing; only POST signs, once. The token in the
 * address is the whole proof of who asks, so the page needs no cookie and no other site can make the browser sign.
 */
export async function addSignOff(server: FastifyInstance, context: SignOffContext): Promise<void> {
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 16 * 1024 })
    await scope.register(rateLimit, { max: REQUESTS_A_MINUTE, timeWindow: '1 minute' })
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex')
    })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    scope.get('/sign/:token', { helmet: FRAMING }, (request, reply) =>
      show(request as SignRequest, reply, context),
    )
    scope.get('/sign/:token/mail/:language', { helmet: FRAMED }, (request, reply) =>
      showMail(request as SignRequest, reply, context),
    )
    addLetThrough(scope, context)
    scope.post('/sign/:token', { helmet: FRAMING }, (request, reply) =>
      sign(request as SignRequest, reply, context),
    )
  })
}

async function show(request: SignRequest, reply: FastifyReply, context: SignOffContext) {
  const read = await context.app.readLink(request.params.token)
  if (read.kind !== 'open') return problem(request, reply, context, read)
  return page(request, reply, context, read, null)
}

async function page(
  request: SignRequest,
  reply: FastifyReply,
  context: SignOffContext,
  read: Extract<ReadLink, { kind: 'open' }>,
  mistake: string | null,
) {
  const { app, strings, fill } = context
  const looked = await app.lookAt(read.row)
  const language = languageOf(request, read.person)
  if (!looked) return problem(request, reply, context, { kind: 'changed-rows', row: read.row })
  const view = signView(read, looked, {
    strings: strings[language],
    language,
    timeZone: app.config.timeZone,
    path: pathOf(request),
    mistake,
    differences: await app.differencesInWords(read.row.id),
  })
  const body = await fill('sign', language, view.title, frame(view, context, language, pathOf(request)))
  return html(reply.code(mistake ? 422 : 200), body)
}

/** The whole mail; also for a link that is used or closed it would still be readable, but nobody needs it then. */
async function showMail(request: SignRequest, reply: FastifyReply, context: SignOffContext) {
  const read = await context.app.readLink(request.params.token)
  if (read.kind !== 'open') return problem(request, reply, context, read)
  const language = LANGUAGES.find(one => one === request.params.language)
  const looked = language ? await context.app.lookAt(read.row) : null
  const mail = looked && language ? mailFor(looked, language) : null
  if (!mail) return problem(request, reply, context, { kind: 'invalid' })
  return html(reply, mail.html)
}

async function sign(request: SignRequest, reply: FastifyReply, context: SignOffContext) {
  const { app, strings } = context
  const read = await app.readLink(request.params.token)
  if (read.kind !== 'open') return problem(request, reply, context, read)
  const language = languageOf(request, read.person)
  const form = Decision.safeParse(request.body)
  const mistake = mistakeIn(form)
  if (mistake || !form.success)
    return page(
      request,
      reply,
      context,
      read,
      wordsOf(strings[language])[mistake ?? 'decision-missing'] as string,
    )
  const { decision, comment } = form.data
  const signed = await app.signByLink(read, { decision, comment: comment || null })
  if (signed.kind === 'refused') return problem(request, reply, context, refusedAs(signed, read))
  const view = decidedView(
    read,
    { signed, decision, comment },
    strings[language],
    language,
    app.config.timeZone,
  )
  const body = await context.fill('signed', language, view.title, frame(view, context, language, null))
  return html(reply, body)
}

type Mistake = 'comment-missing' | 'comment-long' | 'decision-missing'

function mistakeIn(form: ReturnType<typeof Decision.safeParse>): Mistake | null {
  if (form.success)
    return form.data.decision === 'reject' && form.data.comment === '' ? 'comment-missing' : null
  return form.error.issues.some(({ path }) => path[0] === 'decision') ? 'decision-missing' : 'comment-long'
}

/** Somebody was faster between the reading and the signing. */
function refusedAs(
  { reason }: Extract<SignedOff, { kind: 'refused' }>,
  { row }: Extract<ReadLink, { kind: 'open' }>,
): Problem {
  if (reason === 'link-used') return { kind: 'used', row }
  if (reason === 'signed-before') return { kind: 'signed', row }
  if (reason === 'other-hash') return { kind: 'replaced', row }
  if (reason === 'expired') return { kind: 'expired', row }
  const isAboutPerson = ['unknown-person', 'not-approver', 'author', 'perhaps-author'].includes(reason)
  return { kind: isAboutPerson ? 'refused' : 'closed', row }
}

export type Problem =
  | Pick<Exclude<ReadLink, { kind: 'open' | 'invalid' }>, 'kind' | 'row'>
  | { kind: 'changed-rows'; row: { id: string } }
  | { kind: 'invalid' | 'too-many' | 'trouble' }

const STATUS: Partial<Record<Problem['kind'], number>> = {
  invalid: 404,
  refused: 403,
  'too-many': 429,
  trouble: 500,
  expired: 410,
  used: 410,
}

async function problem(
  request: FastifyRequest,
  reply: FastifyReply,
  context: SignOffContext,
  found: Problem | ReadLink,
) {
  const language = languageOf(request)
  const view = problemView(found as Problem, context.strings[language], language)
  const path = pathOf(request as SignRequest)
  const body = await context.fill('signed', language, view.title, frame(view, context, language, path))
  return html(reply.code(STATUS[found.kind as Problem['kind']] ?? 409), body)
}

type ServerError = Error & { statusCode?: number }

function onError(error: ServerError, request: FastifyRequest, reply: FastifyReply, context: SignOffContext) {
  const kind = error.statusCode === 429 ? 'too-many' : error.statusCode ? 'invalid' : 'trouble'
  if (kind === 'trouble') context.app.log.error('sign-off.page-failed', { reason: error.message })
  return problem(request, reply, context, { kind })
}

const wordsOf = (strings: Strings) => (strings.pages as Strings).sign as Strings
const pathOf = ({ params }: SignRequest) => `/sign/${encodeURIComponent(params.token)}`
