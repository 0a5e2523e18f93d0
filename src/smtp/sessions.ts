import type { Server, Socket } from 'node:net'
import type { SMTPServerSession } from 'smtp-server'

/** In milliseconds: a session without a mail for this long is ended, whatever it sends. */
const SESSION_MS = 60_000

/** Ends idle sessions of a server; returns a function that records a mail of a session. decision 41 */
export function endIdleSessions(server: Server, sessionMs = SESSION_MS) {
  const ends = new Map<number, NodeJS.Timeout>()
  server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0
    const end = setTimeout(() => socket.destroy(), sessionMs)
    ends.set(port, end)
    socket.once('close', () => {
      clearTimeout(end)
      ends.delete(port)
    })
  })
  return ({ remotePort }: Pick<SMTPServerSession, 'remotePort'>) => ends.get(remotePort)?.refresh()
}
