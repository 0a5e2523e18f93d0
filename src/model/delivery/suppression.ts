import { OWN_BEGINNINGS } from './own-words.js'

/** After so many permanent bounces in a row, nothing more is sent to an address until somebody has decided. decision 22 */
export const BOUNCES_IN_A_ROW = 2

/**
 * Why nothing is sent to an address. `by` null: nobody decided it, its last mails bounced, and it waits for somebody who does.
 * Only a person keeps an official out of the audience.
 */
export type Suppression = {
  /** In lower case. */
  address: string
  /** The roster's id, where it is known. */
  recipient: string | null
  /** Only this person, of several who have the address; wherever they have moved since. */
  onlyRecipient?: boolean
  cause: string
  by: string | null
  at: Date
}

/** What the ledger notes of a delivery that was not tried. */
export function whySuppressed({ by, cause }: Suppression): string {
  return by === null ? `${OWN_BEGINNINGS['held-back']}${cause}` : `${OWN_BEGINNINGS.suppressed}${cause}`
}
