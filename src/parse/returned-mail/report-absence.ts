import type { Report } from '../../model/returned-mail/report.js'
import { absenceUntil } from './absence-date.js'
import { findAddresses } from './address.js'
import { deputyIn } from './deputy.js'
import { isGone, successorIn } from './gone.js'
import { type Field, headerText, headerValues } from './header.js'

export function absence(fields: Field[], ownText: string): { until?: string; deputy?: string } {
  const subject = headerText(fields, 'subject')
  const sentOn = isoDate(headerText(fields, 'date'))
  const until = absenceUntil(ownText, sentOn) || absenceUntil(subject, sentOn)
  const deputy = deputyIn(ownText, addressesOf(fields))
  return { ...(until ? { until } : {}), ...(deputy ? { deputy } : {}) }
}

export function goneIn(
  fields: Field[],
  ownText: string,
  until: string,
  newAddress: string,
): Pick<Report, 'gone' | 'successor'> {
  if (!isGone(ownText, until, newAddress)) return {}
  const successor = successorIn(ownText, addressesOf(fields)) || deputyIn(ownText, addressesOf(fields))
  return { gone: true, ...(successor ? { successor } : {}) }
}

const NAMES = ['from', 'reply-to', 'sender', 'to', 'cc', 'delivered-to', 'x-original-to']

/** The author's own addresses and ours. */
const addressesOf = (fields: Field[]) => headerValues(fields, ...NAMES).flatMap(findAddresses)
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** The day of a Date field in its author's calendar (RFC 5322 §3.3); '' when it is unreadable. */
function isoDate(value: string): string {
  const match = /(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{4})/i.exec(value)
  const month = MONTHS.indexOf(match?.[2]?.toLowerCase() ?? '') + 1
  if (!match || month === 0) return ''
  return `${match[3]}-${String(month).padStart(2, '0')}-${(match[1] ?? '').padStart(2, '0')}`
}
