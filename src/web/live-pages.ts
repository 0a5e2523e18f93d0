import { PassThrough } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isEditionName } from '../model/calendar/calendar.js'
import { followsUp } from '../model/follow-ups/contacts.js'
import type { Language } from '../model/language/language.js'
import type { LiveProgress } from '../postgres/delivery/live-progress.js'
import { type Live, type Progress, progressNow, watchProgress } from '../steps/delivery/watch-progress.js'
import { openStreams, type Streams } from './live-streams.js'
import { isOver, liveView } from './live-view.js'
import { languageOf, type PageContext } from './page-frame.js'
import type { FillPart } from './page-templates.js'

type EditionRequest = FastifyRequest<{ Params: { edition: string } }>
type Parts = PageContext & { progress: Progress; streams: Streams; render: Render }
type Render = (live: Live, progress: LiveProgress, language: Language, opens: boolean) => Promise<string>

/** Progress while an edition is sent, as server-sent events. GET changes nothing. */
export function addLivePages(server: FastifyInstance, context: PageContext, part: FillPart): void {
  const parts = {
    ...context,
    progress: watchProgress(context.app),
    streams: openStreams(),
    render: renderOnce(context, part),
  }
  server.get('/editions/:edition/live', (request, reply) => stream(request as EditionRequest, reply, parts))
  server.addHook('onResponse', async ({ routeOptions, sessionToken }) => {
    if (routeOptions.url === '/log-out') parts.streams.endOf(sessionToken)
  })
  server.addHook('preClose', async () => parts.streams.endAll())
}

/** What the page shows before the first event, and without a script; null unless the edition is being sent. */
export async function liveNow(request: FastifyRequest, live: Live | null, context: PageContext) {
  if (!live || !request.person) return null
  const { app } = context
  const shown = {
    ...context,
    now: app.clock(),
    language: languageOf(request),
    opens: followsUp(request.person),
  }
  return liveView(live, await progressNow(app, live.edition), shown)
}

async function stream(request: EditionRequest, reply: FastifyReply, parts: Parts) {
  const { edition } = request.params
  const { person, sessionToken } = request
  const language = languageOf(request)
  if (!String(request.headers.accept ?? '').includes('text/event-stream'))
    return reply.redirect(`/editions/${encodeURIComponent(edition)}?lang=${language}`, 303)
  const live = isEditionName(edition) ? await parts.progress.live(edition) : null
  // A browser asks no more after this status (HTML, server-sent events, 9.2.3).
  if (!live || !person || request.method === 'HEAD') return reply.code(204).send()
  const events = new PassThrough()
  const stop = parts.progress.watch(live, progress => void tell(progress))
  const isOpen = parts.streams.add(sessionToken, events, reply.raw, stop)
  if (!isOpen) return reply.code(503).header('retry-after', '30').send()
  let last = ''
  const tell = async (progress: LiveProgress) => {
    const html = await parts.render(live, progress, language, followsUp(person))
    const isLast = isOver(progress)
    if (html !== last && !events.writableEnded) events.write(eventOf(isLast ? 'over' : 'message', html))
    last = html
    if (isLast) events.end()
  }
  // A proxy that buffers would show all of it at the end.
  return reply
    .type('text/event-stream; charset=utf-8')
    .header('cache-control', 'no-store, no-transform')
    .header('x-accel-buffering', 'no')
    .send(events)
}

const eventOf = (event: string, html: string) =>
  `event: ${event}\n${html
    .split('\n')
    .map(line => `data: ${line}`)
    .join('\n')}\n\n`

/** Renders each look once for all who see the same. */
function renderOnce({ app, strings, config }: PageContext, part: FillPart): Render {
  const rendered = new WeakMap<LiveProgress, Map<string, Promise<string>>>()
  return (live, progress, language, opens) => {
    const known = rendered.get(progress) ?? new Map<string, Promise<string>>()
    rendered.set(progress, known)
    const key = `${language} ${opens}`
    const made =
      known.get(key) ??
      part('live-event', liveView(live, progress, { strings, config, now: app.clock(), language, opens }))
    known.set(key, made)
    return made
  }
}
