import { createServer, type Socket } from 'node:net'

export type RefusingPostgres = {
  port: number
  /** Resolves once somebody has asked it something. */
  asked: Promise<void>
  close: () => Promise<void>
}

/**
 * A server that speaks PostgreSQL's protocol (3.0) far enough to refuse each session with one SQLSTATE; `silent` keeps the
 * line open and says nothing, `garbage` answers as a web server does.
 */
export async function refusingPostgres(
  answer: { code: string; message: string } | 'silent' | 'garbage',
): Promise<RefusingPostgres> {
  const open = new Set<Socket>()
  let note = () => {}
  const asked = new Promise<void>(resolve => {
    note = resolve
  })
  const server = createServer(socket => {
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
    socket.once('data', () => {
      note()
      if (answer === 'garbage') socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')
      else if (answer !== 'silent') socket.end(errorResponse(answer.code, answer.message))
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    asked,
    close: () => {
      for (const socket of open) socket.destroy()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}

/** ErrorResponse (PostgreSQL, 54.7). */
function errorResponse(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`)
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(4 + fields.length, 1)
  return Buffer.concat([head, fields])
}
