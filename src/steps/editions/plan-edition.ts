import { kindOf } from '../../model/calendar/calendar.js'
import { type Addressee, type Audience, audienceOn } from '../../model/editions/audience.js'
import {
  type CarriedUpdate,
  type CurrentUpdate,
  composeItems,
  correctedItems,
  flashItems,
  type Heard,
  leftOutItems,
} from '../../model/editions/compose.js'
import type { EditionContent, EditionItem, LeftOut } from '../../model/editions/edition.js'
import { inCommunes, whoGotIt } from '../../model/editions/out-of-turn.js'
import type { Bilingual } from '../../model/problem/line.js'
import type { Roster } from './prepare.js'

/** What whoever drafts asks for, beside what the edition's name says. What isn't said stays as in its version before. */
export type Wishes = {
  /** By the calendar and not by a person: an edition with nothing new is not made. */
  bySchedule?: boolean
  /** Flash, erratum: these updates, instead of all that belong there. */
  updates?: string[]
  /** Flash: NIS codes; those that its updates concern; or all again. */
  communes?: string[] | 'concerned' | 'all'
  erratum?: { corrects: string; reason: Bilingual }
}

/** Which file holds an update. */
type Held = { id: string; file: string }

export type PlanPorts = {
  /** Addresses, in lower case, to which a person decided not to write. */
  suppressed: () => Promise<ReadonlySet<string>>
  dropped: () => Promise<{ current: CurrentUpdate[]; files: Held[]; gone: Held[] }>
  /** What editions other than this one have carried to all, or to these communes at least. */
  carried: (exceptEdition: string, to: 'all' | readonly string[]) => Promise<Map<string, CarriedUpdate>>
  /** What flashes told some communes, or these at least, of what no edition to all has carried since. */
  heard: (exceptEdition: string, to: 'all' | readonly string[]) => Promise<Heard>
  /** The ids of updates taken in since the regular edition before this one left: nobody was told that they are left out. */
  takenInLately: (exceptEdition: string) => Promise<ReadonlySet<string>>
  /** What the version before of the edition says; null when there is none. */
  before: (edition: string) => Promise<Pick<EditionContent, 'erratum' | 'onlyFor'> | null>
  /** A sent edition: what it carried, who got it, how many may still get it. Null when it wasn't sent. */
  sent: (edition: string) => Promise<SentEdition | null>
}

export type SentEdition = {
  carried: Map<string, CarriedUpdate>
  onlyFor: string[] | null
  got: Addressee[]
  open: number
}

/** What an edition would hold and who would get it. */
export type Plan = {
  items: EditionItem[]
  audience: Audience
  extra: Pick<EditionContent, 'erratum' | 'onlyFor' | 'follows'>
  gone: Held[]
  /** What it doesn't hold although no edition has told it, with its file. */
  leftOut: LeftOutFile[]
  /** The files on which it hangs: a mistake in one of them stands in the way; null: any. */
  files: string[] | null
}

export type LeftOutFile = LeftOut & { file: string }

/** Why there is no such edition. */
export type Unplannable =
  | { code: 'nothing-new'; standing: number; leftOut: LeftOutFile[] }
  | { code: 'update-unknown'; updates: string[] }
  | { code: 'commune-unknown'; communes: string[] }
  | { code: 'nothing-said' }
  | { code: 'not-sent'; corrects: string }
  | { code: 'still-sending'; corrects: string; open: number }
  | { code: 'not-corrected'; corrects: string; updates: string[] }
  | { code: 'nobody' }

type Asked = { edition: string; date: string; roster: Roster; wishes: Wishes }

/** Decides what goes into an edition and who gets it, by its kind: regular, flash or erratum. */
export async function planEdition(ports: PlanPorts, asked: Asked): Promise<Plan | Unplannable> {
  switch (kindOf(asked.edition)) {
    case 'regular':
      return planRegular(ports, asked)
    case 'flash':
      return planFlash(ports, asked)
    case 'erratum':
      return planErratum(ports, asked)
  }
}

/** All mandates of the roster, without those to whom a person decided not to write. */
const everybodyOn = async (ports: PlanPorts, { date, roster }: Asked) =>
  audienceOn(date, roster.mandateHolders, await ports.suppressed())

async function planRegular(ports: PlanPorts, asked: Asked) {
  const { edition, date, wishes } = asked
  const { current, gone, files } = await ports.dropped()
  const [carried, heard] = [await ports.carried(edition, 'all'), await ports.heard(edition, 'all')]
  const items = composeItems(current, carried, date, heard)
  const lately = await ports.takenInLately(edition)
  const leftOut = withFiles(leftOutItems(current, carried, date, heard), files, lately)
  const isQuiet = items.every(({ section }) => section === 'standing')
  if (isQuiet && wishes.bySchedule) return { code: 'nothing-new' as const, standing: items.length, leftOut }
  return { items, audience: await everybodyOn(ports, asked), extra: {}, gone, leftOut, files: null }
}

/** Those taken in lately, each with its file. */
export function withFiles(
  leftOut: readonly LeftOut[],
  files: readonly Held[],
  lately: ReadonlySet<string>,
): LeftOutFile[] {
  const fileOf = new Map(files.map(({ id, file }) => [id, file]))
  return leftOut
    .filter(({ update }) => lately.has(update.id))
    .map(one => ({ ...one, file: fileOf.get(one.update.id) ?? '' }))
}

async function planFlash(ports: PlanPorts, asked: Asked): Promise<Plan | Unplannable> {
  const { edition, date, roster, wishes } = asked
  const named = wishes.updates ?? null
  const { current, files, gone } = await ports.dropped()
  const wanted = wishes.communes ?? (await ports.before(edition))?.onlyFor ?? 'all'
  const unknown = unknownCommunes(wanted, roster)
  if (unknown.length > 0) return { code: 'commune-unknown', communes: unknown }
  const itemsFor = async (to: 'all' | string[]) =>
    flashItems(current, await ports.carried(edition, to), date, named, await ports.heard(edition, to))
  const communes = wanted === 'concerned' ? concernedBy(await itemsFor('all')) : wanted
  const items = await itemsFor(communes)
  const missing = named?.filter(id => !items.some(({ update }) => update.id === id)) ?? []
  if (missing.length > 0) return { code: 'update-unknown', updates: missing }
  if (items.length === 0) return { code: 'nothing-new', standing: 0, leftOut: [] }
  const everybody = await everybodyOn(ports, asked)
  const audience = communes === 'all' ? everybody : inCommunes(everybody, communes)
  if (audience.addressees.length === 0) return { code: 'nobody' }
  const own = filesOf(
    files,
    items.map(({ update }) => update.id),
  )
  const extra = { ...(communes === 'all' ? {} : { onlyFor: communes }), ...(await continued(ports, edition)) }
  return { items, audience, extra, gone, leftOut: [], files: own }
}

/** The week's edition, where it has been sent: a flash after it belongs to it. */
async function continued(ports: PlanPorts, flash: string): Promise<Pick<EditionContent, 'follows'>> {
  const follows = flash.replace(/-flash-\d+$/, '')
  return (await ports.sent(follows)) ? { follows } : {}
}

const filesOf = (files: Held[], ids: string[]) =>
  files.filter(({ id }) => ids.includes(id)).map(({ file }) => file)

const unknownCommunes = (wanted: NonNullable<Wishes['communes']>, { communes }: Roster) =>
  typeof wanted === 'string' ? [] : wanted.filter(nis => !communes.some(commune => commune.nis === nis))

/** One update that concerns everybody concerns everybody. */
function concernedBy(items: EditionItem[]): 'all' | string[] {
  const lists = items.map(({ update }) => update.concerns.communes)
  if (lists.some(list => list.length === 0)) return 'all'
  return [...new Set(lists.flat())].sort()
}

async function planErratum(ports: PlanPorts, asked: Asked): Promise<Plan | Unplannable> {
  const { edition, date, wishes } = asked
  const erratum = wishes.erratum ?? (await ports.before(edition))?.erratum
  if (!erratum) return { code: 'nothing-said' }
  const { corrects } = erratum
  const sent = await ports.sent(corrects)
  if (!sent) return { code: 'not-sent', corrects }
  if (sent.open > 0) return { code: 'still-sending', corrects, open: sent.open }
  const named = wishes.updates ?? null
  const { current, files, gone } = await ports.dropped()
  const items = correctedItems(current, sent.carried, named, date)
  const missing = named?.filter(id => !items.some(({ update }) => update.id === id)) ?? []
  if (missing.length > 0 || items.length === 0) return { code: 'not-corrected', corrects, updates: missing }
  const audience = whoGotIt(await everybodyOn(ports, asked), sent.got)
  if (audience.addressees.length === 0) return { code: 'nobody' }
  const extra = { erratum, ...(sent.onlyFor ? { onlyFor: sent.onlyFor } : {}) }
  const own = filesOf(files, named ?? [...sent.carried.keys()])
  return { items, audience, extra, gone, leftOut: [], files: own }
}
