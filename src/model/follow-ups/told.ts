import { type OwnWords, ownWordsIn } from '../delivery/own-words.js'
import { CAUSES, type Cause } from '../delivery/status.js'
import type { Holder } from '../returned-mail/report.js'
import { HOLDERS } from '../returned-mail/report-recipient.js'
import type { FollowUpReason } from './follow-up.js'
import { type FollowUp, WRITTEN_REASONS } from './follow-up.js'

/** A fact that a rule noted in the detail of a follow-up. `date`: ISO date. */
export type Fact =
  | { kind: 'ends' | 'away-until'; date: string }
  | { kind: 'new-address' | 'successor'; address: string }
  | { kind: 'held-by'; holder: Holder }
  | { kind: 'cause'; cause: Cause }
  | { kind: 'own-words'; words: OwnWords; editions: string[] }

/** Words shown unchanged, and their author. Those of servers and systems are in any language. */
export type Quote = { text: string; whose: 'person' | 'server' | 'system' }

/** The detail of a follow-up in parts: facts that are translated, and a quotation. */
export type Told = { facts: Fact[]; quote: Quote | null }
const SUCCESSOR = /^successor: ([^\s@]+@\S+)$/
const NEW_ADDRESS = /^new address: ([^\s@]+@\S+)$/

/** Parses the detail of a follow-up. */
export function toldBy({ reason, detail }: Pick<FollowUp, 'reason' | 'detail'>): Told {
  if (detail === '') return { facts: [], quote: null }
  // decision 30
  if (reason === 'mandate-ending' || reason === 'away') return told(dated(reason, detail))
  if (reason === 'gone') return told(successorIn(detail))
  if (reason === 'held') return told(holderIn(detail))
  return WRITTEN_REASONS.includes(reason) ? toldByPerson(detail) : toldByServer(detail)
}

function told(fact: Fact | null): Told {
  return { facts: fact ? [fact] : [], quote: null }
}

function dated(reason: FollowUpReason, detail: string): Fact | null {
  const date = /\d{4}-\d{2}-\d{2}$/.exec(detail)?.[0]
  return date ? { kind: reason === 'away' ? 'away-until' : 'ends', date } : null
}

function successorIn(detail: string): Fact | null {
  const address = SUCCESSOR.exec(detail)?.[1]
  return address ? { kind: 'successor', address } : null
}

function holderIn(detail: string): Fact | null {
  const holder = HOLDERS.find(one => one === detail)
  return holder ? { kind: 'held-by', holder } : null
}

function toldByPerson(detail: string): Told {
  const parts = detail.split('\n\n')
  const facts = parts.flatMap((part): Fact[] => {
    const address = NEW_ADDRESS.exec(part)?.[1]
    return address ? [{ kind: 'new-address', address }] : []
  })
  const text = parts.filter(part => !NEW_ADDRESS.test(part)).join('\n\n')
  return { facts, quote: text.trim() === '' ? null : { text, whose: 'person' } }
}

/** A server's words, or the note in their place: for follow-ups and staff mails. */
export function toldByServer(text: string): Told {
  const cause = CAUSES.find(one => one === text)
  if (cause) return told({ kind: 'cause', cause })
  const own = ownWordsIn(text)
  if (!own) return { facts: [], quote: { text, whose: 'server' } }
  const editions = own.key === 'held-back' ? (own.rest.match(/\d{4}-W\d{2}[\w-]*/g) ?? []) : []
  const fact: Fact = { kind: 'own-words', words: own.key, editions }
  const isSaid = own.rest !== '' && editions.length === 0
  return { facts: [fact], quote: isSaid ? { text: own.rest, whose: whoseRest(own.key) } : null }
}

function whoseRest(words: OwnWords): Quote['whose'] {
  if (words === 'suppressed' || words === 'unproven') return 'person'
  return words === 'in-a-row' || words === 'of-domains' || words === 'unintelligible' ? 'server' : 'system'
}
