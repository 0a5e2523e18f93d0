import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { transformSync } from '@swc/core'
import { PROJECT_ROOT } from '../../src/config.js'

const SOURCES = ['src', 'worker']
const LEFT_OUT = [...SOURCES, 'test', 'data', '.git', 'coverage']
const OPTIONS = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'es6' },
} as const

let entry: string | null = null

/**
 * The program as JavaScript, compiled once: a fault run starts hundreds of processes, and each would else compile it for itself, which
 * takes half of its start. Returns the file to run with node; it goes with this process.
 */
export function compiledProgram(): string {
  entry ??= compile()
  return entry
}

function compile(): string {
  const dir = mkdtempSync(join(tmpdir(), 'estafette-compiled-'))
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
  for (const name of readdirSync(PROJECT_ROOT))
    if (!LEFT_OUT.includes(name)) symlinkSync(join(PROJECT_ROOT, name), join(dir, name))
  for (const source of SOURCES)
    for (const file of readdirSync(join(PROJECT_ROOT, source), { recursive: true, withFileTypes: true }))
      if (file.isFile()) copy(join(file.parentPath, file.name), dir)
  const main = join(dir, 'main.mjs')
  writeFileSync(
    main,
    "import { main } from './src/cli.js'\nprocess.exitCode = await main(process.argv.slice(2))\n",
  )
  return main
}

function copy(file: string, dir: string) {
  const to = join(dir, file.slice(PROJECT_ROOT.length))
  mkdirSync(dirname(to), { recursive: true })
  if (!file.endsWith('.ts')) return cpSync(file, to)
  writeFileSync(to.replace(/ts$/, 'js'), transformSync(readFileSync(file, 'utf8'), OPTIONS).code)
}
