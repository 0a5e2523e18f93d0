import { createHash, type Hash } from 'node:crypto'
import { canonicalJson } from '../updates/canonical-json.js'
import type { Addressee, Audience, Exclusion } from './audience.js'
import type { EditionContent } from './edition.js'

/** SHA-256 in hex of the content, of the audience, and of both: the edition's hash, which sign-off names. */
export type Hashes = { hash: string; contentHash: string; audienceHash: string }

/** The hash of the content's canonical JSON, in its stored form. */
export function contentHashOf(canonicalContent: string): string {
  return createHash('sha256').update(canonicalContent).digest('hex')
}

/** Hashes an audience line by line, to save memory. Feed addressees, then exclusions, each sorted by recipient. */
export function audienceHash(): {
  addressee: (line: Addressee) => void
  exclusion: (line: Exclusion) => void
  digest: () => string
} {
  const hash: Hash = createHash('sha256')
  const add = (kind: string, line: unknown) => hash.update(`${kind} ${canonicalJson(line)}\n`)
  return {
    addressee: line => add('addressee', line),
    exclusion: line => add('exclusion', line),
    digest: () => hash.digest('hex'),
  }
}

/** The edition's hash from its two halves: a worker can verify the content without the audience. */
export function editionHash(contentHash: string, audience: string): string {
  return createHash('sha256').update(`content ${contentHash}\naudience ${audience}\n`).digest('hex')
}

/** Content and audience of an edition in the stored and hashed form. */
export function freeze(content: EditionContent, audience: Audience): Hashes & { canonicalContent: string } {
  const canonicalContent = canonicalJson(content)
  const lines = audienceHash()
  for (const addressee of audience.addressees) lines.addressee(addressee)
  for (const exclusion of audience.exclusions) lines.exclusion(exclusion)
  const contentHash = contentHashOf(canonicalContent)
  const digest = lines.digest()
  return { canonicalContent, contentHash, audienceHash: digest, hash: editionHash(contentHash, digest) }
}
