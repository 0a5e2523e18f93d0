import { createServer, type Socket } from 'node:net'

export const STAGES = ['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'body', 'dot'] as const
export type Stage = (typeof STAGES)[number]

/** What the server does when a session reaches a stage: a reply, or breaking off, or falling silent. */
export type Act = { reply: string } | 'reset' | 'close' | 'silence'
/** Asked at each stage of each session (numbered from 0); null is the usual answer. */
export type Script = (stage: Stage, session: number) => Act | null

export type ScriptedServer = {
  port: number
  /** Mails whose final dot came, in order, also those that were never answered. */
  completed: string[]
  sessions: () => number
  /** Resolves when a session has reached the stage. */
  reached: (stage: Stage) => Promise<void>
  close: () => Promise<void>
}

const USUAL: Record<Stage, string | null> = {
  connect: '220 scripted.example ESMTP',
  EHLO: '250 scripted.example',
  MAIL: '250 2.1.0 Ok',
  RCPT: '250 2.1.5 Ok',
  DATA: '354 End data with <CR><LF>.<CR><LF>',
  body: null,
  dot: '250 2.0.0 Ok: queued',
}

/** An SMTP server on loopback that does what its script says, stage by stage. */
export async function startScriptedServer(script: Script = () => null): Promise<ScriptedServer> {
  const completed: string[] = []
  const sockets = new Set<Socket>()
  const waiting = new Map<Stage, (() => void)[]>()
  let sessions = 0
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    serve(socket, sessions++)
  })

  function serve(socket: Socket, session: number) {
    const at = (stage: Stage): boolean => {
      for (const resolve of waiting.get(stage)?.splice(0) ?? []) resolve()
      const act = script(stage, session)
      if (act === 'reset') socket.resetAndDestroy()
      else if (act === 'close') socket.end()
      else if (act !== 'silence') {
        const reply = act?.reply ?? USUAL[stage]
        if (reply !== null) socket.write(`${reply}\r\n`)
      }
      return act === null
    }
    let mail: string | null = null
    let buffer = ''
    socket.on('data', chunk => {
      buffer += chunk.toString('latin1')
      for (;;) {
        if (mail !== null) {
          if (mail === '' && buffer !== '' && !at('body')) return
          const end = buffer.indexOf('\r\n.\r\n')
          if (end === -1) {
            mail += buffer.slice(0, Math.max(0, buffer.length - 4))
            buffer = buffer.slice(-4)
            return
          }
          completed.push(mail + buffer.slice(0, end))
          buffer = buffer.slice(end + 5)
          mail = null
          at('dot')
          continue
        }
        const end = buffer.indexOf('\r\n')
        if (end === -1) return
        const command = buffer.slice(0, end).toUpperCase()
        buffer = buffer.slice(end + 2)
        if (command.startsWith('EHLO')) at('EHLO')
        else if (command.startsWith('MAIL')) at('MAIL')
        else if (command.startsWith('RCPT')) at('RCPT')
        else if (command === 'DATA') {
          if (at('DATA')) mail = ''
        } else if (command === 'QUIT') socket.end('221 2.0.0 Bye\r\n')
        else socket.write('250 2.0.0 Ok\r\n')
      }
    })
    at('connect')
  }

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    completed,
    sessions: () => sessions,
    reached: stage => new Promise(resolve => waiting.set(stage, [...(waiting.get(stage) ?? []), resolve])),
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
