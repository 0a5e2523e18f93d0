import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { asClientShows } from '../mjml/client-views.js'
import { renderEdition } from '../mjml/render.js'
import { localDay } from '../model/calendar/calendar.js'
import { firstLanguage, inLanguage } from '../model/language/language.js'
import { editionName } from '../present/pages/edition-name.js'
import { type Mails, readMails } from '../steps/editions/read-mails.js'
import { testToMyself } from '../steps/editions/test-to-myself.js'
import { webEdition, webPage } from '../steps/editions/web-edition.js'
import { FRAMED, FRAMING } from './framing.js'
import { onError, problemPage, type ServerError } from './login-pages.js'
import {
  ANYBODY,
  anyMayor,
  type MailWishes,
  mailSelects,
  readerFor,
  testWishes,
  wishesIn,
} from './mail-choice.js'
import { type TestTold, testView, toldBefore, toldOf } from './mail-test-view.js'
import { frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'

type MailRequest = FastifyRequest<{ Params: { edition: string } }>

/** The mail of an edition, or of the next one, as anybody of its audience reads it; and as a test, to who looks. GET changes nothing. */
export async function addMailPages(server: FastifyInstance, context: PageContext): Promise<void> {
  server.get('/editions/:edition/mail', { helmet: FRAMING }, (request, reply) =>
    mailPage(request as MailRequest, reply, context, request.query, toldBefore(request, context)),
  )
  server.get('/editions/:edition/mail/shown', { helmet: FRAMED }, (request, reply) =>
    shownMail(request as MailRequest, reply, context),
  )
  server.get('/editions/:edition/mail/:language', { helmet: FRAMED }, (request, reply) =>
    mailIn(request as MailRequest, reply, context),
  )
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 16 * 1024 })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    scope.post('/editions/:edition/mail/test', { helmet: FRAMING }, (request, reply) =>
      testMail(request as MailRequest, reply, context),
    )
  })
}

async function shownMail(request: MailRequest, reply: FastifyReply, context: PageContext) {
  const mails = await readMails(context.app, request.params.edition, communeIn(request.query))
  const wishes = mails && wishesIn(request.query, mails)
  const reader = mails && wishes && readerFor(mails, wishes, context.strings)
  if (!reader) return reply.code(404).type('text/plain').send('404')
  const { view } = wishes
  if (view === 'text')
    return reply.type('text/plain; charset=utf-8').send(renderEdition(mails.content, reader).text)
  if (view === 'print') return html(reply, asClientShows(await onPaper(mails, wishes, context), 'paper'))
  return html(
    reply,
    asClientShows(renderEdition(mails.content, reader).html, view === 'dark' ? 'dark' : 'light'),
  )
}

/** What is printed: the mail, or for nobody in particular the web version once there is one. */
async function onPaper(mails: Mails, wishes: MailWishes, { app, strings }: PageContext): Promise<string> {
  const reader = readerFor(mails, wishes, strings)
  const web = wishes.reader === ANYBODY ? await webEdition(app, mails.edition) : null
  if (web) return webPage(app, web, firstLanguage(reader?.languages ?? ''))
  return reader ? renderEdition(mails.content, reader).html : ''
}

async function mailPage(
  request: MailRequest,
  reply: FastifyReply,
  context: PageContext,
  given: unknown,
  told: TestTold | null,
) {
  const mails = await readMails(context.app, request.params.edition, communeIn(given))
  if (!mails) return reply.callNotFound()
  const { app, config, strings } = context
  const language = languageOf(request)
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.mail-as')
  const wishes = wishesIn(given, mails)
  const reader = readerFor(mails, wishes, strings)
  const path = `/editions/${request.params.edition}`
  const query = queryOf(wishes)
  const today = localDay(app.clock(), config.timeZone)
  const subject = reader && renderEdition(mails.content, reader).subject
  const view = {
    ...frameOf(request, context, language, `${path}/mail?${query}`),
    language,
    back: { href: `${path}?lang=${language}`, text: editionName(mails.edition, today, own, language) },
    subject,
    none: reader ? null : text('nobody'),
    view: wishes.view,
    shown: `${path}/mail/shown?${query}`,
    apart: wishes.view === 'print' ? text('apart') : null,
    selects: mailSelects(mails, wishes, context, language),
    hint: wishes.commune ? null : text('reader-hint'),
    test: reader && testView(request, { wishes, subject: subject ?? '', told }, context),
    text: { title: text('title'), show: text('show'), frame: text('frame') },
  }
  reply.code(told?.status ?? 200)
  return html(reply, await context.fill('mail', language, view.text.title, view))
}

/** The commune that a query or a form asks for, as it is written. */
const communeIn = (given: unknown): string | null =>
  z.object({ commune: z.string().min(1) }).safeParse(given).data?.commune ?? null

/** All four lists as chosen; the person only if there is one. */
function queryOf({ commune, role, languages, view, reader }: MailWishes): URLSearchParams {
  const lists = { commune: commune ?? '', role: role ?? '', languages: languages ?? '', view }
  return new URLSearchParams({ ...lists, ...(reader ? { reader } : {}) })
}

/** The guard has checked log-in and form token; the step judges what may leave. */
async function testMail(request: MailRequest, reply: FastifyReply, context: PageContext) {
  const { person } = request
  const mails = await readMails(context.app, request.params.edition, communeIn(request.body))
  if (!person) return problemPage(request, reply, context, 'forbidden')
  if (!mails) return reply.callNotFound()
  const wishes = wishesIn(request.body, mails)
  const asked = { edition: request.params.edition, by: person.email, wishes: testWishes(wishes) }
  const told = toldOf(await testToMyself(context.app, asked))
  if (told.key !== 'sent') return mailPage(request, reply, context, request.body, told)
  const query = queryOf(wishes)
  query.set('test', 'sent')
  query.set('lang', languageOf(request))
  return reply.redirect(`/editions/${request.params.edition}/mail?${query}`, 303)
}

/**
 * The mail as its readers see it, with one language first. Staff see an addressee's; an anonymous user of this machine sees one of nobody in
 * particular.
 */
async function mailIn(request: MailRequest, reply: FastifyReply, { app, strings }: PageContext) {
  const { edition, language: asked } = request.params as { edition: string; language: string }
  const language = Object.keys(strings).find(one => one === asked)
  const mails = language ? await readFrozenMails(app, edition) : null
  if (!mails || !language) return reply.code(404).type('text/plain').send('404')
  const addressee = request.person && mails.addressees.find(one => one.languages.startsWith(language))
  return html(reply, renderEdition(mails.content, addressee ?? anyMayor(language, strings)).html)
}

/** For anonymous users, too, who see nothing of the next edition. */
const readFrozenMails = (app: PageContext['app'], edition: string) =>
  edition === 'next' ? null : readMails(app, edition)
