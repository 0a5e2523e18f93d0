import type { CaughtHead, CaughtMail } from './caught-links.js'
import { type Field, headerText, headerValues, parseFields } from './header.js'
import { type Part, partText, walkMail } from './mime.js'
import { LIMITS } from './mime-headers.js'

/** The head of a caught mail, from its first bytes. */
export function caughtHead(beginning: Uint8Array): CaughtHead {
  return headOf(parseFields(headerBlock(beginning)))
}

/** Parses a mail of the local catcher; any bytes give one. Nothing in it may be trusted. */
export function caughtMail(bytes: Uint8Array): CaughtMail {
  const parts = walkMail(bytes)
  const own = parts.filter(({ returned }) => !returned)
  const body = (type: string) => own.find(part => part.type === type && !isAttached(part)) ?? null
  const [html, text] = [body('text/html'), body('text/plain')]
  const leaves = own.filter(part => !part.hasParts && part !== html && part !== text)
  return {
    ...headOf(parts[0]?.fields ?? []),
    html: html && partText(html),
    text: text && partText(text),
    cut: [html, text].some(part => part !== null && part.body.length > LIMITS.text),
    header: headerBlock(bytes),
    attachments: leaves.map(part => ({ name: fileName(part), type: part.type })),
  }
}

function headOf(fields: Field[]): CaughtHead {
  return {
    from: headerText(fields, 'from'),
    to: recipientsOf(fields),
    subject: headerText(fields, 'subject'),
  }
}

/** The catcher's own fields come first; fields of the same name in the mail follow. */
function recipientsOf(fields: Field[]): string[] {
  const first = fields.findIndex(({ name }) => name === 'delivered-to')
  if (first !== 1) return headerValues(fields, 'to')
  const end = fields.findIndex(({ name }, index) => index > first && name !== 'delivered-to')
  return fields.slice(first, end < 0 ? undefined : end).map(({ value }) => value)
}

const isAttached = ({ fields }: Part) => /^attachment/i.test(headerText(fields, 'content-disposition'))

function fileName({ fields, parameters }: Part): string {
  const disposition = headerText(fields, 'content-disposition')
  return /filename\*?="?([^";]{1,200})/i.exec(disposition)?.[1] ?? parameters.get('name') ?? ''
}

function headerBlock(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, LIMITS.header))
  return text.split(/\r?\n\r?\n/, 1)[0] ?? ''
}
