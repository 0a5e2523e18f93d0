import { createHmac } from 'node:crypto'

/** The ledger's mark of the SECRET that signs its Message-IDs and links. It can't be inverted: the secret has at least 32 characters. */
export function secretMark(secret: string): string {
  return createHmac('sha256', secret).update('the secret of an Estafette ledger').digest('hex')
}

/** Whether a ledger with the mark `kept` fits the present secret `here`. Null where either doesn't exist yet. */
export function goesWith(kept: string | null, here: string | null): boolean {
  return kept === null || (here !== null && secretMark(here) === kept)
}
