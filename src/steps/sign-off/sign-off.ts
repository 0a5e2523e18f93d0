import type { EditionState } from '../../model/editions/state.js'
import {
  type Authors,
  type Decision,
  refusalOf,
  type SignOffRefusal,
  samePerson,
} from '../../model/sign-off/sign-off.js'
import type { StaffMember } from '../../model/staff/staff.js'

type Refusal = 'other-hash' | 'signed-before' | 'link-used' | 'author' | EditionState

export type SignOffPorts = {
  staff: () => Promise<StaffMember[]>
  /** Who wrote the edition's current version; null when there is no such edition. */
  authors: (edition: string) => Promise<(Authors & { version: number }) | null>
  keepDecision: (deciding: {
    edition: string
    version: number | null
    hash: string
    decision: Decision
    by: string
    comment: string | null
    now: Date
    link: string | null
  }) => Promise<
    | { at: Date; final: Decision | null; given: number; required: number }
    | { refused: Refusal; hash: string | null }
  >
}

export type SignOffRequest = {
  edition: string
  hash: string
  by: string
  decision: Decision
  comment: string | null
  /** The version that was looked at, where that is known. */
  version?: number
  /** By a link: the version that it is bound to, and under what it is kept. */
  link?: { version: number; idHash: string }
}

export type SignedOff =
  /** `final`: what the edition is now; null while more approvals are required. */
  | { kind: 'decided'; at: Date; final: Decision | null; given: number; required: number }
  | { kind: 'refused'; reason: SignOffRefusal | 'no-edition' | Refusal; hash: string | null }

/** Approves or rejects one hash. Refused for another hash, an author, a person who is no approver, an edition that isn't waiting. */
export async function signOff(ports: SignOffPorts, request: SignOffRequest, now: Date): Promise<SignedOff> {
  const { edition, hash, decision, comment, link } = request
  const authors = await ports.authors(edition)
  if (!authors) return { kind: 'refused', reason: 'no-edition', hash: null }
  const staff = await ports.staff()
  const refusal = refusalOf(request.by, staff, authors)
  if (refusal) return { kind: 'refused', reason: refusal, hash: null }
  // As staff.yaml writes it: however it was typed, one person is one approval.
  const by = staff.find(({ email }) => samePerson(email, request.by))?.email ?? request.by
  const kept = await ports.keepDecision({
    edition,
    // The authors were looked up for this version: no other is signed.
    version: link?.version ?? request.version ?? (authors.version || null),
    hash,
    decision,
    by,
    comment,
    now,
    link: link?.idHash ?? null,
  })
  if ('refused' in kept) return { kind: 'refused', reason: kept.refused, hash: kept.hash }
  return { kind: 'decided', ...kept }
}
