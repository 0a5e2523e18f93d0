import { extname } from 'node:path'
import type { Config } from '../../config.js'
import { readDaysOff } from '../../files/days-off.js'
import type { ParsedBefore } from '../../files/read-update.js'
import { openRoster } from '../../files/roster.js'
import { readUpdatesFolder } from '../../files/updates-folder.js'
import { type FolderWatch, type WatchOptions, watchFolder } from '../../files/watch-folder.js'
import { loadLocales, loadTemplates } from '../../mjml/load.js'
import type { Strings } from '../../model/editions/edition.js'
import { inEachLanguage, type Language } from '../../model/language/language.js'
import { type NameList, namesFrom } from '../../model/language/names.js'
import type { College } from '../../model/roster/roster.js'
import type { Unsettled } from '../../model/updates/settling.js'
import { communeNames } from '../../parse/roster/commune-names.js'
import type { Grid } from '../../parse/roster/grid.js'
import type { Known } from '../../parse/update/checks.js'
import { type ParsedUpdate, UPDATE_LIMIT_BYTES } from '../../parse/update/update-file.js'
import { LIMITS, parseFile } from '../../parse/word/parse-file.js'
import type { FolderScan } from './folder-scan.js'

/** The folders of editors and operators, read anew at each call. */
export function openFolders(config: Config) {
  let watch: FolderWatch | null = null
  const before: ParsedBefore = new Map()
  const whole = new Set<string>()
  const { agency } = config
  const templates = () => loadTemplates(config.templatesDir, agency)
  const { roster, known } = openLists(config)
  /** One file as an update, or its problems, as a scan would judge it alone. */
  const judged = async (file: string, bytes: Uint8Array, today: string): Promise<ParsedUpdate> =>
    parseFile(bytes, limitOf(file), { ...(await known(today)), file })
  const updates = async (
    today: string,
    onProgress?: (read: number, of: number) => void,
  ): Promise<FolderScan> => {
    const context = await known(today)
    const options = { before, ...(onProgress ? { onProgress } : {}) }
    const unsettled = withoutWhole(await watch?.look(), whole)
    whole.clear()
    return readUpdatesFolder(config.updatesDir, context, unsettled, options)
  }
  /** Makes `updates` leave out files still being written. Returns a function to end that. */
  const watchUpdates = async (
    options: Omit<WatchOptions, 'dir' | 'polling'>,
  ): Promise<() => Promise<void>> => {
    const opened = watchFolder({ ...options, dir: config.updatesDir, polling: config.updatesPolling })
    watch = opened
    await opened.start()
    return async () => {
      watch = null
      await opened.close()
    }
  }
  return {
    templates,
    roster,
    updates,
    judged,
    /** The next scan takes this file as it is: it was written whole. */
    knowWhole: (file: string) => void whole.add(file),
    watchUpdates,
    daysOff: () => readDaysOff(config.recipientsDir, agency),
  }
}

/** The roster, and what an update is judged by. */
function openLists(config: Config) {
  const readRoster = openRoster(config.recipientsDir)
  const { agency } = config
  const lists = async () => {
    const names = await listedNames(config)
    return { topics: Object.keys(names.topics), competences: Object.keys(names.competences), names }
  }
  /** `instead`: a list of mandate holders from elsewhere; for one commune only its `college`. */
  const roster = async (
    today: string,
    instead?: { file: string; bytes: Uint8Array | Grid; college?: College },
  ) => {
    const { college, ...list } = instead ?? {}
    const context = {
      ...(await lists()),
      agency,
      today,
      ...(college ? { college } : {}),
      ...(instead ? { isIncoming: true } : {}),
    }
    return readRoster(context, instead && (list as typeof instead))
  }
  /** What an update is judged by. */
  const known = async (today: string): Promise<Known> => {
    const { communes } = (await roster(today)).roster
    const { names, ...listed } = await lists()
    const labelled = { ...names, communes: communeNames(communes) }
    const codes = communes.map(({ nis }) => nis)
    return { ...listed, agency, communes: codes, names: labelled, today, timeZone: config.timeZone }
  }
  return { roster, known }
}

/** A file that we wrote whole needs no time to settle. */
function withoutWhole(unsettled: Unsettled | undefined, whole: ReadonlySet<string>): Unsettled | undefined {
  if (!unsettled || whole.size === 0) return unsettled
  const settled = (files: ReadonlySet<string>) => new Set([...files].filter(file => !whole.has(file)))
  return { ...unsettled, moving: settled(unsettled.moving), young: settled(unsettled.young) }
}

/** The bytes that a file of this kind may have; another kind is judged like text. */
const limitOf = (file: string) => LIMITS[extname(file).toLowerCase()] ?? UPDATE_LIMIT_BYTES

export type Folders = ReturnType<typeof openFolders>

/** The names of the agency's codes: of its own, and of topics and competences in its templates. */
export async function listedNames({ templatesDir, agency }: Pick<Config, 'templatesDir' | 'agency'>) {
  const strings = await loadLocales(templatesDir, agency)
  const { levels, roles } = agency
  return { levels, roles, topics: namesOf(strings, 'topics'), competences: namesOf(strings, 'competences') }
}

/** The codes of a list with the locales' labels in each language. */
function namesOf(strings: Record<Language, Strings>, key: string): NameList {
  return namesFrom(
    inEachLanguage(
      strings,
      ({ [key]: list }) => (typeof list === 'object' ? list : {}) as Record<string, string>,
    ),
  )
}
