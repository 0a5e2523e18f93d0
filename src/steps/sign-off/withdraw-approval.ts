import type { EditionState } from '../../model/editions/state.js'
import { samePerson } from '../../model/sign-off/sign-off.js'
import type { StaffMember } from '../../model/staff/staff.js'

type Refusal = 'no-edition' | 'sent' | 'replaced' | 'not-approved' | EditionState

export type WithdrawPorts = {
  staff: () => Promise<StaffMember[]>
  keepWithdrawal: (withdrawing: {
    edition: string
    version: number | null
    by: string
    reason: string | null
    now: Date
  }) => Promise<{ at: Date; given: number; required: number } | { refused: Refusal }>
}

/** `version`: the one that its giver looked at; without, the current one. */
export type WithdrawRequest = { edition: string; by: string; reason: string | null; version?: number }

export type Withdrawn =
  | { kind: 'withdrawn'; at: Date; by: StaffMember; given: number; required: number }
  | { kind: 'refused'; reason: Refusal | 'unknown-person' }

/** A person takes back the approval that they gave, until the edition is dispatched. Also one who may sign no more: it is the safe side. */
export async function withdrawApproval(
  ports: WithdrawPorts,
  { edition, by, reason, version }: WithdrawRequest,
  now: Date,
): Promise<Withdrawn> {
  const person = (await ports.staff()).find(({ email }) => samePerson(email, by))
  if (!person) return { kind: 'refused', reason: 'unknown-person' }
  const kept = await ports.keepWithdrawal({
    edition,
    version: version ?? null,
    by: person.email,
    reason: reason?.trim() || null,
    now,
  })
  if ('refused' in kept) return { kind: 'refused', reason: kept.refused }
  return { kind: 'withdrawn', by: person, ...kept }
}
