import { randomBytes } from 'node:crypto'
import { tokenSecret } from '../../config.js'
import { withOffset } from '../../model/calendar/calendar.js'
import { sameAddress } from '../../model/staff/email-address.js'
import {
  formToken,
  isFormToken,
  LINK_MINUTES,
  LINKS_AT_ONCE,
  SESSION_HOURS,
} from '../../model/staff/link-token.js'
import { personAt, type StaffMember } from '../../model/staff/staff.js'
import { useLink } from '../../postgres/staff/links.js'
import { linksAskedSince } from '../../postgres/staff/notices.js'
import type { Notice } from '../../present/staff-mail/notice.js'
import type { Context } from '../context.js'
import { linkOf, makeToken } from './links.js'
import { notify, staffOf } from './staff.js'

/** The state of a link: only an open one logs in. */
type ReadLogIn = { kind: 'open'; person: StaffMember } | { kind: 'invalid' | 'expired' | 'used' }

/** The result of requesting a link; only people who may read all our mails get it. */
type AskedLogIn = 'mailed' | 'too-many' | 'not-on-staff'

/** Mails a link to the member of staff with this address, and to nobody else. Strangers must not learn the result. */
export async function askLogIn(context: Context, email: string): Promise<AskedLogIn> {
  const { clock, config, engine, log } = context
  const now = clock()
  const to = personAt(await staffOf(context), email)
  const since = new Date(now.getTime() - LINK_MINUTES * 60_000)
  const asked = await linksAskedSince(engine.db, to?.email ?? email, since)
  if (!to || asked >= LINKS_AT_ONCE) {
    log.info('log-in.not-mailed', { reason: to ? 'too many' : 'not on the staff' })
    return to ? 'too-many' : 'not-on-staff'
  }
  await notify(context, {
    key: `log-in-link ${to.email} ${randomBytes(8).toString('hex')}`,
    kind: 'log-in-link',
    to,
    values: { askedAt: withOffset(now, config.timeZone), minutes: LINK_MINUTES },
  })
  return 'mailed'
}

/** Made at sending, so that no row stores the link; valid from the request on. */
export async function logInLinkFor(
  context: Context,
  { to, values }: Extract<Notice, { kind: 'log-in-link' }>,
): Promise<{ link: string } | { stale: string }> {
  const { config, clock } = context
  const expiresAt = new Date(new Date(values.askedAt).getTime() + values.minutes * 60_000)
  const person = personAt(await staffOf(context), to.email)
  if (!person || expiresAt <= clock()) return { stale: 'the link would have expired before it arrived' }
  const token = await makeToken(context, {
    purpose: 'log-in',
    person: person.id,
    email: person.email,
    expiresAt,
  })
  return { link: `${config.baseUrl}/log-in/${token}` }
}

/** The state of a link; changes nothing. */
export async function readLogIn(context: Context, token: string): Promise<ReadLogIn> {
  const link = await linkOf(context, 'log-in', token)
  if (!link) return { kind: 'invalid' }
  if (link.usedAt) return { kind: 'used' }
  if (link.expiresAt <= context.clock()) return { kind: 'expired' }
  const person = await memberOf(context, link)
  return person ? { kind: 'open', person } : { kind: 'invalid' }
}

/** Uses a link up: the cookie of a new session, and whose it is; or neither. Null when it is not open. */
export async function logIn(
  context: Context,
  token: string,
): Promise<{ session: string; person: StaffMember } | null> {
  const { engine, clock, log } = context
  const open = await openOf(context, 'log-in', token)
  if (!open) return null
  const { person, idHash } = open
  const expiresAt = new Date(clock().getTime() + SESSION_HOURS * 3_600_000)
  const session = await engine.db.transaction().execute(async trx => {
    if (!(await useLink(trx, idHash, clock()))) return null
    return makeToken(context, { purpose: 'session', person: person.id, email: person.email, expiresAt }, trx)
  })
  if (!session) return null
  log.info('log-in.opened', { person: person.id })
  return { session, person }
}

/** The person of a session's cookie; null when it is none, ended or expired, or the person has left staff.yaml. */
export async function sessionOf(context: Context, session: string): Promise<StaffMember | null> {
  return (await openOf(context, 'session', session))?.person ?? null
}

/** Ends a session, where the cookie is one. */
export async function logOut(context: Context, session: string): Promise<void> {
  const open = await openOf(context, 'session', session)
  if (open) await useLink(context.engine.db, open.idHash, context.clock())
}

/** What a form of a session carries, so that no other site can post it. */
export const formTokenOf = ({ config }: Context, session: string) => formToken(session, tokenSecret(config))

/** Was a form made for this session? */
export const isFormOf = ({ config }: Context, given: unknown, session: string) =>
  isFormToken(given, session, tokenSecret(config))

async function openOf(context: Context, purpose: 'log-in' | 'session', token: string) {
  const link = await linkOf(context, purpose, token)
  if (!link || link.usedAt || link.expiresAt <= context.clock()) return null
  const person = await memberOf(context, link)
  return person && { person, idHash: link.idHash }
}

/** The person by staff.yaml now: same id and same address. */
async function memberOf(context: Context, { person, email }: { person: string; email: string }) {
  const staff = await staffOf(context)
  return staff.find(member => member.id === person && sameAddress(member.email, email)) ?? null
}
