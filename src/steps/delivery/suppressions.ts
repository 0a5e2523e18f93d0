import type { Suppression } from '../../model/delivery/suppression.js'
import { linesOfPerson, othersAt } from '../../model/roster/person.js'
import type { MandateHolder } from '../../model/roster/recipient.js'
import { isEmailAddress } from '../../model/staff/address-from.js'
import { sameAddress } from '../../model/staff/email-address.js'
import type { StaffMember } from '../../model/staff/staff.js'
import {
  decidedSuppressions,
  heldAddresses,
  isAddressSuppressed,
  type SuppressionDecision,
  suppressedRecipients,
} from '../../postgres/delivery/suppressed.js'
import { decideIn } from '../../postgres/delivery/suppressions.js'
import type { Database } from '../../postgres/server/database.js'
import { type Context, rosterToday, todayOf } from '../context.js'

/**
 * What a person asks: an address, or the roster's id of who has it; why; and the address of who decides. An id means that person
 * alone where several have the address, unless `wholeAddress`.
 */
export type AskedSuppression = { whom: string; cause: string; by: string; wholeAddress?: boolean }

/** `onlyRecipient`: this person, of several who have the address. */
export type Decided =
  | { kind: 'decided'; address: string; recipient: string | null; onlyRecipient?: true; released: string[] }
  | { kind: 'as-before'; address: string; recipient?: string; onlyRecipient?: true }
  | { kind: 'refused'; why: 'unknown-recipient' | 'no-address' | 'not-an-address' | 'not-staff' }

/** Nothing is sent to an address from now on, until somebody says otherwise. */
export const suppress = (context: Context, asked: AskedSuppression): Promise<Decided> =>
  decide(context, asked, 'suppress')

/** Mail is sent to an address again; what was held back on its account in editions that still run goes at once. */
export const unsuppress = (context: Context, asked: AskedSuppression): Promise<Decided> =>
  decide(context, asked, 'write')

/** All addresses to which nothing is sent now, and why. `by` null: they wait for somebody to decide. */
export async function suppressions({ engine }: Context): Promise<Suppression[]> {
  const decided = await decidedSuppressions(engine.db)
  const known = new Set(decided.map(({ address }) => address))
  const held = await heldAddresses(engine.db)
  return [...held.filter(({ address }) => !known.has(address)), ...decided]
}

async function decide(
  context: Context,
  { whom, cause, by, wholeAddress = false }: AskedSuppression,
  decision: 'suppress' | 'write',
): Promise<Decided> {
  const { engine, clock, log } = context
  const today = todayOf(context)
  const { roster } = await rosterToday(context)
  if (!mayDecide(roster.staff, by)) return { kind: 'refused', why: 'not-staff' }
  const found = addressOf(whom, roster.mandateHolders)
  if ('why' in found) return { kind: 'refused', why: found.why }
  const { address, recipient } = found
  const isAddress = wholeAddress || whom.includes('@')
  const about = { address, recipient, isAddress, mandates: roster.mandateHolders, today }
  const needed = await neededDecisions(engine.db, about, decision)
  const [first] = needed
  if (!first) {
    const isAlone = recipient !== null && isOneOfSeveral(about)
    return { kind: 'as-before', address, ...(isAlone ? { recipient, onlyRecipient: true } : {}) }
  }
  const at = clock()
  const released = await engine.db.transaction().execute(async trx => {
    const ids: string[] = []
    for (const one of needed)
      ids.push(...(await decideIn(trx, { ...one, decision, cause, by: by.toLowerCase(), at })))
    return [...new Set(ids)]
  })
  log.info(decision === 'suppress' ? 'address.suppressed' : 'address.written-again', {
    recipient,
    released: released.length,
  })
  const isAlone = needed.every(({ onlyRecipient }) => onlyRecipient)
  return { kind: 'decided', address, recipient, ...(isAlone ? { onlyRecipient: true } : {}), released }
}

/** Whom a decision is about; `isAddress`: all who have that address are meant. `today`: ISO date. */
type AboutSuppression = {
  address: string
  recipient: string | null
  isAddress: boolean
  mandates: MandateHolder[]
  today: string
}
type Scope = Pick<SuppressionDecision, 'address' | 'recipient' | 'onlyRecipient'>

const isOneOfSeveral = ({ address, recipient, isAddress, mandates, today }: AboutSuppression) =>
  !isAddress && recipient !== null && othersAt(mandates, { id: recipient, address, today }).length > 0

/**
 * What must be decided so that somebody gets no mail, or gets mail again; nothing where it is so already. One person of several
 * on a mailbox is silenced alone; to be written to again, both the person and the address must be free.
 */
export async function neededDecisions(
  db: Database,
  about: AboutSuppression,
  decision: 'suppress' | 'write',
): Promise<Scope[]> {
  const { recipient, mandates } = about
  const address = about.address.toLowerCase()
  const isSuppressed = await isAddressSuppressed(db, address)
  const lines = recipient === null || about.isAddress ? [] : linesOfPerson(mandates, recipient)
  const silenced = await suppressedRecipients(db, lines)
  if (decision === 'suppress') {
    if (isSuppressed || silenced.length > 0) return []
    return [{ address, recipient, onlyRecipient: isOneOfSeveral(about) }]
  }
  const isHeld = (await heldAddresses(db, [address])).length > 0
  return [
    ...silenced.map(id => ({ address, recipient: id, onlyRecipient: true })),
    ...(isSuppressed || isHeld ? [{ address, recipient, onlyRecipient: false }] : []),
  ]
}

/** Those who talk to the communes, and those who run the house. */
export const mayDecide = (staff: StaffMember[], by: string) =>
  staff.some(
    ({ email, roles }) => sameAddress(email, by) && (roles.includes('spoc') || roles.includes('admin')),
  )

function addressOf(
  whom: string,
  mandates: MandateHolder[],
):
  | { address: string; recipient: string | null }
  | { why: 'unknown-recipient' | 'no-address' | 'not-an-address' } {
  if (whom.includes('@')) {
    const address = whom.trim().toLowerCase()
    if (!isEmailAddress(address)) return { why: 'not-an-address' }
    return { address, recipient: mandates.find(({ email }) => sameAddress(email, address))?.id ?? null }
  }
  const mandate = mandates.find(({ id }) => id === whom)
  if (!mandate) return { why: 'unknown-recipient' }
  return mandate.email === ''
    ? { why: 'no-address' }
    : { address: mandate.email.toLowerCase(), recipient: mandate.id }
}
