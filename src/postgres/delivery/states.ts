import { sql } from 'kysely'
import { type DeliveryState, LOST_STATES, OPEN_STATES, YIELDING } from '../../model/delivery/delivery.js'

/** Literals, no parameters: PostgreSQL matches them with the condition of the index delivery_open. */
const listed = (states: DeliveryState[]) => `(${states.map(state => `'${state}'`).join(', ')})`

/** For plain-text statements: `d.state in ${OPEN_LIST}`. */
export const OPEN_LIST = listed(OPEN_STATES)

/** The same within sql`…`. */
export const OPEN = sql.raw(OPEN_LIST)
export const LOST = sql.raw(listed(LOST_STATES))

/** The model's `stateAfter` in SQL: whether the end of an attempt, `"end"`, replaces a delivery's state. Both are columns. */
export const replaces = (end: string, state: string) =>
  `(${state} in ${listed(YIELDING.any)} or (${end} = 'bounced' and ${state} in ${listed(YIELDING.bounced)}))`
