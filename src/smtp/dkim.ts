import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileFault } from '../model/problem/system-fault.js'

export type DkimKey = { domain: string; selector: string; key: KeyObject }

/** A file of DKIM_KEY_FILE without a usable key; the message says why, and what it should hold. */
export class KeyUnusable extends Error {
  constructor(file: string, why: string) {
    super(`DKIM_KEY_FILE: ${file} ${why}. Name a PEM private key, RSA or Ed25519, without a passphrase.`)
  }
}

/** Reads an RSA or Ed25519 (RFC 8463) key from a PEM file. Throws KeyUnusable. */
export function readDkimKey(domain: string, selector: string, file: string): DkimKey {
  const key = keyOf(file)
  if (!['rsa', 'ed25519'].includes(key.asymmetricKeyType ?? ''))
    throw new KeyUnusable(file, `holds a key that DKIM doesn't know (${key.asymmetricKeyType})`)
  return { domain, selector, key }
}

function keyOf(file: string): KeyObject {
  let pem: string
  try {
    pem = readFileSync(file, 'utf8')
  } catch (error) {
    throw new KeyUnusable(file, `can't be read: ${fileFault(error)}`)
  }
  if (!pem.includes('PRIVATE KEY')) throw new KeyUnusable(file, 'holds no PEM private key')
  try {
    return createPrivateKey(pem)
  } catch {
    throw new KeyUnusable(
      file,
      pem.includes('ENCRYPTED') ? 'is locked with a passphrase' : 'holds a key that is not whole',
    )
  }
}

/**
 * Fields that are signed where present (RFC 6376 §5.4.1); List-Unsubscribe and its -Post must be (RFC 8058 §3). From is signed once more than
 * present, so that nobody can add another (RFC 6376 §8.15).
 */
const SIGNED = `from reply-to subject date message-id to in-reply-to references mime-version content-type
  content-transfer-encoding content-language list-id list-unsubscribe list-unsubscribe-post auto-submitted`
  .trim()
  .split(/\s+/)

/**
 * The mail with one DKIM-Signature per key in front (RFC 6376, relaxed/relaxed). Signed before the hand-over, so that the gate stays last before the
 * dot. The same mail gives the same bytes.
 */
export function signed(mail: Buffer, keys: readonly DkimKey[]): Buffer {
  const end = mail.indexOf('\r\n\r\n')
  const fields = fieldsOf(mail.subarray(0, end).toString('latin1'))
  const bodyHash = createHash('sha256')
    .update(relaxedBody(mail.subarray(end + 4).toString('latin1')), 'latin1')
    .digest('base64')
  const signatures = keys.map(key => signature(key, fields, bodyHash))
  return Buffer.concat([Buffer.from(signatures.map(line => `${line}\r\n`).join(''), 'latin1'), mail])
}

type Field = { name: string; value: string }

/** The header's fields, each with its folding. */
function fieldsOf(header: string): Field[] {
  return header.split(/\r\n(?![ \t])/).map(field => {
    const colon = field.indexOf(':')
    return { name: field.slice(0, colon).trim().toLowerCase(), value: field.slice(colon + 1) }
  })
}

function signature({ domain, selector, key }: DkimKey, fields: Field[], bodyHash: string): string {
  const there = SIGNED.flatMap(name => fields.filter(field => field.name === name))
  const algorithm = key.asymmetricKeyType === 'rsa' ? 'rsa-sha256' : 'ed25519-sha256'
  const names = [...there.map(({ name }) => name), 'from']
  const value = [
    ` v=1; a=${algorithm}; c=relaxed/relaxed; d=${domain}; s=${selector};`,
    ` h=${foldedNames(names)};`,
    ` bh=${bodyHash};`,
    ' b=',
  ].join('\r\n')
  const own = `dkim-signature:${relaxed(value)}`
  const data = Buffer.from([...there.map(canonical), own].join('\r\n'), 'latin1')
  return `DKIM-Signature:${value}${folded(signatureOf(key, data))}`
}

/** RFC 8463 §3: Ed25519 signs the header's SHA-256, not the header. */
function signatureOf(key: KeyObject, data: Buffer): string {
  if (key.asymmetricKeyType === 'rsa') return sign('sha256', data, key).toString('base64')
  return sign(null, createHash('sha256').update(data).digest(), key).toString('base64')
}

const canonical = ({ name, value }: Field) => `${name}:${relaxed(value)}`

/** RFC 6376 §3.4.2. */
const relaxed = (value: string) =>
  value
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .replace(/^ | $/g, '')

/** RFC 6376 §3.4.4. */
function relaxedBody(body: string): string {
  const text = body.replace(/(?<![ \t])[ \t]+(?=\r\n|$)/g, '').replace(/[ \t]+/g, ' ')
  let end = text.length
  while (text.endsWith('\r\n', end)) end -= 2
  const lines = text.slice(0, end)
  return lines === '' ? '' : `${lines}\r\n`
}

const foldedNames = (names: string[]) => (names.join(':').match(/.{1,68}(?::|$)/g) ?? []).join('\r\n  ')

const folded = (base64: string) => (base64.match(/.{1,72}/g) ?? []).join('\r\n  ')
