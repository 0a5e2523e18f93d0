import { type SharedQuestion, withoutAsker } from '../../model/follow-ups/shared-question.js'
import { toldBy } from '../../model/follow-ups/told.js'
import { firstLanguage } from '../../model/language/language.js'
import { eventsOf, findFollowUp } from '../../postgres/follow-ups/follow-up-histories.js'
import { type Context, rosterToday } from '../context.js'
import type { FollowUpRefusal } from './act-on-follow-up.js'

export type Shared =
  | { kind: 'shared'; file: string; id: string }
  | { kind: 'refused'; reason: FollowUpRefusal | 'shared-already' | 'folder-fault' }

/** The question and the last answer without the asker, for a person to edit; null when nobody answered. */
export async function proposeSharing(context: Context, id: string): Promise<SharedQuestion | null> {
  const followUp = await findFollowUp(context.engine.db, id)
  if (!followUp) return null
  const history = await eventsOf(context.engine.db, id)
  const answer = history.findLast(({ kind }) => kind === 'answered')?.words
  if (!answer) return null
  const { roster } = await rosterToday(context)
  const holder = roster.mandateHolders.find(({ id: one }) => one === followUp.recipient)
  const commune = roster.communes.find(({ nis }) => nis === followUp.commune)
  const asker = {
    names: holder ? [holder.name, ...Object.values(holder.salutation)] : [],
    communes: commune ? [commune.deFr ?? [], Object.values(commune.name)].flat() : [],
  }
  const language = firstLanguage(holder?.languages ?? context.config.agency.languages.join('+'))
  return {
    kind: 'notice',
    language,
    question: withoutAsker(toldBy(followUp).quote?.text ?? '', asker),
    answer: withoutAsker(answer, asker),
  }
}
