/** Addresses in running text: bounded on both sides, so that hostile text costs linear time. */
const ADDRESS =
  /[\w.!#$%&'*+/=?^`{|}~\u00a1-\uffff-]{1,64}@[a-z0-9\u00a1-\uffff](?:[a-z0-9\u00a1-\uffff.-]{0,250}[a-z0-9\u00a1-\uffff])?/gi

/** All addresses in a text, as written, without repetition, in order. */
export function findAddresses(text: string): string[] {
  const found = [...text.matchAll(ADDRESS)].map(match => cleanAddress(match[0]))
  return unique(found.filter(address => address !== ''))
}

/**
 * The address of a field such as `rfc822;<a@b.example>` (RFC 3464 §2.3.2) or `Name <a@b.example>`; '' when there is none.
 * A source route (`@relay:user@host`, RFC 5321 §4.1.2) is dropped.
 */
export function fieldAddress(value: string): string {
  const bare = value.replace(/^\s*[\w-]{1,20}\s*;/, '').replace(/\((?:[^()]{0,200})\)\s*$/, '')
  const inBrackets = /<([^<>]{1,320})>/.exec(bare)?.[1]
  return findAddresses((inBrackets ?? bare).replace(/^@[^:\s]{1,250}:/, ''))[0] ?? ''
}

/** The name part of an address in lower case. */
export function localPart(address: string): string {
  return address.slice(0, address.lastIndexOf('@')).toLowerCase()
}

/** Mail systems that write in their own name: never a person, never a recipient. */
export function isMailSystem(address: string): boolean {
  return /^(mailer-?daemon|mail-?daemon|postmaster|mdaemon|mailadm(in)?|mmdf|microsoftexchange\w*|maildaemon)$/.test(
    localPart(address),
  )
}

export function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

export function unique(values: string[]): string[] {
  const seen = new Map(values.map(value => [value.toLowerCase(), value]).reverse() as [string, string][])
  return [...new Set(values.map(value => seen.get(value.toLowerCase()) ?? value))]
}

function cleanAddress(address: string): string {
  const cleaned = address.replace(/^['`=.*|{]+/, '').replace(/\.+$/, '')
  const at = cleaned.lastIndexOf('@')
  return at > 0 && at < cleaned.length - 1 ? cleaned : ''
}
