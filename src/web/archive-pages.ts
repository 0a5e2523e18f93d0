import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.js'
import type { Config } from '../config.js'
import { languagesOf } from '../model/editions/edition.js'
import type { Language } from '../model/language/language.js'
import {
  isWebToken,
  type WebEdition,
  webCalendar,
  webEdition,
  webPage,
  webPdf,
} from '../steps/editions/web-edition.js'
import { onError, type ServerError } from './login-pages.js'
import { html, type PageContext } from './page-frame.js'
import { addPublished } from './published-pages.js'

type ReadRequest = FastifyRequest<{ Params: { edition: string; token?: string; file: string } }>

/**
 * The web versions of sent editions. `/read/…` for whoever has the address: not to be found, not to be guessed, nothing
 * personal in it. `/published/…` for everybody, once an approver made an edition public. No log-in for either; a proxy
 * in front lets both through.
 */
export async function addArchive(server: FastifyInstance, context: PageContext): Promise<void> {
  const { app, config } = context
  await server.register(async scope => {
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    addVersions(scope, app, config)
    await addPublished(scope, app, config)
  })
}

function addVersions(server: FastifyInstance, app: App, config: Config): void {
  server.get('/read/:edition/:token/:file', async (request, reply) => {
    const { edition, token = '', file } = (request as ReadRequest).params
    const web = isWebToken(app, edition, token) ? await webEdition(app, edition) : null
    if (!web) return reply.callNotFound()
    reply.header('x-robots-tag', 'noindex, nofollow, noarchive').header('cache-control', 'private, no-cache')
    return webFile(app, web, file, reply, `${config.baseUrl}/read/${edition}/${token}/`)
  })
  server.get('/published/:edition/:file', async (request, reply) => {
    const { edition, file } = (request as ReadRequest).params
    const web = await webEdition(app, edition)
    if (!web?.publishedAt) return reply.callNotFound()
    reply.header('cache-control', 'public, max-age=300')
    return webFile(app, web, file, reply, `${config.baseUrl}/published/${edition}/`)
  })
}

const FILE = /^([a-z]{2})(?:\.(ics|pdf))?$/

/** One file of a web version: `fr`, `fr.ics`, `fr.pdf`, and the same in its other languages. */
async function webFile(app: App, web: WebEdition, file: string, reply: FastifyReply, base: string) {
  const [, language, kind] = FILE.exec(file) ?? []
  if (!language || !languagesOf(web.content).includes(language)) return reply.callNotFound()
  if (kind === 'ics') return calendar(web, language, reply)
  if (kind === 'pdf') return pdf(app, web, language, reply, base)
  return html(reply, webPage(app, web, language))
}

function calendar(web: WebEdition, language: Language, reply: FastifyReply) {
  const found = webCalendar(web, language)
  if (!found) return reply.callNotFound()
  return reply
    .type('text/calendar; charset=utf-8; method=PUBLISH')
    .header('content-disposition', `attachment; filename="${found.name}"`)
    .send(found.file)
}

async function pdf(app: App, web: WebEdition, language: Language, reply: FastifyReply, base: string) {
  try {
    const made = await webPdf(app, web, language, base)
    if (!made) return reply.callNotFound()
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${web.edition}-${language}.pdf"`)
      .send(made)
  } catch (error) {
    app.log.error('pdf.failed', { edition: web.edition, reason: (error as Error).message })
    return reply.code(503).header('retry-after', '60').type('text/plain').send('503')
  }
}
