import type { Readable, Transform } from 'node:stream'

const [LF, CR, DOT] = [10, 13, 46]

/**
 * A mail as it goes over the wire (RFC 5321 §2.3.8, §4.5.2): lines end in CRLF, the last one too, and one that begins with a dot
 * gets another. Our mails are made so that nothing is to be done, and come back as they are.
 */
export function wireForm(mail: Buffer): Buffer {
  if (isReady(mail)) return mail
  const text = mail
    .toString('latin1')
    .replace(/\r\n|\r|\n/g, '\r\n')
    .replace(/^\./gm, '..')
  return Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1')
}

function isReady(mail: Buffer): boolean {
  let start = 0
  while (start < mail.length) {
    const end = mail.indexOf(CR, start)
    const feed = mail.indexOf(LF, start)
    if (end < 0 || feed !== end + 1 || mail[start] === DOT) return false
    start = feed + 1
  }
  return mail.length > 0
}

/**
 * What SMTPConnection.send pipes into its stream for the text of a mail (`mail` in wire form): the bytes pass over its search for line
 * ends and dots, byte by byte. Only the last line end goes through it, from which it knows what must stand before the dot.
 * `gate` is asked once all bytes have been given to the socket; the dot leaves when it says yes. What it throws, `failed` gets.
 * `begun` is told when the server wants the text.
 */
export function poured(
  mail: Buffer,
  gate: () => Promise<boolean>,
  failed: (reason: unknown) => void,
  begun: () => void,
) {
  const pipe = (into: Transform) => {
    begun()
    let left = mail.length
    into.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left === 0) gate().then(isOpen => isOpen && into.end(), failed)
    })
    into.push(mail.subarray(0, -2))
    into.write(mail.subarray(-2))
  }
  return { pipe } as unknown as Readable
}
