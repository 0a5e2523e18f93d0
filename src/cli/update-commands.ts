import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { type LeavingOut, leaveOut } from '../steps/updates/leave-out.js'
import { type Answer, done, refused } from './answer.js'

/** A person says that an update whose file is missing was left out on purpose. */
export async function leaveOutCommand(
  app: App,
  update: string,
  { by, reason }: { by: string; reason: string },
): Promise<Answer> {
  const answer = await leaveOut(app, { update, by, reason })
  if (answer.kind === 'refused') {
    const { waiting } = answer
    return refused({ id: update, reason: answer.reason, waiting }, notLeftOut(answer, update, by))
  }
  const { file, isCarried } = answer
  const json = {
    id: update,
    state: isCarried ? 'standing' : 'left-out',
    file,
    by: answer.by,
    at: withOffset(answer.at, app.config.timeZone),
  }
  const carried = [
    `${update} is left out of the folder on purpose, by ${answer.by}. Editions have carried it: it stands in them until it is over.`,
    `To withdraw it, put ${file} back with the line "status: withdrawn". Next: estafette draft`,
  ]
  const never = `${update} is left out on purpose, by ${answer.by}: no edition has carried it, and none will. Next: estafette draft`
  return done(json, isCarried ? carried.join('\n') : never)
}

function notLeftOut(
  { reason, waiting }: Extract<LeavingOut, { kind: 'refused' }>,
  update: string,
  by: string,
): string {
  switch (reason) {
    case 'not-gone':
      return waiting.length > 0
        ? `No draft waits for "${update}". It waits for: ${waiting.join(', ')}.`
        : `No draft waits for "${update}": its file is there, or it was never taken in. See: estafette take-in`
    case 'no-reason':
      return 'Say why: --reason TEXT.'
    case 'unknown-person':
      return `Nobody in staff.yaml has the address ${by}.`
    case 'not-theirs':
      return `${by} is neither editor, approver nor admin. staff.yaml says who is.`
  }
}
