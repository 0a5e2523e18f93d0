import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { PROJECT_ROOT } from '../../src/config.js'
import { copyThatTells, type Entry } from './entries.js'

type Walks = Record<string, Entry[]>
type Visited = { file: string; entered: number; names: string[] }

/** Rooms left out of the aim for one delivery: pure rules, single statements, and the queue and log that every step shares. */
const NOT_COUNTED = ['model', 'present', 'postgres', 'queue', 'log']
const SCENES = fileURLToPath(new URL('./scenes.ts', import.meta.url))

/**
 * Lists the files that one delivery, update, Word file, sign-off and bounce enter, in the order of a run: `npm run -s structure -- walks [--before
 * DIR]`.
 */
export function walks(args: string[]): void {
  const { values } = parseArgs({ args, options: { before: { type: 'string' } } })
  const before = values.before ? walksOf(resolve(values.before)) : null
  const after = walksOf(PROJECT_ROOT)
  for (const [name, entries] of Object.entries(after)) {
    console.log(`## ${name}\n`)
    if (before) console.log(listOf('Before', before[name] ?? []))
    console.log(listOf(before ? 'After' : 'Here', entries))
  }
}

function walksOf(root: string): Walks {
  const dir = mkdtempSync(join(tmpdir(), 'walks-'))
  try {
    copyThatTells(root, dir)
    const file = join(dir, 'walks.json')
    const args = ['--import', 'tsx', SCENES, dir, file]
    const { status } = spawnSync(process.execPath, args, { cwd: dir, stdio: ['ignore', 2, 2] })
    if (status !== 0) throw new Error(`the scenes of ${root} ended with ${status}`)
    return JSON.parse(readFileSync(file, 'utf8'))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function listOf(heading: string, entries: Entry[]): string {
  const visited = visitedIn(entries)
  const own = visited.filter(({ file }) => !NOT_COUNTED.includes(roomOf(file)))
  const most = (files: Visited[]) => Math.max(0, ...files.map(({ entered }) => entered))
  const rooms = visited.map(({ file }) => roomOf(file))
  const lines = visited.map(
    ({ file, entered, names }, at) => `${at + 1}. \`${file}\` ${entered}×: ${names.join(', ')}`,
  )
  const counted = [...new Set(rooms)].map(room => `${room} ${rooms.filter(one => one === room).length}`)
  return [
    `${heading}: ${visited.length} files (${counted.join(', ')}), each entered at most ${most(visited)} times.`,
    `Without ${NOT_COUNTED.slice(0, -1).join(', ')} and ${NOT_COUNTED.at(-1)}: ${own.length} files, each entered at most ${most(own)} times.`,
    '',
    ...lines,
    '',
  ].join('\n')
}

const roomOf = (file: string) => /^(?:src\/)?(\w+)/.exec(file)?.[1] ?? ''

/** Files in the order of their first entry. A call within a file enters nothing. */
export function visitedIn(entries: Entry[]): Visited[] {
  const visited = new Map<string, Visited>()
  for (const { file, name, from } of entries) {
    const known = visited.get(file) ?? { file, entered: 0, names: [] }
    visited.set(file, known)
    if (from !== file) known.entered += 1
    if (!known.names.includes(name)) known.names.push(name)
  }
  return [...visited.values()]
}
