import type { Readable, Transform } from 'node:stream'

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
      // decision 2
      if (left === 0) gate().then(isOpen => isOpen && into.end(), failed)
    })
    into.push(mail.subarray(0, -2))
    into.write(mail.subarray(-2))
  }
  return { pipe } as unknown as Readable
}
