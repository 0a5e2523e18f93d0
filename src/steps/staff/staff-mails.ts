import { createHmac } from 'node:crypto'
import { type Config, tokenSecret } from '../../config.js'
import { renderNotice } from '../../mjml/notice.js'
import { loadNoticeTemplates, type NoticeTemplates } from '../../mjml/notice-templates.js'
import type { Outcome } from '../../model/delivery/outcome.js'
import { nextStaffMailAt } from '../../model/delivery/retry.js'
import { languagesInOrder } from '../../model/language/language.js'
import { failedNotices } from '../../postgres/staff/failed-notices.js'
import { type ClaimedNotice, settleNotice } from '../../postgres/staff/keep-notice.js'
import { claimNotice } from '../../postgres/staff/notices.js'
import type { Notice, NoticeState } from '../../present/staff-mail/notice.js'
import { type DkimKey, signed } from '../../smtp/dkim.js'
import { noticeBytes } from '../../smtp/notice-message.js'
import type { Relay } from '../../smtp/transport.js'
import type { Context } from '../context.js'
import { mayLeaveFor } from '../delivery/allowed.js'
import { enclosuresOf } from '../sign-off/enclosures.js'
import { tellStaff } from './staff.js'

/** The result of a round; `waiting` are attempted again later. `isRefused`: the relay refuses our log-in. */
export type NoticesSent = {
  sent: number
  failed: number
  waiting: number
  needless: number
  isRefused: boolean
}

/** In milliseconds: how long a failed mail is shown. */
const SHOWN_FOR_MS = 14 * 24 * 3_600_000

/** Those of the last days that failed. */
export const failedLately = ({ engine, clock }: Context) =>
  failedNotices(engine.db, new Date(clock().getTime() - SHOWN_FOR_MS))

const ATTEMPTS = 30

/** Sends due staff mails in turn, at least once each. `isEnding`: takes no further one. Throws when the templates can't be read; then all wait. */
export async function sendNotices(
  context: Context,
  relay: Pick<Relay, 'transmit'>,
  keys: readonly DkimKey[],
  isEnding: () => boolean = () => false,
): Promise<NoticesSent> {
  const { clock, engine, log } = context
  const done: NoticesSent = { sent: 0, failed: 0, waiting: 0, needless: 0, isRefused: false }
  let templates: NoticeTemplates | null = null
  while (!isEnding()) {
    const claimed = await claimNotice(engine.db, clock())
    if (!claimed) return done
    templates ??= await loadNoticeTemplates(context.config.templatesDir, context.config.agency)
    const end = await tried(context, claimed, templates, relay, keys)
    await settleNotice(engine.db, claimed.notice.key, end, clock())
    done[end.state === 'pending' ? 'waiting' : end.state]++
    const fields = { kind: claimed.notice.kind, attempt: claimed.attempts, reason: end.error }
    log[LEVELS[end.state]](`notice.${end.state}`, fields)
    if (end.state === 'failed') await tellAdmins(context, claimed.notice, end.error ?? '')
    // The relay is away or refuses us: the others need not find out one by one.
    if (end.stop) return { ...done, isRefused: end.stop === 'refused' }
  }
  return done
}

const LEVELS = { sent: 'info', pending: 'warn', failed: 'error', needless: 'info' } as const

/** Tells the admins of a mail that failed or came back; a failing mail about a failure isn't reported again. */
export async function tellAdmins(
  context: Context,
  { key, kind, to, values }: Notice,
  error: string,
): Promise<void> {
  if (kind === 'notice-failed') return
  const about = 'edition' in values ? values.edition : null
  const told = { edition: about, kind, name: to.name, address: to.email, error }
  await tellStaff(context, 'admin', 'notice-failed', key, told)
}

type End = { state: NoticeState; error: string | null; dueAt?: Date; stop?: 'lost' | 'refused' | null }

async function tried(
  context: Context,
  claimed: ClaimedNotice,
  templates: NoticeTemplates,
  relay: Pick<Relay, 'transmit'>,
  keys: readonly DkimKey[],
): Promise<End> {
  const { config, clock } = context
  const { to } = claimed.notice
  if (!mayLeaveFor(config, to.email))
    return { state: 'failed', error: 'not allowed: ALLOWED_RECIPIENTS does not name the address' }
  const made = await bytesOf(context, claimed, templates, keys).catch((error: Error) => error)
  if ('stale' in made) return { state: 'needless', error: made.stale }
  if (made instanceof Error) return { state: 'failed', error: `the mail can't be made: ${made.message}` }
  const outcome = await relay.transmit({
    from: config.mailFrom.address,
    to: to.email,
    bytes: [made],
    gate: context.instance.attest,
    envelopeId: `notice-${markOf(config, claimed.notice.key)}`,
  })
  return endOf(outcome, claimed.attempts, clock())
}

async function bytesOf(
  context: Context,
  { notice, createdAt }: ClaimedNotice,
  templates: NoticeTemplates,
  keys: readonly DkimKey[],
): Promise<Buffer | { stale: string }> {
  const { config } = context
  const { to } = notice
  const enclosures = await enclosuresOf(context, notice)
  if (enclosures && 'stale' in enclosures) return enclosures
  const domain = config.mailDomain
  const bytes = await noticeBytes(
    {
      from: { name: config.mailFrom.name || 'Estafette', address: config.mailFrom.address },
      to: { name: to.name, address: to.email },
      date: createdAt,
      messageId: `<notice.${markOf(config, notice.key)}@${domain}>`,
      languages: languagesInOrder(to.languages.join('+'), config.agency.languages),
    },
    renderNotice(notice, templates, enclosures?.extras, enclosures?.enclosed),
  )
  return keys.length > 0 ? signed(bytes, keys) : bytes
}

/** Each attempt of a staff mail has the same Message-ID: a client shows one mail even if two arrive. */
export function markOf(config: Config, key: string): string {
  return createHmac('sha256', tokenSecret(config)).update(`notice ${key}`).digest('hex').slice(0, 32)
}

/** Only our log-in and the connection concern all mails: a policy may be about one recipient (RFC 4954 §6, RFC 5248). */
function stopOf(outcome: Outcome): End['stop'] {
  if (outcome.kind === 'lost') return 'lost'
  if (outcome.kind !== 'sender') return null
  return outcome.reply === null || LOG_IN.includes(outcome.reply.code) ? 'refused' : null
}

const LOG_IN = [530, 534, 535, 538]

/** In doubt is attempted again: a staff mail that comes twice does less harm than a missing one. */
function endOf(outcome: Outcome, attempts: number, now: Date): End {
  if (outcome.kind === 'accepted') return { state: 'sent', error: null }
  const words = 'reply' in outcome && outcome.reply ? `${outcome.reply.code} ${outcome.reply.text}` : null
  const error = words ?? ('detail' in outcome ? outcome.detail : outcome.kind)
  if (outcome.kind === 'permanent' || attempts >= ATTEMPTS) return { state: 'failed', error }
  const dueAt = nextStaffMailAt(attempts, now)
  return { state: 'pending', error, dueAt, stop: stopOf(outcome) }
}
