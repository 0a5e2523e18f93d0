import type { Addressee } from '../../model/editions/audience.js'
import type { EditionState } from '../../model/editions/state.js'
import type { NewFollowUp } from '../../model/follow-ups/follow-up.js'
import { addresseesOf, exclusionsOf } from '../editions/audiences.js'
import { findEdition } from '../editions/editions.js'
import { hashOfRows } from '../editions/frozen.js'
import { lockEdition } from '../editions/keep-frozen.js'
import { openFollowUps } from '../follow-ups/follow-ups.js'
import type { Database } from '../server/database.js'

export type Dispatching = {
  edition: string
  now: Date
  expiresAt: Date
  slotAt: Date
  /** Delivery id, Message-ID and return path token of an addressee. */
  identify: (addressee: Addressee) => { id: string; messageId: string; pathToken: string }
  /** Follow-ups that exclusions open at once (a vacant mandate). */
  followUps: (exclusions: Awaited<ReturnType<typeof exclusionsOf>>) => Promise<NewFollowUp[]>
}

export type Dispatched =
  | { kind: 'dispatched'; deliveries: number }
  | { kind: 'already' }
  | { kind: 'refused'; state: EditionState | 'no-edition' | 'hash-differs' | 'copied' }

const PAGE = 1000

/**
 * Turns a signed edition into deliveries, once, in one transaction; of parallel dispatches, one does it. Hashes the stored rows first: content that
 * differs from what was signed is not sent.
 */
export async function dispatchEdition(db: Database, dispatching: Dispatching): Promise<Dispatched> {
  const { edition, now } = dispatching
  return db.transaction().execute(async trx => {
    await lockEdition(trx, edition)
    const row = await findEdition(trx, edition, now)
    if (!row) return { kind: 'refused', state: 'no-edition' }
    if (row.dispatchedAt) return { kind: 'already' }
    if (row.state !== 'approved') return { kind: 'refused', state: row.state }
    const hash = await hashOfRows(trx, edition, row.version)
    if (hash === null || hash !== row.hash || row.decisions.some(decided => decided.hash !== hash))
      return { kind: 'refused', state: 'hash-differs' }
    const deliveries = await insertDeliveries(trx, dispatching, row.version)
    await openFollowUps(trx, await dispatching.followUps(await exclusionsOf(trx, edition, row.version)))
    await trx
      .updateTable('edition')
      .set({ dispatched_at: now, expires_at: dispatching.expiresAt })
      .where('id', '=', edition)
      .execute()
    await trx
      .insertInto('slot')
      .values({ edition, slot: 'send', due_at: dispatching.slotAt, done_at: now, outcome: 'dispatched' })
      .onConflict(conflict => conflict.doNothing())
      .execute()
    return { kind: 'dispatched', deliveries }
  })
}

async function insertDeliveries(
  trx: Database,
  { edition, now, identify }: Dispatching,
  version: number,
): Promise<number> {
  let page: ReturnType<typeof toRow>[] = []
  let total = 0
  const toRow = (addressee: Addressee) => {
    const { id, messageId, pathToken } = identify(addressee)
    const { id: recipient, commune } = addressee
    const tokens = { message_id: messageId, path_token: pathToken }
    return { id, edition, version, recipient, commune, ...tokens, due_at: now, created_at: now }
  }
  const flush = async () => {
    if (page.length > 0) await trx.insertInto('delivery').values(page).execute()
    total += page.length
    page = []
  }
  for await (const addressee of addresseesOf(trx, edition, version)) {
    page.push(toRow(addressee))
    if (page.length === PAGE) await flush()
  }
  await flush()
  return total
}
