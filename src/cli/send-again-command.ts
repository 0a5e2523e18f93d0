import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import type { SendAgainAnswer } from '../steps/delivery/send-again.js'
import { sendAgain } from '../steps/delivery/send-again.js'
import { type Answer, done, refused } from './answer.js'
import { sentAgainText } from './sent-again-text.js'

/** Sends a delivery once more, as frozen, to the roster's present address. */
export async function sendAgainCommand(app: App, delivery: string, by: string): Promise<Answer> {
  const answer = await sendAgain(app, delivery, by)
  const json = { ...sentAgainJson(answer, app.config.timeZone), delivery, by }
  const text = sentAgainText(answer, { delivery, by, timeZone: app.config.timeZone })
  return answer.kind === 'sent-again' ? done(json, text) : refused(json, text)
}

/** The answer as the contract has it. */
export function sentAgainJson(answer: SendAgainAnswer, timeZone: string) {
  const about = answer.kind === 'sent-again' ? answer : answer.about
  return {
    sentAgain: answer.kind === 'sent-again',
    ...(answer.kind === 'sent-again'
      ? { attempt: answer.attempt, at: withOffset(answer.at, timeZone) }
      : { why: answer.why, state: answer.about?.state ?? null }),
    delivery: about?.delivery ?? null,
    edition: about?.edition ?? null,
    recipient: about?.recipient ?? null,
    before: about?.before ?? null,
    address: about?.address ?? null,
    until: about?.until ? withOffset(about.until, timeZone) : null,
  }
}
