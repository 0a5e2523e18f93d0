import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { clientOptions, type Mailbox, openMailbox, type ReadMail } from '../../src/imap/mailbox.js'
import { REPORT_BYTES } from '../../src/parse/returned-mail/match.js'
import { hasDovecot, startDovecot, type TestDovecot } from '../support/dovecot.js'
import { replyMail } from '../support/reports.js'

const contentOf = async (mailbox: Mailbox, uid: number) => (await mailbox.read(uid)) as ReadMail
const mailOf = (text: string) => replyMail({ to: 'reports@estafette.example', text })

describe('the way to a mailbox', () => {
  const OPTIONS = { host: 'imap.example', port: 143, auth: { user: 'u', pass: 'p' }, mailbox: 'INBOX' }

  it('asks for TLS with a valid certificate outside loopback, before the log-in', () => {
    expect(clientOptions({ ...OPTIONS, secure: false, requireTls: true })).toMatchObject({
      doSTARTTLS: true,
      tls: { rejectUnauthorized: true },
    })
    expect(clientOptions({ ...OPTIONS, secure: true, requireTls: true })).toMatchObject({
      secure: true,
      tls: { rejectUnauthorized: true },
    })
  })
})

const describeWithDovecot = hasDovecot() ? describe : describe.skip

describeWithDovecot('a mailbox on a real IMAP server', () => {
  let server: TestDovecot
  let open: Mailbox[] = []
  const connect = async (rest: Partial<Parameters<typeof openMailbox>[0]> = {}) => {
    const mailbox = await openMailbox({
      host: '127.0.0.1',
      port: server.port,
      secure: false,
      requireTls: false,
      auth: { user: server.user, pass: server.pass },
      mailbox: 'INBOX',
      ...rest,
    })
    open.push(mailbox)
    return mailbox
  }
  const end = async () => {
    for (const mailbox of open.splice(0)) await mailbox.close()
  }
  beforeEach(async () => {
    server = await startDovecot()
    open = []
  })
  afterEach(async () => {
    await end()
    await server.stop()
  })

  it('is read by UID, in order, and left as it was', async () => {
    for (const text of ['one', 'two', 'three']) server.deliver(mailOf(text))
    const before = (await connect()).uidValidity
    const mailbox = await connect()
    expect(mailbox.uidValidity).toBe(before)
    expect(await mailbox.uidsAfter(0)).toEqual([1, 2, 3])
    expect(await mailbox.uidsAfter(2)).toEqual([3])
    expect(await mailbox.uidsAfter(3)).toEqual([])
    const read = await contentOf(mailbox, 2)
    expect(Buffer.from(read.bytes).equals(Buffer.from(mailOf('two')))).toBe(true)
    expect(read.size).toBe(mailOf('two').byteLength)
    expect(await mailbox.read(9)).toBeNull()
    await end()
    // Neither deleted nor marked as seen: Maildir would write it into the name.
    expect(server.mails()).toHaveLength(3)
    expect(server.mails().join()).not.toMatch(/:2,\w*[ST]/)
  }, 20_000)

  it('gives the beginning of a large mail without fetching the rest', async () => {
    server.deliver(mailOf('x'.repeat(20_000_000)))
    const mailbox = await connect()
    const before = process.memoryUsage().rss
    const read = await contentOf(mailbox, 1)
    expect(read.bytes.byteLength).toBe(REPORT_BYTES)
    expect(read.size).toBeGreaterThan(20_000_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(15_000_000)
  }, 20_000)

  it('has another UIDVALIDITY when it was made anew', async () => {
    server.deliver(mailOf('one'))
    const { uidValidity } = await connect()
    await end()
    await server.kill()
    server.makeAnew()
    await server.start()
    expect((await connect()).uidValidity).not.toBe(uidValidity)
  }, 20_000)

  it('says when the connection is lost, and is there again for the next', async () => {
    server.deliver(mailOf('one'))
    const mailbox = await connect()
    await server.kill()
    await expect(mailbox.read(1)).rejects.toThrow()
    expect(mailbox.isOpen()).toBe(false)
    await server.start()
    expect(await (await connect()).uidsAfter(0)).toEqual([1])
  }, 20_000)

  it('sends no log-in where TLS is required and not offered', async () => {
    await expect(connect({ requireTls: true })).rejects.toThrow(
      /IMAP 127\.0\.0\.1:\d+: .*STARTTLS.* Check IMAP_URL\./,
    )
    expect(server.log()).not.toMatch(/Login|auth failed|method=/)
  }, 20_000)

  it('names a wrong password and a wrong mailbox without telling the password', async () => {
    const wrong = await connect({ auth: { user: 'reports', pass: 'hush hush' } }).catch(error => error)
    expect(wrong.message).toMatch(/refuses the user or the password/)
    expect(JSON.stringify([wrong.message, wrong.stack])).not.toContain('hush')
    await expect(connect({ mailbox: 'Nowhere' })).rejects.toThrow(/Check IMAP_URL/)
  }, 20_000)
})

describeWithDovecot('a mailbox behind a certificate of its own', () => {
  let server: TestDovecot
  beforeAll(async () => {
    server = await startDovecot({ tls: true })
  })
  afterAll(() => server.stop())
  const connect = (requireTls: boolean) =>
    openMailbox({
      host: '127.0.0.1',
      port: server.port,
      secure: false,
      requireTls,
      auth: { user: server.user, pass: server.pass },
      mailbox: 'INBOX',
    })

  it('is refused outside loopback, before the log-in', async () => {
    await expect(connect(true)).rejects.toThrow(/certificate/i)
    expect(server.log()).not.toMatch(/Login|auth failed/)
  }, 20_000)

  it('will do on loopback', async () => {
    const mailbox = await connect(false)
    expect(await mailbox.uidsAfter(0)).toEqual([])
    await mailbox.close()
    expect(server.log()).toMatch(/Login: user=<reports>.* TLS/)
  }, 20_000)
})
