import {
  approvalsIn,
  type Decided,
  type Decision,
  finalDecision,
  hasDecided,
  type SignOffRefusal,
} from '../../model/sign-off/sign-off.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { draftersOf } from '../editions/drafters.js'
import { type EditionRow, findEdition } from '../editions/editions.js'
import { lockEdition } from '../editions/keep-frozen.js'
import type { Database } from '../server/database.js'
import { useLink } from '../staff/links.js'
import { decisionsOn } from './decisions.js'
import { frozenRevisions, keepRemarks } from './remarks.js'

export type Deciding = {
  edition: string
  /** The frozen version that the person saw; null: the current one. */
  version: number | null
  hash: string
  decision: Decision
  by: string
  comment: string | null
  /** What the person remarks on its updates, beside the decision. */
  remarks: readonly { update: string; text: string }[]
  now: Date
  /** The link used for it, once; null without one. */
  link: string | null
}

export type KeptDecision =
  | { at: Date; final: Decision | null; given: number; required: number }
  | { refused: SignOffRefusal; hash: string | null }

/**
 * Stores a decision together with the use of its link. Refused when the version is decided, closed or not the current one, or the hash differs. Also
 * when the person drafted it or has decided, or the link is used. Serialised, so that one decision is the last.
 */
export async function keepDecision(db: Database, deciding: Deciding): Promise<KeptDecision> {
  const { edition, version, hash, by, now, link, remarks, decision } = deciding
  return db.transaction().execute(async trx => {
    await lockEdition(trx, edition)
    const row = await findEdition(trx, edition, now)
    if (!row) return { refused: 'draft', hash: null }
    if (row.hash !== hash || (version ?? row.version) !== row.version)
      return { refused: 'other-hash', hash: row.hash }
    if (row.state !== 'awaiting-sign-off') return { refused: row.state, hash: row.hash }
    if (hasDecided(row.decisions, by)) return { refused: 'signed-before', hash: row.hash }
    // A second draft of equal content makes no new version: its drafter must be checked here.
    if ((await draftersOf(trx, edition, hash)).some(drafter => sameAddress(drafter, by)))
      return { refused: 'author', hash: row.hash }
    const revisions = await frozenRevisions(trx, edition, row.version)
    const read = remarks.flatMap(remark => {
      const revision = revisions.get(remark.update)
      return revision === undefined ? [] : [{ ...remark, revision, edition, version: row.version }]
    })
    if (read.length < remarks.length) return { refused: 'other-update', hash: row.hash }
    if (link !== null && !(await useLink(trx, link, now))) return { refused: 'link-used', hash: row.hash }
    await insertDecision(trx, deciding, row)
    await keepRemarks(
      trx,
      read.map(remark => ({ ...remark, by, at: now, isRefusal: decision === 'reject' })),
    )
    const decisions = await decisionsOn(trx, edition, row.version)
    const required = row.approvalsRequired
    return { at: now, final: finalDecision(decisions, required), given: approvalsIn(decisions), required }
  })
}

type Line = Omit<Deciding, 'decision' | 'version' | 'link' | 'remarks'> & Pick<Decided, 'decision'>

/** Adds a line to the log of a locked version. */
export async function insertDecision(
  trx: Database,
  { edition, hash, decision, by, comment, now }: Line,
  { version, decisions }: Pick<EditionRow, 'version' | 'decisions'>,
): Promise<void> {
  const number = decisions.filter(before => sameAddress(before.by, by)).length + 1
  await trx
    .insertInto('sign_off')
    .values({ edition, version, hash, decision, by_email: by, comment, decided_at: now, number })
    .execute()
}
