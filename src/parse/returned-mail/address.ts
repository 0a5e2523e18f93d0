const LOCAL = /[\w.!#$%&'*+/=?^`{|}~\p{L}\p{N}\p{M}-]/u
const DOMAIN = /[a-z0-9.\p{L}\p{N}\p{M}-]/iu
/** Octets of a local part (RFC 5321 §4.5.3.1.1) and of a domain. */
const LOCAL_AT_MOST = 64
const DOMAIN_AT_MOST = 252

type Found = { address: string; from: number; to: number }

/** All addresses in a text, as written, each once, in order. */
export function findAddresses(text: string): string[] {
  return unique(scan(text).map(({ address }) => address))
}

/** A text with each address replaced by a blank. */
export function withoutAddresses(text: string): string {
  const pieces: string[] = []
  let position = 0
  for (const { from, to } of scan(text)) {
    pieces.push(text.slice(position, from))
    position = to
  }
  return [...pieces, text.slice(position)].join(' ')
}

/** One pass from `@` to `@`, bounded on both sides, so that any text takes linear time. */
function scan(text: string): Found[] {
  const found: Found[] = []
  let position = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let from = at
    while (from > position && at - from < LOCAL_AT_MOST && LOCAL.test(text[from - 1] ?? '')) from--
    let to = at + 1
    while (to < text.length && to - at <= DOMAIN_AT_MOST && DOMAIN.test(text[to] ?? '')) to++
    while (to > at + 1 && !/[^.-]/.test(text[to - 1] ?? '')) to--
    if (/^[.-]/.test(text[at + 1] ?? '')) continue
    const address = from < at && to > at + 1 ? cleanAddress(text.slice(from, to)) : ''
    if (address === '') continue
    found.push({ address, from, to })
    position = to
  }
  return found
}

/**
 * The address of a field such as `rfc822;<a@b.example>` (RFC 3464 §2.3.2) or `Name <a@b.example>`; '' when there is none. Drops a source route
 * (`@relay:user@host`, RFC 5321 §4.1.2).
 */
export function fieldAddress(value: string): string {
  const bare = withoutComment(decodeUnicode(value.slice(0, FIELD_AT_MOST))).replace(
    /^\s{0,20}[\w-]{1,20}\s{0,20};/,
    '',
  )
  const inBrackets = /<([^<>]{1,320})>/.exec(bare)?.[1]
  return findAddresses((inBrackets ?? bare).replace(/^@[^:\s]{1,250}:/, ''))[0] ?? ''
}

/** Characters of a field with one address; a longer one holds none (RFC 5321 §4.5.3.1.3). */
const FIELD_AT_MOST = 4000

/** `name@host (comment)`: without the final comment (RFC 5322 §3.2.2). */
function withoutComment(value: string): string {
  const trimmed = value.trimEnd()
  const open = trimmed.endsWith(')') ? trimmed.lastIndexOf('(') : -1
  return open < 0 ? value : trimmed.slice(0, open)
}

/** `\x{E9}` in an address of type utf-8 (RFC 6533 §3); '' for one with an invisible character. */
function decodeUnicode(value: string): string {
  if (!/^\s{0,20}utf-8\s{0,20};/i.test(value)) return value
  let isUnseen = false
  const decoded = value.replace(/\\x\{([0-9a-f]{1,6})\}/gi, (_, hex: string) => {
    const code = Number.parseInt(hex, 16)
    const character = code <= 0x10ffff ? String.fromCodePoint(code) : ''
    isUnseen ||= character === '' || /[\p{C}\p{Z}]/u.test(character)
    return character
  })
  return isUnseen ? '' : decoded
}

/** The local part of an address in lower case. */
export function localPart(address: string): string {
  return address.slice(0, address.lastIndexOf('@')).toLowerCase()
}

/** Addresses of mail systems: never a person, never a recipient. */
export function isMailSystem(address: string): boolean {
  return /^(mailer-?daemon|mail-?daemon|postmaster|mdaemon|mailadm(in)?|mmdf|microsoftexchange\w*|maildaemon)$/.test(
    localPart(address),
  )
}

export function unique(values: string[]): string[] {
  const seen = new Set<string>()
  return values.filter(value => {
    const known = value.toLowerCase()
    return !seen.has(known) && seen.add(known)
  })
}

function cleanAddress(address: string): string {
  const cleaned = address.replace(/^['`=.*|{]+/, '')
  return cleaned.startsWith('@') ? '' : cleaned
}
