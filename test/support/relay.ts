import { SMTPServer } from 'smtp-server'

export type Received = { from: string; to: string; raw: string }
/** What the relay answers to RCPT for an address at its nth try (from 1): a reply such as "550 5.1.1 User unknown", or null to take it. A promise holds the answer. */
export type Policy = (address: string, nth: number) => string | null | Promise<string | null>

export type TestRelay = {
  port: number
  received: Received[]
  setPolicy: (policy: Policy) => void
  close: () => Promise<void>
}

/** An SMTP server on loopback that keeps what it took in memory, in order. */
export async function startRelay(first: Policy = () => null): Promise<TestRelay> {
  let policy = first
  const received: Received[] = []
  const tries = new Map<string, number>()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    async onRcptTo({ address }, _session, callback) {
      const nth = (tries.get(address) ?? 0) + 1
      tries.set(address, nth)
      const reply = await policy(address, nth)
      if (reply === null) return callback()
      const [, code, text] = /^(\d{3}) (.*)$/.exec(reply) ?? []
      callback(Object.assign(new Error(text), { responseCode: Number(code) }))
    },
    onData(stream, { envelope }, callback) {
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk))
      stream.on('end', () => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : ''
        const raw = Buffer.concat(chunks).toString('latin1')
        for (const { address } of envelope.rcptTo) received.push({ from, to: address, raw })
        callback()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as { port: number }).port,
    received,
    setPolicy: next => {
      policy = next
    },
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}
