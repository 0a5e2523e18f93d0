import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { addRemark } from '../steps/sign-off/add-remark.js'
import { answerRemark, closeRemark } from '../steps/sign-off/reply-to-remark.js'
import { onError, problemPage, type ServerError } from './login-pages.js'
import { languageOf, type PageContext } from './page-frame.js'
import { updatePage } from './update-page.js'

type RemarkRequest = FastifyRequest<{ Params: { id: string; remark: string } }>

const New = z.object({ text: z.string().catch(''), from: z.enum(['update', 'next']).catch('update') })
const Reply = z.object({ text: z.string().catch(''), act: z.enum(['answer', 'close']).catch('answer') })
const Id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)

/** Remarking on an update, answering and closing; a mistake shows the update's page with what was typed. */
export async function addRemarkPages(server: FastifyInstance, context: PageContext): Promise<void> {
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 64 * 1024 })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    const refill = (request: FastifyRequest, reply: FastifyReply) =>
      resent(request as RemarkRequest, reply, context)
    scope.post('/updates/:id/remarks', { config: { refill } }, (request, reply) =>
      add(request as RemarkRequest, reply, context),
    )
    scope.post('/updates/:id/remarks/:remark', { config: { refill } }, (request, reply) =>
      replyTo(request as RemarkRequest, reply, context),
    )
  })
}

/** The guard has checked log-in and form token; the step judges who may. */
async function add(request: RemarkRequest, reply: FastifyReply, context: PageContext) {
  const { person } = request
  if (!person) return problemPage(request, reply, context, 'forbidden')
  const update = request.params.id
  const { text, from } = New.parse(request.body ?? {})
  const added = await addRemark(context.app, { update, by: person.email, text })
  if (added.kind === 'added') {
    const language = languageOf(request)
    const to =
      from === 'next' ? `/editions/next?lang=${language}#u-${update}` : pageOf(update, language, added.id)
    return reply.redirect(to, 303)
  }
  return refusedPage(request, reply, context, { remark: null, text, problem: added.reason })
}

async function replyTo(request: RemarkRequest, reply: FastifyReply, context: PageContext) {
  const { person } = request
  const id = Id.safeParse(request.params.remark)
  if (!person) return problemPage(request, reply, context, 'forbidden')
  if (!id.success) return reply.callNotFound()
  const { text, act } = Reply.parse(request.body ?? {})
  const about = { id: id.data, by: person.email, text }
  const replied = await (act === 'close' ? closeRemark(context.app, about) : answerRemark(context.app, about))
  if (replied.kind === 'replied')
    return reply.redirect(pageOf(replied.remark.update, languageOf(request), id.data), 303)
  return refusedPage(request, reply, context, { remark: id.data, text, problem: replied.reason })
}

const pageOf = (update: string, language: string, remark: number) =>
  `/updates/${encodeURIComponent(update)}?lang=${language}#remark-${remark}`

async function refusedPage(
  request: RemarkRequest,
  reply: FastifyReply,
  context: PageContext,
  typed: { remark: number | null; text: string; problem: string },
) {
  const { problem } = typed
  if (problem === 'may-not' || problem === 'unknown-person')
    return problemPage(request, reply, context, 'forbidden')
  if (problem === 'no-update' || problem === 'no-remark') return reply.callNotFound()
  return updatePage(request, reply.code(problem === 'closed' ? 409 : 422), context, typed)
}

/** A form of an earlier session: what was typed comes back, and nothing is kept. */
async function resent(request: RemarkRequest, reply: FastifyReply, context: PageContext) {
  const { text } = New.parse(request.body ?? {})
  const id = Id.safeParse(request.params.remark)
  const typed = { remark: id.success ? id.data : null, text, problem: 'again' }
  return updatePage(request, reply.code(422), context, typed)
}
