import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { type Mailbox, openMailbox } from '../../src/imap/mailbox.js'
import { type ScriptedImap, startScriptedImap } from '../support/scripted-imap.js'

const MAIL = Buffer.from('Subject: Re: Mesures\r\n\r\nMerci.\r\n')

describe('a mailbox whose server does not give a mail', () => {
  let server: ScriptedImap
  let open: Mailbox[] = []
  const connect = async () => {
    const mailbox = await openMailbox({
      host: '127.0.0.1',
      port: server.port,
      secure: false,
      requireTls: false,
      auth: { user: 'reports', pass: 'a password' },
      mailbox: 'INBOX',
    })
    open.push(mailbox)
    return mailbox
  }
  beforeEach(async () => {
    server = await startScriptedImap()
    server.mails.set(3, MAIL)
  })
  afterEach(async () => {
    for (const mailbox of open.splice(0)) await mailbox.close()
    await server.close()
    open = []
  })

  it.each([
    ['NO [UNAVAILABLE] Server Unavailable. 15', 'NO [UNAVAILABLE] Server Unavailable. 15'],
    ['NO [INUSE] Mailbox in use', 'NO [INUSE] Mailbox in use'],
    ['NO [SERVERBUG] Internal error', 'NO [SERVERBUG] Internal error'],
    ['NO [LIMIT] Too many at once', 'NO [LIMIT] Too many at once'],
    ['NO [OVERQUOTA] Quota', 'NO [OVERQUOTA] Quota'],
    ['NO The server is too busy', 'NO The server is too busy'],
    ['BAD User is authenticated but not connected.', 'BAD User is authenticated but not connected.'],
    ['BAD Command Error. 10', 'BAD Command Error. 10'],
  ])('keeps the words of %j, and the connection', async (answer, words) => {
    server.setScript(() => ({ answer }))
    const mailbox = await connect()
    expect(await mailbox.read(3)).toEqual({ unread: words })
    expect(mailbox.isOpen()).toBe(true)
    server.setScript(() => null)
    expect(await mailbox.read(3)).toEqual({ bytes: MAIL, size: MAIL.length })
  })

  it('takes an empty mail, and an OK without a mail that is still there, for unread', async () => {
    server.setScript((_, times) => (times === 0 ? 'empty' : 'nothing'))
    const mailbox = await connect()
    expect(await mailbox.read(3)).toEqual({ unread: 'OK, with an empty mail' })
    expect(await mailbox.read(3)).toEqual({ unread: 'OK, without the mail' })
    server.setScript(() => ({ answer: 'NO Some of the requested messages no longer exist' }))
    expect(await mailbox.read(3)).toEqual({ unread: 'OK, without the mail' })
  })

  it('takes a mail for gone only when the server lists it no more', async () => {
    const mailbox = await connect()
    server.mails.delete(3)
    server.mails.set(4, MAIL)
    expect(await mailbox.read(3)).toBeNull()
  })

  it('tells why it does not search, and why a mailbox does not open just now', async () => {
    const mailbox = await connect()
    server.refuse('SEARCH', 'NO [UNAVAILABLE] Index is being rebuilt')
    await expect(mailbox.uidsAfter(0)).rejects.toThrow(
      'the server does not answer the search: NO [UNAVAILABLE] Index is being rebuilt',
    )
    server.refuse('EXAMINE', 'NO [INUSE] Locked by another session')
    await expect(connect()).rejects.toThrow(/: NO \[INUSE\] Locked by another session\. It is asked again/)
  })

  it('calls no password wrong when the server can’t ask for it just now', async () => {
    server.refuse('LOGIN', 'NO [UNAVAILABLE] Temporary authentication failure')
    await expect(connect()).rejects.toThrow(/Temporary authentication failure\. It is asked again/)
    server.refuse('LOGIN', 'NO [AUTHENTICATIONFAILED] Invalid credentials')
    await expect(connect()).rejects.toThrow(/refuses the user or the password\. Check IMAP_URL\./)
  })
})
