import type { Outcome } from '../model/delivery/outcome.js'
import { OWN_BEGINNINGS } from '../model/delivery/own-words.js'

/** So many mails refused for good one after the other, to so many domains, and not one taken: that is hardly the recipients' doing. */
const IN_A_ROW = 10
const DOMAINS = 3

/**
 * A refusal of ourselves that is worded like one of a recipient would bounce a whole list. Judges each outcome of an edition: the last of a row
 * of refusals is one of ourselves, which pauses its edition; the next row is counted anew, for a person who lets it go on. Whoever
 * takes a mail, or says "later", does not refuse ourselves.
 */
export function openRefusedInARow(): (outcome: Outcome, edition: string, domain: string) => Outcome {
  let row: string[] = []
  let of = ''
  return (outcome, edition, domain) => {
    if (outcome.kind === 'accepted' || outcome.kind === 'transient' || edition !== of) row = []
    of = edition
    if (outcome.kind !== 'permanent') return outcome
    row = [...row, domain].slice(-IN_A_ROW)
    if (row.length < IN_A_ROW || new Set(row).size < DOMAINS) return outcome
    row = []
    const { reply } = outcome
    return {
      kind: 'sender',
      reply,
      detail: `${IN_A_ROW} ${OWN_BEGINNINGS['in-a-row']}${reply.text}`,
    }
  }
}
