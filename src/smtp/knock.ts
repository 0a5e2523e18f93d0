import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** Is there somebody who takes connections? Null, or why not. */
export function knock(host: string, port: number): Promise<string | null> {
  return ask(connect({ host, port }), 'connect', 5000)
}

/**
 * Is there an SMTP server that greets (RFC 5321 §3.1)? Null, or why not. Nothing is said but QUIT, so that nothing is tried out on it;
 * what it thinks of us, also in its greeting, the next mail finds out.
 */
export function greeting(
  { host, port, secure }: { host: string; port: number; secure: boolean },
  patience: number,
): Promise<string | null> {
  const servername = /^[\d.:]+$/.test(host) ? undefined : host
  // No secret and no mail goes this way: whether the certificate is good matters to the mail that follows.
  const socket = secure
    ? connectTls({ host, port, servername, rejectUnauthorized: false })
    : connect({ host, port })
  return ask(socket, 'data', patience)
}

/** In milliseconds. */
const FAREWELL = 3000

function ask(socket: Socket, sign: 'connect' | 'data', patience: number): Promise<string | null> {
  return new Promise(resolve => {
    const answer = (reason: string | null) => {
      clearTimeout(tooLong)
      if (reason === null && sign === 'data') {
        // decision 20
        socket.end('QUIT\r\n')
        // One that greets and never hangs up keeps a connection for each knock, and a process that is done.
        setTimeout(() => socket.destroy(), FAREWELL).unref()
        socket.unref()
      } else socket.destroy()
      resolve(reason)
    }
    const tooLong = setTimeout(() => answer(`no answer within ${patience / 1000} s`), patience)
    socket.once(sign, () => answer(null))
    socket.once('close', () => answer('the connection was closed'))
    socket.on('error', error => answer(error.message || (error as NodeJS.ErrnoException).code || 'refused'))
  })
}
