const LINE_OCTETS = 75

/**
 * Folds a content line of a calendar or vCard at 75 octets (RFC 5545 §3.1, RFC 2426 §2.6). Characters stay whole; a continuation begins with a space,
 * which counts.
 */
export function folded(line: string): string {
  const lines = ['']
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > LINE_OCTETS) {
      lines.push('')
      octets = 1
    }
    lines[lines.length - 1] += character
    octets += size
  }
  return lines.join('\r\n ')
}
