import { createHmac } from 'node:crypto'

/** What a ledger keeps of the SECRET with which its Message-IDs and links are signed: nobody gets from it to the secret, which has 32 characters at least. */
export function secretMark(secret: string): string {
  return createHmac('sha256', secret).update('the secret of an Estafette ledger').digest('hex')
}

/** Does a ledger that keeps `kept` go with the secret that is here? Null: it keeps none yet; `here` null: there is none yet. */
export function goesWith(kept: string | null, here: string | null): boolean {
  return kept === null || (here !== null && secretMark(here) === kept)
}
