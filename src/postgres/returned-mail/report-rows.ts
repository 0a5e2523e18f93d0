import type { ReportFact } from '../../model/follow-ups/consequences.js'
import type { MailPlace } from './report-sources.js'
import type { ReportedDelivery } from './reported-deliveries.js'

/** A report as the ledger keeps it; `about` null: it belongs to none of our deliveries, and changes nothing. */
export type NewReport = {
  source: string
  item: string
  /** Where it stands in a mailbox: kept as read in the same transaction. */
  place: MailPlace | null
  about: ReportedDelivery | null
  fact: ReportFact
  status: string | null
  /** The domain of the address it was sent to, where a report with proof says that our mails are refused there. */
  refusedBy: string | null
  deputy: string | null
  /** Who of the staff answers in its thread, as its From says. */
  answer: { by: string; words: string } | null
}

export function toRow({ source, item, about, fact, status, refusedBy, deputy }: NewReport, now: Date) {
  const { hash, sentAt, kind, evidence, reason, topic, replyText, until, newAddress, needsDeputy } = fact
  const { gone, successor, heldBy } = fact
  return {
    hash,
    source,
    item,
    recorded_at: now,
    sent_at: sentAt,
    kind,
    match: about?.match ?? null,
    delivery: about?.delivery ?? null,
    evidence,
    status,
    reason,
    topic,
    reply_text: replyText,
    until,
    deputy,
    needs_deputy: needsDeputy,
    new_address: newAddress,
    sent_again: about?.sentAgain ?? 0,
    gone,
    successor,
    held_by: heldBy,
    refused_by: refusedBy,
  }
}
