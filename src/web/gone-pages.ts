import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { inLanguage, type Language } from '../model/language/language.js'
import type { GoneUpdate } from '../postgres/updates/gone-updates.js'
import { awaitedUpdates, type LeavingOut, leaveOut, mayLeaveOut } from '../steps/updates/leave-out.js'
import { GONE_PAGE } from '../steps/updates/tell-gone.js'
import { onError, problemPage, type ServerError } from './login-pages.js'
import { frameOf, html, languageOf, momentOf, type PageContext, speaker } from './page-frame.js'

const Id = z.string().max(200)
const Form = z.object({
  update: z
    .union([Id, z.array(Id).max(2000)])
    .optional()
    .transform(given => (given === undefined ? [] : [given].flat())),
  reason: z.string().trim().max(2000).optional().default(''),
})

/** Updates whose files are missing, where authorised people say which were left out on purpose. GET changes nothing. decision 51 */
export async function addGonePages(server: FastifyInstance, context: PageContext): Promise<void> {
  server.get(GONE_PAGE, (request, reply) => show(request, reply, context))
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 64 * 1024 })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    scope.post(GONE_PAGE, (request, reply) => leaveChosenOut(request, reply, context))
  })
}

/** The line on the first page and on that of updates, for those who may explain missing files; null when none is missing. */
export async function goneLine({ person }: FastifyRequest, context: PageContext, language: Language) {
  return person && mayLeaveOut(person)
    ? goneLineOf(await awaitedUpdates(context.app), context, language)
    : null
}

/** The same of those that are known. */
export function goneLineOf(gone: readonly GoneUpdate[], { strings }: PageContext, language: Language) {
  if (gone.length === 0) return null
  const text = speaker(strings, language, 'pages.gone').count('line', gone.length)
  return { href: `${GONE_PAGE}?lang=${language}`, text }
}

async function show(request: FastifyRequest, reply: FastifyReply, context: PageContext) {
  if (!request.person || !mayLeaveOut(request.person))
    return problemPage(request, reply, context, 'forbidden')
  return page(request, reply, context, null)
}

/** What was refused, and the form's values. */
type Refused = { problem: string; chosen: string[]; reason: string }

async function leaveChosenOut(request: FastifyRequest, reply: FastifyReply, context: PageContext) {
  const { person } = request
  if (!person || !mayLeaveOut(person)) return problemPage(request, reply, context, 'forbidden')
  const form = Form.safeParse(request.body)
  if (!form.success) return problemPage(request, reply, context, 'form')
  const { update: chosen, reason } = form.data
  const said = { chosen, reason }
  if (chosen.length === 0) return page(request, reply, context, { problem: 'none-chosen', ...said })
  if (reason === '') return page(request, reply, context, { problem: 'no-reason', ...said })
  const answers: LeavingOut[] = []
  for (const update of chosen) answers.push(await leaveOut(context.app, { update, by: person.email, reason }))
  if (answers.some(({ kind }) => kind === 'refused'))
    return page(request, reply, context, { problem: 'not-gone', chosen: [], reason })
  return reply.redirect(`${GONE_PAGE}?lang=${languageOf(request)}`, 303)
}

async function page(
  request: FastifyRequest,
  reply: FastifyReply,
  context: PageContext,
  refused: Refused | null,
) {
  const language = languageOf(request)
  const { text } = speaker(context.strings, language, 'pages.gone')
  const frame = frameOf(request, context, language, refused ? null : GONE_PAGE)
  const gone = await awaitedUpdates(context.app)
  const view = {
    ...frame,
    form: frame.session?.form,
    action: `${GONE_PAGE}?lang=${language}`,
    problem: refused && text(`problem.${refused.problem}`),
    problemAt: wrongIn(refused),
    wrong: { chosen: wrongIn(refused) === 'chosen', reason: wrongIn(refused) === 'reason' },
    reason: refused?.reason ?? '',
    items: gone.map(one => itemOf(one, context, language, refused?.chosen ?? [])),
    text: Object.fromEntries(
      ['title', 'what', 'none', 'choose', 'reason', 'button'].map(key => [key, text(key)]),
    ),
  }
  const body = await context.fill('gone', language, text('title'), view)
  return html(reply.code(refused ? 422 : 200), body)
}

/** The id of the field that is wrong. */
function wrongIn(refused: Refused | null): 'reason' | 'chosen' | null {
  if (refused?.problem === 'no-reason') return 'reason'
  return refused?.problem === 'none-chosen' ? 'chosen' : null
}

function itemOf(
  { update, file, since, isCarried }: GoneUpdate,
  { strings, config }: PageContext,
  language: Language,
  chosen: string[],
) {
  const { text } = speaker(strings, language, 'pages.gone')
  const at = momentOf(since, { strings, config }, language)
  return {
    id: update.id,
    title: inLanguage(update.text, language).title,
    file,
    since: text('since', { since: at }),
    state: text(isCarried ? 'carried' : 'new'),
    isChosen: chosen.includes(update.id),
  }
}
