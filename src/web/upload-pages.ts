import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { digestOf } from '../files/read-update.js'
import type { Language } from '../model/language/language.js'
import { nameInOwnFolder } from '../model/staff/editors.js'
import type { StaffMember } from '../model/staff/staff.js'
import { LIMITS } from '../parse/word/parse-file.js'
import { placeInWords } from '../present/problem/feedback.js'
import { describeProblem } from '../present/problem/texts.js'
import { mayWrite, type SaveAnswer, saveUpdate } from '../steps/updates/save-update.js'
import { onError, problemPage, type ServerError } from './login-pages.js'
import { frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'

const FILES_AT_ONCE = 20
const FILE_BYTES = Math.max(...Object.values(LIMITS))
const REQUEST_BYTES = 40 * 1024 * 1024

/** `bytes` null: more than a file may have. */
type Upload = { name: string; bytes: Buffer | null }

declare module 'fastify' {
  interface FastifyRequest {
    /** Files of a form, as they were sent. */
    uploads: Upload[]
  }
}

/** Files of updates, dropped on a page: each is judged as in the folder, and saved there only when it is good. */
export async function addUpload(server: FastifyInstance, context: PageContext): Promise<void> {
  await server.register(async scope => {
    scope.decorateRequest('uploads', undefined as never)
    scope.addHook('onRequest', async request => {
      request.uploads = []
      // The parser of files reads to its own limits, whatever the body's is.
      if (Number(request.headers['content-length']) > REQUEST_BYTES) throw tooLarge()
    })
    await scope.register(multipart, {
      attachFieldsToBody: 'keyValues',
      throwFileSizeLimit: false,
      limits: { files: FILES_AT_ONCE, fileSize: FILE_BYTES, fields: 10, fieldSize: 4096 },
      async onFile(this: FastifyRequest, part) {
        const bytes = await part.toBuffer()
        this.uploads.push({ name: part.filename ?? '', bytes: part.file.truncated ? null : bytes })
      },
    })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    scope.post('/updates/upload', { bodyLimit: REQUEST_BYTES }, (request, reply) =>
      upload(request, reply, context),
    )
  })
}

/** The error that the handlers know as "too large". */
const tooLarge = () => Object.assign(new Error('too large'), { statusCode: 413 })

/** The guard has checked log-in and form token; the step judges who may. */
async function upload(request: FastifyRequest, reply: FastifyReply, context: PageContext) {
  const { person, uploads } = request
  if (!person || !mayWrite(person)) return problemPage(request, reply, context, 'forbidden')
  const language = languageOf(request)
  const { text } = speaker(context.strings, language, 'pages.upload')
  const given = uploads.filter(({ name }) => name !== '')
  const results = []
  for (const file of given) results.push(await putOne(file, person, context, language))
  const isDone = given.length > 0 && results.every(({ isGood }) => isGood)
  const view = {
    ...frameOf(request, context, language, null),
    title: text('title'),
    back: { href: `/updates?lang=${language}`, text: text('back') },
    none: given.length === 0 ? text('none') : null,
    results,
  }
  const status = isDone ? 200 : 422
  return html(reply.code(status), await context.fill('upload', language, view.title, view))
}

async function putOne(
  { name, bytes }: Upload,
  person: StaffMember,
  { app, strings }: PageContext,
  language: Language,
) {
  const { text } = speaker(strings, language, 'pages.upload')
  // A browser may send a path; only its last part is a name.
  const own = name.split(/[\\/]/).at(-1) ?? ''
  const wanted = nameInOwnFolder(person, own)
  if (bytes === null)
    return { name: own, isGood: false, icon: 'no', what: text('too-large'), href: null, problems: [] }
  const answer = await saveUpdate(app, { name: wanted, bytes, expected: null, by: person.email })
  // The same bytes under the same name are there already.
  const isSame = answer.kind === 'changed' && answer.version === digestOf(bytes)
  const isGood = answer.kind === 'saved' || isSame
  return {
    name: own,
    isGood,
    icon: isGood ? 'ok' : 'no',
    what: text(isSame ? 'same' : answer.kind === 'refused' ? `refused.${answer.why}` : answer.kind),
    href: answer.kind === 'saved' ? `/updates/${answer.id}?lang=${language}` : null,
    problems: problemsOf(answer, language),
  }
}

const problemsOf = (answer: SaveAnswer, language: Language) =>
  answer.kind === 'problems'
    ? answer.problems.map(problem => {
        const described = describeProblem(problem, language)
        return { place: placeInWords(described, language), message: described.message, hint: described.hint }
      })
    : []
