import { writeDraft } from '../../files/update-draft.js'
import {
  draftName,
  type SharedQuestion,
  sharedDraft,
  sharedId,
} from '../../model/follow-ups/shared-question.js'
import { eventsOf } from '../../postgres/follow-ups/follow-up-histories.js'
import { firstCarrying } from '../../postgres/updates/carried.js'
import type { Context } from '../context.js'
import { tellStaff } from '../staff/staff.js'
import { actOnFollowUp, followUpAccess } from './act-on-follow-up.js'
import type { Shared } from './propose-sharing.js'

/** "Answer to all": writes the draft that a person has read and confirmed, and tells the editors. Once per follow-up. */
export async function shareAnswer(
  context: Context,
  { id, by, question }: { id: string; by: string; question: SharedQuestion },
): Promise<Shared> {
  const access = await followUpAccess(context, id, by)
  if ('refused' in access) return { kind: 'refused', reason: access.refused }
  const history = await eventsOf(context.engine.db, id)
  if (history.some(({ kind }) => kind === 'shared')) return { kind: 'refused', reason: 'shared-already' }
  if (!history.some(({ kind }) => kind === 'answered')) return { kind: 'refused', reason: 'not-answered' }
  // Before the history records it: a failed write must not look done.
  const { updatesDir, agency } = context.config
  const written = await writeDraft(updatesDir, draftName(id), sharedDraft(id, question, agency))
  if ('fault' in written) {
    context.log.error('follow-up.not-shared', { followUp: id, reason: written.fault })
    return { kind: 'refused', reason: written.fault === 'EEXIST' ? 'shared-already' : 'folder-fault' }
  }
  const done = await actOnFollowUp(context, { id, by, act: { kind: 'share', text: written.file } })
  if (done.kind === 'refused') return done
  const values = { file: written.file, id: sharedId(id), by: access.person.name }
  await tellStaff(context, 'editor', 'question-shared', id, values)
  return { kind: 'shared', file: written.file, id: sharedId(id) }
}

/** The first edition that told all communes a follow-up's question; null while none has. */
export const firstSharedIn = ({ engine }: Context, id: string) => firstCarrying(engine.db, sharedId(id))
