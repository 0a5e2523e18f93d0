import { createHash } from 'node:crypto'
import type { DeliveryState } from '../../model/delivery/delivery.js'
import { domainOf } from '../../model/delivery/pace.js'
import { registeredDomain } from '../../model/delivery/party.js'
import type { Evidence, ReportFact } from '../../model/follow-ups/consequences.js'
import { aboutAddressee, evidenceOf, refusesUs } from '../../model/follow-ups/verdict.js'
import { MACHINES, type Report } from '../../model/returned-mail/report.js'
import type { Said } from '../../model/returned-mail/sending-meant.js'
import { isEmailAddress, sameAddress } from '../../model/staff/email-address.js'
import {
  type Clues,
  cluesOf,
  isProven,
  type Match,
  REPORT_BYTES,
  sentAtOf,
} from '../../parse/returned-mail/match.js'
import { classifyReport } from '../../parse/returned-mail/report.js'

/** A mail as it came in: `item` names it within its source, `place` where it stands in a mailbox. */
export type ReportMail = {
  source: string
  item: string
  place: { uidValidity: number; uid: number } | null
  /** Its beginning; more than REPORT_BYTES is not read. */
  bytes: Uint8Array
  /** Of the whole mail, in bytes. */
  size: number
}

export type ReportedDelivery = {
  delivery: string
  edition: string
  version: number
  recipient: string
  commune: string
  /** Where the mail went that the report is about. */
  email: string
  match: Match
  /** How often a person had sent it again by then. */
  sentAgain?: number
}

/** A report as the ledger keeps it; `about` null: it belongs to none of our deliveries, and changes nothing. */
export type KeptReport = {
  source: string
  item: string
  place: ReportMail['place']
  about: ReportedDelivery | null
  fact: ReportFact
  status: string | null
  /** The registered domain to which our mail went, where it is proven that it refuses us. */
  refusedBy: string | null
  deputy: string | null
  /** A member of staff who answers in its thread; null: nobody of ours. */
  answer: StaffAnswer | null
}

/** By whom, as the mail says: an id of staff.yaml. From alone may be forged, so nothing but a note comes of it. */
export type StaffAnswer = { by: string; words: string }

export type RecordReportPorts = {
  /** The words that our editions are made of, to tell them from an answer; none when they can't be read. */
  ourWords: () => Promise<readonly string[]>
  /** The key of our tokens. */
  find: (clues: Clues, said: Said) => Promise<ReportedDelivery | null>
  /** The deadlines in an edition, ISO dates; null when it can't be read. */
  deadlines: (edition: string, version: number) => Promise<string[] | null>
  /** The id of the member of staff who has this address; null: nobody has. */
  staffIdOf: (address: string) => Promise<string | null>
  /** ISO date of an instant where the house is. */
  dayOf: (at: Date) => string
  /** Keeps the report and all that follows from it, in one transaction. `isNew` false: it was there already. */
  keep: (report: KeptReport, now: Date) => Promise<{ isNew: boolean; state: DeliveryState | null }>
}

export type RecordedReport = {
  isNew: boolean
  kind: Report['kind']
  match: Match | null
  delivery: string | null
  edition: string | null
  evidence: Evidence | null
  topic: ReportFact['topic']
  /** Of the delivery, afterwards. */
  state: DeliveryState | null
  /** Of a mail system that refuses us, whoever the recipient: whose it is, and its words; null when none does, or it is not proven. */
  refusesUs: { domain: string; words: string } | null
  /** Of a bounce that is about none of our deliveries: what may name the staff mail that it is about; null when it is none. */
  staffMail: ReturnedStaffMail | null
  /** To whom nothing may be sent because of this mail (RFC 3834 §2). */
  neverAnswered: string[]
}

/** `messageIds`: those that it returns; `addresses`: who has not got it, as it says; `words`: why. */
export type ReturnedStaffMail = { messageIds: string[]; addresses: string[]; words: string }

/**
 * Understands one mail that came back, finds the delivery that it is about and keeps it with its consequences. The same
 * mail again changes nothing; forged or unknown, it is kept without its words. Throws when the ledger can't keep it.
 */
export async function recordReport(
  ports: RecordReportPorts,
  mail: ReportMail,
  now: Date,
): Promise<RecordedReport> {
  const report = classifyReport(mail.bytes, await ports.ourWords())
  const sentAt = sentAtOf(mail.bytes)
  const addresses = [...report.recipients.map(({ address }) => address), report.from]
  const about = await ports.find(cluesOf(report, mail.bytes), { addresses, sentAt })
  const by = about && (await staffAuthor(ports, report, about))
  const { source, item, place } = mail
  const bare: ReportFact = { ...NOTHING, hash: hashOf(mail), kind: report.kind, sentAt }
  const fact = by
    ? { ...bare, kind: 'unknown' as const }
    : about
      ? await factOf(ports, report, about, bare, now)
      : bare
  const [recipient] = about && report.kind === 'dsn' ? aboutAddressee(report.recipients, about.email) : []
  const deputy = about && !by ? plain(report.deputy ?? '') || null : null
  const status = recipient?.status || null
  const answer = by && report.kind === 'reply' ? { by, words: wordsOf(report) } : null
  const isRefusal = about && isProven(about.match) && refusesUs(recipient)
  const refusedBy = isRefusal ? registeredDomain(domainOf(about.email)) : null
  const kept = await ports.keep({ source, item, place, about, fact, status, refusedBy, deputy, answer }, now)
  const { kind, evidence, topic } = fact
  return {
    ...kept,
    kind,
    evidence,
    topic,
    match: about?.match ?? null,
    delivery: about?.delivery ?? null,
    edition: about?.edition ?? null,
    refusesUs: refusedBy ? { domain: refusedBy, words: fact.reason || 'our mails are refused' } : null,
    staffMail: about ? null : staffMailOf(report),
    neverAnswered: report.neverAnswered,
  }
}

function staffMailOf({ kind, recipients, references }: Report): ReturnedStaffMail | null {
  const failed = recipients.filter(({ action }) => action === 'failed')
  const [first] = failed
  if (kind !== 'dsn' || !first) return null
  const addresses = failed.map(({ address }) => address)
  return { messageIds: references, addresses, words: plain(first.reason) || 'it came back' }
}

const NOTHING = {
  evidence: null,
  reason: '',
  topic: null,
  replyText: '',
  until: null,
  newAddress: null,
  needsDeputy: false,
  gone: false,
  successor: null,
  heldBy: null,
}
const TEXT_AT_MOST = 10_000

async function factOf(
  ports: RecordReportPorts,
  report: Report,
  about: ReportedDelivery,
  bare: ReportFact,
  now: Date,
): Promise<ReportFact> {
  const [recipient] = aboutAddressee(report.recipients, about.email)
  return {
    ...bare,
    evidence: isForged(report, about) ? null : evidenceOf(report, about.email),
    reason: report.kind === 'dsn' ? plain(recipient?.reason ?? '') : '',
    topic: report.kind === 'reply' ? (report.topic ?? 'other') : null,
    replyText: report.kind === 'reply' ? wordsOf(report) : '',
    until: report.until ?? null,
    newAddress: otherAddress(report.newAddress, about.email),
    gone: report.gone ?? false,
    successor: otherAddress(report.successor, about.email),
    heldBy: report.held ?? null,
    needsDeputy: await needsDeputy(ports, report, about, ports.dayOf(bare.sentAt ?? now)),
  }
}

/**
 * A mail system's word without proof may be anybody's, and changes nothing. What people and their machines write does count: only who has
 * our mail knows its Message-ID, so that it arrived (decision 25).
 */
const isForged = ({ kind }: Report, { match }: ReportedDelivery) =>
  MACHINES.includes(kind) && !isProven(match)

/**
 * Who of ours wrote it, when that isn't the addressee too: a contact person who answers an official with the house in
 * copy speaks for nobody else, and proves nothing of the delivery. What machines write about a mail has no author.
 */
async function staffAuthor(
  ports: RecordReportPorts,
  { kind, from }: Report,
  about: ReportedDelivery,
): Promise<string | null> {
  const isWritten = kind === 'reply' || kind === 'auto-reply' || kind === 'unknown'
  return isWritten && from !== '' && !sameAddress(from, about.email) ? ports.staffIdOf(from) : null
}

/** A longer text ends with a mark, so that nobody takes its beginning for the whole. */
function wordsOf({ replyText = '' }: Report): string {
  const words = plain(replyText)
  return words.length > TEXT_AT_MOST ? `${words.slice(0, TEXT_AT_MOST - 4)} […]` : words
}

/** Where they want our mails, or who took over, if that is not where they get them. */
function otherAddress(address: string | undefined, email: string): string | null {
  return address && isEmailAddress(address) && !sameAddress(address, email) ? address : null
}

/** Away without anybody standing in, while a deadline of the edition falls. */
async function needsDeputy(
  ports: RecordReportPorts,
  { kind, until, deputy }: Report,
  { edition, version }: ReportedDelivery,
  from: string,
): Promise<boolean> {
  if (kind !== 'auto-reply' || !until || deputy) return false
  const deadlines = await ports.deadlines(edition, version)
  return deadlines?.some(deadline => deadline >= from && deadline <= until) ?? true
}

/** The same for the same mail, wherever it comes from. */
function hashOf({ bytes, size }: ReportMail): string {
  return createHash('sha256').update(`${size} `).update(bytes.subarray(0, REPORT_BYTES)).digest('hex')
}

/** PostgreSQL keeps no NUL. */
const plain = (text: string) => text.replaceAll('\0', '')
