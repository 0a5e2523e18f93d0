import { createServer, type Socket } from 'node:net'

export const STAGES = ['connect', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'body', 'dot'] as const
export type Stage = (typeof STAGES)[number]

/** What the server does when a session reaches a stage: a reply, also byte by byte, or breaking off, or falling silent. */
export type Act =
  | { reply: string }
  | { drip: string; everyMs: number }
  | { after: Promise<unknown>; act: Act | null }
  | 'reset'
  | 'close'
  | 'silence'

/** Where a session is: its number from 0, the port it came to, and the mail's recipient, the last one that was named. */
export type Moment = { session: number; port: number; to: string }
/** Asked at each stage of each session; null is the usual answer. */
export type Script = (stage: Stage, session: number, moment: Moment) => Act | null

/** A mail whose final dot came. `from`, `recipients`: its envelope. `answer`: what was written to it, null when nothing was. `at`: performance.now(). */
export type Taken = {
  from: string
  to: string
  recipients: string[]
  messageId: string
  mail: string
  answer: string | null
  at: number
  port: number
}
/** A recipient that was refused before a mail came, and how. */
export type Refused = { to: string; answer: string }

export type ScriptedServer = {
  port: number
  /** Mails whose final dot came, in order, also those that were never answered. */
  completed: string[]
  /** The same as the server's own journal. */
  journal: Taken[]
  refused: Refused[]
  /** Every command line that came, of all sessions. */
  commands: string[]
  setScript: (script: Script) => void
  sessions: () => number
  /** Resolves when a session has reached the stage. */
  reached: (stage: Stage) => Promise<void>
  /** One more port for the same server: tells apart who connects. */
  alsoListen: () => Promise<number>
  close: () => Promise<void>
}

const USUAL: Record<Stage, string | null> = {
  connect: '220 scripted.example ESMTP',
  EHLO: '250 scripted.example',
  AUTH: '235 2.7.0 Authenticated',
  MAIL: '250 2.1.0 Ok',
  RCPT: '250 2.1.5 Ok',
  DATA: '354 End data with <CR><LF>.<CR><LF>',
  body: null,
  dot: '250 2.0.0 Ok: queued',
}

type Shared = {
  script: Script
  completed: string[]
  journal: Taken[]
  refused: Refused[]
  commands: string[]
  waiting: Map<Stage, (() => void)[]>
}

/** An SMTP server on loopback that does what its script says, stage by stage. */
export async function startScriptedServer(script: Script = () => null): Promise<ScriptedServer> {
  const shared: Shared = {
    script,
    completed: [],
    journal: [],
    refused: [],
    commands: [],
    waiting: new Map(),
  }
  const sockets = new Set<Socket>()
  const servers: ReturnType<typeof createServer>[] = []
  let sessions = 0
  const listen = async () => {
    const server = createServer(socket => {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
      serve(socket, sessions++, shared)
    })
    servers.push(server)
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    return (server.address() as { port: number }).port
  }
  const { completed, journal, refused, commands, waiting } = shared
  return {
    port: await listen(),
    completed,
    journal,
    refused,
    commands,
    setScript: next => {
      shared.script = next
    },
    sessions: () => sessions,
    reached: stage => new Promise(resolve => waiting.set(stage, [...(waiting.get(stage) ?? []), resolve])),
    alsoListen: listen,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))))
    },
  }
}

type Reach = (stage: Stage) => Promise<string | null>
type Session = Moment & { from: string; recipients: string[] }

function serve(socket: Socket, session: number, shared: Shared) {
  const moment: Session = { session, port: socket.localPort ?? 0, from: '', to: '', recipients: [] }
  const reach: Reach = async stage => {
    for (const resolve of shared.waiting.get(stage)?.splice(0) ?? []) resolve()
    const { port, to } = moment
    return perform(socket, stage, shared.script(stage, session, { session, port, to }))
  }
  let buffer = ''
  let mail: string | null = null
  let busy: Promise<unknown> = reach('connect')
  const read = async () => {
    for (;;) {
      if (socket.destroyed) return
      if (mail !== null) {
        const end = buffer.indexOf('\r\n.\r\n')
        if (mail === '' && buffer !== '' && (await reach('body')) === BROKEN) return
        mail += buffer.slice(0, end === -1 ? Math.max(0, buffer.length - 4) : end)
        buffer = end === -1 ? buffer.slice(-4) : buffer.slice(end + 5)
        if (end === -1) return
        await take(mail, moment, shared, reach)
        mail = null
        continue
      }
      const end = buffer.indexOf('\r\n')
      if (end === -1) return
      const command = buffer.slice(0, end)
      buffer = buffer.slice(end + 2)
      if (await obey(command, moment, shared, reach, socket)) mail = ''
    }
  }
  socket.on('data', chunk => {
    buffer += chunk.toString('latin1')
    busy = busy.then(read)
  })
}

async function take(
  mail: string,
  { from, to, port, recipients }: Session,
  { completed, journal }: Shared,
  reach: Reach,
) {
  const messageId = /^Message-ID:\s*(<[^>]*>)/im.exec(mail)?.[1] ?? ''
  const taken: Taken = { from, to, recipients, messageId, mail, answer: null, at: performance.now(), port }
  completed.push(mail)
  journal.push(taken)
  const answer = await reach('dot')
  taken.answer = answer === BROKEN ? null : answer
}

/** Answers one command; true when the mail follows. */
async function obey(
  command: string,
  moment: Session,
  { commands, refused }: Shared,
  reach: Reach,
  socket: Socket,
) {
  commands.push(command)
  const verb = command.slice(0, 4).toUpperCase()
  if (verb === 'MAIL') {
    moment.from = /<([^>]*)>/.exec(command)?.[1] ?? ''
    moment.recipients = []
  }
  if (verb === 'RCPT') {
    moment.to = /<([^>]*)>/.exec(command)?.[1]?.toLowerCase() ?? ''
    const answer = await reach(verb)
    if (answer?.startsWith('2')) moment.recipients.push(moment.to)
    else if (answer && answer !== BROKEN) refused.push({ to: moment.to, answer })
  } else if (verb === 'EHLO' || verb === 'AUTH' || verb === 'MAIL') await reach(verb)
  else if (verb === 'DATA') return (await reach('DATA'))?.startsWith('354') ?? false
  else if (verb === 'QUIT') socket.end('221 2.0.0 Bye\r\n')
  else socket.write(/RSET|NOOP/.test(verb) ? '250 2.0.0 Ok\r\n' : '502 5.5.1 Not implemented\r\n')
  return false
}

const BROKEN = 'broken off'

/** Does the act, or gives the usual answer; resolves to what was written. */
async function perform(socket: Socket, stage: Stage, act: Act | null): Promise<string | null> {
  if (act === 'reset') socket.resetAndDestroy()
  else if (act === 'close') socket.end()
  if (act === 'reset' || act === 'close') return BROKEN
  // Not another word in this session: what it says further is not even read.
  if (act === 'silence') return new Promise(() => {})
  if (act && 'after' in act) {
    await act.after
    return perform(socket, stage, act.act)
  }
  if (act && 'drip' in act) return drip(socket, act)
  const reply = act ? act.reply : USUAL[stage]
  if (socket.destroyed) return BROKEN
  if (reply !== null) socket.write(`${reply}\r\n`)
  return reply
}

async function drip(socket: Socket, { drip, everyMs }: { drip: string; everyMs: number }) {
  for (const byte of `${drip}\r\n`) {
    if (socket.destroyed) return BROKEN
    socket.write(byte)
    await new Promise(resolve => setTimeout(resolve, everyMs))
  }
  return drip
}
