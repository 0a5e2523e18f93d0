import { SUBJECTS } from '../delivery/cause.js'
import type { Report } from '../returned-mail/report.js'
import type { ReportRecipient } from '../returned-mail/report-recipient.js'
import { sameAddress } from '../staff/email-address.js'
import { EVIDENCE, type Evidence } from './consequences.js'

/**
 * What a report proves for an addressee: the DSN's recipient with that address. Else the worst of all, because forwarders report on addresses unknown
 * to us. Null when it proves nothing.
 */
export function evidenceOf(
  report: Pick<Report, 'kind' | 'recipients' | 'held'>,
  address: string,
): Evidence | null {
  if (report.kind === 'unknown') return null
  if (report.kind !== 'dsn' && report.held) return 'held'
  if (report.kind !== 'dsn') return 'arrived'
  const found = aboutAddressee(report.recipients, address).map(recipient => {
    const evidence = evidenceOfRecipient(recipient)
    return report.held && evidence === 'arrived' ? 'held' : evidence
  })
  return (
    (['refused', 'given-up', 'held', 'arrived', 'relayed'] as const).find(one => found.includes(one)) ?? null
  )
}

/** A DSN's recipients that are about an addressee, the strongest evidence first. */
export function aboutAddressee(recipients: ReportRecipient[], address: string): ReportRecipient[] {
  const own = recipients.filter(recipient => sameAddress(recipient.address, address))
  return [...(own.length > 0 ? own : recipients)].sort((a, b) => strength(a) - strength(b))
}

const strength = (recipient: ReportRecipient) => EVIDENCE.indexOf(evidenceOfRecipient(recipient))

/** Whether it refuses mails of ours to any recipient: a block list, a policy (RFC 3463 §3.8), the sender's address. */
export function refusesUs(recipient: ReportRecipient | undefined): boolean {
  return (
    recipient?.action === 'failed' && ['refused-sender', 'refused-policy'].includes(recipient.cause ?? '')
  )
}

/**
 * The evidence of a report by its action (RFC 3464 §2.3.3); the status class alone doesn't tell, as "failed" with 4.4.7 is given up. Only causes
 * about the recipient count against the address. Mailboxes get emptied, and a sender refusal proves no dead mailbox (decision 25).
 */
function evidenceOfRecipient({ action, outcome, cause }: ReportRecipient): Evidence {
  if (action === 'delayed') return 'held'
  if (action === 'relayed' || action === 'expanded') return 'relayed'
  if (action !== 'failed') return 'arrived'
  return outcome === 'bounced' && SUBJECTS[cause ?? 'other'] === 'recipient' ? 'refused' : 'given-up'
}
