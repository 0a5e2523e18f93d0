import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** What a link to sign off is bound to. `person` is an address of staff.yaml. */
export type SignLink = { person: string; edition: string; version: number; hash: string; expiresAt: Date }

/** What a link to let an update through is bound to; `hash` is that of its content. */
export type LetThroughLink = { person: string; update: string; hash: string; expiresAt: Date }
type AnyLink = SignLink | LetThroughLink

const TOKEN = /^([0-9a-f]{32})\.([0-9a-f]{64})$/

/**
 * The token of a link: `id` (32 random hexadecimal digits) and an HMAC-SHA-256 over it and all that the link is bound to.
 * Neither is stored: the database holds the id's hash, and without the secret nobody can make the HMAC.
 */
export function signToken(id: string, link: AnyLink, secret: string): string {
  // decision 13
  return `${id}.${markOf(id, link, secret)}`
}

/** The random part of something that looks like a token; null for anything else. */
export function idOfToken(token: string): string | null {
  return TOKEN.exec(token)?.[1] ?? null
}

/** Under which the link is kept. */
export function hashOfTokenId(id: string): string {
  return createHash('sha256').update(`sign-link ${id}`).digest('hex')
}

/** Is this token the one that was made for this link? Compared in constant time. */
export function isTokenOf(token: string, link: AnyLink, secret: string): boolean {
  const [, id, mark] = TOKEN.exec(token) ?? []
  if (!id || !mark) return false
  return timingSafeEqual(Buffer.from(markOf(id, link, secret)), Buffer.from(mark))
}

function markOf(id: string, link: AnyLink, secret: string): string {
  const { person, hash, expiresAt } = link
  const about = 'edition' in link ? ['sign-off', id] : ['let-through', id]
  const what = 'edition' in link ? [link.edition, link.version] : [link.update]
  const bound = JSON.stringify([...about, person.toLowerCase(), ...what, hash, expiresAt.toISOString()])
  return createHmac('sha256', secret).update(bound).digest('hex')
}
