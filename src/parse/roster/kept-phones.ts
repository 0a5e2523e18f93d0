import { type MandateHolder, PHONE_COLUMNS, type Phones } from '../../model/roster/recipient.js'

/**
 * A new list with the numbers of the old one where it says nothing of them: `columns` are those that it has. The own number of
 * somebody who left stays with nobody; the secretariat's stays with the mandate.
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

/** A corrected name or a new address is no other person; both at once are. */
const isSame = (was: MandateHolder, now: MandateHolder) => was.name === now.name || was.email === now.email
