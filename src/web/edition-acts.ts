import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { EDITION_ACTS, type EditionAct } from '../model/editions/acts.js'
import type { Language } from '../model/language/language.js'
import { personAt } from '../model/staff/staff.js'
import type { EditionRow } from '../postgres/editions/editions.js'
import { stopsOf } from '../postgres/editions/stops.js'
import { ownName } from '../present/mail/own-name.js'
import { actsNow } from '../steps/editions/act-on-edition.js'
import { formTokenOf } from '../steps/staff/log-in.js'
import { staffOf } from '../steps/staff/staff.js'
import { momentOf, type PageContext, speaker } from './page-frame.js'

/** What the form of an act sends. */
export const ActForm = z.object({
  act: z.enum(EDITION_ACTS),
  reason: z.string().trim().max(2000).optional().default(''),
})

const DANGEROUS: readonly EditionAct[] = ['stop', 'cancel']

/** What a person may do with an edition now: each with what it will do, in words and numbers, before it is done. */
export async function actsView(
  request: FastifyRequest,
  row: EditionRow,
  context: PageContext,
  language: Language,
  reasonMissing: EditionAct | null,
) {
  const { app, strings } = context
  const { person } = request
  const acts = person ? await actsNow(app, row, person.roles) : []
  const { text } = speaker(strings, language, 'pages.acts')
  const { pending, deferred, accepted } = row.counts
  const values = {
    ...{ open: pending + deferred, accepted, version: row.version + 1 },
    send: momentOf(row.sendAt, context, language),
  }
  const when = row.dispatchedAt ? '' : '-before'
  const stops = person ? await stopsView(row.id, context, language) : []
  return {
    title: text(acts.length > 0 ? 'title' : 'stops'),
    isShown: acts.length > 0 || stops.length > 0,
    action: `/editions/${row.id}/act?lang=${language}`,
    form: formTokenOf(app, request.sessionToken),
    items: acts.map(act => ({
      act,
      isDangerous: DANGEROUS.includes(act),
      wantsReason: DANGEROUS.includes(act),
      isWrong: act === reasonMissing,
      name: text(`names.${act}`),
      what: text(`what.${act}${act === 'stop' || act === 'resume' ? when : ''}`, values),
      reason: text('reason'),
      button: text(`buttons.${act}`),
    })),
    stops,
  }
}

/** Who stopped an edition and let it go on. */
async function stopsView(edition: string, context: PageContext, language: Language) {
  const { app, strings } = context
  const { text } = speaker(strings, language, 'pages.acts')
  const staff = await staffOf(app)
  return (await stopsOf(app.engine.db, edition)).map(({ action, by, reason, at }) => ({
    at: momentOf(at, context, language),
    what: text(`done.${action}`),
    by: by ? ownName(personAt(staff, by)?.name ?? by, language) : text('operator'),
    reason: reason ?? '',
  }))
}
