import type { Server, Socket } from 'node:net'
import type { SMTPServerSession } from 'smtp-server'

/** A session that brings no mail for so long is ended, whatever it says meanwhile, in milliseconds. */
const SESSION_MS = 60_000

/** Ends the sessions of a server that bring nothing; returns how to say that one has brought a mail. decision 41 */
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
