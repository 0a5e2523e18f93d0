import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.js'
import type { Strings } from '../model/editions/edition.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { isUnsubscribeLink, unsubscribe } from '../steps/delivery/unsubscribing.js'
import { html, languageOf } from './page-frame.js'
import type { FillPage } from './page-templates.js'

export type UnsubscribeContext = {
  app: App
  strings: Record<Language, Strings>
  fill: FillPage
}

type UnsubscribeRequest = FastifyRequest<{ Params: { token: string } }>

/**
 * The page behind List-Unsubscribe. GET shows a button and changes nothing, as scanners open every link. POST, from the button or a mail program
 * (RFC 8058 §3.2), asks the SPOC. The token is the whole proof: no cookie, log-in or redirect.
 */
export async function addUnsubscribe(server: FastifyInstance, context: UnsubscribeContext): Promise<void> {
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 4 * 1024 })
    scope.addContentTypeParser(
      'multipart/form-data',
      { parseAs: 'string', bodyLimit: 4 * 1024 },
      (_request, body, done) => done(null, fieldsOf(String(body))),
    )
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('x-robots-tag', 'noindex')
    })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    scope.get('/unsubscribe/:token', async (request, reply) => {
      const { token } = (request as UnsubscribeRequest).params
      const isOurs = await isUnsubscribeLink(context.app, token)
      return isOurs
        ? page(request, reply, context, 'ask')
        : page(request, reply.code(404), context, 'invalid')
    })
    scope.post('/unsubscribe/:token', async (request, reply) => {
      const { token } = (request as UnsubscribeRequest).params
      const isAsked =
        (request.body as Record<string, unknown> | undefined)?.['List-Unsubscribe'] === 'One-Click'
      if (!isAsked) return page(request, reply.code(400), context, 'ask')
      const isOurs = await unsubscribe(context.app, token)
      return isOurs
        ? page(request, reply, context, 'done')
        : page(request, reply.code(404), context, 'invalid')
    })
  })
}

/** The one field that RFC 8058 §3.2 sends; any other is ignored. */
function fieldsOf(body: string): Record<string, string> {
  const lines = body.split(/\r?\n/).map(line => line.trimEnd().toLowerCase())
  // The field's own header ends at its first empty line; its value is the next line, and more must follow.
  let isInHeader = false
  for (const [at, line] of lines.entries()) {
    if (/name="?list-unsubscribe"?$/.test(line)) isInHeader = true
    else if (isInHeader && line === '') {
      if (lines[at + 1] === 'one-click' && at + 2 < lines.length) return { 'List-Unsubscribe': 'One-Click' }
      isInHeader = false
    }
  }
  return {}
}

type Shown = 'ask' | 'done' | 'invalid' | 'trouble'

async function page(request: FastifyRequest, reply: FastifyReply, context: UnsubscribeContext, shown: Shown) {
  const language = languageOf(request)
  const words = inLanguage(context.strings, language).pages as Strings
  const texts = (words.unsubscribe as Strings)[shown] as Strings
  // A link can't repeat what was posted.
  const others = Object.keys(context.strings).filter(other => other !== language && shown === 'ask')
  const view = {
    words,
    title: String(texts.title),
    paragraphs: String(texts.text).split('\n'),
    button: shown === 'ask' ? texts.button : null,
    // The page belongs to no session, for any visitor.
    session: null,
    others: others.map(code => ({
      code,
      href: `?lang=${code}`,
      name: (inLanguage(context.strings, code).language as Strings).name,
    })),
  }
  const body = await context.fill('unsubscribe', language, view.title, view)
  return html(reply, body)
}

type ServerError = Error & { statusCode?: number }

function onError(
  error: ServerError,
  request: FastifyRequest,
  reply: FastifyReply,
  context: UnsubscribeContext,
) {
  const { statusCode } = error
  if (!statusCode || statusCode >= 500) context.app.log.error('unsubscribe.failed', { reason: error.message })
  const isTrouble = !statusCode || statusCode >= 500 || statusCode === 429
  return page(request, reply.code(statusCode ?? 500), context, isTrouble ? 'trouble' : 'invalid')
}
