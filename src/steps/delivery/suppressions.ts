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
 * A person's request: an address or a roster id, the cause, and who decides. An id means only that person where several have the address, unless
 * `wholeAddress`.
 */
export type AskedSuppression = { whom: string; cause: string; by: string; wholeAddress?: boolean }

/** `onlyRecipient`: only this person, of several with the address. */
export type Decided =
  | { kind: 'decided'; address: string; recipient: string | null; onlyRecipient?: true; released: string[] }
  | { kind: 'as-before'; address: string; recipient?: string; onlyRecipient?: true }
  | { kind: 'refused'; why: 'unknown-recipient' | 'no-address' | 'not-an-address' | 'not-staff' }

/** Suppresses an address until a person decides otherwise. */
export const suppress = (context: Context, asked: AskedSuppression): Promise<Decided> =>
  decide(context, asked, 'suppress')

/** Ends a suppression; mails that it held back in running editions go at once. */
export const unsuppress = (context: Context, asked: AskedSuppression): Promise<Decided> =>
  decide(context, asked, 'write')

/** All suppressed addresses with cause. `by` null: they wait for a person's decision. */
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

/** What a decision is about; `isAddress`: everybody with that address. `today`: ISO date. */
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
 * The decisions needed to suppress a person or to end that; none where it is so already. Of several people on a mailbox, only the one is suppressed.
 * To end it, both person and address must be free.
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

/** Those who talk to the communes, and those who run the service. */
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
