import type { CarriedUpdate } from '../../model/editions/compose.js'
import { correctedItems, flashItems } from '../../model/editions/compose.js'
import type { EditionContent, EditionItem } from '../../model/editions/edition.js'
import { inCommunes } from '../../model/editions/in-communes.js'
import { whoGotIt } from '../../model/editions/out-of-turn.js'
import type { Roster } from '../../model/roster/roster.js'
import { stillOpen, whoWasSent } from '../../postgres/delivery/out-of-turn.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import { carriedBy } from '../../postgres/updates/carried.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { heardUpdates } from '../../postgres/updates/heard.js'
import type { Context } from '../context.js'
import {
  type Asked,
  dropped,
  everybodyOn,
  type Held,
  type Plan,
  type Unplannable,
  type Wishes,
} from './plan.js'
import { readEdition } from './read-edition.js'

/** A flash holds the chosen updates that are new, for all communes or for some. */
export async function planFlash(context: Context, asked: Asked): Promise<Plan | Unplannable> {
  const { db } = context.engine
  const { edition, date, roster, wishes } = asked
  const named = wishes.updates ?? null
  const { current, files, gone } = await dropped(context)
  const wanted = wishes.communes ?? (await contentBefore(context, edition))?.onlyFor ?? 'all'
  const unknown = unknownCommunes(wanted, roster)
  if (unknown.length > 0) return { code: 'commune-unknown', communes: unknown }
  const itemsFor = async (to: 'all' | string[]) =>
    flashItems(
      current,
      await carriedUpdates(db, edition, to),
      date,
      named,
      await heardUpdates(db, edition, to),
    )
  const communes = wanted === 'concerned' ? concernedBy(await itemsFor('all')) : wanted
  const items = await itemsFor(communes)
  const missing = named?.filter(id => !items.some(({ update }) => update.id === id)) ?? []
  if (missing.length > 0) return { code: 'update-unknown', updates: missing }
  if (items.length === 0) return { code: 'nothing-new', standing: 0, leftOut: [] }
  const everybody = await everybodyOn(context, asked)
  const audience = communes === 'all' ? everybody : inCommunes(everybody, communes)
  if (audience.addressees.length === 0) return { code: 'nobody' }
  const own = filesOf(
    files,
    items.map(({ update }) => update.id),
  )
  const extra = {
    ...(communes === 'all' ? {} : { onlyFor: communes }),
    ...(await continued(context, edition)),
  }
  return { items, audience, extra, gone, leftOut: [], files: own }
}

/** The week's edition if it was sent: a later flash continues it. */
async function continued(context: Context, flash: string): Promise<Pick<EditionContent, 'follows'>> {
  const follows = flash.replace(/-flash-\d+$/, '')
  return (await sentEdition(context, follows)) ? { follows } : {}
}

const filesOf = (files: Held[], ids: string[]) =>
  files.filter(({ id }) => ids.includes(id)).map(({ file }) => file)

const unknownCommunes = (wanted: NonNullable<Wishes['communes']>, { communes }: Roster) =>
  typeof wanted === 'string' ? [] : wanted.filter(nis => !communes.some(commune => commune.nis === nis))

/** If one update concerns everybody, so does the flash. */
function concernedBy(items: EditionItem[]): 'all' | string[] {
  const lists = items.map(({ update }) => update.concerns.communes)
  if (lists.some(list => list.length === 0)) return 'all'
  return [...new Set(lists.flat())].sort()
}

/** An erratum holds the corrected updates, for those who got the edition. */
export async function planErratum(context: Context, asked: Asked): Promise<Plan | Unplannable> {
  const { edition, date, wishes } = asked
  const erratum = wishes.erratum ?? (await contentBefore(context, edition))?.erratum
  if (!erratum) return { code: 'nothing-said' }
  const { corrects } = erratum
  const sent = await sentEdition(context, corrects)
  if (!sent) return { code: 'not-sent', corrects }
  const open = await stillOpen(context.engine.db, corrects)
  if (open > 0) return { code: 'still-sending', corrects, open }
  const named = wishes.updates ?? null
  const { current, files, gone } = await dropped(context)
  const items = correctedItems(current, sent.carried, named, date)
  const missing = named?.filter(id => !items.some(({ update }) => update.id === id)) ?? []
  if (missing.length > 0 || items.length === 0) return { code: 'not-corrected', corrects, updates: missing }
  const audience = whoGotIt(await everybodyOn(context, asked), await whoWasSent(context.engine.db, corrects))
  if (audience.addressees.length === 0) return { code: 'nobody' }
  const extra = { erratum, ...(sent.onlyFor ? { onlyFor: sent.onlyFor } : {}) }
  const own = filesOf(files, named ?? [...sent.carried.keys()])
  return { items, audience, extra, gone, leftOut: [], files: own }
}

/** The content of the edition's previous version; null when there is none. */
async function contentBefore(context: Context, edition: string) {
  const row = await readEdition(context, edition)
  return row && frozenContent(context.engine.db, edition, row.version)
}

type SentEdition = {
  carried: Map<string, CarriedUpdate>
  onlyFor: string[] | null
}

/** A sent edition: what it carried, and for which communes. Null when it wasn't sent. */
async function sentEdition(context: Context, edition: string): Promise<SentEdition | null> {
  const { db } = context.engine
  const row = await readEdition(context, edition)
  if (!row?.dispatchedAt) return null
  const content = await frozenContent(db, edition, row.version)
  if (!content) return null
  return { carried: await carriedBy(db, edition), onlyFor: content.onlyFor ?? null }
}
