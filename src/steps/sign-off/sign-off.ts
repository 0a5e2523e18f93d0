import { wordsProblem } from '../../model/sign-off/remark.js'
import { type Decision, refusalOf, type SignOffRefusal } from '../../model/sign-off/sign-off.js'
import { personAt } from '../../model/staff/staff.js'
import { findEdition } from '../../postgres/editions/editions.js'
import { keepDecision } from '../../postgres/sign-off/sign-offs.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'
import type { ReadLink } from './sign-link.js'
import { authorsOf } from './signers.js'
import { tellDecision } from './tell-decision.js'

type SignOffRequest = {
  edition: string
  hash: string
  by: string
  decision: Decision
  comment: string | null
  /** What is remarked on its updates: told with a refusal, else as any remark. Empty texts are left out. */
  remarks?: readonly { update: string; text: string }[]
  /** The version that was seen, where known. */
  version?: number
  /** By a link: its version and the key under which it is stored. */
  link?: { version: number; idHash: string }
}

export type SignedOff =
  /** `final`: the edition's decision now; null while more approvals are required. */
  | { kind: 'decided'; at: Date; final: Decision | null; given: number; required: number }
  | { kind: 'refused'; reason: SignOffRefusal; hash: string | null }

/** Approves or rejects one hash, and tells it. Refused for another hash, an author, a person who is no approver, or an edition that awaits none. */
export async function signOff(context: Context, request: SignOffRequest): Promise<SignedOff> {
  const { engine, clock, log } = context
  const signed = await decide(context, request)
  if (signed.kind === 'refused') return signed
  const { edition, decision, remarks = [] } = request
  const { final, given, required } = signed
  log.info('sign-off.decided', { edition, decision, final, given, required, remarks: remarks.length })
  const row = await findEdition(engine.db, edition, clock())
  if (row) await tellDecision(context, row)
  return signed
}

/** Decides by a link that `readLink` found open; refused like any sign-off when that has changed. */
export function signByLink(
  context: Context,
  { link }: Extract<ReadLink, { kind: 'open' }>,
  wish: Pick<SignOffRequest, 'decision' | 'comment' | 'remarks'>,
): Promise<SignedOff> {
  const { edition, hash, email, version, idHash } = link
  return signOff(context, { edition, hash, by: email, ...wish, link: { version, idHash } })
}

async function decide(
  context: Context,
  { link, version, by: typed, remarks: written = [], ...about }: SignOffRequest,
): Promise<SignedOff> {
  const { db } = context.engine
  const now = context.clock()
  const row = await findEdition(db, about.edition, now)
  if (!row) return { kind: 'refused', reason: 'no-edition', hash: null }
  const staff = await staffOf(context)
  const refusal = refusalOf(typed, staff, await authorsOf(context, row))
  if (refusal) return { kind: 'refused', reason: refusal, hash: null }
  const remarks = written.map(one => ({ ...one, text: one.text.trim() })).filter(({ text }) => text !== '')
  if (remarks.some(({ text }) => wordsProblem(text)))
    return { kind: 'refused', reason: 'remark-long', hash: row.hash }
  const kept = await keepDecision(db, {
    ...about,
    remarks,
    // The authors were those of this version: no other may be signed.
    version: link?.version ?? version ?? (row.version || null),
    // As in staff.yaml: however it is typed, one person is one approval.
    by: personAt(staff, typed)?.email ?? typed,
    now,
    link: link?.idHash ?? null,
  })
  if ('refused' in kept) return { kind: 'refused', reason: kept.refused, hash: kept.hash }
  return { kind: 'decided', ...kept }
}
