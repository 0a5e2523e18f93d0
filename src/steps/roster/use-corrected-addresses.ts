import { correctedAddresses } from '../../model/editions/differences.js'
import { heldOn } from '../../model/roster/recipient.js'
import { keepCorrections } from '../../postgres/delivery/corrections.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { type Context, rosterToday, todayOf } from '../context.js'
import { audienceOf } from './edition-differences.js'

/** Uses the roster's corrected addresses for deliveries without an attempt; the frozen audience stays as signed. */
export async function useCorrectedAddresses(context: Context, row: EditionRow): Promise<void> {
  const { engine, clock, log } = context
  const today = todayOf(context)
  const { roster } = await rosterToday(context)
  const { addressees } = await audienceOf(context, row)
  const corrected = correctedAddresses(
    addressees,
    roster.mandateHolders.filter(one => heldOn(one, today)),
  )
  const fresh = await keepCorrections(engine.db, row.id, corrected, clock())
  for (const { recipient } of fresh) log.info('address.corrected', { edition: row.id, recipient })
}
