import type { MandateRole } from '../../model/agency/role-names.js'
import type { Addressee, Office } from '../../model/editions/audience.js'
import type { Localized, Reading } from '../../model/language/language.js'
import { toAddressee } from '../editions/audiences.js'
import type { OpenDatabase } from '../server/database.js'
import type { Prepared, Statement } from '../server/prepared.js'
import { CORRECTED, TOKEN } from './ledger-statements.js'
import { OPEN_LIST } from './states.js'

/** In seconds: how long an unrenewed claim holds. After a kill, the delivery is free this much later. */
export const CLAIM_SECONDS = 30

/** A claimed delivery whose next attempt is already committed. `claim` is the fencing token. */
export type Claimed = {
  delivery: string
  edition: string
  version: number
  attempt: number
  claim: number
  messageId: string
  pathToken: string
  addressee: Addressee
  createdAt: Date
  expiresAt: Date | null
  /** How often a person sent it again, and the number of attempts before that. */
  sentAgain?: number
  attemptsBefore?: number
}

export type LedgerDatabase = Pick<OpenDatabase, 'db' | 'prepared'>

type ClaimRow = {
  delivery: string
  edition: string
  version: number
  attempts: number
  claim: number
  message_id: string
  path_token: string
  created_at: Date
  expires_at: Date | null
  recipient: string
  commune: string
  role: MandateRole
  acting: boolean
  competences: string[]
  name: string
  salutation_fr: string | null
  salutation_nl: string | null
  salutation: Localized | null
  languages: Reading
  email: string
  also: Office[] | null
}

export async function claimAll(
  { prepared }: LedgerDatabase,
  worker: string,
  wanted: { delivery: string; now: Date }[],
): Promise<(Claimed | null)[]> {
  const ids = [...new Set(wanted.map(one => one.delivery))]
  const now = new Date(Math.max(...wanted.map(one => one.now.getTime())))
  const rows = await prepared.run<ClaimRow>(CLAIM, [ids, now, worker, CLAIM_SECONDS])
  const corrected = await correctedAmong(prepared, rows)
  const found = new Map(rows.map(row => [row.delivery, { ...toClaimed(row), ...corrected(row) }]))
  // A delivery requested twice in one group goes to one worker.
  return wanted.map(({ delivery }) => {
    const claimed = found.get(delivery) ?? null
    found.delete(delivery)
    return claimed
  })
}

type CorrectedRow = { edition: string; recipient: string; email: string; sent_again: number; before: number }

/**
 * Addresses corrected by the roster before the first attempt, or by a person with sending again. Read after the claim is committed: from then on only
 * a person can change the address.
 */
async function correctedAmong(
  prepared: Prepared,
  rows: ClaimRow[],
): Promise<(row: ClaimRow) => Partial<Claimed>> {
  if (rows.length === 0) return () => ({})
  const found = await prepared.run<CorrectedRow>(CORRECTED, [
    rows.map(row => row.edition),
    rows.map(row => row.recipient),
    rows.map(row => row.delivery),
  ])
  const byRecipient = new Map(found.map(row => [`${row.edition} ${row.recipient}`, row]))
  return row => {
    const corrected = byRecipient.get(`${row.edition} ${row.recipient}`)
    if (!corrected) return {}
    const { email, sent_again: sentAgain, before: attemptsBefore } = corrected
    return { addressee: toAddressee({ ...row, email }), sentAgain, attemptsBefore }
  }
}

function toClaimed(row: ClaimRow): Claimed {
  const { delivery, edition, version, claim } = row
  return {
    delivery,
    edition,
    version,
    claim,
    attempt: row.attempts,
    messageId: row.message_id,
    pathToken: row.path_token,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    addressee: toAddressee(row),
  }
}

/** $1 delivery ids, $2 now, $3 worker, $4 seconds that a claim holds. */
const CLAIM: Statement = {
  name: 'claim-for-offices',
  text: `
    with held as (
      select d.id, d.edition, d.state, d.due_at, d.claimed_until from delivery d
      where d.id = any($1::text[]) order by d.id for update skip locked
    ), claimed as (
      update delivery d set claim = ${TOKEN}, attempts = d.attempts + 1, claimed_by = $3,
        claimed_until = clock_timestamp() + make_interval(secs => $4)
      from held join edition e on e.id = held.edition
      where d.id = held.id and held.state in ${OPEN_LIST} and held.due_at <= $2::timestamptz
        and (held.claimed_until is null or held.claimed_until < clock_timestamp())
        and e.dispatched_at is not null and e.stopped_at is null
        and not exists (select from attempt a where a.delivery = held.id and a.outcome is null)
      returning d.id, d.edition, d.version, d.recipient, d.attempts, d.claim, d.message_id, coalesce(d.path_token, d.return_token) as path_token, d.created_at,
        e.expires_at
    ), started as (
      insert into attempt (delivery, number, claim, phase, started_at)
      select id, attempts, claim, 'started', $2::timestamptz from claimed
    )
    select c.id as delivery, c.edition, c.version, c.attempts, c.claim, c.message_id, c.path_token, c.created_at, c.expires_at,
      a.recipient, a.commune, a.role, a.acting, a.competences, a.name, a.salutation_fr, a.salutation_nl, a.salutation, a.languages, a.email, a.also
    from claimed c join addressee a on a.edition = c.edition and a.version = c.version and a.recipient = c.recipient`,
}
