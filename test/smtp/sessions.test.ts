import { connect, createServer, type Server } from 'node:net'
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { endIdleSessions } from '../../src/smtp/sessions.js'

let server: Server
beforeEach(async () => {
  server = createServer(socket => socket.resume().on('error', () => {}))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
})
afterEach(() => new Promise(resolve => server.close(resolve)))

/** A client that says something all the time; resolves to how long it was listened to, in milliseconds. */
function chatter(onLocalPort: (port: number) => void = () => {}): Promise<number> {
  const { port } = server.address() as { port: number }
  const began = performance.now()
  const socket = connect(port, '127.0.0.1', () => onLocalPort(socket.localPort ?? 0))
  const talk = setInterval(() => socket.writable && socket.write('N'), 5)
  socket.on('error', () => {})
  return new Promise(resolve =>
    socket.once('close', () => {
      clearInterval(talk)
      resolve(performance.now() - began)
    }),
  )
}

it('a session that brings no mail is ended, though it says something all the time', async () => {
  endIdleSessions(server, 50)
  expect(await chatter()).toBeGreaterThanOrEqual(45)
})

it('one that has brought a mail has its time anew', async () => {
  const hasBrought = endIdleSessions(server, 200)
  let bringing: NodeJS.Timeout | undefined
  const heard = chatter(remotePort => {
    let mails = 0
    bringing = setInterval(() => {
      hasBrought({ remotePort })
      if (++mails === 10) clearInterval(bringing)
    }, 50)
  })
  expect(await heard).toBeGreaterThanOrEqual(450)
})
