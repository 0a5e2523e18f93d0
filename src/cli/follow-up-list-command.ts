import type { App } from '../app.js'
import type { FollowUpAction } from '../model/follow-ups/follow-up.js'
import { communesOf } from '../model/follow-ups/next-edition.js'
import { isByPhone } from '../model/follow-ups/phones.js'
import { personAt } from '../model/staff/staff.js'
import type { FollowUpFilter } from '../postgres/follow-ups/corrected-since.js'
import { listFollowUps } from '../postgres/follow-ups/listed-follow-ups.js'
import { daysLate } from '../present/mail/due.js'
import { csv } from '../present/sheets/csv.js'
import { rosterToday, todayOf } from '../steps/context.js'
import { lastUnreached } from '../steps/follow-ups/unreached.js'
import { type Answer, count, done } from './answer.js'
import { followUpJson } from './follow-up-json.js'
import { table } from './tables.js'
import { unreachedLines } from './unreached-lines.js'
import { UsageError } from './usage.js'
import { followUpsWorkbook, type WorkbookOptions } from './workbooks.js'

/** The filter of a follow-up list, as typed. */
export type FollowUpListOptions = { spoc?: string; commune?: string; all?: boolean }

/** Turns `--spoc EMAIL`, `--commune NIS` and `--all` into the ledger's filter. Throws UsageError for an unknown address. */
export async function followUpFilter(app: App, typed: FollowUpListOptions): Promise<FollowUpFilter> {
  const { spoc: email, commune, all } = typed
  const { roster } = await rosterToday(app)
  const spoc = email && personAt(roster.staff, email)?.id
  if (email && !spoc) throw new UsageError(`Nobody in staff.yaml has the address ${email}.`)
  if (commune && !roster.communes.some(({ nis }) => nis === commune))
    throw new UsageError(`No commune in communes.yaml has the NIS code ${commune}.`)
  return { ...(all ? { all } : {}), ...(spoc ? { spoc } : {}), ...(commune ? { communes: [commune] } : {}) }
}

/** What people still have to do. */
export async function followUpCommand(
  app: App,
  asCsv: boolean,
  workbook: WorkbookOptions = {},
  filter: FollowUpFilter = {},
): Promise<Answer> {
  const followUps = await listFollowUps(app.engine.db, filter)
  const { roster } = await rosterToday(app)
  const json = followUps.map(one => followUpJson(one, app, roster))
  if (workbook.xlsx) return done(json, await followUpsWorkbook(app, followUps, workbook))
  if (asCsv) {
    const rows = json.map(({ phones, also = [], ...one }) => [
      ...Object.values(one),
      phonesText(phones, ' · '),
      also.join(' '),
    ])
    return done(json, csv(COLUMNS, rows))
  }
  if (json.length === 0) return done(json, await nothingOpen(app, filter))
  return done(json, followUpTable(json, todayOf(app)))
}

const COLUMNS =
  'id edition commune recipient reason action spoc opened_at due state detail taken_by result done_by done_at phones also'.split(
    ' ',
  )

type FollowUpLine = {
  id: string
  due: string
  state: string
  spoc: string
  recipient: string | null
  reason: string
  action: FollowUpAction
  edition: string | null
  detail: string
  phones?: FollowUpJson['phones']
  also?: string[]
}

/** "02 000 00 01 (secretariat)". */
const phonesText = (phones: FollowUpJson['phones'], between: string) =>
  phones.map(({ of, text }) => `${text} (${of})`).join(between)

/** `today` is an ISO date. */
export function followUpTable(lines: FollowUpLine[], today: string): string {
  const rows = lines.map(one => [
    one.id,
    one.state === 'done' ? 'done' : dueText(one.due, today),
    one.spoc,
    [one.recipient ?? 'the commune', ...(one.also ?? [])].join('\n'),
    one.reason,
    [one.action, phonesText(one.phones ?? [], '\n')].filter(Boolean).join('\n'),
    one.edition ?? '',
    one.detail.slice(0, 50),
  ])
  const drawn = table(['Id', 'Due', 'SPOC', 'Recipient', 'Why', 'What to do', 'Edition', 'Their words'], rows)
  const lacks = lines.some(({ action, phones }) => phones?.length === 0 && isByPhone(action))
  return lacks ? `${drawn}\n${NO_PHONE}` : drawn
}

const NO_PHONE =
  'Where somebody is to be called and no number is shown: add it to mandate-holders.csv (phone, phone_secretariat) or communes.yaml (phone).'

const DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
})

/** "2 days late", "today", "Thu 3 Dec", from ISO dates. */
function dueText(due: string, today: string): string {
  const late = daysLate(due, today)
  if (late > 0) return `${count(late, 'day')} late`
  return due === today ? 'today' : DAY.format(new Date(`${due}T00:00:00Z`)).replace(',', '')
}

type FollowUpJson = ReturnType<typeof followUpJson>

/** Without an open follow-up an official may still be unreached; the text says so. */
async function nothingOpen(app: App, { communes, spoc }: FollowUpFilter): Promise<string> {
  const { roster } = await rosterToday(app)
  const own =
    communes ?? (spoc ? roster.communes.filter(one => one.spoc === spoc).map(({ nis }) => nis) : null)
  const last = await lastUnreached(app)
  const missed = (last?.unreached ?? []).filter(one => !own || communesOf(one).some(nis => own.includes(nis)))
  if (missed.length === 0) return 'Nothing to follow up.'
  return [`No follow-up is open. ${last?.edition}:`, ...unreachedLines(missed)].join('\n')
}
