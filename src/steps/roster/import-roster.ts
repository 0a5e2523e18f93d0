import { isUtf8 } from 'node:buffer'
import { basename, join } from 'node:path'
import type { Config } from '../../config.js'
import { listFormat } from '../../files/list-format.js'
import { readIncoming } from '../../files/roster.js'
import { writeMandates } from '../../files/write-mandates.js'
import type { Agency } from '../../model/agency/agency.js'
import type { Clock } from '../../model/calendar/clock.js'
import { didYouMean } from '../../model/language/did-you-mean.js'
import { inLanguage } from '../../model/language/language.js'
import type { Problem } from '../../model/problem/problem.js'
import type { Commune } from '../../model/roster/commune.js'
import {
  communesLost,
  isShrink,
  mandatesCsv,
  mayorsLost,
  type RosterDifference,
  rosterDifference,
} from '../../model/roster/difference.js'
import { columnsIn, type MandateHolder } from '../../model/roster/recipient.js'
import type { College } from '../../model/roster/roster.js'
import { withCollegeLines } from '../../parse/roster/college-lines.js'
import { formulaProblems } from '../../parse/roster/formula.js'
import type { Grid } from '../../parse/roster/grid.js'
import { incomingText, type ListEncoding } from '../../parse/roster/incoming.js'
import { withKeptPhones } from '../../parse/roster/kept-phones.js'
import { meantIn } from '../../parse/roster/meant.js'
import { type Ended, isCollegeShrunk, withCollege } from '../../parse/roster/new-college.js'
import { readOds } from '../../parse/roster/ods-read.js'
import { withoutRepeats } from '../../parse/roster/repeated.js'
import { listOnSheets, type Sheet, type SheetRead, type TakeOrLeave } from '../../parse/roster/sheet.js'
import type { Heading } from '../../parse/roster/table-columns.js'
import type { Understood } from '../../parse/roster/understood.js'
import { vocabularyOf } from '../../parse/roster/vocabulary.js'
import { readWorkbook, type WorkbookFault } from '../../parse/roster/xlsx-read.js'
import { exact } from '../../present/problem/exact.js'
import { type DescribedProblem, describeProblem } from '../../present/problem/texts.js'
import { todayOf } from '../context.js'
import { openFolders } from '../updates/folders.js'

/** `commune`: NIS code or name; the list is only that commune's college. */
export type ImportWishes = {
  yes: boolean
  allowShrink: boolean
  allowUncovered: boolean
  /** The name of the sheet with the list. */
  sheet?: string
  /** Whether its hidden or struck rows count. */
  hidden?: TakeOrLeave
  struck?: TakeOrLeave
  allowNoMayor?: boolean
  commune?: string
}
export type ImportNeed =
  | '--allow-shrink'
  | '--allow-uncovered'
  | '--allow-no-mayor'
  | '--sheet'
  | '--hidden'
  | '--struck'
/** `needs`: the options without which it is not applied. */
export type Imported = {
  encoding: ListEncoding | 'xlsx' | 'ods'
  /** The sheet that was read, and what a person decides about its workbook; null for a text. */
  book: Omit<SheetRead, 'grid'> | null
  heading: Heading | null
  /** Values that were read as others. */
  understood: Understood[]
  difference: RosterDifference
  /** Ids of the roster's mandates whose lines in the list have a problem: nothing is known of them. */
  unread: string[]
  /** Mandates that end, kept with their last day; none for a whole list. */
  ended: Ended[]
  /** The college's commune, NIS; null for a whole list. */
  commune: string | null
  lost: string[]
  /** Communes that lose their mayor but keep an addressee. */
  mayorsLost: string[]
  problems: DescribedProblem[]
  warnings: DescribedProblem[]
  needs: ImportNeed[]
  written: string | null
  backup: string | null
}

/** The list can't be read at all: one sentence, with what to do. */
type Unreadable = { unreadable: string }

/** Another writer changed the roster: nothing was written. */
type Overtaken = { overtaken: true }

/** No commune has that NIS code or name; `meant`: the name that was most likely meant. */
type NoSuchCommune = { unknownCommune: string; meant: string | null }

/**
 * Compares a list of mandate holders with the roster: additions, changes, removals and problems. With `yes` and without problems, writes
 * mandate-holders.csv. The ledger is not read: frozen audiences stay.
 */
export async function importRoster(
  { config, clock }: { config: Config; clock: Clock },
  file: string,
  wishes: ImportWishes,
): Promise<Imported | Unreadable | Overtaken | NoSuchCommune> {
  const folders = openFolders(config)
  const today = todayOf({ clock, config })
  const incoming = await incomingList(file, wishes)
  if ('unreadable' in incoming) return incoming
  const name = basename(file)
  const read = await readIncoming(join(config.recipientsDir, 'mandate-holders.csv'))
  const { mandateHolders: before, communes } = (await folders.roster(today)).roster
  const { agency } = config
  const { languages } = agency
  const college =
    wishes.commune === undefined ? null : collegeOf(wishes.commune, { communes, agency }, before, today)
  if (college && 'unknownCommune' in college) return college
  const parsed = await folders.roster(today, {
    file: name,
    bytes: incoming.bytes,
    ...(college ? { college } : {}),
  })
  const { columns, heading, understood, rows } = parsed.list
  const fresh = withKeptPhones(before, parsed.roster.mandateHolders, columns)
  const listed = new Set(rows.map(({ located }) => located.written(['id'])))
  const sound = new Set(fresh.map(({ id }) => id))
  const unread = before.map(({ id }) => id).filter(id => listed.has(id) && !sound.has(id))
  const { after, ended } = college
    ? withCollege(before, fresh, { ...college, unread: new Set(unread) })
    : { after: fresh, ended: [] }
  const lost = communesLost(before, after, today)
  const withoutMayor = mayorsLost(before, after, today).filter(nis => !lost.includes(nis))
  const { removed, ...whole } = rosterDifference(before, after)
  const difference = { ...whole, removed: removed.filter(({ id }) => !listed.has(id)) }
  const own = (problem: Problem) => problem.file === name
  const formulas = withoutRepeats(formulaProblems(rows, columnsIn(languages)), name, rows.length)
  const described = (list: Problem[]) => list.map(problem => describeProblem(problem, 'en'))
  const problems = described([...parsed.problems.filter(own), ...formulas])
  const shrinks = college ? isCollegeShrunk(before, ended, fresh, college) : isShrink(difference)
  const needs = [...sheetNeeds(incoming.book, wishes), ...lossNeeds({ shrinks, lost, withoutMayor }, wishes)]
  const hasChanged = difference.added.length + difference.changed.length + difference.removed.length > 0
  const applies = wishes.yes && hasChanged && problems.length === 0 && needs.length === 0
  const backup = join(config.dataDir, 'backups', `mandate-holders-${stamp(clock())}.csv`)
  const bytes = 'bytes' in read ? read.bytes : null
  const spliced = college && bytes && isUtf8(bytes) ? collegeText(bytes, before, after) : null
  const list = { text: spliced ?? mandatesCsv(before, after, languages), backup, before: bytes }
  const written = applies ? await writeMandates(config.recipientsDir, list) : null
  if (applies && !written) return { overtaken: true }
  return {
    encoding: incoming.encoding,
    book: incoming.book,
    heading,
    understood,
    difference,
    unread,
    ended,
    commune: college?.nis ?? null,
    lost,
    mayorsLost: withoutMayor,
    problems,
    warnings: described(parsed.warnings.filter(own)),
    needs,
    written,
    backup: written && backup,
  }
}

/** What would be lost is for a person to decide, too. */
function lossNeeds(
  { shrinks, lost, withoutMayor }: { shrinks: boolean; lost: string[]; withoutMayor: string[] },
  { allowShrink, allowUncovered, allowNoMayor }: ImportWishes,
): ImportNeed[] {
  return [
    ...(shrinks && !allowShrink ? (['--allow-shrink'] as const) : []),
    ...(lost.length > 0 && !allowUncovered ? (['--allow-uncovered'] as const) : []),
    ...(withoutMayor.length > 0 && !allowNoMayor ? (['--allow-no-mayor'] as const) : []),
  ]
}

/** A person must decide about parts of a sheet that aren't visibly part of the list. */
function sheetNeeds(book: SheetRead | null, { sheet, hidden, struck }: ImportWishes): ImportNeed[] {
  if (!book) return []
  const isHidden = book.hiddenRows.length + book.hiddenColumns.length > 0
  return [
    ...(book.others.length > 0 && sheet === undefined ? (['--sheet'] as const) : []),
    ...(isHidden && hidden === undefined ? (['--hidden'] as const) : []),
    ...(book.struckRows.length > 0 && struck === undefined ? (['--struck'] as const) : []),
  ]
}

/** The commune of a NIS code, a name in either language, or a postal code that only it has. */
function collegeOf(
  written: string,
  { communes, agency }: { communes: readonly Commune[]; agency: Agency },
  known: readonly MandateHolder[],
  today: string,
): College | NoSuchCommune {
  const words = vocabularyOf(communes, {}, agency)
  const nis = meantIn('commune', written, words, { ticks: false, monthFirst: false })
  const commune = communes.find(one => one.nis === nis)
  if (commune) return { nis, name: inLanguage(commune.name, agency.languages[0] ?? ''), known, today }
  const names = communes.flatMap(({ name }) => Object.values(name))
  return { unknownCommune: written, meant: didYouMean(written, names) }
}

function collegeText(bytes: Uint8Array, before: MandateHolder[], after: MandateHolder[]): string | null {
  return withCollegeLines(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), before, after)
}

type Incoming = { bytes: Uint8Array | Grid; encoding: Imported['encoding']; book: SheetRead | null }

async function incomingList(
  file: string,
  { sheet: wished, hidden, struck }: ImportWishes,
): Promise<Incoming | Unreadable> {
  const sheet = wished ?? null
  const read = await readIncoming(file)
  if ('reason' in read) return { unreadable: `${file} can't be read: ${read.reason}.` }
  const format = listFormat(read.bytes)
  if (format.kind === 'other') return { unreadable: `${file} is ${format.what}. ${format.advice}` }
  if (format.kind === 'text') {
    const { text, encoding } = incomingText(read.bytes)
    if (text === null && read.bytes.includes(0))
      return { unreadable: `${file} is neither CSV nor a workbook: it holds no text.` }
    return { bytes: read.bytes, encoding, book: null }
  }
  const opened = format.kind === 'ods' ? readOds(read.bytes) : readWorkbook(read.bytes)
  if ('fault' in opened) return { unreadable: `${file} ${FAULTS[opened.fault]}` }
  const book = listOnSheets(opened.sheets, { sheet, hidden: hidden ?? null, struck: struck ?? null })
  if (!book) return { unreadable: noSheet(file, opened.sheets, sheet) }
  return { bytes: book.grid, encoding: format.kind, book }
}

const FAULTS: Record<WorkbookFault | 'locked', string> = {
  locked: 'is locked with a password. Take the password away, and save it again.',
  broken: 'is not a whole workbook. Save it again as .xlsx, or as CSV UTF-8.',
  'too-large': 'holds far more than a list of mandates. Copy the list into a workbook of its own.',
  empty: 'has nothing on its sheets.',
}

function noSheet(file: string, sheets: readonly Sheet[], wished: string | null): string {
  const names = sheets
    .map(({ name, isHidden }) => `"${exact(name, 'en')}"${isHidden ? ' (hidden)' : ''}`)
    .join(', ')
  if (wished !== null) return `${file} has no sheet "${exact(wished, 'en')}". It has: ${names}.`
  return `${file} has something on hidden sheets only: ${names}. If one of them is the list, add --sheet NAME.`
}

/** `20261127T080105Z`: fit for file names, sorts by time. */
const stamp = (at: Date) => at.toISOString().replace(/[-:]|\.\d+/g, '')
