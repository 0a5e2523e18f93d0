import { withOffset } from '../model/calendar/calendar.js'
import type { SendAgainRefusal } from '../model/delivery/send-again.js'
import { WORDS_AT_MOST } from '../model/follow-ups/act.js'
import type { FollowUp } from '../model/follow-ups/follow-up.js'
import type { EffectRefusal } from '../model/follow-ups/follow-up-effect.js'
import { resultsOf } from '../model/follow-ups/follow-up-rules.js'
import type { Shared } from '../steps/follow-ups/propose-sharing.js'

/** What was asked of which follow-up, as it was before. */
type Refused = {
  id: string
  by: string
  before: FollowUp | null
  address?: string
  until?: Date
  timeZone?: string
}

/** Why nothing was done, in a sentence that says what would be right. */
export function whyNot(reason: Extract<Shared, { kind: 'refused' }>['reason'], refused: Refused): string {
  const { id, by, before } = refused
  const sentences: Record<typeof reason, string> = {
    ...effectSentences(refused),
    unknown: `There is no follow-up ${id}. See them all: estafette follow-up --all`,
    'not-a-spoc': 'Whom you give it to must be in staff.yaml with the role spoc or admin.',
    'done-already': `${id} is done: ${before?.result}. Reopen it first: estafette follow-up reopen ${id} --by ${by}`,
    'not-done': `${id} is ${before?.state}: there is nothing to reopen.`,
    'result-unknown': `What came of it must be one of: ${before ? resultsOf(before.reason).join(', ') : ''}.`,
    'words-missing': 'The text is empty.',
    'words-long': `The text is too long: ${WORDS_AT_MOST} characters at most.`,
    'no-reply': `${id} is about ${before?.reason}: nobody wrote it, so it has no topic and no question.`,
    'same-topic': `${id} has this topic already.`,
    'moved-meanwhile': `Somebody else has just changed the topic of ${id}: see its history.`,
    'changed-meanwhile': `Somebody else has just changed ${id}: see its history.`,
    'same-person': `${id} is with that person already.`,
    'not-answered': `${id} has no answer yet. Note it first: estafette follow-up answer ${id} --by ${by} --text-file FILE`,
    'shared-already': `A draft of the answer of ${id} was laid before: see its history, or _question-${id}.md in the drop folder.`,
    'folder-fault': 'The drop folder can’t be written to: see the log.',
  }
  return sentences[reason]
}

/** Why a result can't have the effect that it claims, and what would be right. */
function effectSentences({ id, by, before, address = '', until, timeZone = 'UTC' }: Refused) {
  const { edition = '', recipient = '' } = before ?? {}
  const delivery = `${edition}.${recipient}`
  const ended = until ? withOffset(until, timeZone) : ''
  const otherwise = `If somebody informed them otherwise: --result reached-otherwise.`
  const sentences: Record<EffectRefusal | SendAgainRefusal, string> = {
    'address-needed': `Nothing is corrected: the roster still has ${address || 'no other address'} for ${recipient}. Name the new one: estafette follow-up done ${id} --result ${before?.reason === 'correction' ? 'corrected' : 'new-address'} --address ADDRESS --by ${by}`,
    'not-in-doubt': `${delivery} is not in doubt: there is nothing to settle. See: estafette deliveries ${edition}`,
    'not-arrived': `${delivery} is not accepted: it is tried by itself, and this ends when it is. ${otherwise}`,
    'roster-unchanged': `The roster still says the same of ${recipient}. Correct mandate-holders.csv first (an end, or the successor's line); what lies in the roster then ends by itself.`,
    'deputy-unnamed': 'Nobody is known to stand in. Say who: --note TEXT.',
    'may-not-decide': `${by} is neither a SPOC nor an admin in staff.yaml, who decide on addresses.`,
    'unknown-delivery': `There is no delivery ${delivery}: nothing can be sent again.`,
    copied:
      'This ledger is a copy of one that lives elsewhere: nothing is sent from here. See: estafette take-over',
    'under-way': `${delivery} is on its way: it is tried by itself. See: estafette deliveries ${edition}`,
    'in-doubt': `${delivery} is in doubt: it may have arrived. Ask, then: estafette settle ${delivery} --as accepted|again --by ${by}`,
    accepted: `${delivery} was accepted for ${address}: there is nothing to send again.`,
    expired: `${edition} was sent until ${ended}: nothing of it is tried any more. The next edition goes to ${address}. ${otherwise}`,
    stopped: `${edition} is stopped. When it may go on: estafette resume ${edition}`,
    'holder-changed': `${recipient} is somebody else now than when ${edition} was signed. The next edition goes to ${address}.`,
    'no-address': `The roster has no address for ${recipient}. Complete mandate-holders.csv.`,
    'same-address': `The roster has no other address for ${recipient}.`,
    'not-allowed': `${address} is not in ALLOWED_RECIPIENTS. Whoever runs Estafette adds it there first.`,
    suppressed: `Somebody decided that nothing is sent to ${address}: see estafette suppressions. If it is to be written to: estafette unsuppress ${address} --by ${by} --cause TEXT`,
    'unknown-person': `Nobody in staff.yaml has the address ${by}.`,
    'not-theirs': `${by} is neither the SPOC of commune ${before?.commune}, nor its deputy, nor who ${id} was given to.`,
  }
  return sentences
}
