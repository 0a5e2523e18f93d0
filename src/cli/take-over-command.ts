import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { knowsSince } from '../postgres/operations/restored.js'
import { resume } from '../steps/delivery/stop-and-settle.js'
import { signAnew } from '../steps/operations/signing-secret.js'
import { whyItWaits } from '../steps/operations/standing-words.js'
import type { Unsent } from '../steps/operations/take-over.js'
import { doubtEdition, leaveOther, takeOver, unsentEditions } from '../steps/operations/take-over.js'
import { type Answer, done, refused } from './answer.js'
import { UsageError } from './usage.js'

export type TakeOverOptions = {
  by?: string
  continue?: string[]
  inDoubt?: string[]
  leaveOther?: boolean
  newSecret?: boolean
}

/**
 * Shows what a ledger that awaits take-over would send, by edition. With `by`, a person takes it over and mail leaves from here. The person says
 * which editions that may have left elsewhere go on or are put in doubt; others are on hold.
 */
export async function takeOverCommand(app: App, options: TakeOverOptions): Promise<Answer> {
  const {
    by = null,
    continue: goOn = [],
    inDoubt = [],
    leaveOther: leaves = false,
    newSecret = false,
  } = options
  if (app.undecided && !(leaves && by !== null))
    return refused({ undecided: true, by, takenOver: false }, `${app.undecided.detail} ${app.undecided.fix}`)
  if (app.otherSecret && !(newSecret && by !== null))
    return refused(
      { otherSecret: true, by, takenOver: false },
      `SECRET: ${app.otherSecret.detail} ${app.otherSecret.fix}`,
    )
  if (app.undecided && by !== null) await leaveOther(app, by)
  if (app.otherSecret && by !== null) await signAnew(app, by)
  const standing = await app.instance.standing()
  const unsent = await unsentEditions(app)
  checkNames([...goOn, ...inDoubt], unsent)
  const copied = standing.kind === 'awaits'
  const json = {
    copied,
    reason: copied ? standing.reason : null,
    since: copied && standing.since ? withOffset(standing.since, app.config.timeZone) : null,
    by,
    takenOver: copied && by !== null,
    open: unsent.map(one => openJson(app, one)),
  }
  if (!copied) return decideLater(app, json, options, unsent)
  const isKnown = await knowsSince(app.engine.db)
  const warning = [
    `Nothing leaves from here: ${whyItWaits(standing.reason)}.`,
    isKnown
      ? KNOWN
      : 'What left after it was copied, restored or put back is not known here, and would leave again:',
    ...(unsent.length > 0 ? unsent.map(one => openLine(app, one)) : ['  nothing is signed off or open']),
    'Editions that were drafted since are not known here either, and would be drafted anew.',
  ]
  if (by === null) return refused(json, [...warning, ...WAYS].join('\n'))
  await takeOver(app, by, { goOn, inDoubt })
  const held = await heldNow(app)
  return done(
    { ...json, held: held.map(({ row }) => row.id) },
    [...warning, ...takenOver(by, held)].join('\n'),
  )
}

const KNOWN =
  'What left since the backup is known from the ledger that it replaced. What is open, or signed off, would leave from here:'

const WAYS = [
  'Make sure that the original sends no more. Then: estafette take-over --by EMAIL',
  'What may have left is held then, until somebody decides. At once: --continue EDITION (nothing of it has left since), --in-doubt EDITION (it may have).',
]

/** Decides later about an edition that is on hold. */
async function decideLater(
  app: App,
  json: object,
  { by, continue: goOn = [], inDoubt = [] }: TakeOverOptions,
  unsent: Unsent[],
): Promise<Answer> {
  const held = unsent.filter(({ row }) => row.stopCause === 'gone-back').map(({ row }) => row.id)
  const free = [...goOn, ...inDoubt].filter(edition => !held.includes(edition))
  if (free.length > 0)
    return refused(json, `${free.join(', ')}: no doubt holds it back. See: estafette status`)
  const counts: string[] = []
  for (const edition of inDoubt)
    counts.push(
      `${edition}: ${await doubtEdition(app, edition)} in doubt. To settle one: estafette settle DELIVERY`,
    )
  for (const edition of goOn) if (await resume(app, edition)) counts.push(`${edition} goes on.`)
  if (counts.length > 0) return done(json, counts.join('\n'))
  if (app.otherSecret)
    return done(
      json,
      `${by} has decided: from now on mails are signed with the SECRET that is here. Links in earlier mails lead nowhere, and their bounces are shown to a person.`,
    )
  if (app.undecided) return done(json, `${by} has decided: the other ledger is left, and this one goes on.`)
  return done(json, 'This ledger lives here; there is nothing to take over.')
}

function checkNames(named: string[], unsent: Unsent[]) {
  const unknown = named.filter(edition => !unsent.some(({ row }) => row.id === edition))
  if (unknown.length > 0) throw new UsageError(`${unknown.join(', ')}: nothing of it is signed off or open.`)
  const twice = named.filter((edition, place) => named.indexOf(edition) !== place)
  if (twice.length > 0) throw new UsageError(`${twice.join(', ')}: either --continue or --in-doubt.`)
}

function takenOver(by: string, held: Unsent[]): string[] {
  const first = held[0]?.row.id
  return [
    `Taken over by ${by}: from now on mail leaves from here.`,
    ...(first
      ? [
          `Held until somebody decides: ${held.map(({ row }) => row.id).join(', ')}.`,
          `If nothing of it has left since: estafette resume ${first}`,
          `If it may have: estafette take-over --in-doubt ${first}`,
        ]
      : []),
  ]
}

const heldNow = async (app: App) =>
  (await unsentEditions(app)).filter(({ row }) => row.stopCause === 'gone-back')

function openJson(app: App, { row, lastAttempt, mayHaveLeft }: Unsent) {
  const { id: edition, state, counts } = row
  const at = lastAttempt && withOffset(lastAttempt, app.config.timeZone)
  return { edition, state, open: counts.pending + counts.deferred, lastAttempt: at, mayHaveLeft }
}

function openLine(app: App, unsent: Unsent): string {
  const { edition, state, open, lastAttempt, mayHaveLeft } = openJson(app, unsent)
  const { row } = unsent
  if (row.dispatchedAt)
    return `  ${edition}  ${state}, ${open} open, ${lastAttempt ? `last attempt ${lastAttempt}` : 'none attempted'}`
  const slot = row.sendAt ? ` ${withOffset(row.sendAt, app.config.timeZone)}` : ''
  return `  ${edition}  ${state}, ${mayHaveLeft ? `was to leave${slot}` : `leaves${slot}`}`
}
