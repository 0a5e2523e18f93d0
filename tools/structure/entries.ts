import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { functionAt, statementsOf, walk } from './syntax.js'

/** An entry into a function of the program. `file` and `name` are its own; `from` is the caller's file, empty for a library or the event loop. */
export type Entry = { file: string; name: string; from: string }

const FOLDERS = ['src', 'worker']
const ALSO = [
  'test/support',
  'templates',
  'recipients',
  'examples',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]

/** Copies a checkout into the folder `to`, where each function reports its entry. Paths stay; packages are borrowed. */
export function copyThatTells(root: string, to: string): void {
  for (const path of [...FOLDERS, ...ALSO]) cpSync(join(root, path), join(to, path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'))
  for (const folder of FOLDERS)
    for (const entry of readdirSync(join(to, folder), { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name)
      if (file.endsWith('.ts')) writeFileSync(file, telling(readFileSync(file, 'utf8'), relative(to, file)))
    }
}

/** A file's text with `told(file, name)` at the start of each function. */
export function telling(text: string, file: string): string {
  const insertions: { at: number; text: string }[] = []
  walk(statementsOf(text), (node, name) => {
    const found = functionAt(node, name)
    if (!found) return
    const { start, end } = found.body
    const call = `globalThis.told(${JSON.stringify(file)},${JSON.stringify(found.name ?? '(callback)')})`
    if (found.isBlock) insertions.push({ at: start, text: `${call};` })
    else insertions.push({ at: start - 1, text: `(${call},` }, { at: end - 1, text: ')' })
  })
  let bytes = Buffer.from(text)
  const inserted = insertions.sort((one, other) => other.at - one.at)
  for (const { at, text: added } of inserted)
    bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(added), bytes.subarray(at)])
  return bytes.toString()
}

/** Records the entries below `root` while `use` runs, in order. */
export async function entriesOf(root: string, use: (entries: Entry[]) => Promise<void>): Promise<Entry[]> {
  const entries: Entry[] = []
  const told = (file: string, name: string) => void entries.push({ file, name, from: callerOf(root, told) })
  Object.assign(globalThis, { told })
  try {
    await use(entries)
  } finally {
    Object.assign(globalThis, { told: () => {} })
  }
  return entries
}

/** The file of the caller in the program; empty for a library or the event loop. */
function callerOf(root: string, told: unknown): string {
  const { prepareStackTrace, stackTraceLimit } = Error
  Error.stackTraceLimit = 60
  Error.prepareStackTrace = (_, sites) => sites
  const holder = {} as { stack: NodeJS.CallSite[] }
  Error.captureStackTrace(holder, told as () => void)
  const sites = holder.stack
  Object.assign(Error, { prepareStackTrace, stackTraceLimit })
  const files = sites
    .filter(site => !(site as unknown as { isAsync: () => boolean }).isAsync())
    .map(site => (site.getFileName() ?? '').replace(/^file:\/\//, '').split('?')[0] ?? '')
  const caller = files.slice(1).find(file => FOLDERS.some(folder => file.startsWith(join(root, folder, '/'))))
  return caller ? relative(root, caller) : ''
}
