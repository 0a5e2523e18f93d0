import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * What a link is bound to, or the session that a link to log in opens. `email`: of staff.yaml; a successor who takes over the id `person`
 * is somebody else. `hash`: of the frozen version, or of the update's content.
 */
export type Link = { email: string; expiresAt: Date } & (
  | { purpose: 'sign-off'; edition: string; version: number; hash: string }
  | { purpose: 'let-through'; update: string; hash: string }
  | { purpose: 'log-in'; person: string }
  | { purpose: 'session'; person: string }
)
export type Purpose = Link['purpose']
export type LinkFor<P extends Purpose> = Extract<Link, { purpose: P }>

export const LINK_MINUTES = 15
export const SESSION_HOURS = 12
/**
 * So many mails with a link to log in go to one person while the first of them is good: more would be somebody else's doing. Whoever gets no
 * other has one that lets in: a stranger who keeps asking shuts nobody out.
 */
export const LINKS_AT_ONCE = 5

const TOKEN = /^([0-9a-f]{32})\.([0-9a-f]{64})$/

/**
 * A link's token: `id` (32 random hexadecimal digits), and an HMAC-SHA-256 over it and everything that the link is bound to. The database stores only
 * the id's hash, and the HMAC needs the secret.
 */
export function signToken(id: string, link: Link, secret: string): string {
  // decision 13
  return `${id}.${hmac(JSON.stringify([...boundTo(id, link), link.expiresAt.toISOString()]), secret)}`
}

/** The random part of a text in the form of a token; null for any other text. */
export function idOfToken(token: string): string | null {
  return TOKEN.exec(token)?.[1] ?? null
}

const KEPT_AS = { 'sign-off': 'sign-link', 'let-through': 'sign-link', 'log-in': 'link', session: 'session' }

/** Under which a link is kept: the database can't be used to make one. */
export function hashOfTokenId(purpose: Purpose, id: string): string {
  return createHash('sha256').update(`${KEPT_AS[purpose]} ${id}`).digest('hex')
}

/** Whether a token belongs to this link. Compared in constant time. */
export function isTokenOf(token: string, link: Link, secret: string): boolean {
  const id = idOfToken(token)
  return id !== null && timingSafeEqual(Buffer.from(signToken(id, link, secret)), Buffer.from(token))
}

/** In the words and the order of the links that lie in mailboxes. */
function boundTo(id: string, link: Link): (string | number)[] {
  const email = link.email.toLowerCase()
  switch (link.purpose) {
    case 'sign-off':
      return ['sign-off', id, email, link.edition, link.version, link.hash]
    case 'let-through':
      return ['let-through', id, email, link.update, link.hash]
    case 'log-in':
      return ['pass', 'link', id, link.person, email]
    case 'session':
      return ['pass', 'session', id, link.person, email]
  }
}

/** In each form of a session's pages: other sites can't make the browser submit one. */
export const formToken = (session: string, secret: string) => hmac(`form ${session}`, secret)

/** Whether a value is the form token of this session. */
export function isFormToken(given: unknown, session: string, secret: string): boolean {
  const wanted = formToken(session, secret)
  if (typeof given !== 'string' || given.length !== wanted.length || /[^0-9a-f]/.test(given)) return false
  return timingSafeEqual(Buffer.from(given), Buffer.from(wanted))
}

const hmac = (text: string, secret: string) => createHmac('sha256', secret).update(text).digest('hex')
