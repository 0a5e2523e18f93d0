/** Decodes base64; skips characters outside the alphabet (RFC 2045 §6.8), keeps data after padding. */
export function fromBase64(text: string): Buffer {
  return Buffer.from(text.replace(/[^A-Za-z0-9+/]/g, ''), 'base64')
}

/** Decodes quoted-printable (RFC 2045 §6.7); an `=` without escape stays. One pass over each line. */
export function fromQuotedPrintable(text: string): Buffer {
  const lines = text.split('\n')
  const last = lines.length - 1
  const joined = lines.map((line, index) => {
    const end = line.endsWith('\r') && index < last ? '\r\n' : index < last ? '\n' : ''
    const content = withoutBlanksAtEnd(end === '\r\n' ? line.slice(0, -1) : line)
    return content.endsWith('=') && index < last ? content.slice(0, -1) : content + end
  })
  return fromHexEscapes(joined.join(''))
}

/** Decodes `=E9`, as in quoted-printable and encoded words. */
export function fromHexEscapes(text: string): Buffer {
  const bytes = text.replace(/=([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1')
}

/** Servers may add blanks at line ends (RFC 2045 §6.7, rule 3). */
function withoutBlanksAtEnd(line: string): string {
  let end = line.length
  while (end > 0 && (line[end - 1] === ' ' || line[end - 1] === '\t')) end--
  return line.slice(0, end)
}
