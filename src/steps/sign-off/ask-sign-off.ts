import { askedBefore } from '../../postgres/staff/failed-notices.js'
import type { Context } from '../context.js'
import { readEdition } from '../editions/read-edition.js'
import { tellStaff } from '../staff/staff.js'
import { aboutOf } from './about-version.js'
import { signersOf } from './signers.js'

/** Sends everybody who can sign the frozen edition the mail with their link, once per version. Resolves to how many are new. */
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

/** After a new draft: those who were asked to sign an earlier version must know of this one. Null when nobody was. */
export async function askAgain(context: Context, edition: string): Promise<number | null> {
  const row = await readEdition(context, edition)
  if (!row || (await askedBefore(context.engine.db, edition, row.version)).size === 0) return null
  return askSignOff(context, edition)
}
