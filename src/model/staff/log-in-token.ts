import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { idOfToken } from './link-token.js'

/**
 * What lets a person of the staff in: a link that is mailed and good once, or the session that it opens. Bound to the id
 * of staff.yaml and to the address: a successor who takes over the id is somebody else.
 */
export type Pass = { purpose: 'link' | 'session'; person: string; email: string; expiresAt: Date }

export const LINK_MINUTES = 15
export const SESSION_HOURS = 12
/**
 * So many mails with a link go to one person while the first of them is good: more would be somebody else's doing. Whoever gets no other
 * has one that lets in: a stranger who keeps asking shuts nobody out.
 */
export const LINKS_AT_ONCE = 5

/** `id` (32 random hexadecimal digits) and an HMAC-SHA-256 over it and all that the pass is bound to, as of links that sign. */
export function passToken(id: string, pass: Pass, secret: string): string {
  return `${id}.${markOf(id, pass, secret)}`
}

/** Under which a pass is kept: the database can't be used to make one. */
export function passHash(purpose: Pass['purpose'], id: string): string {
  return createHash('sha256').update(`${purpose} ${id}`).digest('hex')
}

/** Is this token the one that was made for this pass? Compared in constant time. */
export function isTokenOfPass(token: string, pass: Pass, secret: string): boolean {
  const id = idOfToken(token)
  if (!id) return false
  return timingSafeEqual(Buffer.from(passToken(id, pass, secret)), Buffer.from(token))
}

/** Stands in each form of a session's pages, so that no other site can make the browser send one. */
export function formToken(session: string, secret: string): string {
  return createHmac('sha256', secret).update(`form ${session}`).digest('hex')
}

/** Is this the form token of this session? */
export function isFormToken(given: unknown, session: string, secret: string): boolean {
  const wanted = formToken(session, secret)
  if (typeof given !== 'string' || given.length !== wanted.length || /[^0-9a-f]/.test(given)) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(wanted))
}

function markOf(id: string, { purpose, person, email, expiresAt }: Pass, secret: string): string {
  const bound = JSON.stringify(['pass', purpose, id, person, email.toLowerCase(), expiresAt.toISOString()])
  return createHmac('sha256', secret).update(bound).digest('hex')
}
