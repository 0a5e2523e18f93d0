import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { App } from '../app.js'
import { tokenSecret } from '../config.js'
import { renderEdition } from '../mjml/render.js'
import { deliveryId, messageId } from '../model/delivery/delivery.js'
import { languagesOf, type Reader } from '../model/editions/edition.js'
import type { Language } from '../model/language/language.js'
import { composer } from '../steps/editions/composing.js'
import type { Prepared } from '../steps/editions/draft.js'
import { draft } from '../steps/editions/draft.js'
import { readEdition, readFrozen, readSummary } from '../steps/editions/read-edition.js'
import { askAgain, askSignOff } from '../steps/sign-off/ask-sign-off.js'
import { staffOf } from '../steps/staff/staff.js'
import { takeIn } from '../steps/updates/take-in.js'
import {
  type Answer,
  count,
  done,
  problemLines,
  problemsJson,
  refused,
  warningLines,
  warningsJson,
} from './answer.js'
import {
  changedText,
  type DraftOptions,
  draftRequest,
  leftOutJson,
  leftOutLines,
  unplannableText,
} from './draft-command.js'
import { editionArgument, UsageError } from './usage.js'

/** One scan of the drop folder. */
export async function takeInCommand(app: App): Promise<Answer> {
  const { accepted, unchanged, rejected, ...taken } = await takeIn(app)
  const meant = new Set(taken.warned.flatMap(one => (one.meant ? [one.file] : [])))
  const warnings = taken.warnings.map(one => ({ ...one, isMeant: meant.has(one.file) }))
  const json = {
    accepted,
    unchanged,
    rejected: rejected.map(({ file, problems }) => ({ file, problems: problemsJson(problems) })),
    warnings: warningsJson(warnings),
  }
  const lines = [
    ...accepted.map(one => `taken in   ${one.id}, revision ${one.revision} (${one.file})`),
    ...unchanged.map(one => `unchanged  ${one.id}, revision ${one.revision} (${one.file})`),
    ...rejected.map(one => `rejected   ${one.file}\n${problemLines(one.problems)}`),
    ...warningLines(warnings),
    rejected.length > 0 ? 'Correct the rejected files; the others are kept.' : 'Next: estafette draft',
  ]
  return rejected.length > 0 ? refused(json, lines.join('\n')) : done(json, lines.join('\n'))
}

/** Takes in, prepares and freezes. */
export async function draftCommand(
  app: App,
  name: string | undefined,
  options: DraftOptions,
): Promise<Answer> {
  const { edition, wishes } = await draftRequest(app, name, options)
  const before = await readEdition(app, edition)
  const prepared = await draft(app, edition, options.by ?? null, wishes)
  const row = await readEdition(app, edition)
  const state = row?.state ?? 'draft'
  if (prepared.kind === 'frozen') {
    const { summary, hash } = prepared
    const asked = options.notify ? await askSignOff(app, edition) : await askAgain(app, edition)
    const warnings = problemsJson(prepared.warnings)
    const json = {
      edition,
      state,
      hash,
      ...summary,
      ended: prepared.ended,
      leftOut: leftOutJson(prepared.leftOut),
      problems: [],
      warnings,
    }
    const isSame = before !== null && before.hash === hash && before.version === row?.version
    const about = { edition, state, isSame, isRegular: row?.kind === 'regular' }
    const text = frozenText(about, prepared, await staffOf(app, 'approver'))
    const isAsked = asked !== null && state === 'awaiting-sign-off'
    return done(json, isAsked ? `${text}\n${askedText(asked)}` : text)
  }
  const empty = {
    updates: { new: 0, changed: 0, withdrawn: 0, standing: 0 },
    candidates: 0,
    addressees: 0,
    exclusions: [],
  }
  const summary = (row && (await readSummary(app, row))) ?? {
    ...empty,
    communes: { covered: 0, total: 0, missing: [] },
  }
  const problems = prepared.kind === 'problems' ? prepared.problems : []
  const json = { edition, state, hash: row?.hash ?? null, ...summary, problems: problemsJson(problems) }
  if (prepared.kind === 'problems') {
    const next = `Nothing was frozen: ${count(problems.length, 'problem')}. Correct and run again: estafette draft ${edition}`
    return refused(json, `${problemLines(problems)}\n${next}`)
  }
  if (prepared.kind === 'unplannable') {
    const { why } = prepared
    const left = why.code === 'nothing-new' ? why.leftOut : []
    const text = [unplannableText(why, edition, app.config.agency.languages), ...leftOutLines(left)].join(
      '\n',
    )
    return refused({ ...json, reason: why.code, leftOut: leftOutJson(left) }, text)
  }
  return refused(
    json,
    `${edition} is ${prepared.state}: it can't be drafted again. ${whatNow(prepared.state, edition)}`,
  )
}

function whatNow(state: string, edition: string): string {
  if (state === 'approved')
    return `Send it: estafette send ${edition}. To change it, stop it first: estafette stop ${edition}`
  if (state === 'paused') return `It is stopped. To go on: estafette resume ${edition}`
  return `See: estafette status ${edition}`
}

function frozenText(
  {
    edition,
    state,
    isSame,
    isRegular,
  }: { edition: string; state: string; isSame: boolean; isRegular: boolean },
  { hash, summary, warnings, gone, leftOut, ended }: Extract<Prepared, { kind: 'frozen' }>,
  approvers: { email: string }[],
): string {
  const { updates, communes } = summary
  const lines = [
    isSame
      ? `Nothing has changed: ${edition} is the one that was frozen before, and is ${state}.`
      : `${edition} is frozen and awaits sign-off.`,
    `  hash        ${hash}`,
    `  updates     ${updates.new} new, ${changedText(updates.changed, ended)}, ${updates.withdrawn} withdrawn, ${updates.standing} still in force`,
    `  audience    ${summary.candidates} candidates = ${summary.addressees} addressees + ${count(summary.exclusions.length, 'exclusion')}`,
    ...summary.exclusions.map(one => `              ${one.recipient}: ${one.reason}`),
    `  communes    ${communes.covered} of ${communes.total}${communes.missing.length ? `, missing ${communes.missing.join(' ')}` : ''}`,
  ]
  if (isRegular && updates.new + updates.changed + updates.withdrawn === 0)
    lines.push('  Nothing is new: is there anything to tell?')
  for (const { id, file } of gone)
    lines.push(`  ${file} is gone. If "${id}" is over, put it back with "status: withdrawn".`)
  lines.push(...leftOutLines(leftOut))
  if (warnings.length > 0) lines.push('Worth a look:', problemLines(warnings))
  lines.push(`Look at it:  estafette preview ${edition} --to DIR`)
  if (state !== 'awaiting-sign-off') return [...lines, whatNow(state, edition)].join('\n')
  const [first = 'APPROVER', ...others] = approvers.map(({ email }) => email)
  lines.push(`Sign it off: estafette approve ${edition} --hash ${hash} --by ${first}`)
  if (others.length > 0) lines.push(`             (or ${others.join(', ')})`)
  return lines.join('\n')
}

const askedText = (asked: number) =>
  asked === 0
    ? 'Asked by mail before; nobody new can sign it.'
    : `${count(asked, 'approver')} asked by mail, which leaves while the service (npm start) runs.`

/** Writes what will be sent: both readings, and the mail of each recipient that was asked for. */
export async function previewCommand(
  app: App,
  edition: string,
  to: string,
  recipients: string[],
): Promise<Answer> {
  const row = await readEdition(app, await editionArgument(app, edition))
  const frozen = row && row.version > 0 ? await readFrozen(app, row) : null
  if (!row || !frozen)
    return refused({ files: [] }, `${edition} is not frozen yet. Run: estafette draft ${edition}`)
  const { content, addressees } = frozen
  const unknown = recipients.filter(id => id !== 'all' && !addressees.some(addressee => addressee.id === id))
  if (unknown.length > 0) {
    return refused(
      { files: [] },
      `Not among the addressees of ${edition}: ${unknown.join(', ')}. "all" writes a mail for each.`,
    )
  }
  await mkdir(to, { recursive: true })
  const files: string[] = []
  const write = async (name: string, bytes: string | Buffer) => {
    await writeFile(join(to, name), bytes)
    files.push(join(to, name))
  }
  for (const language of languagesOf(content)) {
    const mail = renderEdition(content, sampleReader(addressees, language))
    await write(`${language}.html`, mail.html)
    await write(`${language}.txt`, mail.text)
  }
  const compose = composer(app.config)
  const secret = tokenSecret(app.config)
  const domain = app.config.mailDomain
  for (const addressee of addressees.filter(
    ({ id }) => recipients.includes(id) || recipients.includes('all'),
  )) {
    const delivery = deliveryId(edition, addressee.id)
    const claimed = {
      delivery,
      edition,
      version: row.version,
      attempt: 0,
      claim: 0,
      messageId: messageId(delivery, domain, secret),
      addressee,
      createdAt: app.clock(),
      expiresAt: null,
    }
    await write(`${addressee.id}.eml`, Buffer.concat((await compose(claimed, content)).bytes))
  }
  return done({ files }, files.join('\n'))
}

/** A mayor who reads this language first, else any addressee. */
function sampleReader(addressees: (Reader & { id: string })[], language: Language): Reader {
  const reads = addressees.filter(addressee => addressee.languages.startsWith(language))
  const found = reads.find(addressee => addressee.role === 'mayor') ?? reads[0] ?? addressees[0]
  if (!found) throw new UsageError('The edition has no addressee, so there is no mail to show.')
  return { ...found, languages: language }
}
