import { createServer, type Socket } from 'node:net'

/** Where Debian's smtp-sink is missing: `own-sink.ts PORT` takes every mail and throws it away, and counts as smtp-sink does. */
let taken = 0
let printed = 0

const DOT = Buffer.from('\r\n.\r\n')

function serve(socket: Socket) {
  // What came since the last answer: a line, or the end of a mail's text, as far as it can hold the final dot.
  let rest = Buffer.alloc(0)
  let inText = false
  socket.setNoDelay(true)
  socket.on('error', () => {})
  socket.write('220 sink.example ESMTP\r\n')
  socket.on('data', chunk => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      const end = rest.indexOf(inText ? DOT : '\r\n')
      if (end < 0) {
        if (inText) rest = rest.subarray(-DOT.length + 1)
        return
      }
      const line = inText ? '.' : rest.toString('latin1', 0, end)
      rest = rest.subarray(end + (inText ? DOT.length : 2))
      if (inText) taken++
      inText = /^DATA$/i.test(line)
      socket.write(answer(line))
      if (/^QUIT$/i.test(line)) socket.end()
    }
  })
}

function answer(line: string): string {
  if (/^EHLO/i.test(line)) return '250-sink.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n'
  if (/^DATA$/i.test(line)) return '354 End data with <CR><LF>.<CR><LF>\r\n'
  return /^QUIT$/i.test(line) ? '221 Bye\r\n' : '250 2.0.0 Ok\r\n'
}

setInterval(() => {
  if (taken === printed) return
  printed = taken
  process.stdout.write(`mesg=${taken}\r`)
}, 10)
createServer(serve).listen(Number(process.argv[2]), '127.0.0.1')
