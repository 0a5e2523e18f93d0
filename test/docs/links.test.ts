import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'
import { markdownFiles, textOf } from './pages-of-docs.js'

/** Where a heading can be reached, as GitHub and others name it. */
const anchorOf = (heading: string) =>
  heading
    .replace(/[`*]/g, '')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-')

const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')

const anchorsOf = (path: string) =>
  new Set([...textOf(path).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading as string)))

/** The targets of links and pictures that lead to a file of ours. */
function targetsOf(path: string): string[] {
  const text = withoutCode(textOf(path))
  const found = [...text.matchAll(/\]\(([^)\s]+)\)|\b(?:src|href)="([^"]+)"/g)]
  return found.map(([, link, source]) => (link ?? source) as string).filter(to => !/^(?:[a-z]+:|\/)/.test(to))
}

function faultOf(page: string, target: string): string | null {
  const [file = '', anchor] = target.split('#')
  const path = file === '' ? page : normalize(join(dirname(page), decodeURIComponent(file)))
  if (!existsSync(join(PROJECT_ROOT, path))) return `${page} links to ${target}: there is no ${path}`
  if (anchor === undefined) return null
  if (statSync(join(PROJECT_ROOT, path)).isDirectory())
    return `${page} links to ${target}: a folder has no headings`
  return anchorsOf(path).has(decodeURIComponent(anchor))
    ? null
    : `${page} links to ${target}: no such heading`
}

/** The files of the program that a page names, as paths from the root or by the end of one. */
const filesNamedIn = (path: string) =>
  [...textOf(path).matchAll(/(?<![\w/.-])(?:[\w-]+\/)*[\w-]+(?:\.test)?\.ts(?![\w/])/g)].map(([name]) => name)

const sources = ['src', 'worker', 'test', 'tools'].flatMap(folder =>
  readdirSync(join(PROJECT_ROOT, folder), { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(PROJECT_ROOT, join(entry.parentPath, entry.name))),
)

describe('the pages of the repository', () => {
  const pages = markdownFiles()

  it('name only files of the program that are there', () => {
    const named = pages.flatMap(page => filesNamedIn(page).map(file => [page, file] as const))
    expect(named.length).toBeGreaterThan(40)
    const isThere = (file: string) => sources.some(path => path === file || path.endsWith(`/${file}`))
    // The contributor puts the name of a test there.
    const isMeant = ([, file]: readonly [string, string]) => file === 'test/x/y.test.ts' || isThere(file)
    expect(named.filter(one => !isMeant(one))).toEqual([])
  })

  it('lead to files and headings that are there', () => {
    const links = pages.flatMap(page => targetsOf(page).map(target => [page, target] as const))
    expect(links.length).toBeGreaterThan(100)
    expect(links.map(([page, target]) => faultOf(page, target)).filter(Boolean)).toEqual([])
  })

  it('are all reached from the README', () => {
    const reached = new Set(['README.md'])
    for (const page of reached)
      for (const target of targetsOf(page)) {
        const path = normalize(join(dirname(page), target.split('#')[0] ?? ''))
        if (pages.includes(path)) reached.add(path)
      }
    expect(pages.filter(page => !reached.has(page))).toEqual([])
  })
})
