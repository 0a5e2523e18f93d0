import { createHmac } from 'node:crypto'

/**
 * The path of an edition's web version, without the language: permanent, and not to be guessed (128 bits). It follows from
 * the edition's name, so that a draft made again from the same content has the same hash.
 */
export function webPath(edition: string, secret: string): string {
  return `/read/${edition}/${webToken(edition, secret)}`
}

/** The part of the path that only we can make. */
export function webToken(edition: string, secret: string): string {
  // decision 19
  return createHmac('sha256', secret).update(`web version ${edition}`).digest('hex').slice(0, 32)
}
