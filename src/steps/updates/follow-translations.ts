import { loadLocales } from '../../mjml/load.js'
import { inEachLanguage } from '../../model/language/language.js'
import { editorsFor } from '../../model/staff/editors.js'
import { findEdition } from '../../postgres/editions/editions.js'
import { alone } from '../../postgres/server/alone.js'
import type { AwaitedTranslation } from '../../postgres/updates/keep-let-through.js'
import { awaitedTranslations } from '../../postgres/updates/let-through.js'
import { say } from '../../present/mail/wording.js'
import type { Context } from '../context.js'
import { draft } from '../editions/draft.js'
import { nextErratum } from '../editions/out-of-turn.js'
import { askSignOff } from '../sign-off/ask-sign-off.js'
import { staffOf, tellStaff } from '../staff/staff.js'

/** In milliseconds: a text missing for longer is awaited no more. */
const AWAITED_MS = 28 * 24 * 3_600_000

/**
 * Follows up updates let through without a text. Tells the editors which text is due once sent. Once it has come, prepares the erratum for those who
 * got the edition; like any other it leaves when signed. An expired one is prepared again, a rejected or cancelled one if the text changed.
 */
export async function followTranslations(context: Context): Promise<void> {
  await alone(context.engine.db, 'translations', () => follow(context))
}

async function follow(context: Context): Promise<void> {
  const { engine, clock } = context
  const awaited = await owed(
    context,
    await awaitedTranslations(engine.db, new Date(clock().getTime() - AWAITED_MS)),
  )
  for (const one of awaited.filter(({ revision }) => revision === null)) await tellEditors(context, one, null)
  const come = awaited.filter(({ revision }) => revision !== null)
  for (const edition of new Set(come.map(one => one.edition)))
    await prepareErratum(
      context,
      edition,
      come.filter(one => one.edition === edition),
    )
}

/** Those that no erratum carries, and whose present text no person has rejected. */
async function owed(
  { engine, clock }: Context,
  awaited: AwaitedTranslation[],
): Promise<AwaitedTranslation[]> {
  const names = [...new Set(awaited.flatMap(({ errata }) => errata.map(({ edition }) => edition)))]
  const rows = await Promise.all(names.map(name => findEdition(engine.db, name, clock())))
  const states = new Map(rows.flatMap(row => (row ? [[row.id, row.state] as const] : [])))
  return awaited.filter(
    ({ revision: now, errata }) =>
      !errata.some(({ edition, revision }) => {
        const state = states.get(edition)
        if (state === 'expired') return false
        return (state !== 'rejected' && state !== 'cancelled') || revision === now
      }),
  )
}

async function prepareErratum(
  context: Context,
  corrects: string,
  texts: AwaitedTranslation[],
): Promise<void> {
  const { config, log } = context
  const strings = await loadLocales(config.templatesDir, config.agency)
  const reason = inEachLanguage(strings, own => say(own, 'edition.translation-missed'))
  const erratum = await nextErratum(context, corrects)
  const updates = texts.map(({ update }) => update)
  const prepared = await draft(context, erratum, null, { updates, erratum: { corrects, reason } })
  // While the edition is being sent, or a file is wrong again, the next tick retries.
  if (prepared.kind !== 'frozen') {
    log.debug('translation.waits', { edition: corrects, why: prepared.kind })
    return
  }
  log.info('translation.erratum-prepared', { edition: corrects, erratum })
  // Editors know of a text that awaits sign-off again.
  const isNew = ({ errata, revision }: AwaitedTranslation) => errata.every(one => one.revision !== revision)
  for (const text of texts.filter(isNew)) await tellEditors(context, text, erratum)
  await askSignOff(context, erratum)
}

async function tellEditors(
  context: Context,
  { edition, update: id, file, missing, title }: AwaitedTranslation,
  erratum: string | null,
): Promise<void> {
  const values = { edition, id, file, missing, title, erratum }
  const about = `${edition} ${id} ${erratum ?? 'due'}`
  await tellStaff(context, editorsFor(file, await staffOf(context)), 'translation-awaited', about, values)
}
