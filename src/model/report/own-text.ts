/** Lines by which mail programs introduce the mail that they quote; the rest of the text is that mail. */
const QUOTE_BEGINS = [
  // "Le 2 avril 2020 à 09:00, X a écrit :", "Op 2 april schreef X:", "Am 2.4. schrieb X:", "On … wrote:"
  /^(?:le|op|am|on|el|il)\s.{4,200}?(?:a écrit|ecrit|schreef|schrieb|wrote|escribió|ha scritto|geschreven)\b.{0,120}:\s*$/i,
  /^.{3,120}(?:a écrit|schreef|schrieb|wrote)\s?(?:le .{4,60}|op .{4,60}|am .{4,60}|on .{4,60})?\s?:\s*$/i,
  /^[\s>]*-{2,}\s*(?:original message|message d['’]origine|message original|oorspronkelijk bericht|ursprüngliche nachricht|original-nachricht|original appointment|message transféré|doorgestuurd bericht|forwarded message|weitergeleitete nachricht|begin forwarded|reply above)/i,
  /^_{10,}\s*$/,
  /^\s*(?:reply above this line|##-.{0,80}-##|répondez au-dessus de cette ligne)/i,
]
/** A block of header lines as Outlook writes it above a quoted mail: the first, then one of the others soon after. */
const HEADER_FIRST = /^\*?(?:de|from|van|von|exp[ée]diteur|afzender)\*?\s?:\*?\s?\S/i
const HEADER_NEXT =
  /^\*?(?:envoyé|date|sent|verzonden|datum|gesendet|à|to|aan|an|objet|subject|onderwerp|betreff|cc)\*?\s?:/i

/**
 * The part of a text that its author wrote: without quoted lines (`>`), without the mail that Outlook, Apple Mail, Gmail
 * and the like put below, without the signature that begins with `-- ` (RFC 3676 §4.3). Answers between quoted lines stay.
 */
export function withoutQuotedMail(text: string): string {
  const lines = text.split('\n').slice(0, 5000)
  const end = lines.findIndex((line, index) => beginsQuote(line, lines, index))
  const own = lines.slice(0, end < 0 ? undefined : end).filter(line => !/^\s*>/.test(line))
  const signature = own.findIndex((line, index) => index > 0 && /^-- ?$/.test(line))
  return own
    .slice(0, signature < 0 ? undefined : signature)
    .join('\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function beginsQuote(line: string, lines: string[], index: number): boolean {
  if (line.length > 500) return false
  const trimmed = line.trim()
  // The introduction may be broken over two lines.
  const two = `${trimmed} ${lines[index + 1]?.trim().slice(0, 200) ?? ''}`
  if (QUOTE_BEGINS.some(pattern => pattern.test(trimmed))) return true
  if (/^(?:le|op|am|on)\s.{0,20}\d/i.test(trimmed) && QUOTE_BEGINS[0]?.test(two)) return true
  return (
    HEADER_FIRST.test(trimmed) &&
    lines.slice(index + 1, index + 4).filter(next => HEADER_NEXT.test(next.trim())).length >= 2
  )
}
