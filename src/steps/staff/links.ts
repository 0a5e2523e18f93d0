import { randomBytes } from 'node:crypto'
import { type Config, tokenSecret } from '../../config.js'
import {
  hashOfTokenId,
  idOfToken,
  isTokenOf,
  type Link,
  type Purpose,
  signToken,
} from '../../model/staff/link-token.js'
import type { Database } from '../../postgres/server/database.js'
import { findLink, type KeptLink, keepLink } from '../../postgres/staff/links.js'
import type { Context } from '../context.js'

/** The token of a new link or session, which is kept without it; `db` may be a transaction. */
export async function makeToken(
  { config, clock, engine }: Context,
  link: Link,
  db: Database = engine.db,
): Promise<string> {
  const id = randomBytes(16).toString('hex')
  await keepLink(db, hashOfTokenId(link.purpose, id), link, clock())
  return signToken(id, link, tokenSecret(config))
}

/** What a token for this purpose is bound to. Changes nothing. Null when it is none: forged, altered, cut off, for another purpose. */
export async function linkOf<P extends Purpose>(
  { config, engine }: { config: Config; engine: { db: Database } },
  purpose: P,
  token: string,
): Promise<(KeptLink<P> & { idHash: string }) | null> {
  const id = idOfToken(token)
  if (!id) return null
  const idHash = hashOfTokenId(purpose, id)
  const link = await findLink(engine.db, purpose, idHash)
  return link && isTokenOf(token, link, tokenSecret(config)) ? { ...link, idHash } : null
}
