import type { Mailbox } from '../../imap/mailbox.js'
import { withOffset } from '../../model/calendar/calendar.js'
import { forgetOldNumbers, keepUnread, type UnreadMail } from '../../postgres/returned-mail/keep-unread.js'
import { lastRead, type MailPlace, quarantineItem } from '../../postgres/returned-mail/report-sources.js'
import { noteTold, unreadMails } from '../../postgres/returned-mail/unread-mails.js'
import type { Context } from '../context.js'
import { tellStaff } from '../staff/staff.js'
import type { ReportMail } from './recorded-report.js'

/** What a look at the mailbox does with its findings. */
type MailboxPorts = {
  /** Records one mail; returns the reason when it can't be. */
  record: (mail: ReportMail) => Promise<string | null>
  /** For a mail that can't be recorded, or was removed unread. */
  setAside: (reason: string) => void
  signal?: AbortSignal
}

type Look = Context & MailboxPorts & { mailbox: Mailbox; source: string; inVain: number }

/** Answers without a mail in a row that mean the whole mailbox: the look ends, and what is left waits for the next. */
const IN_VAIN = 5
/** Until a mail is asked for again, by how often it was asked for in vain. */
const PAUSE_MINUTES = [0, 0, 1, 2, 5, 10, 30, 60]
/** The looks and the time after which the admins are told. */
const TOLD_AFTER_LOOKS = 3
const TOLD_AFTER_MS = 3_600_000

/**
 * Looks once into the mailbox of IMAP_URL. Mails that it doesn't give (NO, BAD, an empty mail, a lost connection) are recorded as unread. They are
 * requested again after new ones; others go on. Throws when the mailbox is unreachable.
 */
export async function fetchMailbox(context: Context, ports: MailboxPorts): Promise<void> {
  const { config } = context
  if (!config.imap) return
  const { auth, host, port, mailbox: name, ...rest } = config.imap
  const source = `imap:${auth.user}@${host}:${port}/${name}`
  // Loaded here: only a service with a mailbox needs this library.
  const { openMailbox } = await import('../../imap/mailbox.js')
  const user = { user: auth.user, pass: auth.pass.reveal() }
  const mailbox = await openMailbox({ ...rest, host, port, mailbox: name, auth: user })
  const look = { ...context, ...ports, mailbox, source, inVain: 0 }
  try {
    for (const uid of await uidsOf(look)) {
      if (ports.signal?.aborted) return
      await fetchOne(look, uid)
    }
  } finally {
    await mailbox.close()
    await tellUnread(look).catch(error => context.log.error('alarm.not-made', { reason: error.message }))
  }
}

/** New mails first, then unread ones: a mail that breaks the connection each time blocks no other. */
async function uidsOf({ engine, log, mailbox, source, clock }: Look): Promise<number[]> {
  const { db } = engine
  const { uidValidity } = mailbox
  const last = await lastRead(db, source, uidValidity)
  const renumbered = await forgetOldNumbers(db, source, uidValidity)
  if (renumbered > 0) log.warn('report.renumbered', { source: 'imap', unread: renumbered })
  const fresh = await mailbox.uidsAfter(last)
  const unread = (await unreadMails(db, source)).filter(one => isDue(one, clock()))
  return [...fresh, ...unread.map(({ uid }) => uid)]
}

function isDue({ looks, lastAt }: UnreadMail, now: Date): boolean {
  const minutes = PAUSE_MINUTES[Math.min(looks, PAUSE_MINUTES.length - 1)] ?? 0
  const waited = now.getTime() - lastAt.getTime()
  // No waiting after the clock was set back.
  return waited < 0 || waited >= minutes * 60_000
}

async function fetchOne(look: Look, uid: number): Promise<void> {
  const { mailbox, source } = look
  const place = { uidValidity: mailbox.uidValidity, uid }
  let read: Awaited<ReturnType<Mailbox['read']>>
  try {
    read = await mailbox.read(uid)
  } catch (error) {
    await remember(look, place, (error as Error).message)
    throw new Error(`IMAP: ${(error as Error).message}`)
  }
  if (!read) return removed(look, place)
  if ('unread' in read) {
    await remember(look, place, read.unread)
    look.inVain++
    if (look.inVain < IN_VAIN) return
    throw new Error(`IMAP: the server gives no mails: ${read.unread}. They are asked for again.`)
  }
  look.inVain = 0
  const reason = await look.record({ source, item: itemOf(place), place, ...read })
  if (reason !== null) await passOver(look, place, reason)
}

const itemOf = ({ uidValidity, uid }: MailPlace) => `${uidValidity}.${uid}`

async function remember({ engine, clock, log, source }: Look, place: MailPlace, words: string) {
  await keepUnread(engine.db, source, place, { words, at: clock() })
  log.warn('report.unread', { source: 'imap', uid: place.uid, answer: words })
}

/** Records a mail that the server says is gone: nobody here has seen it. */
async function removed(look: Look, place: MailPlace): Promise<void> {
  const { engine, source } = look
  const known = (await unreadMails(engine.db, source)).find(({ uid }) => uid === place.uid)
  const before = known ? `; the server had answered: ${known.words}` : ''
  await passOver(look, place, `It was removed from the mailbox before it was read${before}`)
}

/** Records what could not be processed and goes on; the mail stays in its mailbox. */
async function passOver({ engine, clock, source, setAside }: Look, place: MailPlace, reason: string) {
  await quarantineItem(engine.db, { source, item: itemOf(place), place, reason, at: clock() })
  setAside(reason)
}

/** Tells the admins once of each mail that was requested in vain for an hour. */
async function tellUnread(context: Look): Promise<void> {
  const { engine, clock, source, config } = context
  const now = clock()
  const unread = (await unreadMails(engine.db, source)).filter(one => isToTell(one, now))
  const [first] = [...unread].sort((one, other) => one.since.getTime() - other.since.getTime())
  if (!first) return
  const values = {
    mailbox: config.imap?.mailbox ?? '',
    count: unread.length,
    since: withOffset(first.since, config.timeZone),
    answer: first.words,
    command: 'estafette reports',
  }
  await tellStaff(context, 'admin', 'mail-unread', `${source} ${itemOf(first)}`, values)
  await noteTold(
    engine.db,
    source,
    unread.map(({ uid }) => uid),
    now,
  )
}

function isToTell({ toldAt, looks, since }: UnreadMail, now: Date): boolean {
  return toldAt === null && looks >= TOLD_AFTER_LOOKS && now.getTime() - since.getTime() >= TOLD_AFTER_MS
}
