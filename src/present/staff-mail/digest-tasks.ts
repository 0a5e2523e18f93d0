import { isAboutCommune } from '../../model/follow-ups/follow-up.js'
import { phonesFor } from '../../model/follow-ups/phones.js'
import { toldBy } from '../../model/follow-ups/told.js'
import { oneLine } from '../../model/language/single-line.js'
import { officesBeside } from '../../model/roster/offices.js'
import { daysLate } from '../mail/due.js'
import type { DigestFacts, DigestFollowUp } from './digest-facts.js'
import type { Task } from './digest-task.js'

const DETAIL_LENGTH = 160

export function taskOf(
  followUp: DigestFollowUp,
  { roster, standIns }: Pick<DigestFacts, 'roster' | 'standIns'>,
  today: string,
): Task {
  const { recipient, reason, action, edition, due, state } = followUp
  const mandate = isAboutCommune(reason)
    ? undefined
    : roster.mandateHolders.find(({ id }) => id === recipient)
  const { facts, quote } = toldBy(followUp)
  const offices = mandate ? officesBeside(mandate.id, roster, today) : []
  const words = oneLine(quote?.text ?? '')
  return {
    who: isAboutCommune(reason) ? '' : mandate?.name || recipient,
    role: mandate?.role ?? null,
    ...(offices.length > 0 ? { offices } : {}),
    ...(mandate?.name === '' ? { vacant: { competences: mandate.competences } } : {}),
    email: mandate?.email ?? '',
    edition,
    reason,
    action,
    due,
    isOverdue: due < today,
    daysLate: daysLate(due, today),
    isInHand: state === 'in-hand',
    standIn: standIns.get(recipient) ?? null,
    phones: phonesFor(followUp, roster),
    facts,
    ...(quote ? { whose: quote.whose } : {}),
    detail: words.length > DETAIL_LENGTH ? `${words.slice(0, DETAIL_LENGTH - 1).trimEnd()}…` : words,
  }
}
