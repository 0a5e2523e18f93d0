import { localDay } from '../model/calendar/calendar.js'
import type { Suppression } from '../model/delivery/suppression.js'
import { isEmailAddress } from '../model/roster/email-address.js'
import type { MandateHolder } from '../model/roster/recipient.js'
import type { StaffMember } from '../model/roster/staff.js'
import {
  decidedSuppressions,
  decideSuppression,
  decisionsOn,
  heldAddresses,
  type SuppressionDecision,
} from '../postgres/suppressions.js'
import type { Context } from './context.js'

/** What a person asks: an address, or the roster's id of who has it; why; and the address of who decides. */
export type AskedSuppression = { whom: string; cause: string; by: string }

export type Decided =
  | { kind: 'decided'; address: string; recipient: string | null; released: string[] }
  | { kind: 'as-before'; address: string }
  | { kind: 'refused'; why: 'unknown-recipient' | 'no-address' | 'not-an-address' | 'not-staff' }

/** Addresses that we don't write to: who decided it, and why; and those that wait for somebody to decide. */
export function bindSuppressions(context: Context) {
  const { engine } = context
  return {
    /** Nothing is sent to an address from now on, until somebody says otherwise. */
    suppress: (asked: AskedSuppression): Promise<Decided> => decide(context, asked, 'suppress'),
    /** Mail is sent to an address again; what was held back on its account in editions that still run goes at once. */
    unsuppress: (asked: AskedSuppression): Promise<Decided> => decide(context, asked, 'write'),
    /** All addresses to which nothing is sent now. `by` null: they wait for somebody to decide. */
    suppressions: async (): Promise<Suppression[]> => {
      const decided = await decidedSuppressions(engine.db)
      const known = new Set(decided.map(({ address }) => address))
      const held = await heldAddresses(engine.db)
      return [...held.filter(({ address }) => !known.has(address)), ...decided]
    },
    /** Every decision on an address, the latest first. */
    decisionsOn: (address: string): Promise<SuppressionDecision[]> => decisionsOn(engine.db, address),
  }
}

async function decide(
  context: Context,
  { whom, cause, by }: AskedSuppression,
  decision: 'suppress' | 'write',
): Promise<Decided> {
  const { engine, folders, clock, config, log } = context
  const { roster } = await folders.roster(localDay(clock(), config.timeZone))
  if (!mayDecide(roster.staff, by)) return { kind: 'refused', why: 'not-staff' }
  const found = addressOf(whom, roster.mandateHolders)
  if ('why' in found) return { kind: 'refused', why: found.why }
  const { address, recipient } = found
  const [last] = await decisionsOn(engine.db, address)
  const isHeld = (await heldAddresses(engine.db, [address])).length > 0
  const isSame =
    decision === 'suppress' ? last?.decision === decision : last?.decision !== 'suppress' && !isHeld
  if (isSame) return { kind: 'as-before', address }
  const kept = { address, recipient, decision, cause, by: by.toLowerCase(), at: clock() }
  const released = await decideSuppression(engine.db, kept)
  log.info(`address.${decision === 'suppress' ? 'suppressed' : 'written-again'}`, {
    recipient,
    released: released.length,
  })
  return { kind: 'decided', address, recipient, released }
}

/** Those who talk to the communes, and those who run the house. */
export const mayDecide = (staff: StaffMember[], by: string) =>
  staff.some(
    ({ email, roles }) =>
      email.toLowerCase() === by.toLowerCase() && (roles.includes('spoc') || roles.includes('admin')),
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
    return { address, recipient: mandates.find(({ email }) => email.toLowerCase() === address)?.id ?? null }
  }
  const mandate = mandates.find(({ id }) => id === whom)
  if (!mandate) return { why: 'unknown-recipient' }
  return mandate.email === ''
    ? { why: 'no-address' }
    : { address: mandate.email.toLowerCase(), recipient: mandate.id }
}
