import { loadLocales } from '../mjml/load.js'
import { isEditionName } from '../model/calendar/calendar.js'
import { followsUp } from '../model/follow-ups/contacts.js'
import { inLanguage } from '../model/language/language.js'
import { readsUpdates } from '../model/staff/editors.js'
import type { StaffMember } from '../model/staff/staff.js'
import { listEditions } from '../postgres/editions/editions.js'
import { callListSheet } from '../present/pages/call-list.js'
import { deliveryListSheet, editionListSheet, updateListSheet } from '../present/pages/desk-lists.js'
import { followUpsSheet } from '../present/sheets/list-sheets.js'
import type { Words } from '../present/sheets/reported.js'
import type { Cell, ListSheet } from '../present/sheets/sheet.js'
import { type Context, rosterToday, todayOf } from './context.js'
import { deliverySearch, everyDelivery } from './delivery/list-deliveries.js'
import { readContent, readEdition } from './editions/read-edition.js'
import { callChoice, callSheet, chosenCalls } from './follow-ups/call-sheet.js'
import { followUpChoice, visibleFollowUps } from './follow-ups/visible-follow-ups.js'
import { chosenUpdates, updateChoice } from './updates/choose-updates.js'
import { listUpdates } from './updates/list-updates.js'

/** The lists of the desk that a file can hold. */
export const LISTS = ['deliveries', 'updates', 'follow-ups', 'editions', 'call-sheet'] as const
export type ListName = (typeof LISTS)[number]

/** Lists of one edition. */
export const OF_EDITION: readonly ListName[] = ['deliveries', 'call-sheet']

/** `query`: as the page's address has it. `person`: who asks; null: this machine, which sees what names nobody. */
export type ListAsked = {
  edition: string | null
  query: unknown
  person: StaffMember | null
  words: Words
}

/** A list of the desk as its page shows it to this person, narrowed and sorted; null: none, or not for them. Changes nothing. */
export const readList = (context: Context, list: ListName, asked: ListAsked): Promise<ListSheet | null> =>
  READERS[list](context, asked)

const READERS: Record<ListName, (context: Context, asked: ListAsked) => Promise<ListSheet | null>> = {
  deliveries: async (context, { edition, query, person, words }) => {
    const row = person && edition && isEditionName(edition) ? await readEdition(context, edition) : null
    const content = row && (await readContent(context, row))
    if (!row || !content) return null
    const communes = { list: content.communes, language: words.language }
    const parts = everyDelivery(context, row.id, deliverySearch(query), communes)
    return deliveryListSheet(parts, content.communes, words)
  },
  updates: async (context, { query, person, words }) => {
    if (person && !readsUpdates(person)) return null
    const { accepted } = await listUpdates(context, person)
    return updateListSheet(chosenUpdates(accepted, updateChoice(query), words), words)
  },
  'follow-ups': async (context, { query, person, words }) => {
    if (!person || !followsUp(person)) return null
    const followUps = await visibleFollowUps(context, person, followUpChoice(query))
    const { roster } = await rosterToday(context)
    const { rows, ...sheet } = followUpsSheet(followUps, words, roster, todayOf(context))
    return { ...sheet, rows: [rows] }
  },
  'call-sheet': async (context, { edition, query, person, words }) => {
    const sheet = person && edition ? await callSheet(context, edition, person, words.language) : null
    if (!sheet) return null
    const inTheirs = await languagesOf(context, words)
    return callListSheet({ ...sheet, calls: chosenCalls(sheet, callChoice(query)) }, words, inTheirs)
  },
  editions: async (context, { words }) =>
    editionListSheet(await listEditions(context.engine.db, context.clock()), todayOf(context), words),
}

/** A workbook is made in memory; a longer list is a CSV file, which comes a part at a time. */
const WORKBOOK_ROWS = 20_000

/** All rows of a list for a workbook; null when they are too many. */
export async function workbookRows({ rows }: Pick<ListSheet, 'rows'>): Promise<Cell[][] | null> {
  const all: Cell[][] = []
  for await (const part of rows) {
    if (all.length + part.length > WORKBOOK_ROWS) return null
    all.push(...part)
  }
  return all
}

/** The words of each language of the agency: what is said to somebody is in theirs. */
async function languagesOf({ config }: Context, words: Words): Promise<Map<string, Words>> {
  const locales = await loadLocales(config.templatesDir, config.agency)
  return new Map(
    Object.keys(locales).map(language => [
      language,
      { ...words, language, strings: inLanguage(locales, language) },
    ]),
  )
}
