import type { App } from '../app.js'
import type { AskedSuppression, Decided } from '../steps/delivery/suppressions.js'
import { suppress, unsuppress } from '../steps/delivery/suppressions.js'
import { type Answer, count, done, refused } from './answer.js'

type Refusal = Extract<Decided, { kind: 'refused' }>['why']

const REFUSALS: Record<Refusal, (asked: AskedSuppression) => string> = {
  'unknown-recipient': ({ whom }) =>
    `There is no "${whom}" in the roster. Name an address, or an id of mandate-holders.csv.`,
  'no-address': ({ whom }) => `The roster has no address for ${whom}.`,
  'not-an-address': ({ whom }) => `"${whom}" is not an address.`,
  'not-staff': ({ by }) => `${by} is neither a SPOC nor an admin in staff.yaml.`,
}

/** Suppresses an address: nothing more is sent to it. */
export async function suppressCommand(app: App, asked: AskedSuppression): Promise<Answer> {
  return answerTo(asked, await suppress(app, asked), whom => `Nothing is sent to ${whom} any more.`)
}

/** Ends the suppression of an address. */
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
