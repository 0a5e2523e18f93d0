import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { printable } from '../model/problem/printable.js'
import { REMARK_LIMIT } from '../model/sign-off/remark.js'
import type { Decision } from '../model/sign-off/sign-off.js'
import { readEdition } from '../steps/editions/read-edition.js'
import { type SignedOff, signOff } from '../steps/sign-off/sign-off.js'
import { type Answer, count, done, refused } from './answer.js'
import { editionArgument } from './usage.js'

export type SignOffOptions = {
  hash: string
  by: string
  comment: string | null
  remarks: { update: string; text: string }[]
}

/** Approves or rejects a hash. */
export async function signOffCommand(
  app: App,
  decision: Decision,
  edition: string,
  options: SignOffOptions,
): Promise<Answer> {
  const { hash, by } = options
  const signedOff = await signOff(app, { edition: await editionArgument(app, edition), decision, ...options })
  const row = await readEdition(app, edition)
  const at = signedOff.kind === 'decided' ? withOffset(signedOff.at, app.config.timeZone) : null
  const json = { edition, state: row?.state ?? null, hash: row?.hash ?? null, by, at }
  if (signedOff.kind === 'refused')
    return refused(
      { ...json, reason: signedOff.reason },
      refusalText(signedOff, { edition, by, given: hash }),
    )
  const { final, given, required } = signedOff
  const approvals = { given, required }
  if (final === null) {
    const text = `${edition} has ${given} of ${count(required, 'approval')}, now by ${by}, hash ${hash}. Another approver must sign.`
    return done({ ...json, approvals }, text)
  }
  const next =
    decision === 'approve'
      ? `Send it: estafette send ${edition} --wait`
      : `Draft it anew: estafette draft ${edition}`
  return done({ ...json, approvals }, `${edition} is ${row?.state} by ${by}, hash ${hash}.\n${next}`)
}

/** SHA-256 in hexadecimal, as `draft` and the mails show it. */
const HASH = /^[0-9a-f]{64}$/

function otherHashText(edition: string, hash: string, given: string): string {
  if (!HASH.test(given))
    return `"${printable(given)}" is no hash: 64 digits of 0-9 and a-f, as "estafette status ${edition}" and the mail that asks for the signature show it.`
  return `This is not the hash of ${edition} as it stands now: ${hash}. It was changed since; look at it again before signing.`
}

function refusalText(
  { reason, hash }: Extract<SignedOff, { kind: 'refused' }>,
  { edition, by, given }: { edition: string; by: string; given: string },
): string {
  switch (reason) {
    case 'no-edition':
      return `There is no edition ${edition}. Run: estafette draft ${edition}`
    case 'other-hash':
      return hash
        ? otherHashText(edition, hash, given)
        : `${edition} is not frozen yet. Run: estafette draft ${edition}`
    case 'unknown-person':
      return `Nobody in staff.yaml has the address ${by}.`
    case 'not-approver':
      return `${by} is not an approver. staff.yaml says who is.`
    case 'author':
      return `${by} is an author of ${edition}; another approver must sign.`
    case 'other-update':
      return `${edition} doesn't hold each update that a remark names. See: estafette status ${edition}`
    case 'remark-long':
      return `A remark has at most ${REMARK_LIMIT} characters.`
    case 'signed-before':
      return `${by} has decided on this version before; another approver must sign.`
    case 'expired':
      return `${edition} is expired: its send window passed without a sign-off. Draft it anew: estafette draft ${edition}`
    case 'perhaps-author':
      return `${by} may edit updates, and it isn't known who wrote these; an approver who is no editor must sign.`
    default:
      return `${edition} is ${reason}: there is nothing to sign. See: estafette status ${edition}`
  }
}
