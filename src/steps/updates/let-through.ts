import { inLanguage } from '../../model/language/language.js'
import { type Authors, refusalOf, type SignOffRefusal } from '../../model/sign-off/sign-off.js'
import { personAt, type StaffMember } from '../../model/staff/staff.js'
import { type LetThrough, otherThan } from '../../model/updates/brings-translation.js'
import { keepLetThrough, letThroughOf } from '../../postgres/updates/keep-let-through.js'
import { letThroughHashes } from '../../postgres/updates/let-through.js'
import type { Notice } from '../../present/staff-mail/notice.js'
import { type Context, todayOf } from '../context.js'
import { linkOf, makeToken } from '../staff/links.js'
import { staffOf, tellStaff } from '../staff/staff.js'
import { authorsIn } from './author-of.js'
import { admitted, type FolderScan } from './folder-scan.js'

/** An urgent update in the drop folder that lacks a language. */
type Waiting = FolderScan['incomplete'][number]

export type LettingThrough =
  | { kind: 'let-through'; decided: LetThrough; file: string }
  | { kind: 'refused'; reason: SignOffRefusal | 'not-waiting' | 'decided' | 'no-reason'; waiting: string[] }

export type ReadLetThroughLink =
  | { kind: 'open'; waiting: Waiting; person: StaffMember }
  | { kind: 'invalid' }
  | { kind: 'expired' | 'replaced' | 'used' | 'refused'; id: string }

type Request = { update: string; by: string; reason: string; hash?: string }

/**
 * An approver lets an urgent update go without one language; bound to that exact content. Refused for a person who may not sign this editor's text.
 */
export async function letThrough(
  context: Context,
  { update, by, reason, hash }: Request,
): Promise<LettingThrough> {
  const { engine, clock, log } = context
  const waiting = await waitingUpdates(context)
  const refused = (why: Extract<LettingThrough, { kind: 'refused' }>['reason']) => ({
    kind: 'refused' as const,
    reason: why,
    waiting: waiting.map(one => one.update.id),
  })
  const [found, ...others] = waiting.filter(one => one.update.id === update)
  const missing = found?.update.follows
  if (!found || !missing || others.length > 0 || (hash ?? found.hash) !== found.hash)
    return refused('not-waiting')
  const staff = await staffOf(context)
  const refusal = refusalOf(by, staff, found.authors)
  if (refusal) return refused(refusal)
  if (reason.trim() === '') return refused('no-reason')
  const person = personAt(staff, by)?.email ?? by
  const decided = { update, hash: found.hash, missing, by: person, reason: reason.trim(), at: clock() }
  if (!(await keepLetThrough(engine.db, decided, found.file))) return refused('decided')
  log.info('update.let-through', { update, missing })
  return { kind: 'let-through', decided, file: found.file }
}

/** Urgent updates without a language, each with who wrote it. */
async function waitingUpdates(context: Context): Promise<(Waiting & { authors: Authors })[]> {
  const scan = await context.folders.updates(todayOf(context))
  const authorOf = await authorsIn(context, scan, await staffOf(context))
  return admitted(scan, await letThroughHashes(context.engine.db)).incomplete.map(one => ({
    ...one,
    authors: { editors: [authorOf(one.file)], preparedBy: null },
  }))
}

/** Asks those who may let an edition's waiting updates through, once per content. */
export async function askLetThrough(context: Context, edition: string, updates: string[]): Promise<void> {
  const staff = await staffOf(context)
  for (const one of (await waitingUpdates(context)).filter(({ update }) => updates.includes(update.id))) {
    const { update, file, hash } = one
    const missing = update.follows
    if (!missing) continue
    const values = {
      edition,
      id: update.id,
      file,
      hash,
      missing,
      title: inLanguage(update.text, otherThan(missing, update)).title,
    }
    const may = staff.filter(({ email }) => refusalOf(email, staff, one.authors) === null)
    await tellStaff(context, may, 'let-through-request', hash, values)
  }
}

/** In milliseconds: how long a link can let something through. */
const LINK_MS = 3 * 24 * 3_600_000

/** The link for the mail that asks, made at sending so that no row stores it; or why it is no longer needed. */
export async function letThroughLinkFor(
  context: Context,
  { to, values: { id: update, hash } }: Notice & { kind: 'let-through-request' },
): Promise<{ link: string } | { stale: string }> {
  const isWaiting = (await waitingUpdates(context)).some(one => one.hash === hash)
  if (!isWaiting) return { stale: `${update} does not wait for a decision any more` }
  const expiresAt = new Date(context.clock().getTime() + LINK_MS)
  const token = await makeToken(context, { purpose: 'let-through', email: to.email, update, hash, expiresAt })
  return { link: `${context.config.baseUrl}/sign/urgent/${token}` }
}

/** The state of a link; changes nothing. */
export async function readLetThroughLink(context: Context, token: string): Promise<ReadLetThroughLink> {
  const { clock, engine } = context
  const link = await linkOf(context, 'let-through', token)
  if (!link) return { kind: 'invalid' }
  const { update: id, hash, email } = link
  if ((await letThroughOf(engine.db, [hash])).length > 0) return { kind: 'used', id }
  if (link.expiresAt <= clock()) return { kind: 'expired', id }
  const waiting = (await waitingUpdates(context)).find(one => one.hash === hash)
  if (!waiting) return { kind: 'replaced', id }
  const staff = await staffOf(context)
  const person = personAt(staff, email)
  if (!person || refusalOf(email, staff, waiting.authors)) return { kind: 'refused', id }
  return { kind: 'open', waiting, person }
}
