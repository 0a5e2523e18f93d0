import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import type { EditionContent, Reader } from '../model/editions/edition.js'
import { firstLanguage } from '../model/language/language.js'
import { editionView, type Showing } from '../present/mail/edition-view.js'
import { stepsInLines } from '../present/mail/shortening.js'
import { templatesOf } from './render.js'
import { lineAt } from './source.js'
import { TemplateError } from './template-error.js'

/**
 * Names in the templates that an edition lacks for this reader, with list indices as `[]`. Handlebars' strict mode misses them behind a block
 * parameter (`half.foot.wy`): they would be empty in the mail.
 */
export function missingNames(content: EditionContent, reader: Reader): string[] {
  const missing = new Set<string>()
  const language = firstLanguage(reader.languages)
  for (const showing of showingsOf(content)) {
    const view = watched(editionView(content, reader, showing), path => missing.add(path))
    const { html, text, subject } = templatesOf(content, language)
    for (const fill of [html, text, subject])
      try {
        fill(view)
      } catch (error) {
        // Strict mode throws where an outer name is missing: `nothing`, `nothing.like.it`.
        if (missing.size === 0) throw error
      }
  }
  return [...missing].sort()
}

const checked = new WeakMap<EditionContent, Set<string>>()

/**
 * Throws a TemplateError at the first name in the templates that an edition lacks: it can't be corrected after the freeze. Checks one reader per role
 * and first language: names depend on nothing else.
 */
export async function checkNames(dir: string, content: EditionContent, reader: Reader): Promise<void> {
  const known = checked.get(content) ?? new Set()
  checked.set(content, known)
  const way = `${reader.role} ${firstLanguage(reader.languages)}`
  if (known.has(way)) return
  known.add(way)
  const [path] = missingNames(content, reader)
  if (path === undefined) return
  const { file, line } = await placeOf(dir, path)
  throw new TemplateError(file, line, `names ${path}, which the mail does not have.`)
}

/** The edition in full, with one line per item, and as the web version. */
function showingsOf({ date, items }: EditionContent): Showing[] {
  const proof = { hash: '', signedAt: `${date}T12:00:00+00:00`, base: '', hasPdf: true }
  return [{}, { shortened: stepsInLines(items) }, { proof }]
}

/** A proxy of the value that reports each requested name that is missing. */
export function watched<Value>(value: Value, tell: (path: string) => void, path = ''): Value {
  if (typeof value !== 'object' || value === null) return value
  return new Proxy(value, {
    has: (target, key) => {
      const isThere = Reflect.has(target, key)
      if (!isThere) tell(path === '' ? String(key) : `${path}.${String(key)}`)
      return isThere
    },
    get: (target, key) => {
      const inner = Reflect.get(target, key)
      if (typeof key === 'symbol' || typeof inner === 'function') return inner
      const here = Array.isArray(target) ? `${path}[]` : path === '' ? key : `${path}.${key}`
      if (!Array.isArray(target) && !Object.hasOwn(target, key)) tell(here)
      return watched(inner, tell, here)
    },
  })
}

/** Where a folder's templates name the end of a path: `foot.wy` of `halves[].foot.wy`; the frame's first line when nowhere. */
async function placeOf(dir: string, path: string): Promise<{ file: string; line: number }> {
  const root = resolve(dir)
  const end = path
    .split('.')
    .slice(-2)
    .join('.')
    .replace(/^.*\[\]\./, '')
  const files = await Promise.all(
    ['.', 'partials'].map(async folder =>
      (await readdir(join(root, folder)))
        .filter(file => /\.(mjml|hbs)$/.test(file))
        .map(file => join(root, folder, file)),
    ),
  )
  for (const file of files.flat().sort()) {
    const source = await readFile(file, 'utf8')
    const at = placeOfName(source, end)
    if (at >= 0) return { file: join(basename(root), relative(root, file)), line: lineAt(source, at) }
  }
  return { file: join(basename(root), 'edition.mjml'), line: 1 }
}

/** Where a template uses the whole name; -1 when nowhere. */
function placeOfName(source: string, name: string): number {
  for (let at = source.indexOf(name); at >= 0; at = source.indexOf(name, at + name.length))
    if (/[\s{(.]/.test(source.charAt(at - 1)) && !/[\w-]/.test(source.charAt(at + name.length))) return at
  return -1
}
