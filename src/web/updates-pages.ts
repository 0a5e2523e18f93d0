import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Language } from '../model/language/language.js'
import { ownName } from '../present/mail/own-name.js'
import { placeInWords } from '../present/problem/feedback.js'
import { describeProblem } from '../present/problem/texts.js'
import { formTokenOf } from '../steps/staff/log-in.js'
import { updateChoice } from '../steps/updates/choose-updates.js'
import { listUpdates } from '../steps/updates/list-updates.js'
import { markMeant } from '../steps/updates/mark-meant.js'
import { mayWrite } from '../steps/updates/save-update.js'
import type { LookedAtFile } from '../steps/updates/warned-files.js'
import { SCRIPTED } from './framing.js'
import { goneLine } from './gone-pages.js'
import { fileLinks } from './list-files.js'
import { addressWith } from './list-links.js'
import { onError, problemPage, type ServerError } from './login-pages.js'
import { frameOf, html, languageOf, momentOf, type PageContext, speaker } from './page-frame.js'
import { acceptedView, refusedView } from './updates-view.js'

const PATH = '/updates'

/** The form's version, so that what is marked is what was read. */
const Mark = z.object({
  file: z.string().min(1).max(4096),
  version: z.string().regex(/^[0-9a-f]{64}$/),
  action: z.enum(['meant', 'undo']),
})

/** Usable files with warnings, where an editor marks them as meant. GET changes nothing. */
export async function addUpdatePages(server: FastifyInstance, context: PageContext): Promise<void> {
  server.get(PATH, { helmet: SCRIPTED }, (request, reply) => updatesPage(request, reply, context))
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 16 * 1024 })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    scope.post(`${PATH}/meant`, { helmet: SCRIPTED }, (request, reply) => mark(request, reply, context))
  })
}

async function updatesPage(
  request: FastifyRequest,
  reply: FastifyReply,
  context: PageContext,
  told: { lead: string; status: number } | null = null,
) {
  const language = languageOf(request)
  const { text } = speaker(context.strings, language, 'pages.updates')
  const list = await listUpdates(context.app, request.person)
  const entry = (one: LookedAtFile) => fileView(one, context, language)
  const choice = updateChoice(request.query)
  const frame = frameOf(request, context, language, addressWith(PATH, choice))
  const view = {
    ...frame,
    language,
    title: text('title'),
    lead: told?.lead ?? null,
    logInFirst: request.person ? null : text('log-in-first'),
    write: request.person && mayWrite(request.person) ? text('write') : null,
    script: true,
    action: `${PATH}/meant?lang=${language}`,
    form: formTokenOf(context.app, request.sessionToken),
    files: fileLinks(PATH, choice, context, language),
    refused: refusedView(list.refused, language),
    gone: await goneLine(request, context, language),
    open: list.warned.filter(({ meant }) => !meant).map(entry),
    meant: list.warned.filter(({ meant }) => meant).map(entry),
    accepted: acceptedView(list, choice, context, language),
    text: Object.fromEntries(WORDS.map(key => [key, text(key)])),
  }
  return html(reply.code(told?.status ?? 200), await context.fill('updates', language, view.title, view))
}

const WORDS = [
  ...['refused', 'to-check', 'what', 'meant-title', 'mark', 'undo', 'hint', 'accepted', 'search', 'show'],
  ...['update', 'topic', 'kind', 'level', 'editors', 'file', 'withdrawn', 'none', 'none-what'],
  ...['upload', 'upload-file', 'upload-button', 'upload-what'],
]

function fileView(one: LookedAtFile, { strings, config }: PageContext, language: Language) {
  const { text, count } = speaker(strings, language, 'pages.updates')
  const { file, version, warnings, meant } = one
  const at = momentOf(meant?.at, { strings, config }, language)
  return {
    file,
    version,
    mayMark: one.mayMark,
    count: count('count', warnings.length),
    warnings: warnings.map(warning => {
      const described = describeProblem(warning, language)
      return { ...described, place: placeInWords(described, language) }
    }),
    by: meant && text('by', { by: ownName(meant.by, language), at: at ?? '' }),
  }
}

/** The guard has checked log-in and form token; the step judges who may. */
async function mark(request: FastifyRequest, reply: FastifyReply, context: PageContext) {
  const { person } = request
  if (!person) return problemPage(request, reply, context, 'forbidden')
  const language = languageOf(request)
  const { text } = speaker(context.strings, language, 'pages.updates')
  const form = Mark.safeParse(request.body)
  if (!form.success) return updatesPage(request, reply, context, { lead: text('changed-since'), status: 422 })
  const { file, version, action } = form.data
  const marked = await markMeant(context.app, {
    file,
    version,
    isMeant: action === 'meant',
    by: person.email,
  })
  // Two people who mark the same both succeed.
  if (marked.kind === 'marked' || marked.reason === 'so-already')
    return reply.redirect(`${PATH}?lang=${language}`, 303)
  const mayNot = marked.reason === 'not-editor' || marked.reason === 'unknown-person'
  const told = mayNot ? { lead: text('may-not'), status: 403 } : { lead: text('changed-since'), status: 409 }
  return updatesPage(request, reply, context, told)
}
