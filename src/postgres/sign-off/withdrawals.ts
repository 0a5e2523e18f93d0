import { approvalsIn, standing, type WithdrawalRefusal } from '../../model/sign-off/sign-off.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { findEdition } from '../editions/editions.js'
import { lockEdition } from '../editions/keep-frozen.js'
import type { Database } from '../server/database.js'
import { decisionsOn } from './decisions.js'
import { insertDecision } from './sign-offs.js'

export type Withdrawing = {
  edition: string
  /** The approved frozen version; null: the current one. */
  version: number | null
  by: string
  reason: string | null
  now: Date
}

export type KeptWithdrawal = { at: Date; given: number; required: number } | { refused: WithdrawalRefusal }

/**
 * Records that a person withdraws their approval. The edition's row lock orders this against a dispatch, rejection or approval: only one finds its
 * precondition.
 */
export async function keepWithdrawal(db: Database, withdrawing: Withdrawing): Promise<KeptWithdrawal> {
  const { edition, version, by, reason, now } = withdrawing
  return db.transaction().execute(async trx => {
    await lockEdition(trx, edition)
    const row = await findEdition(trx, edition, now)
    if (!row?.hash) return { refused: 'no-edition' }
    if ((version ?? row.version) !== row.version) return { refused: 'replaced' }
    if (row.dispatchedAt) return { refused: 'sent' }
    if (row.state === 'rejected' || row.state === 'cancelled') return { refused: row.state }
    const own = standing(row.decisions).find(one => sameAddress(one.by, by))
    if (own?.decision !== 'approve') return { refused: 'not-approved' }
    const { hash } = row
    const line = { edition, hash, decision: 'withdraw' as const, by: own.by, comment: reason, now }
    await insertDecision(trx, line, row)
    const decisions = await decisionsOn(trx, edition, row.version)
    return { at: now, given: approvalsIn(decisions), required: row.approvalsRequired }
  })
}
