import type { EditionState } from '../model/edition-state.js'
import { type Authors, type Decision, refusalOf, type SignOffRefusal } from '../model/sign-off.js'
import type { StaffMember } from '../model/staff.js'

export type SignOffPorts = {
  staff: () => Promise<StaffMember[]>
  /** Who wrote the edition's current version; null when there is no such edition. */
  authors: (edition: string) => Promise<Authors | null>
  keepDecision: (decision: {
    edition: string
    hash: string
    decision: Decision
    by: string
    comment: string | null
    now: Date
  }) => Promise<{ at: Date } | { refused: 'other-hash' | EditionState; hash: string | null }>
}

export type SignOffRequest = {
  edition: string
  hash: string
  by: string
  decision: Decision
  comment: string | null
}

export type SignedOff =
  | { kind: 'decided'; at: Date }
  | {
      kind: 'refused'
      reason: SignOffRefusal | 'no-edition' | 'other-hash' | EditionState
      hash: string | null
    }

/** Approves or rejects one hash. Refused for another hash, an author, a person who is no approver, an edition that isn't waiting. */
export async function signOff(ports: SignOffPorts, request: SignOffRequest, now: Date): Promise<SignedOff> {
  const authors = await ports.authors(request.edition)
  if (!authors) return { kind: 'refused', reason: 'no-edition', hash: null }
  const refusal = refusalOf(request.by, await ports.staff(), authors)
  if (refusal) return { kind: 'refused', reason: refusal, hash: null }
  const kept = await ports.keepDecision({ ...request, now })
  if ('refused' in kept) return { kind: 'refused', reason: kept.refused, hash: kept.hash }
  return { kind: 'decided', at: kept.at }
}
