import type { Database } from '../server/database.js'
import type { FollowUpEvent } from './follow-up-histories.js'

/** Who acts (by address), when, and the id of the commune's own SPOC. `today` is an ISO date. `seen`: the changes that they had read; null: any. */
export type Acting = { by: string; ownSpoc: string; today: string; now: Date; seen?: number | null }

export async function addEvent(trx: Database, followUp: string, event: FollowUpEvent): Promise<void> {
  const { kind, at, by, was, became, words } = event
  const { id } = await trx
    .insertInto('follow_up_event')
    .values({ follow_up: followUp, kind, at, by_email: by, was, became })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (words !== null) await trx.insertInto('follow_up_words').values({ event: id, words }).execute()
}
