import { sameAddress } from '../staff/email-address.js'

/** What a report says of itself: the addresses that it is about or comes from, and its own date. */
export type Said = { addresses: string[]; sentAt: Date | null }

/** One of the mails of a delivery that a person sent again: 0 is the first. `hasLeft`: its final dot may have left. */
export type Sending = { number: number; address: string; at: Date; hasLeft: boolean }

/**
 * Which mail of a delivery a report means that did not come in at a return path of ours. All bear one Message-ID. `carried`: the
 * numbers that the returned mail's own return path names. Else the address decides, then the date: nothing speaks of a mail before it left.
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
