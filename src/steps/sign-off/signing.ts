import { withOffset } from '../../model/calendar/calendar.js'
import {
  type Authors,
  approvalsIn,
  finalDecision,
  samePerson,
  standing,
  whoCanSign,
} from '../../model/sign-off/sign-off.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { draftersOf } from '../../postgres/editions/drafters.js'
import { undecidedOrUnsent } from '../../postgres/editions/edition-lists.js'
import { type EditionRow, findEdition } from '../../postgres/editions/editions.js'
import { keepDecision } from '../../postgres/sign-off/sign-offs.js'
import { askedBefore } from '../../postgres/staff/sent-notices.js'
import { editorsOf } from '../../postgres/updates/revisions.js'
import type { Context } from '../context.js'
import { remind } from '../staff/remind.js'
import { staffOf } from '../staff/staff.js'
import { type ReadLink, readSignLink } from './sign-links.js'
import { type SignedOff, type SignOffRequest, signOff } from './sign-off.js'
import { type Looked, lookAt } from './sign-off-mail.js'

export type { SignedOff } from './sign-off.js'

/** Sign-off: asking for it, deciding, reminding; by the command line or by the link of a mail. */
export function bindSigning(context: Context) {
  return {
    signOff: (request: SignOffRequest): Promise<SignedOff> => decide(context, request),
    /** Sends everybody who can sign the frozen edition the mail with their link, once per version. Resolves to how many are new. */
    askSignOff: (edition: string): Promise<number> => askSignOff(context, edition),
    /** After a new draft: those who were asked to sign an earlier version must know of this one. Null when nobody was. */
    askAgain: (edition: string): Promise<number | null> => askAgain(context, edition),
    /** Reminders and the alarm that are due; and who wrote an edition learns what was decided. Each once. */
    remind: (): Promise<void> => remindAll(context),
    /** A frozen version as an approver looks at it; null when its rows were changed since. */
    lookAt: (row: EditionRow): Promise<Looked | null> => lookAt(context, row),
    /** What a link says now; changes nothing. */
    readLink: (token: string): Promise<ReadLink> => readSignLink(context, token),
    /** Decides by a link that `readLink` says is open; refused, like any other sign-off, when it isn't any more. */
    signByLink: (
      { link, idHash }: Extract<ReadLink, { kind: 'open' }>,
      { decision, comment }: Pick<SignOffRequest, 'decision' | 'comment'>,
    ): Promise<SignedOff> =>
      decide(context, {
        edition: link.edition,
        hash: link.hash,
        by: link.person,
        decision,
        comment,
        link: { version: link.version, idHash },
      }),
  }
}

async function decide(context: Context, request: SignOffRequest): Promise<SignedOff> {
  const { engine, clock, log } = context
  const { db } = engine
  const signed = await signOff(
    {
      staff: () => staffOf(context),
      authors: async edition => {
        const row = await findEdition(db, edition, clock())
        return row && { ...(await authorsOf(context, row)), version: row.version }
      },
      keepDecision: deciding => keepDecision(db, deciding),
    },
    request,
    clock(),
  )
  if (signed.kind === 'decided') {
    const { edition, decision } = request
    const { final, given, required } = signed
    log.info('sign-off.decided', { edition, decision, final, given, required })
    const row = await findEdition(db, edition, clock())
    if (row) await tellEditors(context, row)
  }
  return signed
}

/** Whoever drafted the same content, first or again, is as much its author as who wrote its updates. */
export async function authorsOf({ engine }: Context, row: EditionRow): Promise<Authors> {
  const { db } = engine
  const editors = await editorsOf(db, row.id, row.version)
  const drafters = row.hash ? await draftersOf(db, row.id, row.hash) : []
  return { editors: [...editors, ...drafters], preparedBy: row.preparedBy }
}

export async function askSignOff(context: Context, edition: string): Promise<number> {
  const row = await findEdition(context.engine.db, edition, context.clock())
  if (row?.state !== 'awaiting-sign-off') return 0
  const before = await askedBefore(context.engine.db, row.id, row.version)
  let asked = 0
  for (const to of await whoCan(context, row)) {
    const key = `sign-off-request ${row.id} v${row.version} ${to.email}`
    const values = { ...aboutOf(context, row), replaces: before.has(to.email) }
    if (await context.notify({ key, kind: 'sign-off-request', to, values })) asked++
  }
  return asked
}

async function askAgain(context: Context, edition: string): Promise<number | null> {
  const row = await findEdition(context.engine.db, edition, context.clock())
  if (!row || (await askedBefore(context.engine.db, edition, row.version)).size === 0) return null
  return askSignOff(context, edition)
}

/** Who can sign the version as it stands now. */
export async function whoCan(context: Context, row: EditionRow): Promise<StaffMember[]> {
  return whoCanSign(await staffOf(context), await authorsOf(context, row), row.decisions)
}

/** Which frozen version a notice is about. */
export function aboutOf({ config }: Context, { id, version, hash, sendAt, closesAt, frozenAt }: EditionRow) {
  const at = (instant: Date | null) => withOffset(instant ?? new Date(0), config.timeZone)
  const atOnce = sendAt !== null && frozenAt !== null && sendAt <= frozenAt
  return { edition: id, version, hash: hash ?? '', sendAt: at(sendAt), closesAt: at(closesAt), atOnce }
}

/** Its part in the keys of notices: after a withdrawn approval all are told anew. Empty before the first. */
export function roundOf({ decisions }: EditionRow): string {
  const withdrawals = decisions.filter(({ decision }) => decision === 'withdraw')
  return withdrawals.length > 0 ? ` w${withdrawals.length}` : ''
}

async function remindAll(context: Context): Promise<void> {
  const { engine, clock } = context
  const rows = await undecidedOrUnsent(engine.db, clock())
  await remind(
    {
      waiting: async () => rows.filter(row => row.state === 'awaiting-sign-off').flatMap(planned),
      tell: (row, reminder) =>
        reminder.kind === 'alarm' ? alarm(context, row) : remindSigners(context, row, reminder.hours),
    },
    clock(),
  )
  for (const row of rows) await tellEditors(context, row)
}

type Planned = EditionRow & { frozenAt: Date; sendAt: Date; closesAt: Date }

function planned(row: EditionRow): Planned[] {
  const { frozenAt, sendAt, closesAt, decisions } = row
  const withdrawnAt = decisions.findLast(({ decision }) => decision === 'withdraw')?.at
  // A withdrawal has just been told with a link, as the freeze was: what was due before it is passed over.
  return frozenAt && sendAt && closesAt
    ? [{ ...row, frozenAt: withdrawnAt ?? frozenAt, sendAt, closesAt }]
    : []
}

async function remindSigners(context: Context, row: EditionRow, hours: number): Promise<void> {
  const staff = await staffOf(context)
  for (const to of await whoCan(context, row)) {
    const key = `sign-off-reminder ${row.id} v${row.version}${roundOf(row)} ${hours}h ${to.email}`
    const standsInFor = staff.find(
      ({ deputy, email }) =>
        deputy === to.id && !standing(row.decisions).some(({ by }) => samePerson(by, email)),
    )
    const values = { ...aboutOf(context, row), hours, deputyFor: standsInFor?.name ?? null }
    await context.notify({ key, kind: 'sign-off-reminder', to, values })
  }
}

async function alarm(context: Context, row: EditionRow): Promise<void> {
  const maySign = (await whoCan(context, row)).map(({ name }) => name)
  const values = {
    ...aboutOf(context, row),
    given: approvalsIn(row.decisions),
    required: row.approvalsRequired,
    maySign,
  }
  for (const to of (await staffOf(context)).filter(({ roles }) => roles.includes('admin')))
    await context.notify({
      key: `sign-off-alarm ${row.id} v${row.version}${roundOf(row)} ${to.email}`,
      kind: 'sign-off-alarm',
      to,
      values,
    })
}

/** How long after a decision a service that was away still tells it. */
const NEWS_FOR = 24 * 3_600_000

async function tellEditors(context: Context, row: EditionRow): Promise<void> {
  const final = finalDecision(row.decisions, row.approvalsRequired)
  const last = row.decisions.findLast(({ decision }) => decision === final)
  if (!final || !last || context.clock().getTime() - last.at.getTime() > NEWS_FOR) return
  const staff = await staffOf(context)
  const values = {
    ...aboutOf(context, row),
    decision: final,
    by: staff.find(({ email }) => samePerson(email, last.by))?.name ?? last.by,
    at: withOffset(last.at, context.config.timeZone),
    comment: last.comment,
    given: approvalsIn(row.decisions),
    required: row.approvalsRequired,
  }
  const { preparedBy } = row
  const concerned = staff.filter(
    ({ roles, email }) => roles.includes('editor') || (preparedBy !== null && samePerson(email, preparedBy)),
  )
  for (const to of concerned)
    await context.notify({
      key: `sign-off-done ${row.id} v${row.version}${roundOf(row)} ${to.email}`,
      kind: 'sign-off-done',
      to,
      values,
    })
}
