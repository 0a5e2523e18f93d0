import { join } from 'node:path'
import { readIncoming } from '../../files/roster.js'
import { withAddress } from '../../parse/roster/address-line.js'
import { plannedAddressChanges } from '../../postgres/follow-ups/address-changes.js'
import { correctedSince } from '../../postgres/follow-ups/corrected-since.js'
import { keepAct } from '../../postgres/follow-ups/follow-up-acts.js'
import { type AddressChange, dropAddressPlan } from '../../postgres/follow-ups/planned-address-changes.js'
import { type Context, todayOf } from '../context.js'
import { spocFor } from '../staff/spoc.js'
import { ABOUT_ADDRESS, changingAlone, finishChange, MANDATES } from './finish-address-change.js'

/** Undoes a change: reopens what had failed and was ended by it. People's requests only get a note: a person has judged those. */
export async function reopenCorrected(
  context: Context,
  { recipient, at, before, after }: AddressChange,
  by: string,
): Promise<void> {
  const { engine, clock } = context
  for (const { id, commune, reason } of await correctedSince(engine.db, recipient, at)) {
    const acting = { by: by.toLowerCase(), ownSpoc: await spocFor(context, commune), now: clock() }
    const today = todayOf(context)
    const act = ABOUT_ADDRESS.includes(reason)
      ? { kind: 'reopen' as const, text: null }
      : { kind: 'note' as const, text: `${after} → ${before}` }
    await keepAct(engine.db, id, act, { ...acting, today })
  }
}

/**
 * Handles confirmed changes cut short by a crash. Those in the list are completed without writing; others are dropped, since nobody was told that
 * they were done. An unreadable list is read next time.
 */
export async function finishAddressChanges(context: Context): Promise<void> {
  if ((await plannedAddressChanges(context.engine.db)).length === 0) return
  await changingAlone(context, async () => {
    const read = await readIncoming(join(context.config.recipientsDir, MANDATES))
    if ('reason' in read) return
    const text = new TextDecoder().decode(read.bytes)
    for (const plan of await plannedAddressChanges(context.engine.db)) {
      const stands = withAddress(text, plan.recipient, plan.after)?.before === plan.after
      context.log.info('address.recovered', { recipient: plan.recipient, written: stands })
      if (stands) await finishChange(context, plan)
      else await dropAddressPlan(context.engine.db, plan.id)
    }
  })
}
