import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { withOffset } from '../model/calendar/calendar.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { withLinks } from '../parse/returned-mail/caught-links.js'
import { momentInText } from '../present/mail/spans.js'
import { caughtMails, readCaughtMail } from '../steps/delivery/caught.js'
import { FRAMING } from './framing.js'
import { frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'

type MailRequest = FastifyRequest<{ Params: { name: string } }>

/** A mail's body is untrusted: it runs, loads and sends nothing; its links open in another tab. */
const HOSTILE = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'unsafe-inline'"],
      imgSrc: ['data:'],
      formAction: ["'none'"],
      frameAncestors: ["'self'"],
      baseUri: ["'none'"],
      sandbox: ['allow-popups', 'allow-popups-to-escape-sandbox'],
    },
  },
}

/** The local catcher's mails, for trying Estafette on this machine; see seesCatcher for who may. */
export async function addCatcher(server: FastifyInstance, context: PageContext): Promise<void> {
  await server.register(async scope => {
    scope.addHook('onSend', async (_request, reply) => {
      reply.header('x-robots-tag', 'noindex')
    })
    scope.get('/catcher', (request, reply) => listPage(request, reply, context))
    scope.get('/catcher/:name', { helmet: FRAMING }, (request, reply) =>
      mailPage(request as MailRequest, reply, context),
    )
    scope.get('/catcher/:name/html', { helmet: HOSTILE }, (request, reply) =>
      mailBody(request as MailRequest, reply, context),
    )
    scope.get('/catcher/:name/eml', (request, reply) => mailFile(request as MailRequest, reply, context))
  })
}

async function listPage(request: FastifyRequest, reply: FastifyReply, context: PageContext) {
  const { app, strings, fill } = context
  const language = languageOf(request)
  const { text, count } = speaker(strings, language, 'pages.catcher')
  const wanted = Number((request.query as { page?: unknown }).page) || 1
  const { mails, total, page, pages } = await caughtMails(app, wanted)
  const link = (to: number, words: string) =>
    to >= 1 && to <= pages ? { href: `/catcher?page=${to}&lang=${language}`, text: words } : null
  const view = {
    ...frameOf(request, context, language, page === 1 ? '/catcher' : `/catcher?page=${page}`),
    text: {
      title: text('title'),
      what: text('what'),
      none: text('none'),
      when: text('when'),
      to: text('to'),
      subject: text('subject'),
    },
    count: total === 0 ? null : count('count', total),
    mails: mails.map(mail => ({
      href: `/catcher/${encodeURIComponent(mail.name)}?lang=${language}`,
      subject: mail.subject || text('no-subject'),
      to: mail.to.join(', '),
      at: momentOf(mail.at, context, language),
    })),
    newer: link(page - 1, text('newer')),
    older: link(page + 1, text('older')),
    where: pages > 1 ? text('page', { page, pages }) : null,
  }
  return html(reply, await fill('catcher', language, text('title'), view))
}

async function mailPage(request: MailRequest, reply: FastifyReply, context: PageContext) {
  const { app, strings, fill } = context
  const mail = await readCaughtMail(app, request.params.name)
  if (!mail) return reply.callNotFound()
  const language = languageOf(request)
  const { text } = speaker(strings, language, 'pages.catcher')
  const path = `/catcher/${encodeURIComponent(request.params.name)}`
  const subject = mail.subject || text('no-subject')
  const facts = [
    { name: text('from'), value: mail.from },
    { name: text('to'), value: mail.to.join(', ') },
    { name: text('when'), value: momentOf(mail.at, context, language) },
    { name: text('attachments'), value: mail.attachments.map(one => one.name || one.type).join(', ') },
  ]
  const view = {
    ...frameOf(request, context, language, path),
    text: {
      back: text('back'),
      html: text('html'),
      newTab: text('links'),
      plain: text('plain'),
      header: text('header'),
      download: text('download'),
      cut: text('cut'),
    },
    subject,
    facts: facts.filter(({ value }) => value !== ''),
    back: `/catcher?lang=${language}`,
    html: mail.html === null ? null : `${path}/html`,
    lines: mail.text === null ? null : withLinks(mail.text),
    isOpen: mail.html === null,
    cut: mail.cut,
    header: mail.header,
    download: `${path}/eml`,
  }
  return html(reply, await fill('caught', language, subject, view))
}

/** Links open in another tab: a log-in page can't be shown in a frame. */
const BASE = '<!doctype html><base target="_blank">'

async function mailBody(request: MailRequest, reply: FastifyReply, { app }: PageContext) {
  const mail = await readCaughtMail(app, request.params.name)
  if (!mail || mail.html === null) return reply.callNotFound()
  return html(reply, `${BASE}${mail.html}`)
}

async function mailFile(request: MailRequest, reply: FastifyReply, { app }: PageContext) {
  const { name } = request.params
  const mail = await readCaughtMail(app, name)
  if (!mail) return reply.callNotFound()
  return reply
    .type('message/rfc822')
    .header('content-disposition', `attachment; filename="${name}"`)
    .send(Buffer.from(mail.bytes))
}

const momentOf = (at: Date, { config, strings }: PageContext, language: Language) =>
  momentInText(withOffset(at, config.timeZone), inLanguage(strings, language), language)
