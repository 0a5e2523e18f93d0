import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { StaffMember } from '../model/staff/staff.js'
import { slugOf } from '../model/updates/slug.js'
import { sourceOf, type UpdateForm } from '../model/updates/update-form.js'
import { mayWrite, saveUpdate } from '../steps/updates/save-update.js'
import { beginWriting, giveUpWriting, keepWriting, nameFor } from '../steps/updates/write-update.js'
import { SCRIPTED } from './framing.js'
import { onError, problemPage, type ServerError } from './login-pages.js'
import { languageOf, type PageContext, speaker } from './page-frame.js'
import { formFrom } from './update-form-sent.js'
import { writePage } from './write-view.js'

type WriteRequest = FastifyRequest<{ Params: { id?: string } }>

const Sent = z.object({
  action: z.enum(['check', 'save', 'discard']).catch('check'),
  base: z.union([z.string().regex(/^[0-9a-f]{64}$/), z.literal('')]).catch(''),
})

/** Writing an update, or changing one: a form with a file's checks. What is typed is kept for its author until it is saved. */
export async function addWritePages(server: FastifyInstance, context: PageContext): Promise<void> {
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 1024 * 1024 })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    for (const path of ['/updates/new', '/updates/:id/edit']) {
      scope.get(path, { helmet: SCRIPTED }, (request, reply) => open(request as WriteRequest, reply, context))
      const refill = (request: FastifyRequest, reply: FastifyReply) =>
        resent(request as WriteRequest, reply, context)
      scope.post(path, { helmet: SCRIPTED, config: { refill } }, (request, reply) =>
        sent(request as WriteRequest, reply, context),
      )
      scope.post(`${path}/check`, (request, reply) => checked(request as WriteRequest, reply, context))
    }
  })
}

async function open(request: WriteRequest, reply: FastifyReply, context: PageContext) {
  const { person } = request
  if (!person || !mayWrite(person)) return problemPage(request, reply, context, 'forbidden')
  const writing = await beginWriting(context.app, person, request.params.id ?? '')
  if (writing === null) return reply.callNotFound()
  return writePage(request, reply, context, { writing, person, told: null, isChecked: writing.isKept })
}

/** The guard has checked log-in and form token; the steps judge who may. */
async function sent(request: WriteRequest, reply: FastifyReply, context: PageContext) {
  const { person } = request
  if (!person || !mayWrite(person)) return problemPage(request, reply, context, 'forbidden')
  const { app } = context
  const about = request.params.id ?? ''
  const language = languageOf(request)
  const { action } = Sent.parse(request.body)
  if (action === 'discard') {
    await giveUpWriting(app, person, about)
    return reply.redirect(`/updates?lang=${language}`, 303)
  }
  const writing = await typed(request, person, context)
  if (writing === null) return reply.callNotFound()
  await keepWriting(app, person, writing)
  if (action === 'check')
    return writePage(request, reply, context, { writing, person, told: null, isChecked: true })
  const bytes = Buffer.from(sourceOf(writing.form).text)
  const name = nameFor(writing, person)
  const answer = await saveUpdate(app, { name, bytes, expected: writing.base, by: person.email })
  if (answer.kind === 'saved') {
    await giveUpWriting(app, person, about)
    return reply.redirect(`/updates/${answer.id}?saved=yes&lang=${language}`, 303)
  }
  return writePage(request, reply, context, { writing, person, told: answer, isChecked: true })
}

/** What is wrong by now, while somebody types: the same checks as saving. Keeps and saves nothing. */
async function checked(request: WriteRequest, reply: FastifyReply, context: PageContext) {
  const { person } = request
  if (!person || !mayWrite(person)) return problemPage(request, reply, context, 'forbidden')
  const writing = await typed(request, person, context)
  if (writing === null) return reply.callNotFound()
  return writePage(request, reply, context, { writing, person, told: null, isChecked: true, isTyping: true })
}

/** What the form holds; null for an unknown update. */
async function typed(request: WriteRequest, person: StaffMember, { app, config }: PageContext) {
  const about = request.params.id ?? ''
  const begun = await beginWriting(app, person, about)
  if (begun === null) return null
  const form = formFrom(request.body, config.agency.languages)
  // A new update replaces nothing.
  if (about === '') return { ...begun, form: { ...form, id: form.id.trim() || idFrom(form) } }
  const { base } = Sent.parse(request.body)
  return { ...begun, form: { ...form, id: about }, base: base || null }
}

/** An identifier by the title in the agency's first language. */
const idFrom = ({ title }: UpdateForm) => slugOf(Object.values(title)[0] ?? '')

/** A form of an earlier session: what was typed comes back, and nothing is kept. */
async function resent(request: WriteRequest, reply: FastifyReply, context: PageContext) {
  const { person } = request
  if (!person || !mayWrite(person)) return problemPage(request, reply, context, 'forbidden')
  const writing = await typed(request, person, context)
  if (writing === null) return reply.callNotFound()
  const again = speaker(context.strings, languageOf(request), 'pages.write').text('again')
  return writePage(request, reply, context, { writing, person, told: null, isChecked: true, again })
}
