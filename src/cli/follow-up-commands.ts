import { readFile } from 'node:fs/promises'
import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import type { FollowUpAct } from '../model/follow-ups/act.js'
import { fileFault } from '../model/problem/system-fault.js'
import { eventsOf, findFollowUp } from '../postgres/follow-ups/follow-up-histories.js'
import { rosterToday } from '../steps/context.js'
import { actOnFollowUp, followUpAccess } from '../steps/follow-ups/act-on-follow-up.js'
import { proposeSharing } from '../steps/follow-ups/propose-sharing.js'
import { firstSharedIn, shareAnswer } from '../steps/follow-ups/share-answer.js'
import { type Answer, done, refused } from './answer.js'
import { followUpJson } from './follow-up-json.js'
import { whyNot } from './follow-up-refusals.js'
import { languageMeant, UsageError } from './usage.js'

/** Does something with a follow-up and says what became of it. */
export async function followUpActCommand(
  app: App,
  id: string,
  by: string,
  act: FollowUpAct,
): Promise<Answer> {
  const acted = await actOnFollowUp(app, { id, by, act })
  if (acted.kind === 'refused') {
    const before = await findFollowUp(app.engine.db, id)
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

/** In bytes: more than a person writes. */
const TEXT_LIMIT_BYTES = 1024 * 1024

/** Text that a person wrote elsewhere: a file, or stdin for "-". Throws UsageError. */
export async function textOf(file: string): Promise<string> {
  const name = file === '-' ? 'stdin' : file
  const bytes = await (file === '-' ? readAll(process.stdin) : readFile(file)).catch(error => {
    throw new UsageError(`${name} can't be read: ${fileFault(error)}.`)
  })
  if (bytes.length > TEXT_LIMIT_BYTES)
    throw new UsageError(`${name} is larger than 1 MiB: that is no answer.`)
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (!text.includes('\0')) return text
  } catch {
    // The message below says what to do.
  }
  throw new UsageError(`${name} is no text in UTF-8: save it as one.`)
}

async function readAll(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** What happened to a follow-up. */
export async function followUpHistoryCommand(app: App, id: string): Promise<Answer> {
  const followUp = await findFollowUp(app.engine.db, id)
  if (!followUp) return refused({ id, refused: 'unknown' }, whyNot('unknown', { id, by: '', before: null }))
  const events = await eventsOf(app.engine.db, id)
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
  const sharedIn = history.some(({ kind }) => kind === 'shared') ? await firstSharedIn(app, id) : null
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
  lang?: string
  questionFile?: string
  answerFile?: string
}

/** "Answer to all": shows what would be shared. With `--yes`, after a person has read it, writes the draft. */
export async function shareCommand(app: App, id: string, options: ShareOptions): Promise<Answer> {
  const { by, yes, kind, lang, questionFile, answerFile } = options
  const access = await followUpAccess(app, id, by)
  const before = await findFollowUp(app.engine.db, id)
  const no = (reason: Parameters<typeof whyNot>[0]) =>
    refused({ id, refused: reason }, whyNot(reason, { id, by, before }))
  if ('refused' in access) return no(access.refused)
  const proposed = await proposeSharing(app, id)
  if (!proposed) return no('not-answered')
  const question = {
    kind,
    language: lang ? languageMeant(app, lang) : proposed.language,
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
  const shared = await shareAnswer(app, { id, by, question })
  if (shared.kind === 'refused') return no(shared.reason)
  const { file } = shared
  return done(
    { id, ...question, file },
    `The draft ${file} is laid, and the editors are told. It is shared once they have completed and renamed it.`,
  )
}
