import type { Addressee } from '../../model/editions/audience.js'
import { audienceOn } from '../../model/editions/audience.js'
import type { CarriedUpdate } from '../../model/editions/compose.js'
import { whoWasSent } from '../../postgres/delivery/out-of-turn.js'
import { suppressedAddresses } from '../../postgres/delivery/suppressed.js'
import { findEdition } from '../../postgres/editions/editions.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import { carriedBy } from '../../postgres/updates/carried.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { numberedByContent } from '../../postgres/updates/same-revisions.js'
import type { Context } from '../context.js'
import type { Asked } from './plan.js'

/** All mandates of the roster, without those to whom a person decided not to write. */
export const everybodyOn = async ({ engine }: Context, { date, roster }: Asked) =>
  audienceOn(date, roster.mandateHolders, await suppressedAddresses(engine.db))

/** What was taken in, numbered by its content. */
export async function dropped({ engine: { db } }: Context) {
  const found = await droppedUpdates(db)
  return { ...found, current: await numberedByContent(db, found.current) }
}

/** What the version before of the edition says; null when there is none. */
export async function contentBefore({ engine: { db }, clock }: Context, edition: string) {
  const row = await findEdition(db, edition, clock())
  return row && frozenContent(db, edition, row.version)
}

type SentEdition = {
  carried: Map<string, CarriedUpdate>
  onlyFor: string[] | null
  got: Addressee[]
  open: number
}

/** A sent edition: what it carried, who got it, how many may still get it. Null when it wasn't sent. */
export async function sentEdition({ engine, clock }: Context, edition: string): Promise<SentEdition | null> {
  const { db } = engine
  const row = await findEdition(db, edition, clock())
  if (!row?.dispatchedAt) return null
  const content = await frozenContent(db, edition, row.version)
  if (!content) return null
  const { open, got } = await whoWasSent(db, edition)
  return { carried: await carriedBy(db, edition), onlyFor: content.onlyFor ?? null, got, open }
}
