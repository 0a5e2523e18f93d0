import type { Readable, Transform } from 'node:stream'

/**
 * The source that SMTPConnection.send pipes from; `mail` is in wire form. Bytes bypass its search for line ends and dots; only the last line end
 * passes through it. `gate` is called once the socket has all bytes; the dot leaves when it says yes. `failed` gets its error; `begun`: the server
 * wants the text.
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
