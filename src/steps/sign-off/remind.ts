import { reminderDue } from '../../model/sign-off/reminders.js'
import { approvalsIn, hasDecided } from '../../model/sign-off/sign-off.js'
import { undecidedOrUnsent } from '../../postgres/editions/edition-lists.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import type { Context } from '../context.js'
import { staffOf, tellStaff } from '../staff/staff.js'
import { aboutOf, roundOf } from './about-version.js'
import { signersOf } from './signers.js'
import { tellDecision } from './tell-decision.js'
import { tellRemarks } from './tell-remarks.js'

/** Sends due reminders and the alarm, and tells authors what was decided, and remarks. Each once. */
export async function remind(context: Context): Promise<void> {
  const { engine, clock } = context
  const rows = await undecidedOrUnsent(engine.db, clock())
  for (const row of rows.filter(({ state }) => state === 'awaiting-sign-off'))
    await remindOf(context, row, clock())
  for (const row of rows) await tellDecision(context, row)
  await tellRemarks(context)
}

/** Reminds those who can still sign, or alarms the admins, when due at `now`. */
async function remindOf(context: Context, row: EditionRow, now: Date): Promise<void> {
  const { frozenAt, sendAt, closesAt, decisions } = row
  if (!frozenAt || !sendAt || !closesAt) return
  // A withdrawal was just told with a link, like the freeze: earlier reminders are skipped.
  const withdrawnAt = decisions.findLast(({ decision }) => decision === 'withdraw')?.at
  const due = reminderDue({ frozenAt: withdrawnAt ?? frozenAt, sendAt, closesAt }, now)
  if (due?.kind === 'alarm') await alarm(context, row)
  if (due?.kind === 'reminder') await remindSigners(context, row, due.hours)
}

async function remindSigners(context: Context, row: EditionRow, hours: number): Promise<void> {
  const staff = await staffOf(context)
  for (const to of await signersOf(context, row)) {
    const standsInFor = staff.find(
      ({ deputy, email }) => deputy === to.id && !hasDecided(row.decisions, email),
    )
    const values = { ...aboutOf(context, row), hours, deputyFor: standsInFor?.name ?? null }
    await tellStaff(context, [to], 'sign-off-reminder', `${roundOf(row)} ${hours}h`, values)
  }
}

async function alarm(context: Context, row: EditionRow): Promise<void> {
  const maySign = (await signersOf(context, row)).map(({ name }) => name)
  const values = {
    ...aboutOf(context, row),
    given: approvalsIn(row.decisions),
    required: row.approvalsRequired,
    maySign,
  }
  await tellStaff(context, 'admin', 'sign-off-alarm', roundOf(row), values)
}
