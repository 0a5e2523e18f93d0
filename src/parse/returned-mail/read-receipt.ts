import { fieldAddress } from './address.js'
import { headerText, parseFields } from './header.js'
import { type Part, partText } from './mime.js'

/** A read receipt: the reader, the mail's fate (`displayed`, `deleted`, …), and its Message-IDs. */
type ReadReceipt = { address: string; disposition: string; messageIds: string[] }

/** Parses the mail's own message/disposition-notification part (RFC 8098 §3.1); null when there is none. */
export function readReceipt(parts: Part[]): ReadReceipt | null {
  const part = parts.find(
    one => /^message\/(?:global-)?disposition-notification$/.test(one.type) && !one.returned,
  )
  if (!part) return null
  const fields = parseFields(partText(part))
  const address =
    fieldAddress(headerText(fields, 'original-recipient')) ||
    fieldAddress(headerText(fields, 'final-recipient'))
  return {
    address,
    disposition:
      /;\s*([a-z-]{1,30})/i.exec(headerText(fields, 'disposition'))?.[1]?.toLowerCase() ?? 'displayed',
    messageIds: fields.filter(field => field.name === 'original-message-id').map(field => field.value),
  }
}
