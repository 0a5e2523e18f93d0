import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { csv } from '../present/sheets/csv.js'
import { suppressions } from '../steps/delivery/suppressions.js'
import { type Answer, done } from './answer.js'
import { table } from './tables.js'

/** Suppressed addresses, with cause, day and who decided. */
export async function suppressionsCommand(app: App, asCsv: boolean): Promise<Answer> {
  const json = (await suppressions(app)).map(
    ({ address, recipient, onlyRecipient = false, cause, by, at }) => ({
      address,
      recipient,
      onlyRecipient,
      state: by === null ? 'waits-for-decision' : 'suppressed',
      cause,
      by,
      at: withOffset(at, app.config.timeZone),
    }),
  )
  const rows = json.map(one => [
    one.address,
    one.recipient && one.onlyRecipient ? `${one.recipient} alone` : one.recipient,
    one.state,
    one.cause,
    one.by,
    one.at,
  ])
  if (asCsv) {
    const head = ['address', 'recipient', 'state', 'cause', 'by', 'at', 'only_recipient']
    const cells = json.map(one => [one.address, one.recipient, one.state, one.cause, one.by, one.at])
    return done(
      json,
      csv(
        head,
        cells.map((row, index) => [...row, json[index]?.onlyRecipient ? 'yes' : 'no']),
      ),
    )
  }
  if (json.length === 0) return done(json, 'No address is suppressed.')
  const lines = rows.map(row => row.map(cell => cell ?? ''))
  return done(json, table(['Address', 'Recipient', 'State', 'Why', 'By', 'Since'], lines))
}
