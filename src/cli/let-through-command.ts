import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { type LettingThrough, letThrough } from '../steps/updates/let-through.js'
import { type Answer, done, refused } from './answer.js'

const NAMES = new Intl.DisplayNames('en', { type: 'language' })

/** An approver lets an urgent update go without one of its languages. */
export async function letThroughCommand(
  app: App,
  update: string,
  { by, reason }: { by: string; reason: string },
): Promise<Answer> {
  const answer = await letThrough(app, { update, by, reason })
  if (answer.kind === 'refused') {
    const json = { update, reason: answer.reason, waiting: answer.waiting }
    return refused(json, notLetThrough(answer, update, by))
  }
  const { hash, missing, at } = answer.decided
  const json = {
    update,
    file: answer.file,
    hash,
    missing,
    by: answer.decided.by,
    at: withOffset(at, app.config.timeZone),
  }
  const text = [
    `${update} may go without its ${NAMES.of(missing)} text, by ${answer.decided.by}; its readers are told that the text follows.`,
    'It is not signed off by that. Next: estafette draft',
  ]
  return done(json, text.join('\n'))
}

function notLetThrough(
  { reason, waiting }: Extract<LettingThrough, { kind: 'refused' }>,
  update: string,
  by: string,
): string {
  switch (reason) {
    case 'not-waiting':
      return waiting.length > 0
        ? `"${update}" is not an urgent update whose only problem is a missing language. Those are: ${waiting.join(', ')}.`
        : 'No update waits for this: it must be "urgency: urgent", and a missing language its only problem. See: estafette check'
    case 'decided':
      return `"${update}" was let through before.`
    case 'no-reason':
      return 'Say why: --reason TEXT.'
    case 'unknown-person':
      return `Nobody in staff.yaml has the address ${by}.`
    case 'not-approver':
      return `${by} is not an approver. staff.yaml says who is.`
    default:
      return `${by} wrote "${update}", or may have; another approver must let it through.`
  }
}
