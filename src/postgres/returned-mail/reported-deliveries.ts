import { sql } from 'kysely'
import { type Said, type Sending, sendingMeant } from '../../model/returned-mail/sending-meant.js'
import type { Clues, Match } from '../../parse/returned-mail/match.js'
import type { Database } from '../server/database.js'

/** `email`: the address of the mail that the report is about; `sentAgain`: how often it had been sent again by then, left out where zero. */
export type ReportedDelivery = {
  delivery: string
  edition: string
  version: number
  recipient: string
  commune: string
  email: string
  match: Match
  sentAgain?: number
}

/**
 * A report's delivery: by return path, by Message-ID (the latest of several), or by the returned mail. For one sent again, the specific mail: by its
 * return path, else by the report's words.
 */
export async function findReported(
  db: Database,
  clues: Clues,
  said: Said = { addresses: [], sentAt: null },
): Promise<ReportedDelivery | null> {
  const found =
    (await byToken(db, clues.returnTokens, 'return-path')) ??
    (await byMessageId(db, clues)) ??
    (await byToken(db, clues.carried, 'returned-part'))
  if (!found) return null
  const { sentTo, exactly, ...about } = found
  const again = await sendingsOf(db, about.delivery)
  if (again.length === 0) return { ...about, email: sentTo, sentAgain: 0 }
  const sendings = [{ ...NEVER_AGAIN, address: again[0]?.before ?? sentTo }, ...again]
  const carried = await numbersOf(db, clues.carried)
  const number = exactly ?? sendingMeant(sendings, said, carried)
  const meant = sendings.find(one => one.number === number)
  return { ...about, email: meant?.address ?? sentTo, sentAgain: number }
}

const NEVER_AGAIN = { number: 0, at: new Date(0), hasLeft: true }

type Found = Omit<ReportedDelivery, 'email' | 'sentAgain'> & { sentTo: string; exactly: number | null }

const ABOUT = sql`d.id as delivery, d.edition, d.version, d.recipient, d.commune, coalesce(c.email, a.email) as "sentTo"`
const ADDRESSED = sql`join addressee a on a.edition = d.edition and a.version = d.version and a.recipient = d.recipient
  left join address_correction c on c.edition = d.edition and c.recipient = d.recipient`

/** The return path where a report came in identifies the mail; a returned mail carries the first one's path (List-Unsubscribe). */
async function byToken(db: Database, tokens: string[], match: Match): Promise<Found | null> {
  if (tokens.length === 0) return null
  const { rows } = await sql<Omit<Found, 'match' | 'exactly'> & { number: number }>`
    with named as (
      select id, 0 as number from delivery where path_token = any(${tokens}::text[])
      union all select id, 0 from delivery where return_token = any(${tokens}::text[]) and path_token is null
      union all select delivery, number from send_again where return_token = any(${tokens}::text[])
    )
    select ${ABOUT}, n.number from named n join delivery d on d.id = n.id ${ADDRESSED}
    order by d.created_at desc, d.id, n.number desc limit 1`.execute(db)
  return withMatch(rows[0], match)
}

/** A mail that also carries the delivery's return path is matched by that stronger proof. */
async function byMessageId(db: Database, { messageIds, carried }: Clues): Promise<Found | null> {
  if (messageIds.length === 0) return null
  const { rows } = await sql<Omit<Found, 'match' | 'exactly'> & { number: number; carries: boolean }>`
    select ${ABOUT}, 0 as number, coalesce(d.path_token, d.return_token) = any(${carried}::text[]) or exists (
      select from send_again s where s.delivery = d.id and s.return_token = any(${carried}::text[])) as carries
    from delivery d ${ADDRESSED}
    where d.message_id = any(${messageIds}::text[]) order by d.created_at desc, d.id limit 1`.execute(db)
  if (!rows[0]) return null
  const { carries, ...row } = rows[0]
  return withMatch(row, carries ? 'returned-part' : 'message-id')
}

export type AboutDelivery = Pick<ReportedDelivery, 'delivery' | 'edition' | 'recipient' | 'commune'>

/** The delivery whose Message-ID has this token. */
export async function findByMessageToken(db: Database, token: string): Promise<AboutDelivery | null> {
  const found = await db
    .selectFrom('delivery')
    .where('return_token', '=', token)
    .select(['id as delivery', 'edition', 'recipient', 'commune'])
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
  return found ?? null
}

function withMatch(
  row: (Omit<Found, 'match' | 'exactly'> & { number: number }) | undefined,
  match: Match,
): Found | null {
  if (!row) return null
  const { number, ...found } = row
  return { ...found, match, exactly: match === 'return-path' ? number : null }
}

/** `hasLeft`: a final dot of that mail was let through, so reports about it are possible. */
async function sendingsOf(db: Database, delivery: string): Promise<(Sending & { before: string })[]> {
  const { rows } = await sql<Sending & { before: string }>`
    select s.number, s.before, s.address, s.at, exists (select from attempt t where t.delivery = s.delivery and t.number > s.attempts
      and t.phase in ('dot', 'answered')) as "hasLeft"
    from send_again s where s.delivery = ${delivery} order by s.number`.execute(db)
  return rows
}

async function numbersOf(db: Database, tokens: string[]): Promise<number[]> {
  if (tokens.length === 0) return []
  const rows = await db
    .selectFrom('send_again')
    .where('return_token', 'in', tokens)
    .select('number')
    .execute()
  return rows.map(({ number }) => number)
}
