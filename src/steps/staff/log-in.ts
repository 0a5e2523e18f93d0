import { randomBytes } from 'node:crypto'
import { tokenSecret } from '../../config.js'
import { withOffset } from '../../model/calendar/calendar.js'
import { samePerson } from '../../model/sign-off/sign-off.js'
import { idOfToken } from '../../model/staff/link-token.js'
import {
  formToken,
  isFormToken,
  isTokenOfPass,
  LINK_MINUTES,
  LINKS_AT_ONCE,
  type Pass,
  passHash,
  passToken,
  SESSION_HOURS,
} from '../../model/staff/log-in-token.js'
import type { StaffMember } from '../../model/staff/staff.js'
import {
  endPass,
  exchangePass,
  findPass,
  keepPass,
  linksAskedSince,
} from '../../postgres/staff/log-in-tokens.js'
import type { Notice } from '../../present/staff-mail/notice.js'
import type { Context } from '../context.js'
import { staffOf } from './staff.js'
import { notify } from './tell-staff.js'

/** A link as somebody holds it: only an open one lets in. */
export type ReadPass = { kind: 'open'; person: StaffMember } | { kind: 'invalid' | 'expired' | 'used' }

/** What came of asking for a link: only who may read all our mails is told. */
export type AskedLogIn = 'mailed' | 'too-many' | 'not-on-staff'

/** Mails a link to the member of the staff with this address, and to nobody else. What it returns is for no stranger. */
export async function askLogIn(context: Context, email: string): Promise<AskedLogIn> {
  const { clock, config, engine, log } = context
  const now = clock()
  const to = (await staffOf(context)).find(member => samePerson(member.email, email))
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

/** Made when the mail is sent, so that the link stands in no row; it counts from when it was asked for. */
export async function logInLinkFor(
  context: Context,
  { to, values }: Extract<Notice, { kind: 'log-in-link' }>,
): Promise<{ link: string } | { stale: string }> {
  const { config, clock, engine } = context
  const expiresAt = new Date(new Date(values.askedAt).getTime() + values.minutes * 60_000)
  const person = (await staffOf(context)).find(({ email }) => samePerson(email, to.email))
  if (!person || expiresAt <= clock()) return { stale: 'the link would have expired before it arrived' }
  const id = randomBytes(16).toString('hex')
  const pass: Pass = { purpose: 'link', person: person.id, email: person.email, expiresAt }
  await keepPass(engine.db, passHash('link', id), pass, clock())
  const token = passToken(id, pass, tokenSecret(config))
  return { link: `${config.baseUrl}/log-in/${token}` }
}

/** What a link says now; changes nothing. */
export async function readLogIn(context: Context, token: string): Promise<ReadPass> {
  const pass = await passOf(context, 'link', token)
  if (!pass) return { kind: 'invalid' }
  if (pass.endedAt) return { kind: 'used' }
  if (pass.expiresAt <= context.clock()) return { kind: 'expired' }
  const person = await memberOf(context, pass)
  return person ? { kind: 'open', person } : { kind: 'invalid' }
}

/** Uses a link up: the cookie of a new session, and whose it is. Null when it is not open. */
export async function logIn(
  context: Context,
  token: string,
): Promise<{ session: string; person: StaffMember } | null> {
  const { engine, clock, config, log } = context
  const person = await personBy(context, 'link', token)
  const linkId = idOfToken(token)
  if (!person || !linkId) return null
  const id = randomBytes(16).toString('hex')
  const expiresAt = new Date(clock().getTime() + SESSION_HOURS * 3_600_000)
  const pass: Pass = { purpose: 'session', person: person.id, email: person.email, expiresAt }
  const session = { idHash: passHash('session', id), pass }
  if (!(await exchangePass(engine.db, passHash('link', linkId), session, clock()))) return null
  log.info('log-in.opened', { person: person.id })
  return { session: passToken(id, pass, tokenSecret(config)), person }
}

/** Whose session a cookie is; null when it is none, has ended or run out, or they have left staff.yaml. */
export const sessionOf = (context: Context, session: string): Promise<StaffMember | null> =>
  personBy(context, 'session', session)

/** Ends a session, where the cookie is one. */
export async function logOut(context: Context, session: string): Promise<void> {
  const id = idOfToken(session)
  if (id && (await personBy(context, 'session', session)))
    await endPass(context.engine.db, passHash('session', id), context.clock())
}

/** What a form of a session carries, so that no other site can post it. */
export const formTokenOf = ({ config }: Context, session: string) => formToken(session, tokenSecret(config))

/** Was a form made for this session? */
export const isFormOf = ({ config }: Context, given: unknown, session: string) =>
  isFormToken(given, session, tokenSecret(config))

async function personBy(context: Context, purpose: Pass['purpose'], token: string) {
  const pass = await passOf(context, purpose, token)
  if (!pass || pass.endedAt || pass.expiresAt <= context.clock()) return null
  return memberOf(context, pass)
}

async function passOf({ engine, config }: Context, purpose: Pass['purpose'], token: string) {
  const id = idOfToken(token)
  const pass = id ? await findPass(engine.db, passHash(purpose, id)) : null
  return pass?.purpose === purpose && isTokenOfPass(token, pass, tokenSecret(config)) ? pass : null
}

/** The person as staff.yaml has them now: the same id and the same address. */
async function memberOf(context: Context, { person, email }: Pass): Promise<StaffMember | null> {
  const staff = await staffOf(context)
  return staff.find(member => member.id === person && samePerson(member.email, email)) ?? null
}
