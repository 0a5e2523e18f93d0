import { domainOf } from '../../model/delivery/pace.js'
import { registeredDomain } from '../../model/delivery/party.js'
import type { ReportFact } from '../../model/follow-ups/consequences.js'
import { aboutAddressee, evidenceOf, refusesUs } from '../../model/follow-ups/verdict.js'
import { MACHINES, type Report } from '../../model/returned-mail/report.js'
import { isEmailAddress } from '../../model/staff/address-from.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { isProven } from '../../parse/returned-mail/match.js'
import type { NewReport } from '../../postgres/returned-mail/report-rows.js'
import type { ReportedDelivery } from '../../postgres/returned-mail/reported-deliveries.js'
import type { RecordReportPorts } from './record-report-ports.js'

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
type About = Pick<ReportFact, 'hash' | 'sentAt'> & { about: ReportedDelivery | null }

/** What a report says about its delivery; without a delivery of ours, its words are not kept. */
export async function understood(
  ports: RecordReportPorts,
  report: Report,
  { hash, sentAt, about }: About,
  now: Date,
): Promise<Omit<NewReport, 'source' | 'item' | 'place'>> {
  const bare = { ...NOTHING, hash, kind: report.kind, sentAt }
  if (!about) return { about, fact: bare, status: null, refusedBy: null, deputy: null, answer: null }
  const [recipient] = report.kind === 'dsn' ? aboutAddressee(report.recipients, about.email) : []
  const isRefusal = isProven(about.match) && refusesUs(recipient)
  const refusedBy = isRefusal ? registeredDomain(domainOf(about.email)) : null
  const heard = { about, status: recipient?.status || null, refusedBy }
  const by = await staffAuthor(ports, report, about)
  if (by) {
    const answer = report.kind === 'reply' ? { by, words: wordsOf(report) } : null
    return { ...heard, fact: { ...bare, kind: 'unknown' }, deputy: null, answer }
  }
  const fact = { ...bare, ...(await factOf(ports, report, about, ports.dayOf(sentAt ?? now))) }
  return { ...heard, fact, deputy: plain(report.deputy ?? '') || null, answer: null }
}

async function factOf(
  ports: RecordReportPorts,
  report: Report,
  about: ReportedDelivery,
  writtenOn: string,
): Promise<Partial<ReportFact>> {
  const [recipient] = aboutAddressee(report.recipients, about.email)
  return {
    evidence: isForged(report, about) ? null : evidenceOf(report, about.email),
    reason: report.kind === 'dsn' ? plain(recipient?.reason ?? '') : '',
    topic: report.kind === 'reply' ? (report.topic ?? 'other') : null,
    replyText: report.kind === 'reply' ? wordsOf(report) : '',
    until: report.until ?? null,
    newAddress: otherAddress(report.newAddress, about.email),
    gone: report.gone ?? false,
    successor: otherAddress(report.successor, about.email),
    heldBy: report.held ?? null,
    needsDeputy: await needsDeputy(ports, report, about, writtenOn),
  }
}

/**
 * A mail system's unproven report may be forged and changes nothing. Mails of people and auto-replies count: only receivers know our Message-ID, so
 * our mail arrived (decision 25).
 */
const isForged = ({ kind }: Report, { match }: ReportedDelivery) =>
  MACHINES.includes(kind) && !isProven(match)

/**
 * The member of staff who wrote it, unless also the addressee. A SPOC who answers an official with the agency in copy speaks for nobody else. It
 * proves nothing about the delivery. Machines' reports have no author.
 */
async function staffAuthor(
  ports: RecordReportPorts,
  { kind, from }: Report,
  about: ReportedDelivery,
): Promise<string | null> {
  const isWritten = kind === 'reply' || kind === 'auto-reply' || kind === 'unknown'
  return isWritten && from !== '' && !sameAddress(from, about.email) ? ports.staffIdOf(from) : null
}

/** In characters. */
const TEXT_AT_MOST = 10_000

/** A long text ends with a mark, so that its beginning isn't mistaken for the whole. */
function wordsOf({ replyText = '' }: Report): string {
  const words = plain(replyText)
  return words.length > TEXT_AT_MOST ? `${words.slice(0, TEXT_AT_MOST - 4)} […]` : words
}

/** The wished or successor's address, unless it is the present one. */
function otherAddress(address: string | undefined, email: string): string | null {
  return address && isEmailAddress(address) && !sameAddress(address, email) ? address : null
}

/** Away without a deputy while a deadline of the edition falls. */
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

/** PostgreSQL stores no NUL. */
const plain = (text: string) => text.replaceAll('\0', '')
