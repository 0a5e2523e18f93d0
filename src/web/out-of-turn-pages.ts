import formbody from '@fastify/formbody'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isEditionName } from '../model/calendar/calendar.js'
import {
  type Foreseen,
  foreseeOutOfTurn,
  prepareOutOfTurn,
  type Unpreparable,
} from '../steps/editions/prepare-out-of-turn.js'
import { readEdition } from '../steps/editions/read-edition.js'
import { mayWrite } from '../steps/updates/save-update.js'
import { onError, problemPage, type ServerError } from './login-pages.js'
import {
  type FormMistake,
  missingIn,
  type OutOfTurnForm,
  outOfTurnForm,
  unplannedAt,
  wishesFrom,
} from './out-of-turn-form.js'
import { outOfTurnPage } from './out-of-turn-view.js'
import { languageOf, type PageContext } from './page-frame.js'

type OutOfTurnRequest = FastifyRequest<{ Params: { edition?: string } }>

/** An urgent edition now, and the correction of a sent one: first what it will do, then, once confirmed, it is frozen and asked to be signed. */
export async function addOutOfTurn(server: FastifyInstance, context: PageContext): Promise<void> {
  await server.register(async scope => {
    await scope.register(formbody, { bodyLimit: 256 * 1024 })
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    for (const path of ['/editions/flash', '/editions/:edition/erratum']) {
      scope.get(path, (request, reply) => open(request as OutOfTurnRequest, reply, context))
      const refill = (request: FastifyRequest, reply: FastifyReply) =>
        sent(request as OutOfTurnRequest, reply, context, true)
      scope.post(path, { config: { refill } }, (request, reply) =>
        sent(request as OutOfTurnRequest, reply, context, false),
      )
    }
  })
}

/** The edition that is to be corrected; null for a flash, undefined where there is no such edition. */
async function correctedIn({ params }: OutOfTurnRequest, { app }: PageContext) {
  const { edition } = params
  if (edition === undefined) return null
  const row = isEditionName(edition) ? await readEdition(app, edition) : null
  return row?.dispatchedAt ? row.id : undefined
}

async function open(request: OutOfTurnRequest, reply: FastifyReply, context: PageContext) {
  const { person } = request
  if (!person || !mayWrite(person)) return problemPage(request, reply, context, 'forbidden')
  const corrects = await correctedIn(request, context)
  if (corrects === undefined) return reply.callNotFound()
  return outOfTurnPage(request, reply, context, { corrects, form: null, mistakes: [], foreseen: null })
}

/** The guard has checked log-in and form token, but for a form of an earlier session: that one confirms nothing. */
async function sent(request: OutOfTurnRequest, reply: FastifyReply, context: PageContext, isOld: boolean) {
  const { person } = request
  const { app, config } = context
  if (!person || !mayWrite(person)) return problemPage(request, reply, context, 'forbidden')
  const corrects = await correctedIn(request, context)
  if (corrects === undefined) return reply.callNotFound()
  const form = outOfTurnForm(request.body, config.agency.languages)
  const shown = { corrects, form, foreseen: null }
  const missing = missingIn(form, corrects)
  if (missing.length > 0) return outOfTurnPage(request, reply, context, { ...shown, mistakes: missing })
  const asked = { wishes: wishesFrom(form, corrects), by: person.email }
  if (form.confirms && !isOld) {
    const prepared = await prepareOutOfTurn(app, asked, form.edition)
    if (prepared.kind === 'asked')
      return reply.redirect(`/editions/${prepared.edition}?lang=${languageOf(request)}`, 303)
    const mistakes = prepared.kind === 'changed' ? [{ field: 'updates', key: 'changed' }] : told(prepared)
    if (prepared.kind !== 'changed') return outOfTurnPage(request, reply, context, { ...shown, mistakes })
    return foreseenPage(request, reply, context, { form, corrects, mistakes })
  }
  const mistakes = isOld ? [{ field: 'updates', key: 'again' }] : []
  return foreseenPage(request, reply, context, { form, corrects, mistakes })
}

type Asked = { form: OutOfTurnForm; corrects: string | null; mistakes: FormMistake[] }

async function foreseenPage(
  request: OutOfTurnRequest,
  reply: FastifyReply,
  context: PageContext,
  { form, corrects, mistakes }: Asked,
) {
  const by = request.person?.email ?? ''
  const found = await foreseeOutOfTurn(context.app, { wishes: wishesFrom(form, corrects), by })
  const foreseen: Foreseen | null = found.kind === 'foreseen' ? found : null
  const all = found.kind === 'foreseen' ? mistakes : told(found)
  return outOfTurnPage(request, reply, context, { corrects, form, mistakes: all, foreseen })
}

/** Mistakes in files are the editors' lists' business; here they stop what was chosen. */
function told(found: Unpreparable): FormMistake[] {
  if (found.kind === 'unplannable') return [unplannedAt(found.why)]
  return [{ field: 'updates', key: found.kind }]
}
