import type { EnvFile } from './config-env.js'

/** Names that docker-compose.yml reads from the same file: not ours, but no mistake. */
const OF_COMPOSE = /^(POSTGRES_PASSWORD|REDIS_PASSWORD|COMPOSE_[A-Z_]+|DOCKER_[A-Z_]+)$/
/** In a machine's environment, names similar to these mostly belong to other programs. */
const COMMON = ['HOST', 'PORT', 'SECRET', 'CHROMIUM', 'DATA_DIR', 'BASE_URL', 'TIME_ZONE', 'LOG_LEVEL']

/**
 * Sentences about odd names: unknown ones in `.env` with the likely name, lines without a name, and duplicates. Of the environment, mostly names of
 * other programs, only those one slip away from ours.
 */
export function nameWarnings(file: EnvFile, environment: object, known: readonly string[]): string[] {
  return [...inFile(file, known), ...inEnvironment(environment, file, known)]
}

function inFile({ names, broken }: EnvFile, known: readonly string[]): string[] {
  const first = new Map<string, number>()
  const said = broken.map((line): [number, string] => [line, 'is not NAME=value, and is not read.'])
  for (const { name, line } of names) {
    const before = first.get(name)
    first.set(name, before ?? line)
    if (before !== undefined) said.push([line, `${name} stands in line ${before}, too: the last one counts.`])
    else if (!known.includes(name) && !OF_COMPOSE.test(name)) said.push([line, unknown(name, known)])
  }
  return said.sort(([a], [b]) => a - b).map(([line, words]) => `.env:${line} ${words}`)
}

function unknown(name: string, known: readonly string[]): string {
  const meant = nearest(plain(name), known, 2)
  return `${shown(name)}: Estafette reads no such variable.${meant ? ` Did you mean ${meant}?` : ''}`
}

function inEnvironment(environment: object, { values }: EnvFile, known: readonly string[]): string[] {
  const isSet = (name: string) => Boolean(values[name] ?? (environment as Record<string, string>)[name])
  const ours = known.filter(name => !COMMON.includes(name) && !isSet(name))
  return Object.entries(environment).flatMap(([name, value]) => {
    if (!value || known.includes(name) || name.length < 7) return []
    const meant = nearest(plain(name), ours, 1)
    return meant ? [`${shown(name)}, in the environment: did you mean ${meant}?`] : []
  })
}

/** The name in our spelling: `smtp-url` is SMTP_URL. */
const plain = (name: string) =>
  name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '')

/** Cuts a name: it may be half of a broken line, which may hold a secret. */
const shown = (name: string) => (name.length > 40 ? `${name.slice(0, 40)}…` : name)

/** The nearest known name within `slips` edits and a third of its length; null when there is none. */
function nearest(name: string, known: readonly string[], slips: number): string | null {
  const parts = sorted(name)
  if (name.length > 60) return null
  let best: { name: string; distance: number } | null = null
  for (const candidate of known) {
    // The difference in length alone exceeds `slips`: most names of an environment end here.
    if (Math.abs(candidate.length - name.length) > slips) continue
    const distance = sorted(candidate) === parts ? Math.min(1, slips) : distanceOf(name, candidate)
    const isNear = distance <= slips && distance * 3 < candidate.length
    if (isNear && distance < (best?.distance ?? slips + 1)) best = { name: candidate, distance }
  }
  return best?.name ?? null
}

/** Sorts the words of a name: RECIPIENTS_ALLOWED is ALLOWED_RECIPIENTS. */
const sorted = (name: string) => name.split('_').sort().join('_')

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours (Damerau 1964). */
function distanceOf(a: string, b: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const [over, left, across] = [last[j] ?? 0, row[j - 1] ?? 0, last[j - 1] ?? 0]
      const swap = isSwap ? (before[j - 2] ?? 0) + 1 : over + 1
      row.push(Math.min(over + 1, left + 1, across + cost, swap))
    }
    ;[before, last] = [last, row]
  }
  return last[b.length] ?? 0
}
