import type { NextEdition, Unreached } from '../model/follow-ups/next-edition.js'

/** Whom the edition did not reach by mail, whatever was done since, and whether the next edition will. */
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
