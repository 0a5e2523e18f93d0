import { withOffset } from '../../model/calendar/calendar.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import type { Context } from '../context.js'

/** The frozen version that a staff mail is about. */
export function aboutOf({ config }: Context, { id, version, hash, sendAt, closesAt, frozenAt }: EditionRow) {
  const at = (instant: Date | null) => withOffset(instant ?? new Date(0), config.timeZone)
  const atOnce = sendAt !== null && frozenAt !== null && sendAt <= frozenAt
  return { edition: id, version, hash: hash ?? '', sendAt: at(sendAt), closesAt: at(closesAt), atOnce }
}

/** What the notices of a version are about: after a withdrawn approval all are told anew. */
export function roundOf({ id, version, decisions }: EditionRow): string {
  const withdrawals = decisions.filter(({ decision }) => decision === 'withdraw')
  return `${id} v${version}${withdrawals.length > 0 ? ` w${withdrawals.length}` : ''}`
}
