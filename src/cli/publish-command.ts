import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { publish } from '../steps/editions/publish.js'
import { type Answer, done, refused } from './answer.js'
import { editionArgument } from './usage.js'

const REASONS = {
  'not-sent': 'It has not been sent: only what its readers have may become public.',
  'not-approver': 'Only an approver of staff.yaml decides that.',
}

/** Publishes the web version of a sent edition, or takes that back. */
export async function publishCommand(app: App, name: string, by: string, withdraw: boolean): Promise<Answer> {
  const edition = await editionArgument(app, name)
  const result = await publish(app, edition, withdraw ? 'withdraw' : 'publish', by)
  const json = { edition, published: result.kind === 'done' && !withdraw, by }
  if (result.kind === 'refused') return refused({ ...json, reason: result.reason }, REASONS[result.reason])
  const at = withOffset(result.at, app.config.timeZone)
  const address = `${app.config.baseUrl}/published/${edition}/fr`
  const text = withdraw
    ? `${edition} is no longer public; who has its own address still reads it.`
    : `${edition} is public: ${address}`
  return done({ ...json, at, ...(withdraw ? {} : { address }) }, text)
}
