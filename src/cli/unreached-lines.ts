import type { App } from '../app.js'
import { communesOf, type NextEdition, type Unreached } from '../model/follow-ups/next-edition.js'
import type { FollowUpFilter } from '../postgres/follow-ups/listed-follow-ups.js'
import { rosterToday } from '../steps/context.js'
import { lastUnreached } from '../steps/follow-ups/unreached.js'

/** Whom it did not reach by mail, whatever was done about it since, and whether the next one will. */
export function unreachedLines(unreached: Unreached[]): string[] {
  if (unreached.length === 0) return []
  const lines = unreached.map(({ recipient, also = [], state, address, next, nextAddress, informedOn }) => {
    const ids = [recipient, ...also.map(one => one.recipient)].join(', ')
    const informed = informedOn ? `, informed otherwise on ${informedOn}` : ''
    return `  ${ids}: ${state}${address ? ` (${address})` : ''}${informed}. ${NEXT[next](nextAddress)}`
  })
  return ['Not reached by mail:', ...lines]
}

const NEXT: Record<NextEdition, (address: string) => string> = {
  'new-address': address => `The next edition goes to ${address}.`,
  'same-address': () => 'The next edition goes to the same address, which refused.',
  'tried-again': () => 'The next edition goes to the same address.',
  held: address =>
    `The next edition does not go to ${address}: it refused twice in a row, and waits for a decision.`,
  suppressed: address => `The next edition does not go to ${address}: see estafette suppressions.`,
  'not-allowed': address => `The next edition does not go to ${address}: it is not in ALLOWED_RECIPIENTS.`,
  nobody: () => 'The roster has no address for that mandate.',
}

/** Without an open follow-up, somebody may still not be reached: that is said, not that there is nothing. */
export async function nothingOpen(app: App, { communes, spoc }: FollowUpFilter): Promise<string> {
  const { roster } = await rosterToday(app)
  const own =
    communes ?? (spoc ? roster.communes.filter(one => one.spoc === spoc).map(({ nis }) => nis) : null)
  const last = await lastUnreached(app)
  const missed = (last?.unreached ?? []).filter(one => !own || communesOf(one).some(nis => own.includes(nis)))
  if (missed.length === 0) return 'Nothing to follow up.'
  return [`No follow-up is open. ${last?.edition}:`, ...unreachedLines(missed)].join('\n')
}
