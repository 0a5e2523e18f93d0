import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'

export const FOLDER = 'docs/decisions'
/** Files named for one decision: the first to read. */
const GUARDED_AT_MOST = 2

/** The beginning of a record: number, title, day and status. */
const HEADER =
  /^# (?<number>\d+)\. (?<title>.+)\n\nDate: (?<date>\d{4}-\d\d-\d\d)\. Status: (?<status>accepted|superseded by \d+)\.\n\n/

/** A decision record; `number` is missing where it doesn't begin like the others. */
export type Decision = { file: string; number?: string; title: string; date: string; status: string }
/** A source that says "decision N"; `isMark`: the comment says only that, above the guarded statement. */
export type Pointer = { path: string; number: string; isMark: boolean }

const textOf = (path: string) => readFileSync(join(PROJECT_ROOT, path), 'utf8')

export function decisions(): Decision[] {
  const files = readdirSync(join(PROJECT_ROOT, FOLDER)).filter(name => name !== 'README.md')
  return files.sort().map(file => ({ file, ...HEADER.exec(textOf(`${FOLDER}/${file}`))?.groups }) as Decision)
}

/** Every mention of a decision in the sources of these folders. */
export function pointers(folders: readonly string[]): Pointer[] {
  return folders.flatMap(folder =>
    readdirSync(join(PROJECT_ROOT, folder), { withFileTypes: true, recursive: true })
      .filter(entry => entry.isFile() && /\.(?:ts|js|mjml|hbs)$/.test(entry.name))
      .map(entry => relative(PROJECT_ROOT, join(entry.parentPath, entry.name)))
      .sort()
      .flatMap(path =>
        textOf(path)
          .split('\n')
          .flatMap(line => pointersIn(line, path)),
      ),
  )
}

function pointersIn(line: string, path: string): Pointer[] {
  const isMark = /^\s*(?:\/\/|--) decisions? \d/.test(line)
  const found = [...line.matchAll(/\bdecisions? (\d+)(?: and (\d+))?/gi)]
  return found.flatMap(([, ...numbers]) =>
    numbers.filter(number => number !== undefined).map(number => ({ path, number, isMark })),
  )
}

/** The rows of docs/decisions/README.md. */
export function indexRows(): string[] {
  const ofProgram = pointers(['src', 'worker', 'templates', 'tools'])
  return decisions().map(({ number, title, file, date, status }) => {
    const own = ofProgram.filter(one => one.number === number)
    const marked = [...own.filter(({ isMark }) => isMark), ...own].map(({ path }) => path)
    const guarded = [...new Set(marked)].slice(0, GUARDED_AT_MOST).map(path => `[${path}](../../${path})`)
    return `| ${number} | [${title}](${file}) | ${date} | ${status} | ${guarded.join(', ')} |`
  })
}
