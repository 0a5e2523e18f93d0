import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { cancel } from '../steps/editions/cancel.js'
import { readEdition } from '../steps/editions/read-edition.js'
import { type Answer, done, refused } from './answer.js'

/** Cancels an edition that has not been sent. */
export async function cancelCommand(
  app: App,
  edition: string,
  { by, reason }: { by: string; reason: string },
): Promise<Answer> {
  const answer = await cancel(app, edition, by, reason)
  const row = await readEdition(app, edition)
  const json = { edition, state: row?.state ?? null, hash: row?.hash ?? null, by }
  if (answer.kind === 'refused')
    return refused({ ...json, reason: answer.reason }, notCancelled(answer.reason, edition, by))
  const text = `${edition} is cancelled by ${by}: it will not be sent. What it held waits for the next edition.`
  return done({ ...json, at: withOffset(answer.at, app.config.timeZone) }, text)
}

function notCancelled(reason: string, edition: string, by: string): string {
  switch (reason) {
    case 'no-edition':
      return `There is no edition ${edition}. A week without one is a pause in calendar.yaml.`
    case 'sent':
      return `${edition} has been dispatched. What hasn't left can be stopped: estafette stop ${edition}`
    case 'cancelled':
      return `${edition} was cancelled before.`
    case 'no-reason':
      return 'Say why: --reason TEXT.'
    case 'unknown-person':
      return `Nobody in staff.yaml has the address ${by}.`
    default:
      return `${by} is neither editor, approver nor admin. staff.yaml says who is.`
  }
}
