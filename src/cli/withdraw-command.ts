import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { readEdition } from '../steps/editions/read-edition.js'
import type { Withdrawn } from '../steps/sign-off/withdraw-approval.js'
import { withdrawApproval } from '../steps/sign-off/withdraw-approval.js'
import { type Answer, count, done, refused } from './answer.js'
import { editionArgument } from './usage.js'

/** Withdraws a person's own approval. */
export async function withdrawCommand(
  app: App,
  name: string,
  { by, reason }: { by: string; reason: string | null },
): Promise<Answer> {
  const edition = await editionArgument(app, name)
  const withdrawn = await withdrawApproval(app, { edition, by, reason })
  const row = await readEdition(app, edition)
  const at = withdrawn.kind === 'withdrawn' ? withOffset(withdrawn.at, app.config.timeZone) : null
  const json = { edition, state: row?.state ?? null, hash: row?.hash ?? null, by, at }
  if (withdrawn.kind === 'refused')
    return refused({ ...json, reason: withdrawn.reason }, notWithdrawn(withdrawn.reason, edition, by))
  const { given, required } = withdrawn
  const text = [
    `The approval by ${withdrawn.by.email} is withdrawn: ${edition} is ${row?.state}, with ${given} of ${count(required, 'approval')}.`,
    row?.state === 'expired'
      ? `Its send window is over. Draft it anew: estafette draft ${edition}`
      : `To sign it again: estafette approve ${edition} --hash ${row?.hash} --by ${by}`,
  ]
  return done({ ...json, approvals: { given, required } }, text.join('\n'))
}

function notWithdrawn(
  reason: Extract<Withdrawn, { kind: 'refused' }>['reason'],
  edition: string,
  by: string,
): string {
  switch (reason) {
    case 'no-edition':
      return `There is no frozen edition ${edition}. Run: estafette draft ${edition}`
    case 'unknown-person':
      return `Nobody in staff.yaml has the address ${by}.`
    case 'sent':
      return `It is too late: ${edition} has been dispatched. What hasn't left can be stopped: estafette stop ${edition}`
    case 'not-approved':
      return `No approval of ${edition} by ${by} stands. See: estafette status ${edition}`
    case 'rejected':
      return `${edition} is rejected: no approval of it counts. Draft it anew: estafette draft ${edition}`
    default:
      return `${edition} is ${reason}: there is no approval to withdraw. See: estafette status ${edition}`
  }
}
