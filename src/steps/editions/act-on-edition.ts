import { actsOn, type EditionAct, mayDo } from '../../model/editions/acts.js'
import { personAt } from '../../model/staff/staff.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { publications } from '../../postgres/editions/publications.js'
import type { Context } from '../context.js'
import { openQueue } from '../delivery/queue.js'
import { recover } from '../delivery/recover.js'
import { resume, stop } from '../delivery/stop-and-settle.js'
import { askSignOff } from '../sign-off/ask-sign-off.js'
import { staffOf } from '../staff/staff.js'
import { cancel } from './cancel.js'
import { draft } from './draft.js'
import { publish } from './publish.js'
import { readEdition } from './read-edition.js'

/** Asks for an act; `reason` is wanted to stop and to cancel. */
export type ActRequest = { edition: string; act: EditionAct; by: string; reason: string }

/** `not-now`: the edition's state has no room for it, perhaps since a moment ago. The last three: why there is no new version. */
export type Acted =
  | 'done'
  | 'unknown-person'
  | 'may-not'
  | 'no-reason'
  | 'not-now'
  | 'has-problems'
  | 'nothing-new'
  | 'unchanged'

/** Does what a person asks of an edition, in their name. Resolves to why not, else to `done`. */
export async function actOnEdition(context: Context, request: ActRequest): Promise<Acted> {
  const { edition, act, by, reason } = request
  const person = personAt(await staffOf(context), by)
  if (!person) return 'unknown-person'
  if (!mayDo(act, person.roles)) return 'may-not'
  if ((act === 'stop' || act === 'cancel') && reason.trim() === '') return 'no-reason'
  const row = await readEdition(context, edition)
  if (!row || !(await actsNow(context, row, person.roles)).includes(act)) return 'not-now'
  switch (act) {
    case 'prepare':
      return prepareAgain(context, row, person.email)
    case 'stop':
      return (await stop(context, edition, reason.trim(), person.email)) ? 'done' : 'not-now'
    case 'resume':
      return (await resumeAtOnce(context, edition, person.email)) ? 'done' : 'not-now'
    case 'cancel':
      return (await cancel(context, edition, person.email, reason)).kind === 'cancelled' ? 'done' : 'not-now'
    default: {
      const action = act === 'publish' ? 'publish' : 'withdraw'
      return (await publish(context, edition, action, person.email)).kind === 'done' ? 'done' : 'not-now'
    }
  }
}

/** A new version of what the folder holds now, which the approvers are asked to sign. */
async function prepareAgain(context: Context, { id, version }: EditionRow, by: string): Promise<Acted> {
  const prepared = await draft(context, id, by)
  if (prepared.kind === 'problems') return 'has-problems'
  if (prepared.kind === 'unplannable') return 'nothing-new'
  if (prepared.kind === 'refused') return 'not-now'
  await askSignOff(context, id)
  return (await readEdition(context, id))?.version === version ? 'unchanged' : 'done'
}

/** The acts that an edition has room for now, for a person with these roles. */
export async function actsNow(context: Context, row: EditionRow, roles: Parameters<typeof actsOn>[1]) {
  const isPublished = (await publications(context.engine.db)).some(one => one.edition === row.id)
  const isSent = row.dispatchedAt !== null
  const acts = actsOn({ state: row.state, kind: row.kind, isSent, isPublished }, roles)
  return context.config.hasWebVersions ? acts : acts.filter(act => act !== 'publish')
}

/** Lets an edition go on, and nudges what became due, so that no loop has to be waited for. */
export async function resumeAtOnce(context: Context, edition: string, by: string | null): Promise<boolean> {
  if (!(await resume(context, edition, by))) return false
  const queue = await openQueue(context)
  try {
    await recover(context, queue)
  } finally {
    await queue.close()
  }
  return true
}
