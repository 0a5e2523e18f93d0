import type { App } from '../app.js'
import { localDay, withOffset } from '../model/calendar/calendar.js'
import { type FollowUp, isAboutCommune } from '../model/follow-ups/follow-up.js'
import { type KnownPhone, phonesFor } from '../model/follow-ups/phones.js'
import { mandatesBeside } from '../model/roster/offices.js'
import type { Roster } from '../model/roster/roster.js'
import { phoneE164, phoneParts, phoneText } from '../model/staff/phone-number.js'

/**
 * A follow-up as the contract has it, and whom to call. `recipient` is null for a commune as a whole. `also`: the person's further mandates today, if
 * any.
 */
export function followUpJson(
  followUp: FollowUp,
  { config, clock }: Pick<App, 'config' | 'clock'>,
  roster: Roster,
) {
  const { timeZone } = config
  const { id, edition, commune, recipient, reason, action, spoc, openedAt, due, state, detail } = followUp
  const { result, takenBy, doneBy, doneAt } = followUp
  const also = mandatesBeside(recipient, roster, localDay(clock(), timeZone)).filter(
    other => other !== recipient,
  )
  return {
    id,
    edition,
    commune,
    recipient: isAboutCommune(reason) ? null : recipient,
    reason,
    action,
    spoc,
    openedAt: withOffset(openedAt, timeZone),
    due,
    state,
    detail,
    takenBy,
    result,
    doneBy,
    doneAt: doneAt && withOffset(doneAt, timeZone),
    phones: phonesFor(followUp, roster).map(phoneJson),
    ...(also.length > 0 ? { also } : {}),
  }
}

/** `number` is E.164, `text` as people write it. */
function phoneJson({ of, number }: KnownPhone) {
  return { of, number: phoneE164(number), extension: phoneParts(number).extension, text: phoneText(number) }
}
