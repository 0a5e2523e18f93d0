import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { markdownToHtml } from '../mjml/markdown.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { otherThan } from '../model/updates/brings-translation.js'
import { ownName } from '../present/mail/own-name.js'
import { typeset } from '../present/mail/typography.js'
import { fill, say } from '../present/mail/wording.js'
import type { ReadLetThroughLink } from '../steps/updates/let-through.js'
import { letThrough, readLetThroughLink } from '../steps/updates/let-through.js'
import { FRAMING } from './framing.js'
import { html, languageOf } from './page-frame.js'
import { frame, type SignOffContext } from './sign-off-frame.js'

type LinkRequest = FastifyRequest<{ Params: { token: string } }>
type Open = Extract<ReadLetThroughLink, { kind: 'open' }>

const Reason = z.object({ reason: z.string().trim().min(1).max(2000) })
const STATUS: Partial<Record<ReadLetThroughLink['kind'], number>> = {
  invalid: 404,
  refused: 403,
  expired: 410,
}

/** The page behind a mail's link about a missing language. As with signing, only POST decides. */
export function addLetThrough(scope: FastifyInstance, context: SignOffContext): void {
  const path = '/sign/urgent/:token'
  scope.get(path, { helmet: FRAMING }, (request, reply) => show(request as LinkRequest, reply, context))
  scope.post(path, { helmet: FRAMING }, (request, reply) => decide(request as LinkRequest, reply, context))
}

async function show(request: LinkRequest, reply: FastifyReply, context: SignOffContext) {
  const read = await readLetThroughLink(context.app, request.params.token)
  return read.kind === 'open'
    ? page(request, reply, context, read, false)
    : problem(request, reply, context, read)
}

async function decide(request: LinkRequest, reply: FastifyReply, context: SignOffContext) {
  const { app, fill: fillPage } = context
  const read = await readLetThroughLink(app, request.params.token)
  if (read.kind !== 'open') return problem(request, reply, context, read)
  const form = Reason.safeParse(request.body)
  if (!form.success) return page(request, reply, context, read, true)
  const { update, hash } = read.waiting
  const { reason } = form.data
  const answer = await letThrough(app, { update: update.id, by: read.person.email, reason, hash })
  if (answer.kind === 'refused') {
    const kind =
      answer.reason === 'decided' ? 'used' : answer.reason === 'not-waiting' ? 'replaced' : 'refused'
    return problem(request, reply, context, { kind, id: update.id })
  }
  const language = languageOf(request, read.person)
  const text = speaker(context, language)
  const view = { title: text('done'), what: text('done-what'), facts: [] }
  return html(reply, await fillPage('signed', language, view.title, frame(view, context, language, null)))
}

async function page(
  request: LinkRequest,
  reply: FastifyReply,
  context: SignOffContext,
  read: Open,
  isMistake: boolean,
) {
  const language = languageOf(request, read.person)
  const path = pathOf(request)
  const view = viewOf(read, context, language, `${path}?lang=${language}`, isMistake)
  const body = await context.fill('urgent', language, view.title, frame(view, context, language, path))
  return html(reply.code(isMistake ? 422 : 200), body)
}

function viewOf(
  { waiting: { update, file }, person }: Open,
  context: SignOffContext,
  language: Language,
  action: string,
  isMistake: boolean,
) {
  const text = speaker(context, language)
  const strings = inLanguage(context.strings, language)
  const fact = (key: string, value: string) => ({ name: say(strings, `notices.facts.${key}`), value })
  const missing = update.follows ?? ''
  const present = otherThan(missing, update)
  const { title, summary, body } = inLanguage(update.text, present)
  return {
    title: text('title'),
    as: text('as', { name: ownName(person.name, language) }),
    what: text(`what-${missing}`),
    problem: isMistake ? text('reason-missing') : null,
    facts: [
      fact('title', title),
      fact('missing', say(strings, `notices.languages.${missing}`)),
      fact('file', file),
    ],
    missing,
    present,
    heading: typeset(title, present),
    noticeHtml: markdownToHtml(say(inLanguage(context.strings, missing), 'edition.text-follows'), missing),
    textHtml: markdownToHtml(`${summary}\n\n${body}`, present),
    action,
    text: Object.fromEntries(
      ['notice', 'text', 'decide', 'wait', 'reason', 'button'].map(key => [key, text(key)]),
    ),
  }
}

async function problem(
  request: LinkRequest,
  reply: FastifyReply,
  context: SignOffContext,
  { kind }: Exclude<ReadLetThroughLink, Open>,
) {
  const language = languageOf(request)
  const text = speaker(context, language)
  const view = { title: text(`problem.${kind}.title`), what: text(`problem.${kind}.text`), facts: [] }
  const body = await context.fill(
    'signed',
    language,
    view.title,
    frame(view, context, language, pathOf(request)),
  )
  return html(reply.code(STATUS[kind] ?? 409), body)
}

const speaker =
  ({ strings }: SignOffContext, language: Language) =>
  (key: string, values: Record<string, string> = {}) =>
    fill(typeset(say(inLanguage(strings, language), `pages.urgent.${key}`), language), values)

const pathOf = ({ params }: LinkRequest) => `/sign/urgent/${encodeURIComponent(params.token)}`
