import { randomBytes } from 'node:crypto'
import { tokenSecret } from '../../config.js'
import {
  type Decided,
  refusalOf,
  type SignOffRefusal,
  samePerson,
  standing,
} from '../../model/sign-off/sign-off.js'
import {
  hashOfTokenId,
  idOfToken,
  isTokenOf,
  type SignLink,
  signToken,
} from '../../model/staff/link-token.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { type EditionRow, findEdition } from '../../postgres/editions/editions.js'
import { findLink, keepLink } from '../../postgres/sign-off/sign-links.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'
import { authorsOf } from './signing.js'

/** What a link says now. Only an open one can sign. */
export type ReadLink =
  | { kind: 'open'; link: SignLink; idHash: string; row: EditionRow; person: StaffMember }
  /** Not one of ours: forged, altered, cut off. */
  | { kind: 'invalid' }
  | { kind: 'expired' | 'used' | 'replaced' | 'closed'; link: SignLink; row: EditionRow }
  /** The person has decided already, by another link or from the command line. */
  | { kind: 'signed'; link: SignLink; row: EditionRow; decided: Decided }
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
export async function readSignLink(context: Context, token: string): Promise<ReadLink> {
  const { config, clock, engine } = context
  const id = idOfToken(token)
  if (!id) return { kind: 'invalid' }
  const idHash = hashOfTokenId(id)
  const link = await findLink(engine.db, idHash)
  if (!link || !isTokenOf(token, link, tokenSecret(config))) return { kind: 'invalid' }
  const row = await findEdition(engine.db, link.edition, clock())
  if (!row) return { kind: 'invalid' }
  if (link.usedAt) return { kind: 'used', link, row }
  const ofThisVersion = row.version === link.version && row.hash === link.hash
  if (!ofThisVersion) return { kind: 'replaced', link, row }
  const decided = standing(row.decisions).find(({ by }) => samePerson(by, link.person))
  if (decided) return { kind: 'signed', link, row, decided }
  if (link.expiresAt <= clock()) return { kind: 'expired', link, row }
  if (row.state !== 'awaiting-sign-off') return { kind: 'closed', link, row }
  const staff = await staffOf(context)
  const reason = refusalOf(link.person, staff, await authorsOf(context, row))
  const person = staff.find(({ email }) => samePerson(email, link.person))
  if (reason || !person) return { kind: 'refused', reason: reason ?? 'unknown-person', link, row }
  return { kind: 'open', link, idHash, row, person }
}
