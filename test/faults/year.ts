import Table from 'cli-table3'
import { hasRedis } from '../support/redis.js'
import { secondsSince } from './fault.js'
import type { Backend } from './rig.js'
import { seeded } from './seed.js'
import { YEAR_FAULTS, type YearFault } from './year-faults.js'
import { openYearHouse } from './year-rig.js'
import { liveWeek, type Week } from './year-week.js'

/** So many weeks, one edition and one fault in each; after each week every promise is checked. */
export async function liveYear(
  backend: Backend,
  seed: number,
  weeks: number,
  tell: (line: string) => void,
): Promise<Week[]> {
  const random = seeded(seed)
  const faults = dealt(
    YEAR_FAULTS.filter(({ only = backend }) => only === backend),
    weeks,
    random,
  )
  const year = await openYearHouse(backend, 1)
  const lived: Week[] = []
  try {
    for (const [nth, fault] of faults.entries()) {
      const week = await liveWeek(year, nth, fault, random).catch(error => {
        throw new Error(`${fault.name} in week ${nth + 1}: ${error.stack}`)
      })
      lived.push(week)
      const said = week.wrong.length === 0 ? 'holds' : week.wrong[0]
      tell(`${backend}  ${week.edition}  ${fault.name}  ${week.recovered.toFixed(1)} s  ${said}`)
    }
    return lived
  } finally {
    await year.close()
  }
}

/** Each fault as often as the others, in an order that the seed decides. */
function dealt(faults: YearFault[], weeks: number, random: () => number): YearFault[] {
  const deck: YearFault[] = []
  while (deck.length < weeks) deck.push(...[...faults].sort(() => random() - 0.5))
  return deck.slice(0, weeks)
}

/** Bytes per week in the first and the last quarter; the very first week makes the first pages of every table. */
export function growth(weeks: Week[]): { first: number; last: number; ratio: number } {
  const quarter = Math.floor(weeks.length / 4)
  const between = (from: number, to: number) =>
    ((weeks[to]?.bytes ?? 0) - (weeks[from]?.bytes ?? 0)) / (to - from)
  const first = between(0, quarter)
  const last = between(weeks.length - 1 - quarter, weeks.length - 1)
  return { first, last, ratio: last / first }
}

/** Linear: a week at the end takes hardly more than one at the beginning. */
const RATIO_AT_MOST = 1.25

/** `--year [--seed N] [--weeks N] [--backend NAME]`. Resolves to the exit status. */
export async function runYear(argv: string[]): Promise<number> {
  const option = (name: string, usual: string) =>
    argv.includes(`--${name}`) ? (argv[argv.indexOf(`--${name}`) + 1] as string) : usual
  const seed = Number(option('seed', String(Math.floor(Math.random() * 1_000_000))))
  const weeks = Number(option('weeks', '52'))
  const backend = option('backend', hasRedis() ? 'Redis' : 'PostgreSQL') as Backend
  const began = performance.now()
  const tell = (line: string) => process.stderr.write(`${line}\n`)
  tell(`Seed ${seed}; repeat with --year --seed ${seed}`)
  const lived = await liveYear(backend, seed, weeks, tell)
  const { first, last, ratio } = growth(lived)
  const wrong = lived.flatMap(week => week.wrong.map(what => `${week.edition}, ${week.fault}: ${what}`))
  if (ratio > RATIO_AT_MOST)
    wrong.push(`a week took ${ratio.toFixed(2)} times as much at the end as at the beginning`)
  process.stdout.write(`${yearTable(lived)}\n`)
  const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(0)} kB`
  process.stdout.write(
    `${backend}, seed ${seed}, ${weeks} weeks in ${secondsSince(began).toFixed(0)} s; the database grows by ${kilobytes(first)} a week in the first quarter, ${kilobytes(last)} in the last (${ratio.toFixed(2)} times)\n`,
  )
  for (const complaint of wrong) process.stdout.write(`BROKEN: ${complaint}\n`)
  return wrong.length > 0 ? 1 : 0
}

/** One line per fault: how many weeks had it, and what came of them together. */
function yearTable(weeks: Week[]): string {
  const head = ['fault', 'weeks', 'accepted', 'bounced', 'lost', 'doubled', 'in doubt', 'recovered in s', '']
  const drawn = new Table({ head, style: { head: [], border: [] } })
  const faults = [...new Set(weeks.map(({ fault }) => fault))].sort()
  drawn.push(
    ...faults.map(fault =>
      row(
        fault,
        weeks.filter(week => week.fault === fault),
      ),
    ),
    row('all', weeks),
  )
  return drawn.toString()
}

function row(name: string, weeks: Week[]): string[] {
  const sum = (count: (week: Week) => number) => String(weeks.reduce((total, week) => total + count(week), 0))
  return [
    name,
    String(weeks.length),
    sum(({ accepted }) => accepted),
    sum(({ bounced }) => bounced),
    sum(({ lost }) => lost),
    sum(({ doubled }) => doubled),
    sum(({ inDoubt }) => inDoubt),
    Math.max(...weeks.map(({ recovered }) => recovered)).toFixed(1),
    weeks.every(({ wrong }) => wrong.length === 0) ? 'holds' : 'BROKEN',
  ]
}

if (process.argv[1]?.endsWith('faults/year.ts')) process.exitCode = await runYear(process.argv.slice(2))
