import type { ReportFact } from '../../model/follow-ups/consequences.js'
import type { MailPlace } from './report-sources.js'
import type { ReportedDelivery } from './reported-deliveries.js'

/** A report as the ledger stores it; `about` null: it belongs to no delivery and changes nothing. */
export type NewReport = {
  source: string
  item: string
  /** Its position in a mailbox, recorded as read in the same transaction. */
  place: MailPlace | null
  about: ReportedDelivery | null
  fact: ReportFact
  status: string | null
  /** The recipient's domain, when a proven report refuses our mails there. */
  refusedBy: string | null
  deputy: string | null
  /** The member of staff who answers in its thread, by its From. */
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
