import { parsedUrl } from '../language/parsed-url.js'
import { breaksLine, forbiddenCharacter } from '../problem/text-hygiene.js'
import { isEmailAddress } from '../staff/address-from.js'
import { wrappedLink } from './link-wrappers.js'
import { firstUnseen, withoutUnseen } from './unseen.js'

/** Why a link can't be sent as written; `suggestion` is the link that was probably meant. */
export type LinkFault =
  | { problem: 'link-wrong'; values: { suggestion: string | null } }
  | { problem: 'link-unseen'; values: { character: string; suggestion: string | null } }
  | { problem: 'link-wrapped'; values: { host: string; suggestion: string | null } }
  | { problem: 'link-end'; values: { character: string; suggestion: string | null } }

const CLOSING: Record<string, string> = { ')': '(', ']': '[', '}': '{', '>': '<' }
/** Hyphens and dashes into which Word turns a hyphen. */
const DASHES = /[\u2010-\u2015\u2212]/g
/** A dash in a host: no registry allows such a name. */
const DASH_IN_HOST = /^https?:\/\/[^/?#\u2010-\u2015\u2212]{0,253}[\u2010-\u2015\u2212]/i

/**
 * What is wrong with an editor's link. Besides invalid links: invisible characters, a mail scanner's address in place of the page's, and punctuation
 * taken into the link. Null when nothing is.
 */
export function linkFault(text: string): LinkFault | null {
  const unseen = firstUnseen(text) ?? firstUnseen(zeroWidths(text))
  if (unseen)
    return {
      problem: 'link-unseen',
      values: { character: unseen.character, suggestion: linkFrom(text.replace(ZERO_WIDTH, '')) },
    }
  const wrapped = wrappedLink(text)
  if (wrapped) {
    const suggestion = wrapped.behind && linkFrom(wrapped.behind)
    return { problem: 'link-wrapped', values: { host: wrapped.host, suggestion } }
  }
  const end = endOf(text)
  const meant = end < text.length ? linkFrom(text.slice(0, end)) : null
  if (meant) return { problem: 'link-end', values: { character: text.slice(end), suggestion: meant } }
  return isLink(text) ? null : { problem: 'link-wrong', values: { suggestion: linkFrom(text) } }
}

/** Percent-encoded zero-width characters, as a browser copies them. */
const ZERO_WIDTH = /%E2%80%8[B-F]|%E2%81%A0|%EF%BB%BF|%C2%AD/gi
const zeroWidths = (text: string) => (text.match(ZERO_WIDTH) ?? []).map(decodeURIComponent).join('')

/** See {@link Link}. The text is the link as written, percent-encoded or not. */
export function isLink(text: string): boolean {
  if (text.length > 2000 || /\s/.test(text) || breaksLine(text) || forbiddenCharacter(text)) return false
  if (firstUnseen(text)) return false
  if (/^tel:/i.test(text)) return /^tel:\+?[0-9][0-9.()-]{1,24}$/i.test(text)
  if (/^mailto:/i.test(text))
    return isEmailAddress((text.slice(7).split('?')[0] ?? '').replaceAll('%40', '@'))
  return isHttps(text)
}

/** `https://commune.be@evil.example` shows one host and opens another, so a log-in in the address is refused. */
function isHttps(text: string): boolean {
  if (!/^https:\/\/[^/\\]/i.test(text) || DASH_IN_HOST.test(text)) return false
  const url = parsedUrl(text)
  if (!url || /^[^/?#]*@/.test(text.slice('https://'.length))) return false
  return /^[^.].*\.[a-z][a-z0-9-]*[a-z0-9]$/i.test(url.hostname)
}

/** The link that was probably meant: https for `http://x.example` and `www.x.example`, mailto for a bare address, without enclosing brackets. */
export function linkFrom(text: string): string | null {
  const bare = withoutUnseen(text.slice(0, 4000)).trim()
  const opened = bare.replace(/^[<("«“‘']{1,4}/, '')
  const inner = opened.slice(0, endOf(opened)).trim()
  const candidates = [inner, bare].flatMap(one => [
    one,
    one.replace(/^http:/i, 'https:'),
    one.replace(DASHES, '-'),
    /^[\w-]+(\.[\w-]+)+(\/|$)/.test(one) ? `https://${one}` : one,
    isEmailAddress(one) ? `mailto:${one}` : one,
  ])
  return candidates.find(isLink) ?? null
}

/** The end of a link in a sentence: before a full stop, comma, or closing quote or bracket without its opening one. */
export function endOf(text: string): number {
  let end = text.length
  const open = (bracket: string, until: number) => {
    let count = 0
    for (let index = 0; index < until; index++) {
      if (text[index] === CLOSING[bracket]) count += 1
      if (text[index] === bracket) count -= 1
    }
    return count
  }
  // Only a few closing brackets can belong to a link: checking each scans the whole.
  for (let looks = 0; end > 0 && looks < 8; looks++) {
    const last = text[end - 1] ?? ''
    if (/[.,;:!?'"’”»…]/.test(last)) end -= 1
    else if (CLOSING[last] && open(last, end) < 0) end -= 1
    else break
  }
  return end
}
