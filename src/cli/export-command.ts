import { writeFile } from 'node:fs/promises'
import type { App } from '../app.js'
import { writeWorkbook } from '../files/xlsx-write.js'
import { loadLocales } from '../mjml/load.js'
import { inLanguage } from '../model/language/language.js'
import { personAt } from '../model/staff/staff.js'
import { csvOf } from '../present/sheets/csv.js'
import { LISTS, type ListName, OF_EDITION, readList, workbookRows } from '../steps/lists.js'
import { staffOf } from '../steps/staff/staff.js'
import { type Answer, done, refused } from './answer.js'
import { editionArgument, languageMeant, UsageError } from './usage.js'
import { written } from './workbooks.js'

/** `to`: a file whose ending says which kind. `query`: what the page's address has after `?`. */
export type ExportOptions = { to: string; by: string; query?: string; lang?: string }

/** A list of the desk as a file, as the page shows it to the person who asks. Throws UsageError. */
export async function exportCommand(
  app: App,
  name: string,
  edition: string | undefined,
  { to, by, query = '', lang }: ExportOptions,
): Promise<Answer> {
  const list = LISTS.find(one => one === name)
  if (!list) throw new UsageError(`There is no list "${name}". Lists are ${LISTS.join(', ')}.`)
  if (!/\.(?:csv|xlsx)$/.test(to)) throw new UsageError('--to is a file that ends in .csv or .xlsx.')
  const language = languageMeant(app, lang)
  const person = personAt(await staffOf(app), by)
  if (!person) return refused({ list, file: null }, `Nobody in staff.yaml has the address ${by}.`)
  const strings = inLanguage(await loadLocales(app.config.templatesDir, app.config.agency), language)
  const sheet = await readList(app, list, {
    edition: await editionOf(app, list, edition),
    query: Object.fromEntries(new URLSearchParams(query)),
    person,
    words: { strings, language, timeZone: app.config.timeZone },
  })
  if (!sheet) return refused({ list, file: null }, `There is no such list for ${by}.`)
  if (to.endsWith('.csv')) {
    await written(to, () => writeFile(to, csvOf(sheet)))
    return done({ list, file: to }, to)
  }
  const rows = await workbookRows(sheet)
  if (!rows)
    return refused({ list, file: null }, 'The list is too long for a workbook. Narrow it, or ask for .csv.')
  await written(to, () => writeWorkbook(to, [{ ...sheet, rows }]))
  return done({ list, file: to }, to)
}

const editionOf = async (app: App, list: ListName, edition: string | undefined) =>
  OF_EDITION.includes(list) ? editionArgument(app, edition) : null
