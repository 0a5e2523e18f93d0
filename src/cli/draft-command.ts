import type { App } from '../app.js'
import { isEditionName, kindOf } from '../model/calendar/calendar.js'
import { forEach, type Language, type Localized } from '../model/language/language.js'
import { nextErratum, nextFlash } from '../steps/editions/out-of-turn.js'
import type { LeftOutFile, Unplannable, Wishes } from '../steps/editions/plan.js'
import { currentEdition } from '../steps/editions/read-edition.js'
import { count } from './answer.js'
import { editionArgument, UsageError } from './usage.js'

export type DraftOptions = {
  by?: string
  flash?: boolean
  erratum?: string
  corrects?: string
  reasonFr?: string
  /** `de=…` */
  reason?: string[]
  reasonNl?: string
  update?: string[]
  communes?: string[]
  concerned?: boolean
  notify?: boolean
}

/** The edition that is meant, and what it is to hold. Throws UsageError where options don't fit together. */
export async function draftRequest(
  app: App,
  name: string | undefined,
  options: DraftOptions,
): Promise<{ edition: string; wishes: Wishes }> {
  const corrects = options.erratum ?? options.corrects
  if (corrects !== undefined && !isEditionName(corrects))
    throw new UsageError(
      `"${corrects}" is not an edition. Write the one that was sent, in this form: ${await currentEdition(app)}.`,
    )
  if ([name, options.flash, options.erratum].filter(one => one !== undefined && one !== false).length > 1)
    throw new UsageError('Give one of an edition, --flash and --erratum.')
  const edition = await editionMeant(app, name, options)
  const kind = kindOf(edition)
  if (kind === 'regular' && options.update)
    throw new UsageError('--update is for a flash or an erratum: a regular edition holds everything.')
  if (kind !== 'flash' && (options.communes || options.concerned))
    throw new UsageError('--communes and --concerned are for a flash.')
  if (kind !== 'erratum' && (corrects || options.reasonFr || options.reasonNl || options.reason))
    throw new UsageError('--corrects and --reason-fr, --reason-nl are for an erratum.')
  if (options.communes && options.concerned) throw new UsageError('Give --communes or --concerned, not both.')
  return { edition, wishes: wishesOf(options, corrects, app.config.agency.languages) }
}

async function editionMeant(app: App, name: string | undefined, options: DraftOptions): Promise<string> {
  if (options.flash) return nextFlash(app)
  if (options.erratum !== undefined) return nextErratum(app, options.erratum)
  return editionArgument(app, name)
}

function wishesOf(
  options: DraftOptions,
  corrects: string | undefined,
  languages: readonly Language[],
): Wishes {
  const { update, communes, concerned } = options
  const reason = reasonOf(options, languages)
  const said = Object.values(reason)
  const isErratum = corrects !== undefined || said.some(one => one !== '')
  if (isErratum && (corrects === undefined || said.some(one => one === '')))
    throw new UsageError(
      `An erratum says which edition it corrects, and in ${languages.length === 2 ? 'both languages' : 'each language'} what was wrong: --corrects EDITION ${reasonOptions(languages)}.`,
    )
  return {
    ...(update ? { updates: update } : {}),
    ...(communes ? { communes: communes.includes('all') ? 'all' : [...new Set(communes)].sort() } : {}),
    ...(concerned ? { communes: 'concerned' } : {}),
    ...(corrects !== undefined ? { erratum: { corrects, reason } } : {}),
  }
}

/** What was wrong, in each language; a language of its own option, or `--reason de=…`. */
function reasonOf(
  { reasonFr, reasonNl, reason = [] }: DraftOptions,
  languages: readonly Language[],
): Localized {
  const given: Record<string, string | undefined> = {
    fr: reasonFr,
    nl: reasonNl,
    ...Object.fromEntries(reason.map(one => one.split(/=(.*)/s))),
  }
  return forEach(languages, language => String(given[language] ?? '').trim())
}

const reasonOptions = (languages: readonly Language[]) =>
  languages
    .map(language =>
      ['fr', 'nl'].includes(language) ? `--reason-${language} "…"` : `--reason ${language}="…"`,
    )
    .join(' ')

/** Why there is no such edition, and what to do. */
export function unplannableText(why: Unplannable, edition: string, languages: readonly Language[]): string {
  const list = (names: string[]) => names.join(', ')
  switch (why.code) {
    case 'nothing-new':
      return kindOf(edition) === 'flash'
        ? 'No update is urgent that an edition has not carried yet. Mark one "urgency: urgent", or name it: --update ID.'
        : `Nothing is new; ${count(why.standing, 'update')} still in force.`
    case 'update-unknown':
      return `No update in force has the id ${list(why.updates)}. See: estafette take-in`
    case 'commune-unknown':
      return `Not in communes.yaml: ${list(why.communes)}. Give NIS codes, as --communes 21004 21009.`
    case 'nothing-said':
      return `Say what ${edition} corrects: --corrects EDITION ${reasonOptions(languages)}.`
    case 'not-sent':
      return `${why.corrects} was not sent: there is nothing to correct. Draft it anew: estafette draft ${why.corrects}`
    case 'still-sending':
      return `${why.corrects} is still on its way to ${count(why.open, 'recipient')}. Stop it first, so that nobody more gets it: estafette stop ${why.corrects}`
    case 'not-corrected':
      return why.updates.length > 0
        ? `${why.corrects} didn't carry, or carried as it still is: ${list(why.updates)}. Correct the file, then draft again.`
        : `Nothing that ${why.corrects} carried has been corrected since. Correct the file, then draft again.`
    case 'nobody':
      return `Nobody would receive ${edition}.`
  }
}

/** "3 changed (1 of them over)". */
export const changedText = (changed: number, ended: string[]) =>
  `${changed} changed${ended.length > 0 ? ` (${ended.length} of them over)` : ''}`

export const leftOutJson = (leftOut: LeftOutFile[]) =>
  leftOut.map(({ update, file, reason, day }) => ({ id: update.id, file, reason, day }))

/** A line for each update that no edition has told and this one doesn't hold, with what to do. */
export const leftOutLines = (leftOut: LeftOutFile[]) =>
  leftOut.map(({ update, file, reason, day }) => {
    const name = `  ${file} ("${update.id}") is not in it:`
    if (reason === 'withdrawn-before-first') return `${name} it was withdrawn before its first edition.`
    if (reason === 'over-since')
      return `${name} it was over on ${day}, as readers know, and changed since. If they should hear of that, draft an erratum.`
    return `${name} it was over on ${day}, before its first edition. If readers should hear of it, correct its dates.`
  })
