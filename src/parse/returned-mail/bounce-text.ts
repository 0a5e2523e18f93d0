import { sameAddress } from '../../model/staff/email-address.js'
import { fieldAddress, findAddresses, isMailSystem, unique } from './address.js'

/** A recipient named in a bounce's text, and what the text says about it. */
export type NamedRecipient = { address: string; diagnostic: string }

const LINES_READ = 400

/**
 * The line between a bounce's text and its copy of the mail, in Exim, qmail, Google, Yahoo, sendmail and relatives. Others begin with the copy's
 * first header.
 */
const COPY_BEGINS =
  /^(?:[>\s]*-{2,}[ \t]*(?:below this line is|this is a copy|original message|message header|the header|unsent message|returned message|mensaje original|original mail|message follows|begin(?:ning)? of|undelivered message|copy of|ursprungliche|message d'origine|oorspronkelijk|enclosed is|the following is|received message|rejected message|header of|included is a copy|doruceni).*|[>\s]*(?:the (?:first|original) .{0,40}(?:message|headers?).{0,30}(?:follows?|:)|original message (?:follows|headers?|below).*|a copy of the (?:original|message).*|your (?:original )?message (?:follows|reads).*|message contents follow.*|le message original.*|received: (?:from|by|\(|with)\b.*|return-path: ?<.*|dkim-signature: .*|mime-version: ?1\.0.*|x-(?!failed|actual|notes|postfix|supplement|error|symantec)[\w-]+: .*))/i

/** A bounce's text in two: the mail system's words, and the copy that follows. */
export function splitCopy(text: string): { notice: string; copy: string } {
  const lines = text.split('\n')
  const at = lines.findIndex((line, index) => index > 0 && COPY_BEGINS.test(line.slice(0, 200)))
  if (at < 0) return { notice: text, copy: '' }
  return { notice: lines.slice(0, at).join('\n'), copy: lines.slice(at).join('\n') }
}

/** Words before the address in a line that names a recipient. */
const LABEL =
  /^(?:[-*•\s]|\d{1,3}[.)]\s|(?:to|recipients?|final[- ]recipient|address|user|mailbox|destinataires?|adresse|ontvangers?|geadresseerden?|empf.{1,2}nger|an|a|à|aan|email|e-mail|failed recipient|unknown user|user unknown|undeliverable to|could not deliver (?:the )?(?:mail|message) to|delivery failed to|rcpt to|invalid recipient|mailto)\s*[:=]?\s+|(?:rcpt to|to|recipient|mailto|rfc822|empf.{1,2}nger|destinataire|failed recipient|unknown user)[:;=]\s*)*/i
const STARTS =
  /^[<"'([]{0,3}([^\s<>"'()[\],;]{1,64}@[a-z0-9\u00a1-\uffff.-]{1,250})[>"'\])]{0,3}(?=[\s:;,<]|\.(?:\s|$)|$)/i
/** Lines of a transcript with the other server: no new recipient. */
const TRANSCRIPT = /^\s*(?:>>>|<<<|\.\.\. while|host |smtp |\(reason|---)/i

/**
 * Recipients that a bounce without machine-readable part names (Exim, qmail, Postfix, sendmail, Exchange, Notes, Google, …). A line that begins with
 * an address names one, with the text up to the next. `own` can't be recipients: the sender, and the bounce's own recipient.
 */
export function namedRecipients(notice: string, own: string[]): NamedRecipient[] {
  const found: NamedRecipient[] = []
  for (const line of notice.split('\n').slice(0, LINES_READ)) {
    const address = TRANSCRIPT.test(line) ? '' : startingAddress(line)
    const last = found.at(-1)
    if (address !== '' && !isOwn(address, own)) {
      if (!last || !sameAddress(last.address, address)) found.push({ address, diagnostic: '' })
      const current = found.at(-1)
      if (current) current.diagnostic += `${line.slice(line.indexOf(address) + address.length)}\n`
    } else if (last) last.diagnostic += `${line}\n`
  }
  return mergeSame(
    found.map(({ address, diagnostic }) => ({ address, diagnostic: diagnostic.slice(0, 8000) })),
  )
}

function startingAddress(line: string): string {
  const bare = line.slice(0, 500).trim().replace(LABEL, '')
  return fieldAddress(STARTS.exec(bare)?.[1] ?? '')
}

/** Addresses anywhere in a text where none begins a line: "could not deliver your mail to a@b.example because …". */
export function mentionedRecipients(notice: string, own: string[]): NamedRecipient[] {
  const sentences = notice.slice(0, 20_000).split(/(?<=[.!?])\s+(?=[A-ZÀ-Ý])|\n[^\S\n]*\n/)
  const telling = sentences.filter(
    sentence =>
      !/please (?:contact|send|e-?mail|forward)|contacte[rz]|neem contact|wenden sie/i.test(sentence),
  )
  const addresses = unique(telling.flatMap(findAddresses)).filter(address => !isOwn(address, own))
  return addresses.slice(0, 20).map(address => ({ address, diagnostic: notice.slice(0, 8000) }))
}

function isOwn(address: string, own: string[]): boolean {
  return isMailSystem(address) || own.some(mine => sameAddress(mine, address))
}

function mergeSame(found: NamedRecipient[]): NamedRecipient[] {
  const merged = new Map<string, NamedRecipient>()
  for (const one of found) {
    const before = merged.get(one.address.toLowerCase())
    if (before) before.diagnostic = `${before.diagnostic}${one.diagnostic}`.slice(0, 8000)
    else if (merged.size < 500) merged.set(one.address.toLowerCase(), one)
  }
  return [...merged.values()]
}
