import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../src/config.js'
import type { Arrow } from '../tools/structure/arrows.js'
import { circlesOf } from '../tools/structure/circles.js'
import { pathsIn, readSources } from '../tools/structure/source.js'

/** The nouns inside a room: each imports only itself and those before it. */
const NOUNS: Record<string, string[]> = {
  model:
    'language problem calendar agency staff updates roster editions sign-off delivery returned-mail follow-ups operations'.split(
      ' ',
    ),
  parse: 'problem calendar agency update word roster returned-mail'.split(' '),
  present: 'problem mail word sheets staff-mail pages'.split(' '),
}

/** The only code that touches the outside; these rooms don't know one another. */
const TECHNOLOGY = 'files mjml smtp imap ical dns chromium queue postgres'.split(' ')

const PURE = ['model', 'parse', 'present']
const STEPS = [...PURE, ...TECHNOLOGY, 'steps', 'sending', 'config', 'log', 'version']
const FACES = [...STEPS, 'web', 'cli', 'app']

/** Which rooms a room may import from. A folder of nouns is looked at noun by noun. */
const ALLOWED: Record<string, string[]> = {
  model: ['model'],
  parse: ['parse', 'model'],
  present: ['present', 'model'],
  ...Object.fromEntries(TECHNOLOGY.map(room => [room, [room, ...PURE]])),
  steps: STEPS,
  sending: STEPS,
  web: FACES,
  app: FACES,
  cli: [...FACES, 'demo', 'worker'],
  demo: [...FACES, 'worker'],
  worker: [...FACES, 'worker'],
  log: [],
  version: [],
  config: ['model', 'config'],
}

/** The room of a file: a folder of src, or a file at its top; what the configuration is read with is one room. */
function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/')
  if (first !== 'src') return first
  if (/^config(?:-\w+)?\.ts$/.test(second)) return 'config'
  return second.replace(/\.[tj]s$/, '')
}

function isAllowed({ from, to }: Pick<Arrow, 'from' | 'to'>): boolean {
  const [room, other] = [roomOf(from), roomOf(to)]
  if (!ALLOWED[room]?.includes(other)) return false
  const nouns = NOUNS[room]
  if (!nouns || room !== other) return true
  const [noun, before] = [from.split('/')[2] ?? '', to.split('/')[2] ?? '']
  return nouns.includes(noun) && nouns.includes(before) && nouns.indexOf(before) <= nouns.indexOf(noun)
}

describe('the rooms of the house', () => {
  const sources = readSources(PROJECT_ROOT)
  const arrows = sources.flatMap(source => source.arrows)
  const files = sources.map(({ path }) => path)
  const textOf = (path: string) => readFileSync(join(PROJECT_ROOT, path), 'utf8')

  it('import only in the direction that docs/architecture.md draws, file by file', () => {
    // The gallery of templates is a tool of developers: the command line finds it in a checkout, and says so where there is none.
    const wrong = arrows
      .filter(arrow => !isAllowed(arrow) && !arrow.to.startsWith('tools/gallery/'))
      .filter(({ from }) => !/^src\/(?:cli\.ts|launch\.js|run\.js)$/.test(from))
    expect(wrong.map(({ from, to }) => `${from} imports ${to}`)).toEqual([])
  })

  it('import in no circle, by value or by type', () => {
    expect(circlesOf(arrows)).toEqual([])
  })

  it('hold only the nouns that are named, in every room of nouns', () => {
    const nouns = Object.keys(NOUNS).flatMap(room =>
      files
        .filter(path => roomOf(path) === room)
        .filter(path => !NOUNS[room]?.includes(path.split('/')[2] ?? '')),
    )
    expect(nouns).toEqual([])
  })

  it('keep the model, what parses and what presents free of clock, chance, environment and I/O', () => {
    const pure = files.filter(path => PURE.includes(roomOf(path)))
    const impure = /Date\.now\(\)|new Date\(\)|Math\.random|process\.|from 'node:(?!crypto|util|buffer|path)/
    expect(pure.length).toBeGreaterThan(100)
    expect(pure.filter(path => impure.test(textOf(path)))).toEqual([])
  })

  it('give the steps and the sending their clock and their chance as arguments', () => {
    const given = files.filter(path => ['steps', 'sending'].includes(roomOf(path)))
    const own = /Date\.now\(\)|new Date\(\)|Math\.random/
    expect(given.length).toBeGreaterThan(80)
    expect(given.filter(path => own.test(textOf(path)))).toEqual([])
  })

  it('turn no URL into a path by its pathname: a folder may have blanks and accents', () => {
    const tested = pathsIn(PROJECT_ROOT, ['test'])
    const wrong = [...files, ...tested].filter(path => /import\.meta\.url\)\.pathname/.test(textOf(path)))
    expect(wrong).toEqual([])
  })

  it('read the environment in config.ts alone', () => {
    expect(files.filter(path => textOf(path).includes('process.env'))).toEqual(['src/config.ts'])
  })
})
