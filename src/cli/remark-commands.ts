import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { closingOf, REMARK_LIMIT } from '../model/sign-off/remark.js'
import { addRemark, type RemarkRefusal } from '../steps/sign-off/add-remark.js'
import { type ListedRemark, listRemarks } from '../steps/sign-off/list-remarks.js'
import {
  answerRemark,
  closeRemark,
  type Replied,
  type ReplyRefusal,
} from '../steps/sign-off/reply-to-remark.js'
import { type Answer, done, refused } from './answer.js'
import { UsageError } from './usage.js'

/** Remarks on an update, as it is now or as a frozen edition holds it. */
export async function addRemarkCommand(
  app: App,
  update: string,
  { by, text, edition }: { by: string; text: string; edition: string | null },
): Promise<Answer> {
  const added = await addRemark(app, { update, by, text, edition })
  if (added.kind === 'refused') {
    const json = { id: null, update, edition, reason: added.reason }
    return refused(json, refusalText(added.reason, { by, about: update, edition }))
  }
  const { id, revision, at } = added
  const json = {
    ...{ id, state: 'open', update, revision, edition, by: added.by },
    at: withOffset(at, app.config.timeZone),
  }
  return done(json, `Remark ${id} on ${update}, revision ${revision}, by ${added.by}.`)
}

/** Answers a remark. */
export async function answerRemarkCommand(
  app: App,
  given: string,
  { by, text }: { by: string; text: string },
): Promise<Answer> {
  const id = remarkId(given)
  return repliedAnswer(id, by, await answerRemark(app, { id, by, text }))
}

/** Closes a remark. */
export async function closeRemarkCommand(
  app: App,
  given: string,
  { by, text }: { by: string; text: string | null },
): Promise<Answer> {
  const id = remarkId(given)
  return repliedAnswer(id, by, await closeRemark(app, { id, by, text }))
}

function repliedAnswer(id: number, by: string, replied: Replied): Answer {
  if (replied.kind === 'refused')
    return refused(
      { id, state: replied.reason === 'closed' ? 'closed' : null, reason: replied.reason },
      refusalText(replied.reason, { by, about: String(id), edition: null }),
    )
  const { update } = replied.remark
  const state = closingOf(replied.remark) ? 'closed' : 'open'
  const what = state === 'closed' ? 'is closed' : 'is answered'
  return done({ id, state, update }, `Remark ${id} on ${update} ${what} by ${by}.`)
}

/** Lists remarks, open ones alone by default. */
export async function listRemarksCommand(
  app: App,
  { update, edition, all }: { update?: string; edition?: string; all: boolean },
): Promise<Answer> {
  const remarks = await listRemarks(app, {
    ...(update === undefined ? {} : { updates: [update] }),
    ...(edition === undefined ? {} : { edition }),
    isOpen: !all,
  })
  const json = remarks.map(one => remarkJson(one, app.config.timeZone))
  return done(json, remarks.map(remarkLines).join('\n') || 'No remark.')
}

function remarkJson(remark: ListedRemark, timeZone: string) {
  const { id, update, revision, edition, version, isRefusal, by, text, at, replies } = remark
  return {
    ...{ id, state: closingOf(remark) ? 'closed' : 'open', update, revision, edition, version },
    ...{ refusal: isRefusal, by, text, at: withOffset(at, timeZone), current: remark.now.revision },
    replies: replies.map(reply => ({
      ...{ action: reply.action, by: reply.by, text: reply.text },
      at: withOffset(reply.at, timeZone),
    })),
  }
}

function remarkLines(remark: ListedRemark): string {
  const { id, update, revision, edition, by, text, replies, now } = remark
  const state = closingOf(remark) ? 'closed' : 'open'
  const where = edition ? `, in ${edition}` : ''
  return [
    `${id}  ${state}  ${update}, revision ${revision} (now ${now.revision})${where}`,
    `    ${by}: ${text}`,
    ...replies.map(
      reply =>
        `    ${reply.by} ${reply.action === 'close' ? 'closed it' : 'answered'}${reply.text ? `: ${reply.text}` : ''}`,
    ),
  ].join('\n')
}

/** Reads `prime-unique=The amount is wrong.`; throws UsageError. */
export function remarkGiven(given: string): { update: string; text: string } {
  const [update = '', ...rest] = given.split('=')
  const text = rest.join('=').trim()
  if (update !== '' && text !== '') return { update: update.trim(), text }
  throw new UsageError(`Write a remark as UPDATE=TEXT, not "${given}".`)
}

function remarkId(given: string): number {
  if (/^[1-9]\d{0,14}$/.test(given)) return Number(given)
  throw new UsageError(`"${given}" is no number of a remark. See: estafette remark list`)
}

function refusalText(
  reason: RemarkRefusal | ReplyRefusal,
  { by, about, edition }: { by: string; about: string; edition: string | null },
): string {
  switch (reason) {
    case 'unknown-person':
      return `Nobody in staff.yaml has the address ${by}.`
    case 'may-not':
      return `${by} is neither editor, approver nor admin. staff.yaml says who is.`
    case 'no-text':
      return 'Say it in words: --text TEXT.'
    case 'too-long':
      return `A remark or an answer has at most ${REMARK_LIMIT} characters.`
    case 'no-update':
      return edition
        ? `${edition} holds no update "${about}".`
        : `There is no update "${about}". See: estafette take-in`
    case 'no-edition':
      return `There is no frozen edition ${edition}.`
    case 'no-remark':
      return `There is no remark ${about}. See: estafette remark list`
    case 'closed':
      return `Remark ${about} is closed.`
    case 'no-answer':
      return `Somebody else made remark ${about}: say what was done, --text TEXT.`
  }
}
