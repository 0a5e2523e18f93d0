import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deliveriesOf } from '../../src/postgres/delivery/delivery-records.js'
import { openSending } from '../../src/sending/sending.js'
import { fetchReports } from '../../src/steps/returned-mail/fetch-reports.js'
import { askLogIn, formTokenOf } from '../../src/steps/staff/log-in.js'
import type { Pages } from '../../src/web/pages.js'
import type { TestRelay } from './relay.js'
import { dsnMail, replyMail } from './reports.js'
import { parsed, type World } from './world.js'

/** What comes back for the delivery of one recipient is laid into the folder of reports, and read. */
export async function comesBack(world: World, name: string, bytes: Uint8Array): Promise<void> {
  const dir = world.config.reportsDir ?? ''
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, name), bytes)
  // As if it had been there for a minute: a young file may still be written.
  const settled = new Date(Date.now() - 60_000)
  utimesSync(join(dir, name), settled, settled)
  await fetchReports(world.app)
}

/** The last mail of an edition to a recipient, as the relay has it. */
export async function mailTo(world: World, relay: TestRelay, edition: string, recipient: string) {
  const delivery = (await deliveriesOf(world.app.engine.db, edition)).find(one => one.recipient === recipient)
  const found = relay.received.findLast(({ raw }) => raw.includes(delivery?.messageId ?? 'no such delivery'))
  return { email: found?.to ?? '', from: found?.from ?? '', messageId: delivery?.messageId ?? '' }
}

export async function bounces(world: World, relay: TestRelay, edition: string, recipient: string) {
  const { email, from } = await mailTo(world, relay, edition, recipient)
  const words = '550 5.1.1 User unknown'
  const dsn = dsnMail({ to: from, recipient: email, action: 'failed', status: '5.1.1', words })
  await comesBack(world, `${edition}-${recipient}-bounce.eml`, dsn)
}

export async function replies(
  world: World,
  relay: TestRelay,
  { edition, recipient, text }: { edition: string; recipient: string; text: string },
) {
  const { messageId } = await mailTo(world, relay, edition, recipient)
  const reply = replyMail({ to: 'estafette@estafette.example', inReplyTo: messageId, text })
  await comesBack(world, `${edition}-${recipient}-reply.eml`, reply)
}

/** Sends what is due, and returns the mails of it: address, subject and text. */
export async function sentNotices(world: World, relay: TestRelay) {
  const before = relay.received.length
  const sending = await openSending(world.app)
  try {
    await sending.sendNotices()
  } finally {
    await sending.close()
  }
  return Promise.all(
    relay.received.slice(before).map(async mail => {
      const { subject = '', text = '' } = await parsed(mail)
      return { to: mail.to, subject, text: text.replaceAll('\u00a0', ' ') }
    }),
  )
}

export type Session = {
  cookie: string
  get: (path: string) => Promise<Response>
  /** Sends a form with the token of the session; redirects are not followed. */
  post: (path: string, fields?: Record<string, string>) => Promise<Response>
}

/** The token that the forms of a session carry; empty without a session. */
export function formTokenFor({ app }: World, cookie: string): string {
  const session = cookie.split('=')[1] ?? ''
  return session ? formTokenOf(app, session) : ''
}

/** Logs somebody in by the link of the mail that they get. */
export async function logIn(
  { world, relay, pages }: { world: World; relay: TestRelay; pages: Pages },
  email: string,
): Promise<Session> {
  const at = (path: string) => new URL(path, pages.url)
  await askLogIn(world.app, email)
  const mails = await sentNotices(world, relay)
  const mail = mails.find(({ to, text }) => to === email && text.includes('/log-in/'))
  const token = /\/log-in\/([0-9a-f.]+)/.exec(mail?.text ?? '')?.[1] ?? ''
  const opened = await fetch(at(`/log-in/${token}`), { method: 'POST', redirect: 'manual' })
  const cookie = opened.headers.get('set-cookie')?.split(';')[0] ?? ''
  const form = formTokenFor(world, cookie)
  return {
    cookie,
    get: path => fetch(at(path), { headers: { cookie }, redirect: 'manual' }),
    post: (path, fields = {}) =>
      fetch(at(path), {
        method: 'POST',
        headers: { cookie },
        redirect: 'manual',
        body: new URLSearchParams({ form, ...fields }),
      }),
  }
}
