import { withOffset } from '../../model/calendar/calendar.js'
import { DELIVERY_STATES, type DeliveryState } from '../../model/delivery/delivery.js'
import type { EditionState } from '../../model/editions/state.js'
import { inLanguage, type Localized } from '../../model/language/language.js'
import { nameInFolder } from '../../model/staff/editors.js'
import { titleOf, type Update } from '../../model/updates/update.js'
import { ownName } from '../mail/own-name.js'
import { replyText } from '../mail/told-in-words.js'
import { label, say } from '../mail/wording.js'
import type { Words } from '../sheets/reported.js'
import { type Cell, column, type ListSheet } from '../sheets/sheet.js'
import { editionName } from './edition-name.js'

type DeliveryLine = {
  recipient: string
  commune: string
  state: DeliveryState
  name: string
  role: string
  address: string
  attempts: number
  at: Date | null
  replyCode: number | null
  reply: string | null
}

/** Deliveries as their page lists them, a part at a time. */
export function deliveryListSheet(
  parts: AsyncIterable<DeliveryLine[]>,
  communes: readonly { nis: string; name: Localized }[],
  { strings, language, timeZone }: Words,
): ListSheet {
  const names = new Map(communes.map(({ nis, name }) => [nis, inLanguage(name, language)]))
  const row = (one: DeliveryLine): Cell[] => [
    one.name ? ownName(one.name, language) : one.recipient,
    names.get(one.commune) ?? one.commune,
    label(strings, 'report.roles', one.role),
    one.address,
    label(strings, 'report.deliveryStates', one.state),
    one.attempts,
    one.at && withOffset(one.at, timeZone),
    one.replyCode,
    replyText(one, strings, language),
    one.commune,
    one.recipient,
  ]
  return {
    name: say(strings, 'report.sheets.deliveries'),
    columns: [
      column(strings, 'person', 34),
      column(strings, 'commune', 26),
      column(strings, 'role', 14),
      column(strings, 'address', 34),
      column(strings, 'state', 14),
      column(strings, 'attempts', 8, 'number'),
      column(strings, 'last-attempt', 20, 'instant'),
      column(strings, 'reply-code', 8, 'number'),
      column(strings, 'last-answer', 60),
      column(strings, 'nis', 8),
      column(strings, 'recipient', 34),
    ],
    rows: inRows(parts, row),
  }
}

async function* inRows<T>(parts: AsyncIterable<T[]>, row: (one: T) => Cell[]): AsyncGenerator<Cell[][]> {
  for await (const part of parts) yield part.map(row)
}

/** Updates as their page lists them. */
export function updateListSheet(
  updates: readonly { update: Update; revision: number; file: string; editors: string[] }[],
  { strings, language }: Words,
): ListSheet {
  return {
    name: say(strings, 'pages.updates.title'),
    columns: [
      column(strings, 'title', 50),
      ...['topic', 'kind', 'level'].map(key => column(strings, key, 20)),
      column(strings, 'editors', 30),
      column(strings, 'file', 40),
      column(strings, 'revision', 8, 'number'),
      column(strings, 'state', 14),
      column(strings, 'id', 30),
    ],
    rows: [
      updates.map(({ update, revision, file, editors }) => [
        inLanguage(titleOf(update), language),
        label(strings, 'topics', update.topic),
        label(strings, 'kinds', update.kind),
        label(strings, 'levels', update.level),
        editors.map(name => ownName(name, language)).join(', '),
        nameInFolder(file),
        revision,
        update.status === 'withdrawn' ? say(strings, 'pages.updates.withdrawn') : null,
        update.id,
      ]),
    ],
  }
}

type EditionLine = {
  id: string
  state: EditionState
  dispatchedAt: Date | null
  counts: Record<DeliveryState, number>
}

/** Editions as their page lists them, with their deliveries in each state. `today`: an ISO date. */
export function editionListSheet(
  editions: readonly EditionLine[],
  today: string,
  { strings, language, timeZone }: Words,
): ListSheet {
  return {
    name: say(strings, 'pages.editions'),
    columns: [
      column(strings, 'edition', 44),
      column(strings, 'state', 20),
      column(strings, 'dispatched-at', 20, 'instant'),
      ...DELIVERY_STATES.map(state => ({
        title: label(strings, 'report.deliveryStates', state),
        width: 12,
        kind: 'number' as const,
      })),
      column(strings, 'id', 24),
    ],
    rows: [
      editions.map(({ id, state, dispatchedAt, counts }) => [
        editionName(id, today, strings, language).replaceAll('\u00a0', ' '),
        label(strings, 'report.editionStates', state),
        dispatchedAt && withOffset(dispatchedAt, timeZone),
        ...DELIVERY_STATES.map(one => counts[one]),
        id,
      ]),
    ],
  }
}
