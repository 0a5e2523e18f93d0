const LINE_OCTETS = 75

/**
 * A content line of a calendar or a vCard, folded at 75 octets (RFC 5545 §3.1, RFC 2426 §2.6). A character stays whole; what
 * follows on another line begins with a space, which counts.
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
