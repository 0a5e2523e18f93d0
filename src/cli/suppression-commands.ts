import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import type { AskedSuppression, Decided } from '../steps/delivery/suppressions.js'
import { suppress, suppressions, unsuppress } from '../steps/delivery/suppressions.js'
import { type Answer, count, done, refused } from './answer.js'
import { csv, table } from './tables.js'

type Refusal = Extract<Decided, { kind: 'refused' }>['why']

const REFUSALS: Record<Refusal, (asked: AskedSuppression) => string> = {
  'unknown-recipient': ({ whom }) =>
    `There is no "${whom}" in the roster. Name an address, or an id of mandate-holders.csv.`,
  'no-address': ({ whom }) => `The roster has no address for ${whom}.`,
  'not-an-address': ({ whom }) => `"${whom}" is not an address.`,
  'not-staff': ({ by }) => `${by} is neither a SPOC nor an admin in staff.yaml.`,
}

/** Nothing more is sent to an address. */
export async function suppressCommand(app: App, asked: AskedSuppression): Promise<Answer> {
  return answerTo(asked, await suppress(app, asked), whom => `Nothing is sent to ${whom} any more.`)
}

/** Mail is sent to an address again. */
export async function unsuppressCommand(app: App, asked: AskedSuppression): Promise<Answer> {
  return answerTo(asked, await unsuppress(app, asked), whom => `Mail is sent to ${whom} again.`)
}

function answerTo(asked: AskedSuppression, decided: Decided, say: (whom: string) => string): Answer {
  if (decided.kind === 'refused')
    return refused({ decided: false, why: decided.why }, REFUSALS[decided.why](asked))
  const { kind, address, onlyRecipient } = decided
  const alone = onlyRecipient ? { recipient: decided.recipient, onlyRecipient } : {}
  const whom = onlyRecipient ? `${decided.recipient}, of those who have ${address},` : address
  if (kind === 'as-before')
    return done({ decided: false, address, ...alone }, `That was so before: ${say(whom)}`)
  const { recipient, released } = decided
  const more =
    released.length > 0
      ? ` ${count(released.length, 'delivery').replace(/ys$/, 'ies')} that waited for it will go now.`
      : ''
  return done({ decided: true, address, recipient, ...alone, released }, `${say(whom)}${more}`)
}

/** Addresses to which nothing is sent, with why, since when and who decided. */
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
