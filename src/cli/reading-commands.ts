import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import type { Difference } from '../model/editions/differences.js'
import type { DeliveryRecord } from '../postgres/delivery/delivery-records.js'
import { deliveriesOf } from '../postgres/delivery/delivery-records.js'
import { cancellingOf } from '../postgres/editions/cancelling.js'
import type { EditionRow } from '../postgres/editions/editions.js'
import { csv } from '../present/sheets/csv.js'
import { readEdition } from '../steps/editions/read-edition.js'
import { readStatus } from '../steps/editions/read-status.js'
import { unreachedOf } from '../steps/follow-ups/unreached.js'
import { whyItWaits } from '../steps/operations/standing-words.js'
import { differencesOf } from '../steps/roster/differences.js'
import { failedLately } from '../steps/staff/staff-mails.js'
import { type Answer, done, refused } from './answer.js'
import { communeHeads, table } from './tables.js'
import { unreachedLines } from './unreached-lines.js'
import { editionArgument } from './usage.js'
import { deliveriesWorkbook, type WorkbookOptions } from './workbooks.js'

/** The state of an edition, commune by commune. */
export async function statusAnswer(app: App, edition: string, next?: string): Promise<Answer> {
  const status = await readStatus(app, edition)
  if (!status)
    return refused(
      { edition, state: null },
      `There is no edition ${edition}. Run: estafette draft ${edition}`,
    )
  const { row, communes } = status
  const awaits = app.instance.lastStanding()
  const nothing = nothingLeaves(app)
  const json = {
    edition,
    state: row.state,
    hash: row.hash,
    counts: countsJson(row),
    communes: communes.map(({ nis, name, state }) => ({ nis, name, state })),
    stopped: row.state === 'paused' ? { cause: row.stopCause, reason: row.stopReason } : null,
    awaitsTakeOver: awaits?.kind === 'awaits' ? awaits.reason : null,
  }
  const lines = [
    ...(nothing ? [nothing] : []),
    `${edition} is ${row.state}${await whyText(app, row)}. ${countsText(row)}`,
    table(
      ['NIS', ...communeHeads(app.config.agency.languages), 'State'],
      communes.map(({ nis, name, state }) => [nis, ...Object.values<string>(name), state]),
    ),
    ...(next ? [next] : []),
  ]
  return done(json, lines.join('\n'))
}

export async function statusCommand(app: App, name: string | undefined): Promise<Answer> {
  const edition = await editionArgument(app, name)
  const answer = await statusAnswer(app, edition)
  if (answer.status !== 0) return answer
  const changes = await differencesOf(app, edition)
  const failed = await failedLately(app)
  const failedNotices = failed.map(({ kind, to, error, at }) => ({
    kind,
    to,
    error,
    at: withOffset(at, app.config.timeZone),
  }))
  const unreached = await unreachedOf(app, edition)
  const lines = [answer.text, ...unreachedLines(unreached), ...changeLines(changes), ...failedLines(failed)]
  return done({ ...(answer.json as object), unreached, changes, failedNotices }, lines.join('\n'))
}

/** Staff mails that failed in the last two weeks, for any edition. */
function failedLines(failed: { kind: string; to: string; error: string }[]): string[] {
  if (failed.length === 0) return []
  const lines = failed.map(({ kind, to, error }) => `  ${kind} to ${to}: ${error}`)
  return ['Mails to staff that did not get out:', ...lines]
}

/** Changes since the freeze, for operators. */
function changeLines(changes: Difference[]): string[] {
  if (changes.length === 0) return []
  const lines = changes.map(one => {
    if (one.about === 'mandate') {
      const [before, after] = [one.before ?? 'nobody', one.after ?? 'nobody']
      return `  ${one.recipient}: ${one.kind}${before === after ? '' : `, ${before} → ${after}`}`
    }
    const revisions = [one.from, one.to].filter(n => n !== null).join(' → ')
    const fields = one.fields.length > 0 ? ` (${one.fields.map(({ field }) => field).join(', ')})` : ''
    return `  update ${one.id}: ${one.kind}, revision ${revisions}${fields}`
  })
  return ['Changed since it was frozen, and not in it:', ...lines]
}

/** Why no mail leaves this ledger and what to do; null while mail may leave. */
export function nothingLeaves(app: App): string | null {
  const standing = app.instance.lastStanding()
  if (standing?.kind !== 'awaits') return null
  return `Nothing leaves from here: ${whyItWaits(standing.reason)}. What it would send, and how to let it: estafette take-over`
}

/** The reason that a person wrote for the stop or cancellation. */
async function whyText(app: App, { id, state, stopReason }: EditionRow): Promise<string> {
  if (state === 'paused' && stopReason) return `: ${stopReason}`
  const cancelling = state === 'cancelled' ? await cancellingOf(app.engine.db, id) : null
  return cancelling ? ` by ${cancelling.by}: ${cancelling.reason.replace(/\.$/, '')}` : ''
}

function countsJson({ counts }: EditionRow) {
  const { pending, deferred, accepted, bounced, suppressed } = counts
  return {
    pending,
    deferred,
    accepted,
    bounced,
    inDoubt: counts['in-doubt'],
    gaveUp: counts['gave-up'],
    suppressed,
  }
}

function countsText({ counts }: EditionRow): string {
  const some = Object.entries(counts).filter(([, n]) => n > 0)
  return some.length > 0
    ? `${some.map(([state, n]) => `${n} ${state}`).join(', ')}.`
    : 'Nothing dispatched yet.'
}

/** The deliveries of an edition with their attempts. */
export async function deliveriesCommand(
  app: App,
  name: string,
  asCsv: boolean,
  workbook: WorkbookOptions = {},
): Promise<Answer> {
  const edition = await editionArgument(app, name)
  if (!(await readEdition(app, edition)))
    return refused([], `There is no edition ${edition}. Run: estafette draft ${edition}`)
  const deliveries = await deliveriesOf(app.engine.db, edition)
  const json = deliveries.map(delivery => deliveryJson(delivery, app.config.timeZone))
  if (asCsv) return done(json, deliveriesCsv(json))
  if (workbook.xlsx) return done(json, await deliveriesWorkbook(app, edition, workbook))
  const rows = json.map(one => [
    [one.id, ...(one.also ?? []).map(({ recipient }) => recipient)].join(', '),
    one.languages,
    one.state,
    one.attempts.length,
    one.address,
    lastWords(one),
  ])
  return done(json, table(['Delivery', 'Languages', 'State', 'Attempts', 'Address', 'Last answer'], rows))
}

function deliveryJson(delivery: DeliveryRecord, timeZone: string) {
  const { id, edition, recipient, commune, role, languages, state, messageId } = delivery
  const { address } = delivery
  const sentAgain = delivery.sentAgain.map(({ at, takenBackAt, ...rest }) => ({
    ...rest,
    at: withOffset(at, timeZone),
    takenBackAt: takenBackAt && withOffset(takenBackAt, timeZone),
  }))
  const attempts = delivery.attempts.map(({ startedAt, endedAt, number, phase, ...rest }) => ({
    number,
    phase,
    startedAt: withOffset(startedAt, timeZone),
    endedAt: endedAt && withOffset(endedAt, timeZone),
    ...rest,
  }))
  const also = delivery.also.map(({ id, ...office }) => ({ recipient: id, ...office }))
  const own = { id, edition, recipient, commune, role, languages, state, messageId, address }
  return { ...own, ...(also.length > 0 ? { also } : {}), sentAgain, attempts }
}

type DeliveryJson = ReturnType<typeof deliveryJson>

function lastWords({ attempts }: DeliveryJson): string {
  const last = attempts.at(-1)
  return last ? [last.replyCode, last.enhancedStatus, last.reply?.slice(0, 60)].filter(Boolean).join(' ') : ''
}

function deliveriesCsv(deliveries: DeliveryJson[]): string {
  const head = [
    'id',
    'edition',
    'recipient',
    'commune',
    'role',
    'languages',
    'state',
    'message_id',
    'attempts',
    'last_attempt',
    'reply_code',
    'enhanced_status',
    'reply',
    'address',
    'sent_again',
    'also',
  ]
  const rows = deliveries.map(one => {
    const last = one.attempts.at(-1)
    const { id, edition, recipient, commune, role, languages, state, messageId } = one
    const answer = [
      last?.endedAt ?? null,
      last?.replyCode ?? null,
      last?.enhancedStatus ?? null,
      last?.reply ?? null,
      one.address,
      one.sentAgain.length,
      (one.also ?? []).map(other => other.recipient).join(' '),
    ]
    return [
      id,
      edition,
      recipient,
      commune,
      role,
      languages,
      state,
      messageId,
      one.attempts.length,
      ...answer,
    ]
  })
  return csv(head, rows)
}
