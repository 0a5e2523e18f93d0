import type { Clues, Match } from '../model/report/match.js'
import type { Database } from './database.js'

export type ReportedDelivery = {
  delivery: string
  edition: string
  version: number
  recipient: string
  commune: string
  email: string
  match: Match
}

/** The delivery that a report is about: by its return path, by a Message-ID (of several, the latest sent), by what it returns. */
export async function findReported(db: Database, clues: Clues): Promise<ReportedDelivery | null> {
  const ways: [Match, 'd.return_token' | 'd.message_id', string[]][] = [
    ['return-path', 'd.return_token', clues.returnTokens],
    ['message-id', 'd.message_id', clues.messageIds],
    ['returned-part', 'd.return_token', clues.carried],
  ]
  for (const [match, column, values] of ways) {
    if (values.length === 0) continue
    const row = await db
      .selectFrom('delivery as d')
      .innerJoin('addressee as a', join =>
        join
          .onRef('a.edition', '=', 'd.edition')
          .onRef('a.version', '=', 'd.version')
          .onRef('a.recipient', '=', 'd.recipient'),
      )
      .leftJoin('address_correction as c', join =>
        join.onRef('c.edition', '=', 'd.edition').onRef('c.recipient', '=', 'd.recipient'),
      )
      .where(column, 'in', values)
      .select(['d.id as delivery', 'd.edition', 'd.version', 'd.recipient', 'd.commune'])
      .select(eb => eb.fn.coalesce('c.email', 'a.email').as('email'))
      .orderBy('d.created_at', 'desc')
      .orderBy('d.id')
      .limit(1)
      .executeTakeFirst()
    if (row) return { ...row, match }
  }
  return null
}
