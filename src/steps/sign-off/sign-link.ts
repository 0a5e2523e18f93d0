import { hasDecided, type SignOffRefusal } from '../../model/sign-off/sign-off.js'
import type { LinkFor } from '../../model/staff/link-token.js'
import { personAt, type StaffMember } from '../../model/staff/staff.js'
import { type EditionRow, findEdition } from '../../postgres/editions/editions.js'
import type { KeptLink } from '../../postgres/staff/links.js'
import type { Context } from '../context.js'
import { linkOf } from '../staff/links.js'
import { staffOf } from '../staff/staff.js'
import { signerRefusal } from './signers.js'

export type SignLink = LinkFor<'sign-off'>

/** The state of a link. Only an open one can sign; one that isn't ours (forged, altered, truncated) is invalid. */
export type ReadLink =
  | { kind: 'open'; link: SignLink & { idHash: string }; row: EditionRow; person: StaffMember }
  | { kind: 'invalid' }
  | { kind: 'refused'; reason: SignOffRefusal; link: SignLink; row: EditionRow }

/** Reads a token. Changes nothing. */
export async function readLink(context: Context, token: string): Promise<ReadLink> {
  const { clock, engine } = context
  const link = await linkOf(context, 'sign-off', token)
  if (!link) return { kind: 'invalid' }
  const row = await findEdition(engine.db, link.edition, clock())
  if (!row) return { kind: 'invalid' }
  const reason = linkRefusal(link, row, clock()) ?? (await signerRefusal(context, link.email, row))
  if (reason) return { kind: 'refused', reason, link, row }
  const person = personAt(await staffOf(context), link.email)
  return person
    ? { kind: 'open', link, row, person }
    : { kind: 'refused', reason: 'unknown-person', link, row }
}

/** Why a link can't decide any more, for any person; null while it can. */
function linkRefusal(link: KeptLink<'sign-off'>, row: EditionRow, now: Date): SignOffRefusal | null {
  if (link.usedAt) return 'link-used'
  if (row.version !== link.version || row.hash !== link.hash) return 'other-hash'
  if (hasDecided(row.decisions, link.email)) return 'signed-before'
  if (link.expiresAt <= now) return 'expired'
  return row.state === 'awaiting-sign-off' ? null : row.state
}
