import type { Outcome } from '../model/delivery/outcome.js'

/** So many mails refused for good one after the other, to so many domains, and not one taken: that is hardly the recipients' doing. */
const IN_A_ROW = 10
const DOMAINS = 3

/**
 * A refusal of ourselves that is worded like one of a recipient would bounce a whole list. Judges each outcome: the last of a row of refusals is
 * one of ourselves, which pauses its edition; the next row is counted anew, for a person who lets it go on.
 */
export function openRefusedInARow(): (outcome: Outcome, domain: string) => Outcome {
  let row: string[] = []
  return (outcome, domain) => {
    if (outcome.kind === 'accepted') row = []
    if (outcome.kind !== 'permanent') return outcome
    row.push(domain)
    if (row.length < IN_A_ROW || new Set(row).size < DOMAINS) return outcome
    row = []
    const { reply } = outcome
    return {
      kind: 'sender',
      reply,
      detail: `${IN_A_ROW} mails in a row were refused, the last with: ${reply.text}`,
    }
  }
}
