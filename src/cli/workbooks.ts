import { writeFile } from 'node:fs/promises'
import type { App } from '../app.js'
import { writeWorkbook } from '../files/xlsx-write.js'
import { loadLocales } from '../mjml/load.js'
import { inLanguage } from '../model/language/language.js'
import { deliveriesOf } from '../postgres/delivery/delivery-records.js'
import { csv } from '../present/sheets/csv.js'
import { deliverySheets, followUpsSheet } from '../present/sheets/list-sheets.js'
import type { Words } from '../present/sheets/reported.js'
import type { Sheet } from '../present/sheets/sheet.js'
import { rosterToday, todayOf } from '../steps/context.js'
import { languageMeant, notWritten } from './usage.js'

/** `lang`: the language of the written files; French by default. */
export type FileOptions = WorkbookOptions & { csv?: string }
export type WorkbookOptions = { xlsx?: string; lang?: string }

/** The deliveries of an edition as a workbook. */
export async function deliveriesWorkbook(
  app: App,
  edition: string,
  options: WorkbookOptions,
): Promise<string> {
  const deliveries = await deliveriesOf(app.engine.db, edition)
  return onlyWorkbook(app, options, words => deliverySheets(deliveries, words))
}

/** Open follow-ups as a workbook. */
export async function followUpsWorkbook(
  app: App,
  followUps: Parameters<typeof followUpsSheet>[0],
  options: WorkbookOptions,
): Promise<string> {
  const { roster } = await rosterToday(app)
  const today = todayOf(app)
  return onlyWorkbook(app, options, words => [followUpsSheet(followUps, words, roster, today)])
}

async function onlyWorkbook(
  app: App,
  { xlsx, lang }: WorkbookOptions,
  make: Makers['xlsx'],
): Promise<string> {
  return (await writeFiles(app, { xlsx, lang }, { xlsx: make })).join('\n')
}

type Makers = { csv?: (words: Words) => Sheet; xlsx: (words: Words) => Sheet[] }

/** Writes the requested files and returns their names. Throws UsageError where one can't be written. */
export async function writeFiles(
  app: App,
  { csv: csvFile, xlsx, lang }: FileOptions,
  make: Makers,
): Promise<string[]> {
  const language = languageMeant(app, lang)
  if (!csvFile && !xlsx) return []
  const strings = inLanguage(await loadLocales(app.config.templatesDir, app.config.agency), language)
  const words = { strings, language, timeZone: app.config.timeZone }
  if (csvFile && make.csv) {
    const { columns, rows } = make.csv(words)
    const heads = columns.map(({ title }) => title)
    await written(csvFile, () => writeFile(csvFile, csv(heads, rows)))
  }
  if (xlsx) await written(xlsx, () => writeWorkbook(xlsx, make.xlsx(words)))
  return [csvFile, xlsx].filter(file => file !== undefined)
}

/** Writes a file, or throws UsageError. */
export async function written(file: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    throw notWritten(file, error)
  }
}
