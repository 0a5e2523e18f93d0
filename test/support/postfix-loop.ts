import { createTransport } from 'nodemailer'
import { startPostfix, type TestPostfix } from './postfix.js'
import { type Mailboxes, type MailboxUser, startMailboxes } from './postfix-mailboxes.js'
import { freePort } from './redis.js'

/** The addresses of the roster and of the staff, and what becomes of the mail to some of them. */
export type Cast = {
  roster: string[]
  staff: string[]
  /** No such mailbox, and the first system knows it: refused in session. */
  unknownAtOnce: string
  /** No such mailbox, as the first system hears from the next one. */
  unknownLater: string
  fullForGood: string
  fullForNow: string
  /** Passed on to another system, where nobody has that name. */
  forwarded: string
  /** Its responder answers every mail, as several large systems' do: it doesn't see that this one went to many. */
  answersAll: string
  /** Mailboxes with a Sieve script. */
  scripts: Record<string, string>
}

export type MailLoop = {
  /** Where Estafette hands its mails over. */
  smtpPort: number
  imapUrl: string
  mailsOf: Mailboxes['mailsOf']
  /** Sends as a mail program does. */
  send: (mail: object) => Promise<void>
  /** What still waits somewhere on its way. */
  waiting: () => number
  /** The first system gives up what it holds. */
  giveUp: () => void
  log: () => string
  stop: () => Promise<void>
}

const REPORTS = 'reports@estafette.example'
const domainOf = (address: string) => address.slice(address.indexOf('@') + 1)

/**
 * The mail systems of a region on one machine: the agency's Postfix, which the mailboxes (Dovecot) of all communes stand
 * behind, and another Postfix, to which one address is forwarded. What is sent to a return path comes back to one mailbox.
 */
export async function startMailLoop(cast: Cast): Promise<MailLoop> {
  const [port, otherPort] = [await freePort(), await freePort()]
  const mailboxes = await startMailboxes(usersOf(cast), port)
  const first = await startPostfix('relay.example', port, firstSettings(cast, mailboxes.lmtpPort, otherPort))
  const other = await startPostfix('elsewhere.example', otherPort, {
    relay_domains: 'elsewhere.example',
    relay_transport: `lmtp:inet:127.0.0.1:${mailboxes.lmtpPort}`,
    relayhost: `[127.0.0.1]:${port}`,
  })
  const systems: TestPostfix[] = [first, other]
  const program = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true })
  const password = encodeURIComponent(mailboxes.password)
  return {
    smtpPort: port,
    imapUrl: `imap://${encodeURIComponent(REPORTS)}:${password}@127.0.0.1:${mailboxes.imapPort}`,
    mailsOf: mailboxes.mailsOf,
    send: async mail => {
      await program.sendMail(mail)
    },
    waiting: () => systems.reduce((sum, system) => sum + system.waiting(), 0),
    giveUp: () => first.set({ maximal_queue_lifetime: '1s' }),
    log: () => [...systems, mailboxes].map(system => system.log()).join('\n'),
    stop: async () => {
      program.close()
      for (const system of systems) await system.stop()
      await mailboxes.stop()
    },
  }
}

function usersOf({ roster, staff, scripts, ...cast }: Cast): MailboxUser[] {
  const unknown = [cast.unknownAtOnce, cast.unknownLater, cast.forwarded]
  const known = [REPORTS, ...staff, ...roster].filter(address => !unknown.includes(address))
  const full = (address: string) => {
    if (address === cast.fullForGood) return { full: 'for-good' as const }
    return address === cast.fullForNow ? { full: 'for-now' as const } : {}
  }
  return known.map(address => ({ address, sieve: scripts[address], ...full(address) }))
}

function firstSettings(cast: Cast, lmtpPort: number, otherPort: number): Record<string, string> {
  const lmtp = `lmtp:inet:127.0.0.1:${lmtpPort}`
  // Of these domains it knows who has a mailbox; of the others it takes everything.
  const own = new Set([domainOf(REPORTS), domainOf(cast.unknownAtOnce), ...cast.staff.map(domainOf)])
  const known = [REPORTS, ...cast.staff, ...cast.roster].filter(
    address => own.has(domainOf(address)) && address !== cast.unknownAtOnce,
  )
  const table = (entries: [string, string][]) =>
    `inline:{${entries.map(([key, value]) => `{${key} = ${value}}`).join(', ')}}`
  return {
    recipient_delimiter: '+',
    virtual_transport: lmtp,
    virtual_mailbox_domains: [...own].join(', '),
    virtual_mailbox_maps: table(known.map(address => [address, 'here'])),
    virtual_alias_maps: table([
      ['bounce@estafette.example', REPORTS],
      ['estafette@estafette.example', REPORTS],
      [cast.forwarded, 'nobody@elsewhere.example'],
    ]),
    relay_domains: [...new Set(cast.roster.map(domainOf))].filter(domain => !own.has(domain)).join(', '),
    relay_transport: lmtp,
    transport_maps: table([
      ['elsewhere.example', `relay:[127.0.0.1]:${otherPort}`],
      [cast.answersAll, `bare:inet:127.0.0.1:${lmtpPort}`],
    ]),
    delay_warning_time: '1s',
  }
}
