import { randomBytes } from 'node:crypto'
import { tokenSecret } from '../../config.js'
import { hasDecided, type SignOffRefusal, samePerson } from '../../model/sign-off/sign-off.js'
import {
  hashOfTokenId,
  idOfToken,
  isTokenOf,
  type SignLink,
  signToken,
} from '../../model/staff/link-token.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { type EditionRow, findEdition } from '../../postgres/editions/editions.js'
import { findLink, type KeptLink, keepLink } from '../../postgres/sign-off/sign-links.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'
import { signerRefusal } from './signers.js'

/** What a link says now. Only an open one can sign; one that is not ours (forged, altered, cut off) is invalid. */
export type ReadLink =
  | { kind: 'open'; link: SignLink; idHash: string; row: EditionRow; person: StaffMember }
  | { kind: 'invalid' }
  | { kind: 'refused'; reason: SignOffRefusal; link: SignLink; row: EditionRow }

/** A new link for one person to decide on the frozen version, good until its sign-off closes. */
export async function makeSignLink(context: Context, row: EditionRow, person: string): Promise<string> {
  const { config, clock, engine } = context
  const { id: edition, version, hash, closesAt } = row
  if (!hash || !closesAt) throw new Error(`${edition} is not frozen`)
  const id = randomBytes(16).toString('hex')
  const link = { person, edition, version, hash, expiresAt: closesAt }
  await keepLink(engine.db, hashOfTokenId(id), link, clock())
  return `${config.baseUrl}/sign/${signToken(id, link, tokenSecret(config))}`
}

/** Reads a token. Changes nothing. */
export async function readLink(context: Context, token: string): Promise<ReadLink> {
  const { config, clock, engine } = context
  const id = idOfToken(token)
  if (!id) return { kind: 'invalid' }
  const idHash = hashOfTokenId(id)
  const link = await findLink(engine.db, idHash)
  if (!link || !isTokenOf(token, link, tokenSecret(config))) return { kind: 'invalid' }
  const row = await findEdition(engine.db, link.edition, clock())
  if (!row) return { kind: 'invalid' }
  const reason = linkRefusal(link, row, clock()) ?? (await signerRefusal(context, link.person, row))
  if (reason) return { kind: 'refused', reason, link, row }
  const person = (await staffOf(context)).find(({ email }) => samePerson(email, link.person))
  return person
    ? { kind: 'open', link, idHash, row, person }
    : { kind: 'refused', reason: 'unknown-person', link, row }
}

/** Why a link decides nothing any more, whoever holds it; null while it may. */
function linkRefusal(link: KeptLink, row: EditionRow, now: Date): SignOffRefusal | null {
  if (link.usedAt) return 'link-used'
  if (row.version !== link.version || row.hash !== link.hash) return 'other-hash'
  if (hasDecided(row.decisions, link.person)) return 'signed-before'
  if (link.expiresAt <= now) return 'expired'
  return row.state === 'awaiting-sign-off' ? null : row.state
}
