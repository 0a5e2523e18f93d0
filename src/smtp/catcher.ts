import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { link, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerAddress, type SMTPServerSession } from 'smtp-server'
import { z } from 'zod'
import { endIdleSessions } from './sessions.js'

/** Addresses that the catcher refuses for good, and how often it defers an address before it accepts the mail. */
const CatcherRules = z.object({
  refuse: z.array(z.string()).default([]),
  defer: z.record(z.string(), z.number().int().min(0)).default({}),
})
export type CatcherRules = z.infer<typeof CatcherRules>

/** How long open sessions may delay the end, in milliseconds. */
const FAREWELL_MS = 1000
/** Our own relay opens one per mail in flight, at most 100 (DELIVERIES_AT_ONCE). */
const SESSIONS = 150

export type Catcher = { port: number; close: () => Promise<void> }

/**
 * A mail server on loopback that stores each mail as a file in `dir` and delivers to nobody. Answers 250 once the file is on disk. `rulesFile` (JSON,
 * optional, read at each recipient) makes it refuse or defer: `{"refuse": ["a@x.example"], "defer": {"b@x.example": 1}}`.
 */
export async function startCatcher({
  dir,
  rulesFile,
  port = 0,
}: {
  dir: string
  rulesFile: string
  port?: number
}): Promise<Catcher> {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  await removeLeftBehind(dir)
  const deferred = new Map<string, number>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    size: 50 * 1024 * 1024,
    maxClients: SESSIONS,
    closeTimeout: FAREWELL_MS,
    onRcptTo: ({ address }, _session, callback) =>
      callback(refusal(address.toLowerCase(), readRules(rulesFile), deferred)),
    onData: (stream, session, callback) => {
      keep(dir, stream, session).then(
        file => {
          hasBrought(session)
          callback(null, `2.0.0 kept as ${file}`)
        },
        error => callback(answer(452, `4.3.1 ${error.message}`)),
      )
    },
  })
  server.on('error', () => {})
  const hasBrought = endIdleSessions(server.server)
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.server.address() as { port: number }).port,
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

const PART = /^\.[0-9a-f-]{36}\.part$/
/** In milliseconds: a partial mail unchanged for this long has no writer; another process may share the folder. */
const LEFT_AFTER_MS = 600_000

/** Removes partial mails of a killed process. They were never acknowledged. */
async function removeLeftBehind(dir: string) {
  for (const name of (await readdir(dir)).filter(one => PART.test(one))) {
    const path = join(dir, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.NaN }))
    if (Date.now() - mtimeMs > LEFT_AFTER_MS) await rm(path, { force: true })
  }
}

function readRules(file: string): CatcherRules {
  try {
    return CatcherRules.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return { refuse: [], defer: {} }
  }
}

function refusal(address: string, rules: CatcherRules, deferred: Map<string, number>): Error | null {
  if (rules.refuse.some(refused => refused.toLowerCase() === address))
    return answer(550, '5.1.1 User unknown (catcher rule)')
  const before = deferred.get(address) ?? 0
  const wanted = Object.entries(rules.defer).find(([name]) => name.toLowerCase() === address)?.[1] ?? 0
  if (before >= wanted) return null
  deferred.set(address, before + 1)
  return answer(450, '4.2.0 Greylisted, come back later (catcher rule)')
}

const answer = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode })

async function keep(dir: string, stream: AsyncIterable<Buffer>, session: SMTPServerSession): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  const mail = Buffer.concat(chunks)
  const { mailFrom, rcptTo } = session.envelope
  const trace = [
    `Return-Path: <${mailFrom ? (mailFrom as SMTPServerAddress).address : ''}>`,
    ...rcptTo.map(({ address }) => `Delivered-To: ${address}`),
  ]
  const temporary = join(dir, `.${randomUUID()}.part`)
  try {
    await write(temporary, Buffer.concat([Buffer.from(`${trace.join('\r\n')}\r\n`), mail]))
    return await nameIt(dir, temporary, nameOf(mail))
  } finally {
    // Also on a full disk, where a partial mail would occupy the next one's space.
    await rm(temporary, { force: true })
  }
}

async function write(path: string, bytes: Buffer) {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** Named after the delivery in the Message-ID, so that people find a mail and notice a second copy. */
function nameOf(mail: Buffer): string {
  const header = mail.subarray(0, 4096).toString('latin1')
  const id = /^Message-ID:\s*<([A-Za-z0-9._-]{1,150})\.[0-9a-f]{20}@/im.exec(header)?.[1]
  return id ?? `mail-${randomUUID()}`
}

async function nameIt(dir: string, temporary: string, stem: string): Promise<string> {
  for (let copy = 1; ; copy++) {
    const name = copy === 1 ? `${stem}.eml` : `${stem}.copy-${copy}.eml`
    try {
      await link(temporary, join(dir, name))
      return name
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}
