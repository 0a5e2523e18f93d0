import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../src/config.js'

const TECHNOLOGY = ['dns', 'chromium', 'files', 'ical', 'mjml', 'smtp', 'imap', 'postgres', 'queue', 'web']

/** The room of a file: model, steps, a technology, or the faces that join them. */
function roomOf(path: string): string {
  const [first, second] = path.split('/')
  if (first === 'worker') return 'worker'
  return second?.endsWith('.ts') ? second.slice(0, -3) : (second ?? '')
}

/** Which rooms a room may import from, besides itself. */
function allowedFrom(room: string): string[] {
  if (room === 'model') return []
  if (room === 'steps') return ['model']
  // What is written in pages and mails comes through the app; the web shows it.
  if (room === 'web') return ['model', 'app', 'config', 'mjml', 'postgres']
  if (TECHNOLOGY.includes(room)) return ['model']
  if (room === 'config') return ['model', 'config-values', 'config-file', 'config-folders', 'config-names']
  if (room === 'config-names') return ['config-file']
  if (room === 'log') return []
  return [
    'model',
    'steps',
    'config',
    'log',
    'app',
    'cli',
    'version',
    'demo',
    'gallery',
    'worker',
    ...TECHNOLOGY,
  ]
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map(entry => relative(PROJECT_ROOT, join(entry.parentPath, entry.name)))
}

function importsOf(path: string): { from: string; statement: string }[] {
  const text = readFileSync(join(PROJECT_ROOT, path), 'utf8')
  return [...text.matchAll(/(?:^(?:import|export) [^;]*? from |\bimport\()'(\.[^']+)'/gms)].map(
    ([statement, target]) => ({
      from: relative(PROJECT_ROOT, resolve(PROJECT_ROOT, dirname(path), target ?? '')).replace(
        /\.js$/,
        '.ts',
      ),
      statement,
    }),
  )
}

describe('the rooms of the house', () => {
  const files = [...sources(join(PROJECT_ROOT, 'src')), ...sources(join(PROJECT_ROOT, 'worker'))]

  it('import only in the direction that design.md draws', () => {
    const wrong = files.flatMap(file =>
      importsOf(file)
        .filter(
          ({ from }) => roomOf(from) !== roomOf(file) && !allowedFrom(roomOf(file)).includes(roomOf(from)),
        )
        .map(({ from }) => `${file} imports ${from}`),
    )
    expect(wrong).toEqual([])
  })

  it('keep the model and the steps free of clock, chance, environment and I/O', () => {
    const pure = files.filter(file => ['model', 'steps'].includes(roomOf(file)))
    const wrong = pure.filter(file => {
      const text = readFileSync(join(PROJECT_ROOT, file), 'utf8')
      return /Date\.now\(\)|new Date\(\)|Math\.random|process\.|from 'node:(?!crypto|util|buffer)/.test(text)
    })
    expect(pure.length).toBeGreaterThan(20)
    expect(wrong).toEqual([])
  })

  it('turn no URL into a path by its pathname: a folder may have blanks and accents', () => {
    const wrong = [...files, ...sources(join(PROJECT_ROOT, 'test'))].filter(file =>
      /import\.meta\.url\)\.pathname/.test(readFileSync(join(PROJECT_ROOT, file), 'utf8')),
    )
    expect(wrong).toEqual([])
  })

  it('read the environment in config.ts alone', () => {
    const readers = files.filter(file =>
      readFileSync(join(PROJECT_ROOT, file), 'utf8').includes('process.env'),
    )
    expect(readers).toEqual(['src/config.ts'])
  })
})
