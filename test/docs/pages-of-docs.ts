import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'

const LEFT_OUT = /^(?:node_modules|data|\.git|coverage|test)(?:\/|$)/

/** Every Markdown file for people, from the project's root; the files of updates are an editor's, not ours. */
export const markdownFiles = (): string[] =>
  ['.', 'docs', 'updates', 'recipients', 'templates', 'examples'].flatMap(folder =>
    readdirSync(join(PROJECT_ROOT, folder), { withFileTypes: true, recursive: folder === 'docs' })
      .filter(entry => entry.isFile() && /\.md$/.test(entry.name))
      .map(entry => relative(PROJECT_ROOT, join(entry.parentPath, entry.name)))
      .filter(path => !LEFT_OUT.test(path))
      .filter(path => /^(?:docs\/|[^/]+$)|(?:^|\/)README\.md$/.test(path)),
  )

export const textOf = (path: string) => readFileSync(join(PROJECT_ROOT, path), 'utf8')

/** The rows of the tables of a page, as cells without their blanks; `\|` is a bar of the text. */
export const rowsOf = (page: string): string[][] =>
  [...page.matchAll(/^\| (.*) \|$/gm)]
    .map(([, row]) => (row as string).split(/(?<!\\)\|/).map(cell => cell.trim().replaceAll('\\|', '|')))
    .filter(([first]) => !/^-+:?$/.test(first ?? ''))

/** What stands in `…`, in order. */
export const codeIn = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code as string)
