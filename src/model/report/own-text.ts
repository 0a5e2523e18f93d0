/** Lines by which mail programs introduce the mail that they quote. */
const INTRODUCTIONS = [
  // "Le 2 avril 2020 à 09:00, X a écrit :", "Op 2 april schreef X:", "Am 2.4. schrieb X:", "On … wrote:"
  /^(?:le|op|am|on|el|il)\s.{4,200}?(?:a écrit|ecrit|schreef|schrieb|wrote|escribió|ha scritto|geschreven)\b.{0,120}:\s*$/i,
  /^.{3,120}(?:a écrit|schreef|schrieb|wrote)\s?(?:le .{4,60}|op .{4,60}|am .{4,60}|on .{4,60})?\s?:\s*$/i,
]
/** Lines after which all is the quoted mail, or a machine's trailer. */
const DIVIDERS = [
  /^[\s>]*-{2,}\s*(?:original message|message d['’]origine|message original|oorspronkelijk bericht|ursprüngliche nachricht|original-nachricht|original appointment|message transféré|doorgestuurd bericht|forwarded message|weitergeleitete nachricht|begin forwarded)/i,
  /^_{10,}\s*$/,
]
/** The header lines that Outlook and others write above a quoted mail: three of them together. */
const HEADER_LINE =
  /^\*?(?:de|from|van|von|exp[ée]diteur|afzender|envoyé|date|sent|verzonden|datum|gesendet|à|to|aan|an|objet|subject|onderwerp|betreff|cc)\*?\s?:\*?\s?\S/i

/**
 * The part of a text that its author wrote: without quoted lines (`>`) and their introduction, without the mail that Outlook,
 * Apple Mail and the like put below, without the signature after `-- ` (RFC 3676 §4.3). Answers below or between quoted
 * lines stay.
 */
export function withoutQuotedMail(text: string): string {
  const lines = text.split('\n').slice(0, 5000)
  const own: string[] = []
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (isDivider(lines, index)) break
    const introduction = introductionLength(lines, index)
    if (introduction > 0 && !isQuotedBelow(lines, index + introduction)) break
    if (introduction > 0) index += introduction - 1
    else if (!/^\s*>/.test(line)) own.push(line)
  }
  const signature = own.findIndex((line, index) => index > 0 && /^-- ?$/.test(line))
  return own
    .slice(0, signature < 0 ? undefined : signature)
    .join('\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function isDivider(lines: string[], index: number): boolean {
  const line = (lines[index] ?? '').trim()
  if (line.length > 500) return false
  if (DIVIDERS.some(pattern => pattern.test(line))) return true
  if (!HEADER_LINE.test(line)) return false
  return (
    lines.slice(index + 1, index + 5).filter(next => HEADER_LINE.test(next.trim().slice(0, 500))).length >= 2
  )
}

/** How many lines an introduction takes, 0 when there is none: it may be broken over two. */
function introductionLength(lines: string[], index: number): number {
  const line = (lines[index] ?? '').trim()
  if (line.length > 500) return 0
  if (INTRODUCTIONS.some(pattern => pattern.test(line))) return 1
  const two = `${line} ${(lines[index + 1] ?? '').trim().slice(0, 200)}`
  return /^(?:le|op|am|on)\s.{0,20}\d/i.test(line) && INTRODUCTIONS[0]?.test(two) ? 2 : 0
}

function isQuotedBelow(lines: string[], from: number): boolean {
  const next = lines.slice(from, from + 3).find(line => line.trim() !== '')
  return next !== undefined && /^\s*>/.test(next)
}
