import { OWN_BEGINNINGS } from './own-words.js'

/** Consecutive bounces after which an address gets no mail until a person decides. decision 22 */
export const BOUNCES_IN_A_ROW = 2

/**
 * Why nothing is sent to an address. `by` null: its last mails bounced, and a person must decide. Only a person can keep an official out of the
 * audience.
 */
export type Suppression = {
  /** In lower case. */
  address: string
  /** The roster's id, if known. */
  recipient: string | null
  /** Applies to this person only, of several with the address, and wherever they move. */
  onlyRecipient?: boolean
  cause: string
  by: string | null
  at: Date
}

/** The ledger's note on a suppressed delivery. */
export function whySuppressed({ by, cause }: Suppression): string {
  return by === null ? `${OWN_BEGINNINGS['held-back']}${cause}` : `${OWN_BEGINNINGS.suppressed}${cause}`
}
