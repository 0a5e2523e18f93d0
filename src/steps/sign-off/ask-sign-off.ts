import { askedBefore } from '../../postgres/staff/failed-notices.js'
import type { Context } from '../context.js'
import { readEdition } from '../editions/read-edition.js'
import { tellStaff } from '../staff/staff.js'
import { aboutOf } from './about-version.js'
import { signersOf } from './signers.js'

/** Sends each approver who can sign the frozen edition a mail with a link, once per version. Resolves to the number of new mails. */
export async function askSignOff(context: Context, edition: string): Promise<number> {
  const row = await readEdition(context, edition)
  if (row?.state !== 'awaiting-sign-off') return 0
  const before = await askedBefore(context.engine.db, row.id, row.version)
  let asked = 0
  for (const to of await signersOf(context, row)) {
    const values = { ...aboutOf(context, row), replaces: before.has(to.email) }
    if (await tellStaff(context, [to], 'sign-off-request', `${row.id} v${row.version}`, values)) asked++
  }
  return asked
}

/** After a new draft: asks those who were asked to sign an earlier version. Null when nobody was. */
export async function askAgain(context: Context, edition: string): Promise<number | null> {
  const row = await readEdition(context, edition)
  if (!row || (await askedBefore(context.engine.db, edition, row.version)).size === 0) return null
  return askSignOff(context, edition)
}
