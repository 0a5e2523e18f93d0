import { parseStatus, type Status } from '../../model/delivery/status.js'
import type { Action } from '../../model/returned-mail/report-recipient.js'
import { fieldAddress } from './address.js'
import { type Field, parseFields } from './header.js'

/** The fields of a message/delivery-status about one recipient (RFC 3464 §2.3), cleaned; '' where missing. */
type RecipientFields = {
  /** The address to which we wrote: Original-Recipient, else Final-Recipient. */
  address: string
  finalAddress: string
  action: Action | ''
  status: Status
  diagnostic: string
}

export type DeliveryStatus = { envelopeId: string; recipients: RecipientFields[] }

const RECIPIENT_FIELD = /^(final-recipient|original-recipient|action|x-actual-recipient)$/

/**
 * Parses a delivery-status body: groups of fields between empty lines, first the message's, then one per recipient. Tolerates a missing first group
 * and glued groups (a second Final-Recipient begins one). Tolerates empty lines inside a group: a group without recipient continues the previous one.
 */
export function parseDeliveryStatus(body: string): DeliveryStatus {
  const groups = body.split(/\n[ \t]*\n+/).flatMap(group => splitGlued(parseFields(group)))
  const recipients: Field[][] = []
  let envelopeId = ''
  for (const fields of groups) {
    envelopeId ||= value(fields, 'original-envelope-id')
    const last = recipients.at(-1)
    if (fields.some(field => /^(final|original)-recipient$/.test(field.name))) recipients.push(fields)
    else if (last) last.push(...fields)
    else if (fields.some(field => RECIPIENT_FIELD.test(field.name) || field.name === 'status'))
      recipients.push(fields)
  }
  return { envelopeId, recipients: recipients.slice(0, 1000).map(readRecipient) }
}

/** Whether a text contains delivery-status fields, anywhere. */
export function looksLikeDeliveryStatus(text: string): boolean {
  return /^(final|original)-recipient[ \t]*:/im.test(text) && /^action[ \t]*:/im.test(text)
}

function splitGlued(fields: Field[]): Field[][] {
  const groups: Field[][] = [[]]
  for (const field of fields) {
    const group = groups.at(-1) as Field[]
    const begins = field.name === 'final-recipient' && group.some(({ name }) => name === 'final-recipient')
    if (begins) groups.push([field])
    else group.push(field)
  }
  return groups.filter(group => group.length > 0)
}

function readRecipient(fields: Field[]): RecipientFields {
  const original = fieldAddress(decodeXtext(value(fields, 'original-recipient')))
  const final =
    fieldAddress(value(fields, 'final-recipient')) || fieldAddress(value(fields, 'x-actual-recipient'))
  return {
    address: original || final,
    finalAddress: final || original,
    action: parseAction(value(fields, 'action')),
    status: parseStatus(value(fields, 'status')),
    diagnostic: values(
      fields,
      'diagnostic-code',
      'x-display-text',
      'x-supplementary-info',
      'x-notes-diagnostic',
    )
      .join(' ')
      .replace(/^\s*[\w.-]{1,30}\s*;\s*/, ''),
  }
}

function value(fields: Field[], name: string): string {
  return values(fields, name)[0] ?? ''
}

function values(fields: Field[], ...names: string[]): string[] {
  return fields.filter(field => names.includes(field.name)).map(field => field.value)
}

/** Actions with comments, in any case, or under other names that some systems use. */
function parseAction(text: string): Action | '' {
  const word = /[a-z-]+/i.exec(text)?.[0].toLowerCase() ?? ''
  if (/^(failed|failure|fail|fatal|undeliverable|bounced|hard|failled)/.test(word)) return 'failed'
  if (/^(delayed|delay|deferred|transient|warning)/.test(word)) return 'delayed'
  if (/^(delivered|deliverable|success)/.test(word)) return 'delivered'
  if (/^relay/.test(word)) return 'relayed'
  return /^expand/.test(word) ? 'expanded' : ''
}

/** `+2B` and the like in addresses from SMTP's DSN extension (RFC 3461 §4). */
function decodeXtext(text: string): string {
  if (!/^\s*rfc822\s*;/i.test(text)) return text
  return text.replace(/\+([0-9A-F]{2})/g, (whole, hex: string) => {
    const code = Number.parseInt(hex, 16)
    return code === 0x2b || code === 0x3d ? String.fromCharCode(code) : whole
  })
}
