import type { Outcome } from '../model/delivery/outcome.js'
import { OWN_BEGINNINGS } from '../model/delivery/own-words.js'

/** This many mails refused for good one after the other, to this many domains, and not one taken: hardly the recipients' doing. */
const IN_A_ROW = 10
const DOMAINS = 3

/**
 * Judges each outcome of an edition. One domain that refuses ourselves is its own affair; the third in a row without a mail taken makes
 * it a refusal of ourselves, which pauses the edition (decision 25). So does a row of refusals that are worded like those of recipients.
 * The next row is counted anew, for a person who lets the edition go on. "Later" says nothing of whether we are refused.
 */
export function openRefusedInARow(): (outcome: Outcome, edition: string, domain: string) => Outcome {
  let row: string[] = []
  let unwelcomeAt = new Set<string>()
  let of = ''
  return (outcome, edition, domain) => {
    if (outcome.kind === 'accepted' || edition !== of) unwelcomeAt = new Set()
    if (outcome.kind === 'accepted' || outcome.kind === 'transient' || edition !== of) row = []
    of = edition
    if (outcome.kind !== 'permanent' && outcome.kind !== 'unwelcome') return outcome
    row = [...row, domain].slice(-IN_A_ROW)
    if (outcome.kind === 'unwelcome') unwelcomeAt.add(domain)
    const isWordless = row.length === IN_A_ROW && new Set(row).size >= DOMAINS
    if (!isWordless && unwelcomeAt.size < DOMAINS) return outcome
    const detail = isWordless
      ? `${IN_A_ROW} ${OWN_BEGINNINGS['in-a-row']}`
      : `${DOMAINS} ${OWN_BEGINNINGS['of-domains']}`
    row = []
    unwelcomeAt = new Set()
    return { kind: 'sender', reply: outcome.reply, detail: detail + outcome.reply.text }
  }
}
