import { createPublicKey, type KeyObject } from 'node:crypto'
import { type Finding, fine, wrong } from './sender-finding.js'
import { type Lookup, tagsOf } from './sender-lookup.js'

/** Whether receivers find the public key of our signature (RFC 6376 §3.6, RFC 8463). */
export async function checkDkim(
  { domain, selector, key }: { domain: string; selector: string; key: KeyObject },
  lookup: Lookup,
): Promise<Finding> {
  const check = `dkim ${selector}`
  const name = `${selector}._domainkey.${domain}`
  const own = publicHalf(key)
  const publish = `Publish a TXT record at ${name}: v=DKIM1; k=${own.kind}; p=${own.p}`
  const records = await lookup.txt(name)
  const [record] = records.filter(text => tagsOf(text).has('p'))
  if (!record) return wrong(check, `${name} has no key`, publish)
  const tags = tagsOf(record)
  const published = (tags.get('p') ?? '').replace(/\s+/g, '')
  if (published === '') return wrong(check, `${name} is revoked: its p= is empty`, publish)
  if (published !== own.p || (tags.get('k') ?? 'rsa').toLowerCase() !== own.kind)
    return wrong(check, `${name} holds another key than DKIM_KEY_FILE`, publish)
  if ((tags.get('t') ?? '').split(':').includes('y'))
    return wrong(
      check,
      `${name} is marked as a test (t=y), and receivers ignore it`,
      'Take t=y out of the record.',
    )
  const bits = key.asymmetricKeyDetails?.modulusLength
  if (bits !== undefined && bits < 1024)
    return wrong(
      check,
      `the key has ${bits} bits; receivers refuse fewer than 1024`,
      'Make a key of 2048 bits.',
    )
  return fine(check, `${name} matches DKIM_KEY_FILE (${own.kind}${bits ? `, ${bits} bits` : ''})`)
}

function publicHalf(key: KeyObject): { kind: 'rsa' | 'ed25519'; p: string } {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  if (key.asymmetricKeyType !== 'ed25519') return { kind: 'rsa', p: spki.toString('base64') }
  // RFC 8463 §4.2: the bare key, which ends its SubjectPublicKeyInfo.
  return { kind: 'ed25519', p: spki.subarray(-32).toString('base64') }
}
