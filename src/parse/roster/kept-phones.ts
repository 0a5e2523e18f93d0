import { type MandateHolder, PHONE_COLUMNS, type Phones } from '../../model/roster/recipient.js'

/**
 * A new list with the old phone numbers, where it has no such column; `columns` are its columns. A former holder's own number is dropped; the
 * secretariat's stays with the mandate.
 */
export function withKeptPhones(
  before: readonly MandateHolder[],
  after: readonly MandateHolder[],
  columns: readonly string[],
): MandateHolder[] {
  const [saysOwn, saysSecretariat] = PHONE_COLUMNS.map(column => columns.includes(column))
  const old = new Map(before.map(one => [one.id, one]))
  return after.map(one => {
    const was = old.get(one.id)
    const { phones, ...rest } = one
    const kept: Phones = {
      own: saysOwn ? (phones?.own ?? null) : was && isSame(was, one) ? (was.phones?.own ?? null) : null,
      secretariat: (saysSecretariat ? phones : was?.phones)?.secretariat ?? null,
    }
    return kept.own === null && kept.secretariat === null ? rest : { ...rest, phones: kept }
  })
}

/** A corrected name or a new address is the same person; both at once are another. */
const isSame = (was: MandateHolder, now: MandateHolder) => was.name === now.name || was.email === now.email
