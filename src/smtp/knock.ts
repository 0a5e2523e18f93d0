import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** Whether the host accepts connections: null, or why not. */
export function knock(host: string, port: number): Promise<string | null> {
  return ask(connect({ host, port }), 'connect', 5000)
}

/**
 * Whether an SMTP server greets (RFC 5321 §3.1): null, or why not. Sends only QUIT, to test nothing on it. The next mail finds out whether it refuses
 * us, even by its greeting.
 */
export function greeting(
  { host, port, secure }: { host: string; port: number; secure: boolean },
  patience: number,
): Promise<string | null> {
  const servername = /^[\d.:]+$/.test(host) ? undefined : host
  // Carries no secret and no mail: the certificate matters only to the mails that follow.
  const socket = secure
    ? connectTls({ host, port, servername, rejectUnauthorized: false })
    : connect({ host, port })
  return ask(socket, 'data', patience)
}

/** In milliseconds. */
const FAREWELL_MS = 3000

function ask(socket: Socket, sign: 'connect' | 'data', patience: number): Promise<string | null> {
  return new Promise(resolve => {
    const answer = (reason: string | null) => {
      clearTimeout(tooLong)
      if (reason === null && sign === 'data') {
        // decision 20
        socket.end('QUIT\r\n')
        // A server that never hangs up would keep a connection per probe, and a finished process alive.
        setTimeout(() => socket.destroy(), FAREWELL_MS).unref()
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
