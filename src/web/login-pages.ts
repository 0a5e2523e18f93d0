import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { followsUp } from '../model/follow-ups/contacts.js'
import { LINK_MINUTES, SESSION_HOURS } from '../model/staff/link-token.js'
import type { StaffMember } from '../model/staff/staff.js'
import { ownName } from '../present/mail/own-name.js'
import { signDesk } from '../steps/sign-off/sign-desk.js'
import { askLogIn, logIn, logOut, readLogIn } from '../steps/staff/log-in.js'
import { clearSession, setSession } from './login-guard.js'
import { caughtLine, frameOf, html, languageOf, type PageContext, speaker, staffFile } from './page-frame.js'
import { seesCatcher } from './this-machine.js'

type TokenRequest = FastifyRequest<{ Params: { token: string } }>

/** In milliseconds: every answer takes this long, so that its time doesn't reveal who is on the staff. */
const ANSWER_MS = 250

const Asked = z.object({
  email: z
    .string()
    .trim()
    .max(320)
    .regex(/^[^\s@]+@[^\s@]+$/),
})

/** Logging in by a mailed link. GET shows and changes nothing: mail scanners open links. */
export async function addLogIn(server: FastifyInstance, context: PageContext): Promise<void> {
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 16 * 1024 })
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('x-robots-tag', 'noindex')
    })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    scope.get('/log-in', (request, reply) => askPage(request, reply, context, 200))
    scope.post('/log-in', (request, reply) => ask(request, reply, context))
    scope.get('/log-in/:token', (request, reply) => show(request as TokenRequest, reply, context))
    scope.post('/log-in/:token', (request, reply) => openSession(request as TokenRequest, reply, context))
    scope.post('/log-out', (request, reply) => endSession(request, reply, context))
  })
}

/** The form that requests a link; also in place of a page that needs a log-in (401). */
export async function askPage(
  request: FastifyRequest,
  reply: FastifyReply,
  context: PageContext,
  status: 200 | 401 | 422,
  message: string | null = null,
) {
  const language = languageOf(request)
  const { text } = speaker(context.strings, language, 'pages.logIn')
  const view = {
    ...frameOf(request, context, language, '/log-in'),
    message,
    isMistake: status === 422,
    isEnded: status === 401,
    action: `/log-in?lang=${language}`,
    text: { title: text('title'), what: text('what'), email: text('email'), button: text('button') },
  }
  return html(reply.code(status), await context.fill('login', language, text('title'), view))
}

async function ask(request: FastifyRequest, reply: FastifyReply, context: PageContext) {
  const language = languageOf(request)
  const { text } = speaker(context.strings, language, 'pages.logIn')
  const asked = Asked.safeParse(request.body)
  if (!asked.success) return askPage(request, reply, context, 422, text('email-missing'))
  const [found] = await Promise.all([
    askLogIn(context.app, asked.data.email),
    new Promise(resolve => setTimeout(resolve, ANSWER_MS)),
  ])
  // Where the catcher is visible, anybody reads all mails: the answer may say that none came.
  if (found === 'not-on-staff' && seesCatcher(request, context.config)) {
    const said = text('unknown', { staff: staffFile(context.config) })
    return message(request, reply, context, { title: text('unknown-title'), what: said, again: true })
  }
  const what = text('sent', { minutes: LINK_MINUTES })
  const note = caughtLine(context, language)
  return message(request, reply, context, { title: text('sent-title'), what, note, again: false })
}

async function show(request: TokenRequest, reply: FastifyReply, context: PageContext) {
  const read = await readLogIn(context.app, request.params.token)
  if (read.kind !== 'open') return problemPage(request, reply, context, read.kind)
  const language = languageOf(request, read.person)
  const { text } = speaker(context.strings, language, 'pages.logIn')
  const path = `/log-in/${encodeURIComponent(request.params.token)}`
  const view = {
    ...frameOf(request, context, language, path),
    action: `${path}?lang=${language}`,
    text: {
      title: text('confirm-title'),
      what: text('confirm-what', { name: ownName(read.person.name, language), hours: SESSION_HOURS }),
      button: text('confirm-button'),
    },
  }
  return html(reply, await context.fill('login-confirm', language, text('confirm-title'), view))
}

const languageIn = (request: FastifyRequest) => {
  const { lang } = request.query as { lang?: unknown }
  return request.server.languages.find(language => language === lang) ?? null
}

async function openSession(request: TokenRequest, reply: FastifyReply, context: PageContext) {
  const { app, config } = context
  const { token } = request.params
  const opened = await logIn(app, token)
  if (!opened) {
    const read = await readLogIn(app, token)
    return problemPage(request, reply, context, read.kind === 'open' ? 'invalid' : read.kind)
  }
  setSession(reply, config, opened.session)
  const language = languageIn(request)
  const to = await firstPage(opened.person, context)
  return reply.redirect(language ? `${to}?lang=${language}` : to, 303)
}

/** The most pressing page: a signature that only they can give, else the follow-ups of those who have some. */
async function firstPage(person: StaffMember, { app }: PageContext): Promise<string> {
  const isAwaited =
    person.roles.includes('approver') &&
    (await signDesk(app, person)).some(({ signature }) => signature.kind === 'open')
  return followsUp(person) && !isAwaited ? '/follow-ups' : '/'
}

async function endSession(request: FastifyRequest, reply: FastifyReply, context: PageContext) {
  await logOut(context.app, request.sessionToken)
  clearSession(reply, context.config)
  const language = languageOf(request)
  request.person = null
  const { text } = speaker(context.strings, language, 'pages.logIn')
  return askPage(request, reply, context, 200, text('out'))
}

export type LogInProblem =
  | 'invalid'
  | 'expired'
  | 'used'
  | 'too-many'
  | 'forbidden'
  | 'form'
  | 'impossible-text'
  | 'too-large'
  | 'list-long'
  | 'trouble'

const STATUS: Record<LogInProblem, number> = {
  invalid: 404,
  expired: 410,
  used: 410,
  'too-many': 429,
  forbidden: 403,
  form: 403,
  'impossible-text': 422,
  'too-large': 413,
  'list-long': 422,
  trouble: 500,
}

/** Why a page isn't shown, or nothing was changed. */
export async function problemPage(
  request: FastifyRequest,
  reply: FastifyReply,
  context: PageContext,
  kind: LogInProblem,
) {
  const { text } = speaker(context.strings, languageOf(request), 'pages.logIn.problem')
  const [title, what] = [text(`${kind}.title`), text(`${kind}.text`)]
  const again = kind === 'invalid' || kind === 'expired' || kind === 'used'
  return message(request, reply.code(STATUS[kind]), context, { title, what, again })
}

async function message(
  request: FastifyRequest,
  reply: FastifyReply,
  context: PageContext,
  { title, what, note = null, again }: { title: string; what: string; note?: string | null; again: boolean },
) {
  const language = languageOf(request)
  const { text } = speaker(context.strings, language, 'pages.logIn')
  const mails = seesCatcher(request, context.config)
    ? { href: `/catcher?lang=${language}`, text: text('mails') }
    : null
  const link = again ? { href: `/log-in?lang=${language}`, text: text('again') } : note ? mails : null
  const view = { ...frameOf(request, context, language, null), title, what, note, link }
  return html(reply, await context.fill('login-message', language, title, view))
}

export type ServerError = Error & { statusCode?: number }

/** The status of an error as a page; a bug has none. */
const KINDS: Record<number, LogInProblem> = { 413: 'too-large', 429: 'too-many', 500: 'trouble' }

export function onError(
  error: ServerError,
  request: FastifyRequest,
  reply: FastifyReply,
  context: PageContext,
) {
  const kind = KINDS[error.statusCode ?? 500] ?? 'form'
  if (kind === 'trouble') context.app.log.error('page.failed', { reason: error.message })
  return problemPage(request, reply, context, kind)
}
