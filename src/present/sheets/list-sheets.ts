import { withOffset } from '../../model/calendar/calendar.js'
import type { FollowUp } from '../../model/follow-ups/follow-up.js'
import { phonesFor } from '../../model/follow-ups/phones.js'
import { toldBy } from '../../model/follow-ups/told.js'
import { inLanguage } from '../../model/language/language.js'
import { mandatesBeside } from '../../model/roster/offices.js'
import type { Roster } from '../../model/roster/roster.js'
import { ownName } from '../mail/own-name.js'
import { phoneInCell } from '../mail/phone-lines.js'
import { replyText, toldText } from '../mail/told-in-words.js'
import { label, say } from '../mail/wording.js'
import { idsIn } from './candidates-sheet.js'
import type { ReportedDelivery, Words } from './reported.js'
import { type Cell, column, type Sheet } from './sheet.js'

/** Open follow-ups on an ISO date, for a spreadsheet. */
export function followUpsSheet(
  followUps: FollowUp[],
  { strings, language, timeZone }: Words,
  roster: Pick<Roster, 'communes' | 'mandateHolders'>,
  today: string,
): Sheet {
  const phones = (one: FollowUp) => phonesFor(one, roster).map(phone => phoneInCell(phone, strings, language))
  const also = ({ recipient }: FollowUp) =>
    mandatesBeside(recipient, roster, today).filter(other => other !== recipient)
  const communeOf = ({ commune }: FollowUp) => {
    const found = roster.communes.find(({ nis }) => nis === commune)
    return found ? inLanguage(found.name, language) : commune
  }
  const personOf = ({ recipient }: FollowUp) => {
    const name = roster.mandateHolders.find(({ id }) => id === recipient)?.name
    return name ? ownName(name, language) : null
  }
  return {
    name: say(strings, 'report.sheets.follow-ups'),
    columns: [
      column(strings, 'due', 12, 'date'),
      column(strings, 'state', 14),
      column(strings, 'commune', 26),
      column(strings, 'person', 34),
      column(strings, 'spoc', 18),
      column(strings, 'nis', 8),
      column(strings, 'recipient', 34),
      column(strings, 'reason', 34),
      column(strings, 'action', 44),
      column(strings, 'edition', 18),
      column(strings, 'opened-at', 20, 'instant'),
      column(strings, 'phone', 44),
      column(strings, 'detail', 60),
      column(strings, 'id', 10),
      column(strings, 'same-person', 34),
    ],
    rows: followUps.map(one => [
      one.due,
      label(strings, 'followUps.states', one.state),
      communeOf(one),
      personOf(one),
      one.spoc,
      one.commune,
      one.recipient,
      label(strings, 'followUps.reasons', one.reason),
      label(strings, 'followUps.actions', one.action),
      one.edition,
      withOffset(one.openedAt, timeZone),
      phones(one).join(' · ') || null,
      toldText(toldBy(one), strings, language),
      one.id,
      also(one).join(', ') || null,
    ]),
  }
}

export type ListedDelivery = ReportedDelivery & {
  id: string
  edition: string
  languages: string
  messageId: string
}

/** An edition's deliveries, and their attempts on a separate sheet. */
export function deliverySheets(deliveries: ListedDelivery[], words: Words): Sheet[] {
  return [deliveriesSheet(deliveries, words), attemptsSheet(deliveries, words)]
}

function deliveriesSheet(deliveries: ListedDelivery[], { strings, language, timeZone }: Words): Sheet {
  const row = (one: ListedDelivery): Cell[] => {
    const last = one.attempts.at(-1)
    return [
      one.edition,
      one.recipient,
      one.commune,
      label(strings, 'report.roles', one.role),
      one.languages,
      label(strings, 'report.deliveryStates', one.state),
      one.attempts.length,
      last?.endedAt ? withOffset(last.endedAt, timeZone) : null,
      last?.replyCode ?? null,
      last?.enhancedStatus ?? null,
      last ? replyText(last, strings, language) : null,
      one.messageId,
      one.id,
      idsIn(one.also),
    ]
  }
  return {
    name: say(strings, 'report.sheets.deliveries'),
    columns: [
      column(strings, 'edition', 18),
      column(strings, 'recipient', 34),
      column(strings, 'nis', 8),
      column(strings, 'role', 14),
      column(strings, 'languages', 10),
      column(strings, 'state', 14),
      column(strings, 'attempts', 8, 'number'),
      column(strings, 'last-attempt', 20, 'instant'),
      column(strings, 'reply-code', 8, 'number'),
      column(strings, 'enhanced-status', 12),
      column(strings, 'last-answer', 60),
      column(strings, 'message-id', 50),
      column(strings, 'id', 44),
      column(strings, 'same-person', 34),
    ],
    rows: deliveries.map(row),
  }
}

function attemptsSheet(deliveries: ListedDelivery[], { strings, language, timeZone }: Words): Sheet {
  return {
    name: say(strings, 'report.sheets.attempts'),
    columns: [
      column(strings, 'delivery', 44),
      column(strings, 'number', 6, 'number'),
      column(strings, 'started-at', 20, 'instant'),
      column(strings, 'ended-at', 20, 'instant'),
      column(strings, 'phase', 12),
      column(strings, 'outcome', 14),
      column(strings, 'reply-code', 8, 'number'),
      column(strings, 'enhanced-status', 12),
      column(strings, 'last-answer', 60),
      column(strings, 'address', 34),
    ],
    rows: deliveries.flatMap(({ id, attempts }) =>
      attempts.map(one => [
        id,
        one.number,
        withOffset(one.startedAt, timeZone),
        one.endedAt && withOffset(one.endedAt, timeZone),
        label(strings, 'report.phases', one.phase),
        one.outcome && label(strings, 'report.deliveryStates', one.outcome),
        one.replyCode,
        one.enhancedStatus,
        replyText(one, strings, language),
        one.address ?? null,
      ]),
    ),
  }
}
