import { sql } from 'kysely'
import { settle } from '../follow-ups/follow-ups.js'
import type { Database } from '../server/database.js'
import type { SuppressionDecision } from './suppressed.js'

const OF_ADDRESS = (address: string) => sql`lower(coalesce((select c.email from address_correction c
  where c.edition = d.edition and c.recipient = d.recipient), a.email)) = ${address}`

const OF_PERSON = (recipient: string | null) => sql`(d.recipient = ${recipient}
  or exists (select from jsonb_array_elements(a.also) o where o ->> 'id' = ${recipient}))`

/**
 * Stores a person's decision, within a transaction. Ending a suppression also makes its suppressed deliveries in running editions due now. Returns
 * their ids.
 */
export async function decideIn(trx: Database, decision: SuppressionDecision): Promise<string[]> {
  const { by, at, onlyRecipient = false, ...rest } = decision
  const address = decision.address.toLowerCase()
  await trx
    .insertInto('suppression_log')
    .values({ ...rest, address, only_recipient: onlyRecipient, by_email: by, at })
    .execute()
  if (decision.decision === 'suppress') return []
  const { rows } = await sql<{ id: string }>`
      update delivery d set state = 'pending', due_at = ${at}, claimed_until = null
      from edition e, addressee a
      where e.id = d.edition and a.edition = d.edition and a.version = d.version and a.recipient = d.recipient
        and d.state = 'suppressed' and e.expires_at > ${at}
        and ${onlyRecipient ? OF_PERSON(decision.recipient) : OF_ADDRESS(address)}
        and exists (select from attempt t where t.delivery = d.id and t.number = d.attempts and t.outcome = 'suppressed'
          and t.reply like any (array['held back until%', 'suppressed: %']))
      returning d.id`.execute(trx)
  await settle(
    trx,
    sql`f.reason = 'suppressed' and exists (select from delivery d
      where d.id = any(${rows.map(({ id }) => id)}::text[]) and d.edition = f.edition and d.recipient = f.recipient)`,
    at,
  )
  return rows.map(({ id }) => id)
}
