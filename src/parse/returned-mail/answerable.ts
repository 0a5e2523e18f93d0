import { type Field, headerValues } from './header.js'

/**
 * Whether a machine may answer a mail (RFC 3834 §2, RFC 2919, RFC 5321 §4.5.5). Not one from a machine (Auto-Submitted other than "no"), from a list
 * or in bulk, or without return path. Two machines would answer each other for ever.
 */
export function isAnswerable(fields: Field[]): boolean {
  const has = (name: string, pattern: RegExp) => headerValues(fields, name).some(value => pattern.test(value))
  if (headerValues(fields, 'auto-submitted').some(value => !isNo(value))) return false
  if (has('precedence', /^\s?(?:bulk|list|junk|auto)/i)) return false
  if (headerValues(fields, 'list-id', 'list-post', 'list-unsubscribe', 'mailing-list').length > 0)
    return false
  return !has('return-path', /^<\s{0,5}>$/)
}

/** "no", perhaps followed by parameters or a comment (RFC 3834 §5). */
const isNo = (value: string) => /^no(?![\w-])/i.test(value.trim())
