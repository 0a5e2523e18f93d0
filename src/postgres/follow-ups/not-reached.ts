import { sql } from 'kysely'
import type { MandateRole } from '../../model/agency/role-names.js'
import { type DeliveryState, LOST_STATES } from '../../model/delivery/delivery.js'
import type { Office } from '../../model/editions/audience.js'
import type { FollowUp } from '../../model/follow-ups/follow-up.js'
import type { Database } from '../server/database.js'
import { toFollowUp } from './corrected-since.js'

/** A delivery that ended, or hangs, without being accepted. `address`: where it went last, or goes next. */
type NotReached = {
  recipient: string
  commune: string
  role: MandateRole
  also: Pick<Office, 'id' | 'commune' | 'role'>[]
  state: DeliveryState
  address: string
}

/** Of a sent edition, the deliveries that nobody got for all that is known, by recipient: reads no others. */
export async function notReached(db: Database, edition: string): Promise<NotReached[]> {
  const { rows } = await sql<NotReached>`
    select d.recipient, d.commune, a.role, coalesce(a.also, '[]') as also, d.state, coalesce(c.email, a.email) as address
    from delivery d
    join addressee a on a.edition = d.edition and a.version = d.version and a.recipient = d.recipient
    left join address_correction c on c.edition = d.edition and c.recipient = d.recipient
    where d.edition = ${edition} and d.state = any(${[...LOST_STATES, 'in-doubt']}::text[])
    order by d.recipient collate "C"`.execute(db)
  return rows
}

/** The follow-ups of an edition that ended since somebody was informed otherwise. */
export async function informedOtherwise(db: Database, edition: string): Promise<FollowUp[]> {
  const rows = await db
    .selectFrom('follow_up')
    // The expression of the index follow_up_once.
    .where(sql`coalesce(edition, '')`, '=', edition)
    .where('result', '=', 'reached-otherwise')
    .selectAll()
    .orderBy('id')
    .execute()
  return rows.map(toFollowUp)
}

/** The frozen version of an edition that was dispatched; null when it was not. */
export async function dispatchedVersion(db: Database, edition: string): Promise<number | null> {
  const row = await db
    .selectFrom('edition')
    .where('id', '=', edition)
    .where('dispatched_at', 'is not', null)
    .select('version')
    .executeTakeFirst()
  return row?.version ?? null
}
