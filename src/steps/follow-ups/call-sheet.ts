import { isEditionName } from '../../model/calendar/calendar.js'
import { type DeliveryState, WORST_FIRST } from '../../model/delivery/delivery.js'
import type { EditionContent } from '../../model/editions/edition.js'
import type { CommuneState } from '../../model/follow-ups/commune-state.js'
import { followsUp } from '../../model/follow-ups/contacts.js'
import { type KnownPhone, phonesOf } from '../../model/follow-ups/phones.js'
import type { Language } from '../../model/language/language.js'
import type { Commune } from '../../model/roster/commune.js'
import { heldOn, type MandateHolder } from '../../model/roster/recipient.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { type ListedDelivery, listedDeliveries } from '../../postgres/delivery/delivery-list.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { type Context, rosterToday, todayOf } from '../context.js'
import { inReadersOrder } from '../delivery/list-deliveries.js'
import { readContent } from '../editions/read-edition.js'
import { readStatus } from '../editions/read-status.js'
import { communesOf } from './visible-follow-ups.js'

/** Somebody to call: who was not reached, else the commune's mayor. `delivery` null: they are called to ask whether it came. */
export type Call = {
  commune: Commune
  state: CommuneState
  holder: MandateHolder | null
  delivery: { state: DeliveryState; recipient: string; name: string } | null
  phone: KnownPhone | null
  /** The first of the person's languages; null: unknown. */
  language: Language | null
}

export type CallSheet = { row: EditionRow; content: EditionContent; calls: Call[]; mine: string[] }

/** `whose`: of the own communes alone; `only`: those not reached alone. */
export type CallChoice = { isMine: boolean; isUnreached: boolean }

/** Reads a choice from an address or from `--query`; an impossible value narrows nothing. */
export function callChoice(query: unknown): CallChoice {
  const { whose, state } = (query ?? {}) as { whose?: unknown; state?: unknown }
  return { isMine: whose === 'mine', isUnreached: state === 'open' }
}

/** Unreached people of one state that a sheet of paper can hold. */
const AT_MOST = 200
const UNREACHED = WORST_FIRST.filter(state => state !== 'pending' && state !== 'accepted')
const CALL_ORDER: readonly CommuneState[] = ['not-reached', 'at-risk', 'partly-reached', 'unknown', 'reached']

/** Whom to call about an edition, the unreached first, for those who follow communes up; null: not for them, or no edition. Changes nothing. */
export async function callSheet(
  context: Context,
  edition: string,
  person: StaffMember,
  language: Language,
): Promise<CallSheet | null> {
  if (!followsUp(person) || !isEditionName(edition)) return null
  const status = await readStatus(context, edition)
  const content = status && (await readContent(context, status.row))
  if (!status || !content) return null
  const { mandateHolders, communes } = (await rosterToday(context)).roster
  const today = todayOf(context)
  const holders = mandateHolders.filter(one => heldOn(one, today))
  const unreached = await unreachedOf(context, edition)
  const stateOf = new Map(status.communes.map(({ nis, state }) => [nis, state]))
  const concerned = inReadersOrder(content.communes, language).filter(({ nis }) => stateOf.has(nis))
  const calls = concerned.flatMap(frozen => {
    const commune = communes.find(({ nis }) => nis === frozen.nis) ?? frozen
    const state = stateOf.get(commune.nis) ?? 'unknown'
    const missed = unreached.filter(one => one.commune === commune.nis)
    if (missed.length > 0) return missed.map(one => callTo(one, commune, state, holders))
    return [mayorCall(commune, state, holders)]
  })
  const place = ({ state }: Call) => CALL_ORDER.indexOf(state)
  calls.sort((one, other) => place(one) - place(other))
  return { row: status.row, content, calls, mine: await communesOf(context, person) }
}

async function unreachedOf({ engine }: Context, edition: string): Promise<ListedDelivery[]> {
  const choice = {
    communes: null,
    words: [],
    order: 'state' as const,
    places: [],
    after: null,
    limit: AT_MOST,
  }
  const found: ListedDelivery[] = []
  for (const state of UNREACHED)
    found.push(...(await listedDeliveries(engine.db, edition, { ...choice, state })).rows)
  return found
}

function callTo(
  { recipient, state: own, name }: ListedDelivery,
  commune: Commune,
  state: CommuneState,
  holders: MandateHolder[],
): Call {
  const holder = holders.find(({ id }) => id === recipient) ?? null
  return { ...reachedBy(holder, commune), commune, state, delivery: { state: own, recipient, name } }
}

const mayorCall = (commune: Commune, state: CommuneState, holders: MandateHolder[]): Call => {
  const mayor = holders.findLast(one => one.commune === commune.nis && one.role === 'mayor') ?? null
  return { ...reachedBy(mayor, commune), commune, state, delivery: null }
}

/** The person's own number or their secretariat's, else the commune's. */
function reachedBy(holder: MandateHolder | null, commune: Commune) {
  const general: KnownPhone[] = commune.phone ? [{ of: 'commune', number: commune.phone }] : []
  const [phone = null] = [...phonesOf(holder ?? undefined), ...general]
  const [language = null] = holder?.languages.split('+') ?? []
  return { holder, phone, language }
}

/** The calls that a choice leaves. */
export const chosenCalls = ({ calls, mine }: CallSheet, { isMine, isUnreached }: CallChoice): Call[] =>
  calls.filter(
    ({ commune, state }) =>
      (!isMine || mine.includes(commune.nis)) &&
      (!isUnreached || (state !== 'reached' && state !== 'unknown')),
  )
