import { sameAddress } from '../../model/staff/email-address.js'
import { findAddresses, isMailSystem, unique } from './address.js'
import { mentionedRecipients, type NamedRecipient, namedRecipients } from './bounce-text.js'
import { type Field, headerValues } from './header.js'
import type { Part } from './mime.js'

export function recipientsInText(
  fields: Field[],
  parts: Part[],
  notice: string,
  copy: string,
  failed: string[],
): NamedRecipient[] {
  const own = [
    ...headerValues(fields, 'to', 'delivered-to', 'x-original-to', 'from').flatMap(findAddresses),
    ...senders(parts),
  ]
  const named = namedRecipients(
    notice,
    own.filter(address => !failed.some(one => sameAddress(one, address))),
  )
  if (failed.length > 0)
    return unique(failed).map(
      address => named.find(one => sameAddress(one.address, address)) ?? { address, diagnostic: notice },
    )
  if (named.length > 0) return named
  const mentioned = mentionedRecipients(notice, own)
  if (mentioned.length > 0) return mentioned
  // A person who wrote to themselves.
  const toHimself = namedRecipients(notice, [])
  if (toHimself.length > 0) return toHimself
  return returnedRecipients(parts, copy, own).map(address => ({ address, diagnostic: notice }))
}

/** The senders of the returned mail, who are no recipients of it. */
function senders(parts: Part[]): string[] {
  return headerValues(returnedMail(parts), 'from', 'return-path').flatMap(findAddresses)
}

/** The returned mail's header; mails inside that mail are not ours. */
function returnedMail(parts: Part[]): Field[] {
  return parts.find(part => part.returned)?.fields ?? []
}

function returnedRecipients(parts: Part[], copy: string, own: string[]): string[] {
  const inParts = headerValues(returnedMail(parts), 'to')
  const inCopy = [/^[> \t]*to:(.{1,500})$/im.exec(copy)?.[1] ?? '']
  const addresses = unique([...inParts, ...inCopy].flatMap(findAddresses))
  return addresses
    .filter(address => !own.some(mine => sameAddress(mine, address)) && !isMailSystem(address))
    .slice(0, 20)
}
