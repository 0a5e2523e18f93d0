import { sql } from 'kysely'
import type { DeliveryState, SentAgain } from '../../model/delivery/delivery.js'
import type { Addressee } from '../../model/editions/audience.js'
import { endSentAgain, reopenTakenBack } from '../follow-ups/follow-ups.js'
import type { Database } from '../server/database.js'
import { TOKEN } from './ledger-statements.js'
import { OPEN } from './states.js'

/** A delivery for sending it again; `sentTo`: the last attempt's address, `number`: how often it was sent again. */
export type Sendable = Pick<Addressee, 'name' | 'role' | 'commune'> & {
  delivery: string
  edition: string
  recipient: string
  state: DeliveryState
  attempts: number
  sentTo: string
  number: number
  expiresAt: Date | null
  isStopped: boolean
}

/** A delivery of a dispatched edition; null when there is none. `lock` keeps its row until the transaction ends. */
export async function findSendable(
  db: Database,
  delivery: string,
  { lock = false } = {},
): Promise<Sendable | null> {
  if (lock) await sql`select from delivery where id = ${delivery} for update`.execute(db)
  const { rows } = await sql<Sendable>`
    select d.id as delivery, d.edition, d.recipient, d.commune, d.state, d.attempts, a.name, a.role,
      coalesce(c.email, a.email) as "sentTo", e.expires_at as "expiresAt", e.stopped_at is not null as "isStopped",
      (select coalesce(max(s.number), 0)::int from send_again s where s.delivery = d.id) as number
    from delivery d join edition e on e.id = d.edition
      join addressee a on a.edition = d.edition and a.version = d.version and a.recipient = d.recipient
      left join address_correction c on c.edition = d.edition and c.recipient = d.recipient
    where d.id = ${delivery}`.execute(db)
  return rows[0] ?? null
}

/** The address that refused a delivery: its last one, or the one before sending again; null when there is none. */
export async function refusedAddress(db: Database, delivery: string): Promise<string | null> {
  const row = await findSendable(db, delivery)
  if (!row || row.state === 'bounced') return row?.sentTo ?? null
  const again = await db
    .selectFrom('send_again')
    .where('delivery', '=', delivery)
    .orderBy('number', 'desc')
    .select('before')
    .executeTakeFirst()
  return again?.before ?? row.sentTo
}

/** A person's deliveries in editions still running at `now`, the latest first. */
export async function runningDeliveries(db: Database, recipient: string, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select d.id from delivery d join edition e on e.id = d.edition
    where d.recipient = ${recipient} and e.dispatched_at <= ${now} and e.expires_at > ${now}
    order by e.dispatched_at desc, d.id desc`.execute(db)
  return rows.map(({ id }) => id)
}

export type SendingAgain = { address: string; token: string; by: string; now: Date }

/** Makes a locked delivery due again, to `address`, like any attempt. Its follow-up is closed, and opens again when this attempt fails too. */
export async function keepSendAgain(trx: Database, row: Sendable, { address, token, by, now }: SendingAgain) {
  const { delivery, edition, recipient, number, attempts, sentTo, state } = row
  await trx
    .insertInto('send_again')
    .values({
      ...{ delivery, number: number + 1, attempts, before: sentTo, address, state_before: state },
      ...{ return_token: token, by_email: by, at: now },
    })
    .execute()
  await readdress(trx, { edition, recipient, email: address }, now)
  await trx
    .updateTable('delivery')
    .set({ state: 'pending', due_at: now, claimed_until: null, settled_by: null })
    .where('id', '=', delivery)
    .execute()
  await endSentAgain(trx, { edition, recipient }, by, now)
}

async function readdress(
  trx: Database,
  { edition, recipient, email }: { edition: string; recipient: string; email: string },
  now: Date,
) {
  await trx
    .insertInto('address_correction')
    .values({ edition, recipient, email, at: now, by: 'person' })
    .onConflict(conflict =>
      conflict.columns(['edition', 'recipient']).doUpdateSet({ email, at: now, by: 'person' }),
    )
    .execute()
}

/**
 * Undoes sendings to an address that a person takes back, if they haven't left. Locks the rows. `onItsWay`: claimed deliveries, which can't be taken
 * back; then nothing is.
 */
export async function takeBackSentAgain(
  trx: Database,
  { recipient, address, by, now }: { recipient: string; address: string; by: string; now: Date },
): Promise<{ takenBack: string[]; inFlight: string[] }> {
  const { rows } = await sql<{ id: string; edition: string; isHeld: boolean } & Pick<SentAgain, 'number'>>`
    select d.id, d.edition, s.number, d.claimed_until is not null as "isHeld"
    from delivery d join send_again s on s.delivery = d.id
    where d.recipient = ${recipient} and d.state in ${OPEN} and s.taken_back_at is null
      and s.number = (select max(number) from send_again where delivery = d.id) and lower(s.address) = lower(${address})
    order by d.id for update of d`.execute(trx)
  const inFlight = rows.filter(({ isHeld }) => isHeld).map(({ id }) => id)
  if (inFlight.length > 0) return { takenBack: [], inFlight }
  for (const { id, edition, number } of rows) {
    const { before, at } = await trx
      .updateTable('send_again')
      .set({ taken_back_at: now, taken_back_by: by })
      .where('delivery', '=', id)
      .where('number', '=', number)
      .returning(['before', 'at'])
      .executeTakeFirstOrThrow()
    await readdress(trx, { edition, recipient, email: before }, now)
    await sql`update delivery d set state = s.state_before, claim = ${sql.raw(TOKEN)} from send_again s
      where d.id = ${id} and s.delivery = d.id and s.number = ${number}`.execute(trx)
    await reopenTakenBack(trx, { edition, recipient }, at, now)
  }
  return { takenBack: rows.map(({ id }) => id), inFlight: [] }
}
