import { sameAddress } from '../staff/email-address.js'

/** A report's own data: the addresses that it is about or comes from, and its date. */
export type Said = { addresses: string[]; sentAt: Date | null }

/** A mail of a delivery that was sent again: 0 is the first. `hasLeft`: its final dot may have left. */
export type Sending = { number: number; address: string; at: Date; hasLeft: boolean }

/**
 * Which mail of a delivery a report means if it came to no return path of ours; all have one Message-ID. `carried`: numbers from return paths in the
 * returned mail. Else the address decides, then the date: no report precedes its mail.
 */
export function sendingMeant(sendings: Sending[], { addresses, sentAt }: Said, carried: number[]): number {
  const named = Math.max(0, ...carried)
  if (named > 0) return named
  const left = sendings.filter(({ hasLeft }) => hasLeft)
  const own = left.filter(({ address }) => addresses.some(one => sameAddress(one, address)))
  const among = own.length > 0 ? own : left
  const before = among.filter(({ at }) => sentAt === null || at <= sentAt)
  return (before.at(-1) ?? among[0])?.number ?? 0
}
