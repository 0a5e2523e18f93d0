import { fieldAddress } from './address.js'
import { headerText, parseFields } from './header.js'
import { type Part, partText } from './mime.js'

/** A read receipt: who, what became of the mail (`displayed`, `deleted`, …), which mail. */
type ReadReceipt = { address: string; disposition: string; messageIds: string[] }

/** Reads a message/disposition-notification part (RFC 8098 §3.1) of the mail itself; null when there is none. */
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
