import { basename, join } from 'node:path'
import type { Config } from '../config.js'
import { readIncoming, writeMandates } from '../files/roster.js'
import { isWorkbook, readWorkbook, type WorkbookFault } from '../files/xlsx-read.js'
import { localDay } from '../model/calendar/calendar.js'
import type { Clock } from '../model/clock.js'
import type { Problem } from '../model/problem/problem.js'
import { type DescribedProblem, describeProblem } from '../model/problem/texts.js'
import {
  communesLost,
  isShrink,
  mandatesCsv,
  type RosterDifference,
  rosterDifference,
} from '../model/roster/difference.js'
import { formulaProblems } from '../model/roster/formula.js'
import { columnsIn, incomingText, withOwnColumns } from '../model/roster/incoming.js'
import { withKeptPhones } from '../model/roster/kept-phones.js'
import { type Placed, sheetText } from '../model/roster/sheet-text.js'
import { openFolders } from './folders.js'

export type ImportWishes = { yes: boolean; allowShrink: boolean; allowUncovered: boolean }
/** `needs`: the options without which it is not applied. */
export type Imported = {
  encoding: 'utf-8' | 'windows-1252' | 'xlsx'
  difference: RosterDifference
  lost: string[]
  problems: DescribedProblem[]
  warnings: DescribedProblem[]
  needs: ('--allow-shrink' | '--allow-uncovered')[]
  written: string | null
  backup: string | null
}

/** The list can't be read at all: one sentence, with what to do. */
export type Unreadable = { unreadable: string }

/** The roster was changed by somebody else meanwhile: nothing was written. */
export type Overtaken = { overtaken: true }

/**
 * Holds a list of mandate holders against the roster: what it would add, change and remove, and what is wrong with it.
 * With `yes` and nothing wrong, writes it as mandate-holders.csv. The ledger is not asked: frozen audiences stay.
 */
export async function importRoster(
  { config, clock }: { config: Config; clock: Clock },
  file: string,
  wishes: ImportWishes,
): Promise<Imported | Unreadable | Overtaken> {
  const folders = openFolders(config)
  const today = localDay(clock(), config.timeZone)
  const incoming = await incomingList(file)
  if ('unreadable' in incoming) return incoming
  const name = basename(file)
  const read = await readIncoming(join(config.recipientsDir, 'mandate-holders.csv'))
  const before = (await folders.roster(today)).roster.mandateHolders
  const parsed = await folders.roster(today, { file: name, bytes: incoming.bytes })
  const columns = columnsIn(new TextDecoder().decode(incoming.bytes))
  const after = withKeptPhones(before, parsed.roster.mandateHolders, columns)
  const lost = communesLost(before, after, today)
  const difference = rosterDifference(before, after)
  const own = (problem: Problem) => problem.file === name
  const found = [...parsed.problems.filter(own), ...formulaProblems(incoming.bytes, name)]
  const placed = (list: Problem[]) => list.map(problem => incoming.place(describeProblem(problem, 'en')))
  const problems = placed(found)
  const needs = [
    ...(isShrink(difference) && !wishes.allowShrink ? (['--allow-shrink'] as const) : []),
    ...(lost.length > 0 && !wishes.allowUncovered ? (['--allow-uncovered'] as const) : []),
  ]
  const hasChanged = difference.added.length + difference.changed.length + difference.removed.length > 0
  const applies = wishes.yes && hasChanged && problems.length === 0 && needs.length === 0
  const backup = join(config.dataDir, 'backups', `mandate-holders-${stamp(clock())}.csv`)
  const text = mandatesCsv(before, after)
  const list = { text, backup, before: 'bytes' in read ? read.bytes : null }
  const written = applies ? await writeMandates(config.recipientsDir, list) : null
  if (applies && !written) return { overtaken: true }
  return {
    encoding: incoming.encoding,
    difference,
    lost,
    problems,
    warnings: placed(parsed.warnings.filter(own)),
    needs,
    written,
    backup: written && backup,
  }
}

type Incoming = {
  bytes: Uint8Array
  encoding: Imported['encoding']
  place: (problem: DescribedProblem) => DescribedProblem
}

async function incomingList(file: string): Promise<Incoming | Unreadable> {
  const read = await readIncoming(file)
  if ('reason' in read) return { unreadable: `${file} can't be read: ${read.reason}.` }
  if (!isWorkbook(read.bytes)) {
    if (isNoText(read.bytes))
      return { unreadable: `${file} is neither CSV nor a workbook: it holds no text.` }
    const { text, encoding } = incomingText(read.bytes)
    const bytes = text === null ? read.bytes : new TextEncoder().encode(withOwnColumns(text))
    return { bytes, encoding, place: problem => problem }
  }
  const book = await readWorkbook(read.bytes)
  if ('fault' in book) return { unreadable: `${file}: ${FAULTS[book.fault]}` }
  const { text, placeOf }: Placed = sheetText(book.rows)
  return { bytes: new TextEncoder().encode(text), encoding: 'xlsx', place: placeOf }
}

/** A NUL stands in no text but UTF-16, which is said in its own words. */
const isNoText = (bytes: Uint8Array) =>
  bytes.includes(0) && !(bytes[0] === 0xff && bytes[1] === 0xfe) && !(bytes[0] === 0xfe && bytes[1] === 0xff)

const FAULTS: Record<WorkbookFault, string> = {
  'old-or-locked':
    'is in the format of before 2007, or locked with a password. Save it as .xlsx without one, or as CSV UTF-8.',
  broken: 'is not a whole workbook. Save it again as .xlsx, or as CSV UTF-8.',
  'too-large': 'holds far more than a list of mandates. Copy the list into a workbook of its own.',
  empty: 'has nothing on its sheets.',
}

/** `20261127T080105Z`: fit for a file name, sorted by time. */
const stamp = (at: Date) => at.toISOString().replace(/[-:]|\.\d+/g, '')
