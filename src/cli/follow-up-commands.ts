import { readFile } from 'node:fs/promises'
import type { App } from '../app.js'
import { localDay, withOffset } from '../model/calendar/calendar.js'
import type { SendAgainRefusal } from '../model/delivery/send-again.js'
import { type FollowUpAct, WORDS_AT_MOST } from '../model/follow-ups/act.js'
import type { EffectRefusal } from '../model/follow-ups/effect.js'
import { type FollowUp, isAboutCommune } from '../model/follow-ups/follow-up.js'
import { resultsOf } from '../model/follow-ups/follow-up-rules.js'
import { type KnownPhone, phonesFor } from '../model/follow-ups/phones.js'
import { reasonOfTopic } from '../model/follow-ups/topic.js'
import { fileFault } from '../model/problem/system-fault.js'
import type { ReplyTopic } from '../model/returned-mail/report.js'
import { mandatesBeside } from '../model/roster/offices.js'
import type { Roster } from '../model/roster/roster.js'
import { samePerson } from '../model/sign-off/sign-off.js'
import { phoneE164, phoneParts, phoneText } from '../model/staff/phone-number.js'
import type { FollowUpFilter } from '../postgres/follow-ups/listed-follow-ups.js'
import { rosterToday } from '../steps/context.js'
import type { FollowUpRefusal } from '../steps/follow-ups/act-on-follow-up.js'
import { type Answer, done, refused, UsageError } from './answer.js'

/** Whose follow-ups a list shows, as typed. */
export type FollowUpListOptions = { spoc?: string; commune?: string; all?: boolean }

/** `--spoc EMAIL`, `--commune NIS` and `--all` as the ledger is asked. Throws UsageError for an address nobody has. */
export async function followUpFilter(app: App, typed: FollowUpListOptions): Promise<FollowUpFilter> {
  const { spoc: email, commune, all } = typed
  const { roster } = await rosterToday(app)
  const spoc = email && roster.staff.find(one => samePerson(one.email, email))?.id
  if (email && !spoc) throw new UsageError(`Nobody in staff.yaml has the address ${email}.`)
  if (commune && !roster.communes.some(({ nis }) => nis === commune))
    throw new UsageError(`No commune in communes.yaml has the NIS code ${commune}.`)
  return { ...(all ? { all } : {}), ...(spoc ? { spoc } : {}), ...(commune ? { communes: [commune] } : {}) }
}

export type FollowUpJson = ReturnType<typeof followUpJson>

/**
 * A follow-up as the contract has it, and whom to call; of a commune as a whole, `recipient` is null. `also`: the further mandates of the
 * same person, today; missing where there is none.
 */
export function followUpJson(
  followUp: FollowUp,
  { config, clock }: Pick<App, 'config' | 'clock'>,
  roster: Roster,
) {
  const { timeZone } = config
  const { id, edition, commune, recipient, reason, action, spoc, openedAt, due, state, detail } = followUp
  const { result, takenBy, doneBy, doneAt } = followUp
  const also = mandatesBeside(recipient, roster, localDay(clock(), timeZone)).filter(
    other => other !== recipient,
  )
  return {
    id,
    edition,
    commune,
    recipient: isAboutCommune(reason) ? null : recipient,
    reason,
    action,
    spoc,
    openedAt: withOffset(openedAt, timeZone),
    due,
    state,
    detail,
    takenBy,
    result,
    doneBy,
    doneAt: doneAt && withOffset(doneAt, timeZone),
    phones: phonesFor(followUp, roster).map(phoneJson),
    ...(also.length > 0 ? { also } : {}),
  }
}

/** `number` is E.164, `text` as people write it. */
function phoneJson({ of, number }: KnownPhone) {
  return { of, number: phoneE164(number), extension: phoneParts(number).extension, text: phoneText(number) }
}

/** Does something with a follow-up and says what has become of it. */
export async function followUpActCommand(
  app: App,
  id: string,
  by: string,
  act: FollowUpAct,
): Promise<Answer> {
  const acted = await app.actOnFollowUp(id, by, act)
  if (acted.kind === 'refused') {
    const before = await app.followUp(id)
    const about = { id, by, before, ...acted.about, timeZone: app.config.timeZone }
    const json = {
      id,
      refused: acted.reason,
      ...(acted.about?.address ? { address: acted.about.address } : {}),
    }
    return refused(json, whyNot(acted.reason, about))
  }
  const { followUp } = acted
  const json = followUpJson(followUp, app, (await rosterToday(app)).roster)
  const { reason, recipient, state, result, spoc } = followUp
  const now = state === 'done' ? `done: ${result}` : `${state}, with ${spoc}`
  return done(json, `${followUp.id} (${reason}, ${recipient}) is ${now}.`)
}

type Refused = {
  id: string
  by: string
  before: FollowUp | null
  address?: string
  until?: Date
  timeZone?: string
}

function whyNot(reason: FollowUpRefusal | 'shared-already' | 'folder-fault', refused: Refused) {
  const { id, by, before } = refused
  const sentences: Record<typeof reason, string> = {
    ...effectSentences(refused),
    unknown: `There is no follow-up ${id}. See them all: estafette follow-up --all`,
    'not-a-spoc': 'Whom you give it to must be in staff.yaml with the role spoc or admin.',
    'done-already': `${id} is done: ${before?.result}. Reopen it first: estafette follow-up reopen ${id} --by ${by}`,
    'not-done': `${id} is ${before?.state}: there is nothing to reopen.`,
    'result-unknown': `What came of it must be one of: ${before ? resultsOf(before.reason).join(', ') : ''}.`,
    'words-missing': 'The text is empty.',
    'words-long': `The text is too long: ${WORDS_AT_MOST} characters at most.`,
    'no-reply': `${id} is about ${before?.reason}: nobody wrote it, so it has no topic and no question.`,
    'same-topic': `${id} has this topic already.`,
    'moved-meanwhile': `Somebody else has just changed the topic of ${id}: see its history.`,
    'same-person': `${id} is with that person already.`,
    'not-answered': `${id} has no answer yet. Note it first: estafette follow-up answer ${id} --by ${by} --text-file FILE`,
    'shared-already': `A draft of the answer of ${id} was laid before: see its history, or _question-${id}.md in the drop folder.`,
    'folder-fault': 'The drop folder can’t be written to: see the log.',
  }
  return sentences[reason]
}

/** Why a result can't be what it claims, and what would be right. */
function effectSentences({ id, by, before, address = '', until, timeZone = 'UTC' }: Refused) {
  const { edition = '', recipient = '' } = before ?? {}
  const delivery = `${edition}.${recipient}`
  const ended = until ? withOffset(until, timeZone) : ''
  const otherwise = `If somebody informed them otherwise: --result reached-otherwise.`
  const sentences: Record<EffectRefusal | SendAgainRefusal, string> = {
    'address-needed': `Nothing is corrected: the roster still has ${address || 'no other address'} for ${recipient}. Name the new one: estafette follow-up done ${id} --result ${before?.reason === 'correction' ? 'corrected' : 'new-address'} --address ADDRESS --by ${by}`,
    'not-in-doubt': `${delivery} is not in doubt: there is nothing to settle. See: estafette deliveries ${edition}`,
    'not-arrived': `${delivery} is not accepted: it is tried by itself, and this ends when it is. ${otherwise}`,
    'roster-unchanged': `The roster still says the same of ${recipient}. Correct mandate-holders.csv first (an end, or the successor's line); what lies in the roster then ends by itself.`,
    'deputy-unnamed': 'Nobody is known to stand in. Say who: --note TEXT.',
    'may-not-decide': `${by} is neither a SPOC nor an admin in staff.yaml, who decide on addresses.`,
    'unknown-delivery': `There is no delivery ${delivery}: nothing can be sent again.`,
    copied:
      'This ledger is a copy of one that lives elsewhere: nothing is sent from here. See: estafette take-over',
    'under-way': `${delivery} is on its way: it is tried by itself. See: estafette deliveries ${edition}`,
    'in-doubt': `${delivery} is in doubt: it may have arrived. Ask, then: estafette settle ${delivery} --as accepted|again --by ${by}`,
    accepted: `${delivery} was accepted for ${address}: there is nothing to send again.`,
    expired: `${edition} was sent until ${ended}: nothing of it is tried any more. The next edition goes to ${address}. ${otherwise}`,
    stopped: `${edition} is stopped. When it may go on: estafette resume ${edition}`,
    'holder-changed': `${recipient} is somebody else now than when ${edition} was signed. The next edition goes to ${address}.`,
    'no-address': `The roster has no address for ${recipient}. Complete mandate-holders.csv.`,
    'same-address': `The roster has no other address for ${recipient}.`,
    'not-allowed': `${address} is not in ALLOWED_RECIPIENTS. Whoever runs Estafette adds it there first.`,
    suppressed: `Somebody decided that nothing is sent to ${address}: see estafette suppressions. If it is to be written to: estafette unsuppress ${address} --by ${by} --cause TEXT`,
    'unknown-person': `Nobody in staff.yaml has the address ${by}.`,
    'not-theirs': `${by} is neither the SPOC of commune ${before?.commune}, nor its deputy, nor who ${id} was given to.`,
  }
  return sentences
}

/** More than a person writes, in bytes. */
const TEXT_LIMIT = 1024 * 1024

/** What a person wrote elsewhere: a file, or "-" for stdin. Throws UsageError. */
export async function textOf(file: string): Promise<string> {
  const name = file === '-' ? 'stdin' : file
  const bytes = await (file === '-' ? readAll(process.stdin) : readFile(file)).catch(error => {
    throw new UsageError(`${name} can't be read: ${fileFault(error)}.`)
  })
  if (bytes.length > TEXT_LIMIT) throw new UsageError(`${name} is larger than 1 MiB: that is no answer.`)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // Said below, with what to do.
  }
  throw new UsageError(`${name} is no text in UTF-8: save it as one.`)
}

async function readAll(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** The topic of a reply, changed by hand. */
export const topicAct = (topic: ReplyTopic): FollowUpAct => ({
  kind: 'move',
  reason: reasonOfTopic(topic),
  moves: null,
})

/** What happened to a follow-up. */
export async function followUpHistoryCommand(app: App, id: string): Promise<Answer> {
  const followUp = await app.followUp(id)
  if (!followUp) return refused({ id, refused: 'unknown' }, whyNot('unknown', { id, by: '', before: null }))
  const events = (await app.followUpHistories([id])).get(id) ?? []
  const history = events.map(({ at, ...rest }) => ({ at: withOffset(at, app.config.timeZone), ...rest }))
  const lines = history.map(({ at, kind, by, was, became, words }) =>
    [
      at,
      kind === 'shared' ? 'draft laid' : kind,
      [was, became].filter(Boolean).join(' → '),
      by ? `by ${by}` : 'by rule',
      words ?? '',
    ]
      .filter(Boolean)
      .join('  '),
  )
  const sharedIn = history.some(({ kind }) => kind === 'shared') ? await app.sharedIn(id) : null
  const shared = sharedIn ? [`shared in ${sharedIn}`] : []
  return done(
    { ...followUpJson(followUp, app, (await rosterToday(app)).roster), sharedIn, history },
    [...lines, ...shared].join('\n'),
  )
}

export type ShareOptions = {
  by: string
  yes?: boolean
  kind: 'notice' | 'practice'
  lang?: 'fr' | 'nl'
  questionFile?: string
  answerFile?: string
}

/** "Answer to all": shows what would be shared; with `--yes`, after somebody has read it, writes the draft. */
export async function shareCommand(app: App, id: string, options: ShareOptions): Promise<Answer> {
  const { by, yes, kind, lang, questionFile, answerFile } = options
  const access = await app.followUpAccess(id, by)
  const before = await app.followUp(id)
  const no = (reason: Parameters<typeof whyNot>[0]) =>
    refused({ id, refused: reason }, whyNot(reason, { id, by, before }))
  if ('refused' in access) return no(access.refused)
  const proposed = await app.proposeSharing(id)
  if (!proposed) return no('not-answered')
  const question = {
    kind,
    language: lang ?? proposed.language,
    question: questionFile ? await textOf(questionFile) : proposed.question,
    answer: answerFile ? await textOf(answerFile) : proposed.answer,
  }
  if (!yes) {
    const text = [
      'This would become a draft, shared with all communes once an editor has completed it. Read it: nothing may tell who asked.',
      `\nQuestion (${question.language}):\n${question.question}\n\nAnswer:\n${question.answer}`,
      `\nTo write it otherwise: --question-file, --answer-file. To confirm: estafette follow-up share ${id} --by ${by} --yes`,
    ]
    return done({ id, ...question, file: null }, text.join('\n'))
  }
  const shared = await app.shareAnswer(id, by, question)
  if (shared.kind === 'refused') return no(shared.reason)
  const { file } = shared
  return done(
    { id, ...question, file },
    `The draft ${file} is laid, and the editors are told. It is shared once they have completed and renamed it.`,
  )
}
