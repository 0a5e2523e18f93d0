import { createHmac } from 'node:crypto'

/**
 * The permanent, unguessable path (128 bits) of a web version, without the language. It follows from the edition's name: a repeated draft of the same
 * content gets the same hash.
 */
export function webPath(edition: string, secret: string): string {
  return `/read/${edition}/${webToken(edition, secret)}`
}

/** The unforgeable part of the path. */
export function webToken(edition: string, secret: string): string {
  // decision 19
  return createHmac('sha256', secret).update(`web version ${edition}`).digest('hex').slice(0, 32)
}
