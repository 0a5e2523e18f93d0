import { createHash } from 'node:crypto'
import { canonicalJson } from './canonical-json.js'
import type { Update } from './update.js'

/** The identity of a revision: SHA-256, in hex, of the canonical JSON of the parsed update. */
export function contentHash(update: Update): string {
  return createHash('sha256').update(canonicalJson(update)).digest('hex')
}
