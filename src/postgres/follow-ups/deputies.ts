import { sql } from 'kysely'
import type { StandIn } from '../../model/returned-mail/report-recipient.js'
import { isEmailAddress } from '../../model/staff/address-from.js'
import type { Database } from '../server/database.js'

/** An absence without an end is believed for this many days. */
const OPEN_ENDED_DAYS = 14

/** Deputies on the ISO date `today`, by roster id of who is away: from the last automatic reply that names one and whose absence isn't over. */
export async function standInsOn(db: Database, today: string): Promise<Map<string, StandIn>> {
  const { rows } = await sql<StandIn & { recipient: string }>`
    select distinct on (d.recipient) d.recipient, r.deputy as email, r.until
    from report r join delivery d on d.id = r.delivery
    where r.kind = 'auto-reply' and r.deputy is not null
      and coalesce(r.until::date, (coalesce(r.sent_at, r.recorded_at) + make_interval(days => ${OPEN_ENDED_DAYS}))::date) >= ${today}::date
    order by d.recipient, coalesce(r.sent_at, r.recorded_at) desc, r.id desc`.execute(db)
  return new Map(
    rows
      .filter(({ email }) => isEmailAddress(email))
      .map(({ recipient, ...standIn }) => [recipient, standIn]),
  )
}
