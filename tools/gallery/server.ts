import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { PROJECT_ROOT } from '../../src/config.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import { MANDATE_ROLES, type MandateRole } from '../../src/model/agency/role-names.js'
import type { RenderedMail } from '../../src/model/editions/edition.js'
import { type Reading, readingsIn } from '../../src/model/language/language.js'
import { ListenRefused, listenRefused } from '../../src/web/listen-refused.js'
import type { Folder } from './folder.js'
import { type WatchedFolder, watchTemplates } from './folder-watch.js'
import { lintMail } from './lint/mail.js'
import { nameFindings } from './lint/names.js'
import { lintPage } from './lint/page.js'
import { type Copy, MAILS, makeMail } from './mails.js'
import { galleryPage, type Shown } from './page.js'
import { escaped, viewOf } from './views.js'

export type Gallery = { url: string; close: () => Promise<void> }

const SOURCES = join(PROJECT_ROOT, 'tools', 'gallery')
/** Allows only the gallery's own script and style; a mail may load and run nothing. */
const OWN_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-same-origin"

/** Serves every mail with sample data on loopback, and tells open pages when the folder changes. Port 0 takes a free one. Throws ListenRefused. */
export async function startGallery(dir: string, port: number): Promise<Gallery> {
  const watched = await watchTemplates(dir)
  const server = Fastify({ logger: false, forceCloseConnections: true })
  addPages(server, watched, dir)
  addEvents(server, watched)
  addAssets(server)
  try {
    await server.listen({ host: '127.0.0.1', port })
  } catch (error) {
    await watched.close()
    if (!listenRefused(error, '127.0.0.1', port)) throw error
    const why = (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'is taken' : "can't be had"
    throw new ListenRefused(`Port ${port} ${why}. Choose another: npm run templates -- --port PORT`)
  }
  const { port: taken } = server.server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${taken}/`,
    close: async () => {
      await server.close()
      await watched.close()
    },
  }
}

type MailQuery = { reading?: string; role?: string; view?: string }

function addPages(server: FastifyInstance, watched: WatchedFolder, dir: string) {
  server.get('/', (_request, reply) => reply.redirect(`/mails/${MAILS[0]?.id}`))
  server.get('/mails/:id', async (request, reply) => {
    const listed = MAILS.find(({ id }) => id === (request.params as { id: string }).id) ?? null
    const copy = copyOf(request.query as MailQuery)
    const [trouble, revision] = [watched.trouble(), watched.revision()]
    const shown = { listed, copy, mail: null, trouble, revision, dir }
    return html(reply.code(listed ? 200 : 404), galleryPage(await withMail(shown, watched)), OWN_POLICY)
  })
  server.get('/raw/:id', (request, reply) => {
    const query = request.query as MailQuery
    const folder = watched.folder()
    const { id } = request.params as { id: string }
    if (!folder || !MAILS.some(mail => mail.id === id)) return reply.code(404).send('There is no such mail.')
    const copy = copyOf(query)
    const mail = madeOr(id, folder, copy)
    return html(reply, viewOf(query.view ?? 'desktop', mail, copy.reading.slice(0, 2)), MAIL_POLICY)
  })
  server.get('/lint', async (request, reply) => {
    const copy = copyOf(request.query as MailQuery)
    return html(reply, await lintPage(watched.folder(), copy, watched.revision()), OWN_POLICY)
  })
}

/** The mail, or the fault in its place: the surrounding page explains it further. */
function madeOr(id: string, folder: Folder, copy: Copy): RenderedMail {
  try {
    return makeMail(id, folder, copy)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return {
      subject: 'Fault',
      html: `<!doctype html><html lang="en"><title>Fault</title><p>${escaped(text)}`,
      text,
    }
  }
}

/** A template that names something missing is reported like any other fault. */
async function withMail(shown: Shown, watched: WatchedFolder): Promise<Shown> {
  const folder = watched.folder()
  if (!folder || !shown.listed) return shown
  try {
    const mail = makeMail(shown.listed.id, folder, shown.copy)
    const names = nameFindings(shown.listed.id, folder, shown.copy)
    const findings = [...names, ...(await lintMail(mail, folder)).findings]
    return { ...shown, mail: { subject: mail.subject, bytes: Buffer.byteLength(mail.html), findings } }
  } catch (error) {
    return { ...shown, trouble: { message: error instanceof Error ? error.message : String(error) } }
  }
}

function copyOf({ reading, role }: MailQuery): Copy {
  return {
    reading: readingsIn(BRUSSELS.languages).includes(reading as Reading) ? (reading as Reading) : 'fr',
    role: MANDATE_ROLES.includes(role as MandateRole) ? (role as MandateRole) : 'alderman',
  }
}

function addEvents(server: FastifyInstance, watched: WatchedFolder) {
  server.get('/events', (request, reply) => {
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    reply.raw.write('retry: 1000\n\n')
    // Sent at once too: a page may be made before the last change and listen after it.
    const tell = () => reply.raw.write(`event: change\ndata: ${watched.revision()}\n\n`)
    tell()
    const stop = watched.onChange(tell)
    request.raw.on('close', stop)
  })
}

function addAssets(server: FastifyInstance) {
  for (const [path, type] of [
    ['gallery.css', 'text/css'],
    ['gallery.js', 'text/javascript'],
  ] as const)
    server.get(`/${path}`, async (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).send(await readFile(join(SOURCES, path))),
    )
}

function html(reply: FastifyReply, page: string, policy: string) {
  return reply
    .type('text/html; charset=utf-8')
    .headers({
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
    })
    .send(page)
}
