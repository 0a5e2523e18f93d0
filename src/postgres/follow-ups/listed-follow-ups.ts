import { sql } from 'kysely'
import type { FollowUp } from '../../model/follow-ups/follow-up.js'
import { inOrder } from '../../model/follow-ups/order.js'
import type { Database } from '../server/database.js'
import { type FollowUpFilter, toFollowUp } from './corrected-since.js'

/** Open follow-ups in the common order. */
export async function listFollowUps(
  db: Database,
  { all = false, communes, spoc }: FollowUpFilter = {},
): Promise<FollowUp[]> {
  const whose = communes
    ? sql<boolean>`(commune = any(${communes}) or spoc = ${spoc ?? ''})`
    : sql<boolean>`(${spoc ?? null}::text is null or spoc = ${spoc ?? null})`
  const rows = await db
    .selectFrom('follow_up')
    .selectAll()
    .where(whose)
    .$if(!all, open => open.where('state', '!=', 'done'))
    .orderBy('due')
    .orderBy('commune')
    .orderBy('id')
    .execute()
  return inOrder(rows.map(toFollowUp))
}

/** What is open about a person, from any edition. */
export async function openAbout(db: Database, recipient: string): Promise<FollowUp[]> {
  const rows = await db
    .selectFrom('follow_up')
    .where('recipient', '=', recipient)
    .where('state', '!=', 'done')
    .orderBy('id')
    .selectAll()
    .execute()
  return rows.map(toFollowUp)
}
