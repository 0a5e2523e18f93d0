import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { App } from '../app.js'
import type { Config } from '../config.js'
import { loadLocales } from '../mjml/load.js'
import { STALLED_SECONDS } from '../model/delivery/delivery.js'
import { backlogSeconds } from '../steps/delivery/queue.js'
import type { Tell } from '../steps/operations/saying.js'
import { passAnswers } from './answers.js'
import { addArchive } from './archive-pages.js'
import { addAudiencePage } from './audience-page.js'
import { addCallSheet } from './call-sheet-page.js'
import { addCatcher } from './catcher-pages.js'
import { capConnections, closeConnections, patience } from './connections.js'
import { addDeliveriesPage } from './deliveries-page.js'
import { addDeliveryPage } from './delivery-page.js'
import { addDesk } from './desk-page.js'
import { addEditionPages } from './edition-pages.js'
import { addFollowUps } from './follow-up-pages.js'
import { addGonePages } from './gone-pages.js'
import { refuseImpossible } from './impossible-text.js'
import { limitRequests } from './limits.js'
import { addListFiles } from './list-files.js'
import { listenRefused } from './listen-refused.js'
import { addLivePages } from './live-pages.js'
import { accessOf, guardPages, type Refusal } from './login-guard.js'
import { addLogIn, askPage, onError, problemPage, type ServerError } from './login-pages.js'
import { addMailPages } from './mail-pages.js'
import { addNextPage } from './next-page.js'
import { addOutOfTurn } from './out-of-turn-pages.js'
import { frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'
import { openPageTemplates, type PageFile } from './page-templates.js'
import { addPeople } from './people-pages.js'
import { addRemarkPages } from './remark-pages.js'
import { resendPage } from './resend-page.js'
import { addSignOff } from './sign-off-pages.js'
import { addUnsubscribe } from './unsubscribe-pages.js'
import { addUpdatePage } from './update-page.js'
import { addUpdatePages } from './updates-pages.js'
import { addUpload } from './upload-pages.js'
import { addWritePages } from './write-pages.js'

/** `routes`: every served route, HEAD included. */
export type Pages = { url: string; routes: readonly PageRoute[]; close: () => Promise<void> }
export type PageRoute = { method: string; url: string }

/** In milliseconds: after a kill the port stays taken until its process notices. */
const PORT_MS = 15_000

/** The pages: /health for machines; editions and their state for people, in French and Dutch. GET changes nothing. */
export async function startPages(app: App, config: Config, tell: Tell = () => {}): Promise<Pages> {
  // Behind a proxy, only the last address of X-Forwarded-For is the proxy's own; earlier ones may be forged.
  const trustProxy = config.behindProxy ? (_address: string, hop: number) => hop === 0 : false
  // A mail's file name may have 200 characters; a longer one is simply unknown.
  const routerOptions = { maxParamLength: 4096 }
  const options = { ...patience(config), routerOptions, trustProxy, bodyLimit: 64 * 1024 }
  const server = Fastify({
    logger: false,
    ...options,
    frameworkErrors: (_error, _request, reply) => noAddress(reply),
  })
  server.decorate('languages', config.agency.languages)
  const routes = listRoutes(server)
  capConnections(server, config, app.log)
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
    },
  })
  const strings = await loadLocales(config.templatesDir, config.agency)
  const { fill, part, styles, script } = openPageTemplates(config, strings)
  const context: PageContext = { app, config, strings, fill }
  server.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
  passAnswers(server)
  await limitRequests(server)
  await guardPages(server, {
    app,
    config,
    refuse: (request, reply, why) => refused(request, reply, context, why),
  })
  refuseImpossible(server, (request, reply, holder) =>
    holder === 'address'
      ? notFound(request, reply, context)
      : problemPage(request, reply, context, 'impossible-text'),
  )
  addHealth(server, app)
  addFiles(server, { '/desk.css': ['text/css', styles], '/desk.js': ['text/javascript', script] })
  await addEditions(server, context)
  addLivePages(server, context, part)
  await addLogIn(server, context)
  await addFollowUps(server, context)
  await addGonePages(server, context)
  await addPeople(server, context)
  await addUpdates(server, context)
  await addCatcher(server, context)
  await listen(server, config, tell)
  const { port } = server.server.address() as { port: number }
  return { url: `http://${config.host}:${port}/`, routes, close: () => closeConnections(server) }
}

async function refused(request: FastifyRequest, reply: FastifyReply, context: PageContext, why: Refusal) {
  if (why === 'unknown') return notFound(request, reply, context)
  if (why === 'log-in') return askPage(request, reply, context, 401, endedLine(request, context))
  const again = why === 'form' ? await resendPage(request, reply, context) : null
  return again ?? problemPage(request, reply, context, why)
}

/** Who sent a form with an ended session: how to send it once more. */
function endedLine(request: FastifyRequest, { strings }: PageContext): string | null {
  const isForm = request.method === 'POST' && request.headers.cookie !== undefined
  return isForm ? speaker(strings, languageOf(request), 'pages.logIn').text('ended') : null
}

/** An address that can't be decoded (%ff) leads nowhere. */
const noAddress = (reply: FastifyReply) =>
  reply.code(404).header('cache-control', 'no-store').type('text/plain').send('404')

/** Collects every route that is added; throws for one without a declared access. */
function listRoutes(server: FastifyInstance): PageRoute[] {
  const routes: PageRoute[] = []
  server.addHook('onRoute', ({ method, url }) => {
    if (accessOf(url) === null) throw new Error(`who may use ${url} is not said in login-guard.ts`)
    routes.push(...[method].flat().map(one => ({ method: one, url })))
  })
  return routes
}

async function listen(server: FastifyInstance, { host, port }: Config, tell: Tell) {
  const end = performance.now() + PORT_MS
  let isTold = false
  for (;;) {
    try {
      await server.listen({ host, port })
      return
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      if (!isTaken || performance.now() > end) throw listenRefused(error, host, port) ?? error
      if (!isTold) tell(`Port ${port} is taken: waiting for it, ${PORT_MS / 1000} s at most …`)
      isTold = true
      await new Promise(resolve => setTimeout(resolve, 300))
    }
  }
}

/** Files for all pages; an address names the content, so that a browser asks for it once. */
function addFiles(server: FastifyInstance, files: Record<string, [type: string, () => Promise<PageFile>]>) {
  for (const [path, [type, file]] of Object.entries(files))
    server.get(path, async (_request, reply) =>
      reply
        .type(`${type}; charset=utf-8`)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send((await file()).text),
    )
}

/** In milliseconds: how long the ledger may take for /health; the caller must not hang on what it checks. */
const HEALTH_MS = 5000

function addHealth(server: FastifyInstance, app: App) {
  server.get('/health', async (_request, reply) => {
    // Only the service has ticks; pages that run alone have none.
    const ages = app.ticks.ages()
    const ticks = ages.length > 0 ? { ticks: ages } : {}
    try {
      const asked = Promise.all([backlogSeconds(app), app.instance.standing()])
      const [oldestDue, { kind }] = await within(asked, HEALTH_MS)
      const status = healthOf(app, kind, oldestDue)
      const answer = { status, database: 'ok', oldestDueSeconds: oldestDue, ...ticks }
      return reply.code(status === 'ok' ? 200 : 503).send(answer)
    } catch {
      return reply.code(503).send({ status: 'unavailable', database: 'unreachable', ...ticks })
    }
  })
}

/** Judged by what waits: a process that runs and sends nothing is not healthy. */
function healthOf(app: App, standing: string, oldestDue: number): string {
  if (standing === 'awaits') return 'awaits-take-over'
  if (app.clockWatch.jump()) return 'clock-jumped'
  if (oldestDue > STALLED_SECONDS) return 'backlog'
  return app.ticks.ages().some(({ isOverdue }) => isOverdue) ? 'tick-overdue' : 'ok'
}

async function within<T>(asked: Promise<T>, milliseconds: number): Promise<T> {
  asked.catch(() => {})
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
  })
  return Promise.race([asked, late]).finally(() => clearTimeout(timer))
}

async function addUpdates(server: FastifyInstance, context: PageContext) {
  await addUpdatePages(server, context)
  await addWritePages(server, context)
  await addUpload(server, context)
  addUpdatePage(server, context)
  await addRemarkPages(server, context)
}

async function addEditions(server: FastifyInstance, context: PageContext) {
  addDesk(server, context)
  addNextPage(server, context)
  await addMailPages(server, context)
  addAudiencePage(server, context)
  addListFiles(server, context)
  addCallSheet(server, context)
  await addOutOfTurn(server, context)
  addDeliveriesPage(server, context)
  await addDeliveryPage(server, context)
  await addEditionPages(server, context)
  await addArchive(server, context)
  await addSignOff(server, context)
  await addUnsubscribe(server, context)
  server.setNotFoundHandler((request, reply) => notFound(request, reply, context))
}

async function notFound(request: FastifyRequest, reply: FastifyReply, context: PageContext) {
  const language = languageOf(request)
  const frame = frameOf(request, context, language, '/')
  const page = await context.fill('not-found', language, String(frame.words.notFound), frame)
  return html(reply.code(404), page)
}
