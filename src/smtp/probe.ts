import { connect, type Socket } from 'node:net'
import { createInterface, type Interface } from 'node:readline'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import nodemailer from 'nodemailer'
import { isLoopback } from '../model/operations/loopback.js'

export type ProbeOptions = {
  host: string
  port: number
  /** TLS from the first byte. */
  secure: boolean
  plain: boolean
  auth: { user: string; pass: string } | null
  /** In milliseconds, for the whole. */
  patience: number
}

export type Probed = {
  /** What EHLO offers, over TLS if available: `SIZE 26214400`, `DSN`. */
  offers: string[]
  /** `fault`: why the certificate is invalid for the host; null when it is valid. Null without TLS. */
  tls: { fault: string | null; validTo: Date; names: string } | null
}

/** Talks to the next hop as far as EHLO, over TLS if offered; begins no mail. Throws what fails. */
export async function probeRelay({ host, port, secure, plain, patience }: ProbeOptions): Promise<Probed> {
  const open: Socket[] = []
  const clock = setTimeout(() => {
    for (const socket of open) socket.destroy(new Error(`no answer within ${patience / 1000} s`))
  }, patience)
  try {
    const first = secure ? overTls(host, port) : connect(port, host)
    open.push(first)
    let talk = dialogue(first)
    await talk.expect(220)
    let offers = await talk.ask('EHLO estafette.invalid', 250)
    if (secure) return { offers: offers.slice(1), tls: certificateOf(first as TLSSocket) }
    if (plain || !offers.some(line => /^STARTTLS$/i.test(line))) return { offers: offers.slice(1), tls: null }
    await talk.ask('STARTTLS', 220)
    talk.release()
    const wrapped = connectTls({ socket: first, rejectUnauthorized: false, ...serverName(host) })
    open.push(wrapped)
    talk = dialogue(wrapped)
    offers = await talk.ask('EHLO estafette.invalid', 250)
    return { offers: offers.slice(1), tls: certificateOf(wrapped) }
  } finally {
    clearTimeout(clock)
    for (const socket of open) socket.destroy()
  }
}

/** Tests the log-in as sending would use it; sends nothing. Throws the relay's words. */
export async function probeLogin({ host, port, secure, plain, auth, patience }: ProbeOptions): Promise<void> {
  if (!auth) return
  const local = isLoopback(host)
  const transport = nodemailer.createTransport({
    host,
    port,
    secure,
    auth,
    requireTLS: !local && !plain,
    ignoreTLS: plain,
    tls: { rejectUnauthorized: !local, ...serverName(host) },
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

const serverName = (host: string) => (/^[\d.:]+$/.test(host) ? {} : { servername: host })
const overTls = (host: string, port: number) =>
  connectTls({ host, port, rejectUnauthorized: false, ...serverName(host) })

function certificateOf(socket: TLSSocket): Probed['tls'] {
  const { valid_to, subjectaltname, subject } = socket.getPeerCertificate()
  return {
    fault: socket.authorized ? null : String(socket.authorizationError?.message ?? socket.authorizationError),
    validTo: new Date(valid_to),
    names: (subjectaltname ?? String(subject?.CN ?? '')).replaceAll('DNS:', ''),
  }
}

/** Commands and replies in turn (RFC 5321 §4.2.1: a hyphen after the code continues the reply). */
function dialogue(socket: Socket) {
  const lines: Interface = createInterface({ input: socket, crlfDelay: Number.POSITIVE_INFINITY })
  const waiting = lines[Symbol.asyncIterator]()
  const failed = new Promise<never>((_, reject) => {
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('the connection was closed')))
  })
  failed.catch(() => {})
  const expect = async (code: number): Promise<string[]> => {
    const said: string[] = []
    for (;;) {
      const next = await Promise.race([waiting.next(), failed])
      if (next.done) throw new Error('the connection was closed')
      const line = String(next.value).slice(0, 500)
      if (!/^\d{3}[ -]/.test(line) || Number(line.slice(0, 3)) !== code) throw new Error(`it says ${line}`)
      said.push(line.slice(4))
      if (line[3] === ' ') return said
    }
  }
  return {
    expect,
    ask: (command: string, code: number) => {
      socket.write(`${command}\r\n`)
      return expect(code)
    },
    release: () => {
      lines.close()
      socket.removeAllListeners('data')
      socket.removeAllListeners('close')
    },
  }
}
