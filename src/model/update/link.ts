import { z } from 'zod'
import { asks } from '../problem/asks.js'
import { isEmailAddress } from '../roster/email-address.js'
import { breaksLine, forbiddenCharacter } from './text-hygiene.js'

/** A link that a mail may carry: https to a named host and without a login, mailto, or tel (RFC 3966, global numbers). */
export const Link = asks(z.string(), text =>
  isLink(text) ? null : { problem: 'link-wrong', values: { suggestion: linkFrom(text) } },
)

/** See {@link Link}. The text is the link as it is written, percent-encoded or not. */
export function isLink(text: string): boolean {
  if (text.length > 2000 || /\s/.test(text) || breaksLine(text) || forbiddenCharacter(text)) return false
  if (/^tel:/i.test(text)) return /^tel:\+?[0-9][0-9.()-]{1,24}$/i.test(text)
  if (/^mailto:/i.test(text))
    return isEmailAddress((text.slice(7).split('?')[0] ?? '').replaceAll('%40', '@'))
  return isHttps(text)
}

/** `https://commune.be@evil.example` shows one host and opens another, so a login in the address is refused. */
function isHttps(text: string): boolean {
  if (!/^https:\/\/[^/\\]/i.test(text)) return false
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || /^[^/?#]*@/.test(text.slice('https://'.length))) return false
  return /^[^.].*\.[a-z][a-z0-9-]*[a-z0-9]$/i.test(url.hostname)
}

/** What was probably meant: `http://x.example` and `www.x.example` with https, a bare address with mailto. */
function linkFrom(text: string): string | null {
  const bare = text.trim()
  const candidates = [
    bare.replace(/^http:/i, 'https:'),
    /^[\w-]+(\.[\w-]+)+(\/|$)/.test(bare) ? `https://${bare}` : bare,
    isEmailAddress(bare) ? `mailto:${bare}` : bare,
  ]
  return candidates.find(candidate => candidate !== text && isLink(candidate)) ?? null
}
