import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { ownName } from '../present/mail/own-name.js'
import { formTokenOf } from '../steps/staff/log-in.js'
import { frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'

/** Fields of a plain form. */
const Fields = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/**
 * What a form of an ended session held, to be sent once more in the present one; nothing is done yet. Null unless the browser says that a page of
 * ours sent it (Fetch Metadata, W3C): another site must not put words into this page.
 */
export async function resendPage(request: FastifyRequest, reply: FastifyReply, context: PageContext) {
  const { person, headers } = request
  const isPlain = String(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  const fields = Fields.safeParse(request.body)
  if (!person || headers['sec-fetch-site'] !== 'same-origin' || !isPlain || !fields.success) return null
  const language = languageOf(request)
  const { text } = speaker(context.strings, language, 'pages.logIn.resend')
  const held = Object.entries(fields.data)
    .filter(([name]) => name !== 'form')
    .flatMap(([name, value]) => [value].flat().map(one => ({ name, value: one })))
  const view = {
    ...frameOf(request, context, language, null),
    title: text('title'),
    what: text('what', { name: ownName(person.name, language) }),
    // Codes and numbers are no words of the person.
    written: held.map(({ value }) => value).filter(value => /\s/.test(value.trim())),
    action: request.url,
    fields: [...held, { name: 'form', value: formTokenOf(context.app, request.sessionToken) }],
    button: text('button'),
    back: { href: `/?lang=${language}`, text: text('back') },
  }
  return html(reply.code(403), await context.fill('resend', language, view.title, view))
}
