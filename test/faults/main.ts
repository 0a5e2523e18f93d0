import Table from 'cli-table3'
import { hasRedis } from '../support/redis.js'
import { BACKUPS } from './backups.js'
import { CLOCK } from './clock.js'
import { restored } from './copies.js'
import { DISK } from './disk.js'
import { ENGINES } from './engines.js'
import { type Fault, Skipped, type Struck } from './fault.js'
import { slowBodies } from './floods.js'
import { KILLS } from './kills.js'
import { LAST_SECOND } from './last-second.js'
import { longRun } from './long.js'
import { OUTAGES } from './outages.js'
import { POOLERS } from './poolers.js'
import { PUT_BACK } from './put-back.js'
import { RELAYS } from './relays.js'
import { type Backend, openHouses, openRig, type Rig } from './rig.js'
import { slowness } from './running.js'
import { seeded } from './seed.js'
import { SETTLED } from './settled.js'
import { TLS } from './tls.js'
import { WORKERS } from './workers.js'

export const FAULTS: Fault[] = [
  ...KILLS,
  ...WORKERS,
  ...SETTLED,
  ...ENGINES,
  ...LAST_SECOND,
  ...POOLERS,
  ...DISK,
  restored,
  ...PUT_BACK,
  ...BACKUPS,
  ...RELAYS,
  ...OUTAGES,
  ...TLS,
  ...CLOCK,
  slowBodies,
]
/** Promise 7: this long after the end of a fault nothing is left to send, in seconds. */
const BACKLOG_GONE = 60

export type Line = {
  backend: Backend
  fault: string
  rounds: number
  lost: number
  doubled: number
  inDoubt: number
  inDoubtAtMost: number
  recovered: number | null
  wrong: string[]
  skipped?: string
}

/** Strikes once, and lets the checker decide. What the fault itself throws is wrong too. */
export async function judged(rig: Rig, fault: Fault, seed: number): Promise<Line> {
  const line = {
    backend: rig.backend,
    fault: fault.name,
    rounds: 0,
    lost: 0,
    doubled: 0,
    inDoubt: 0,
    inDoubtAtMost: 0,
    recovered: null,
  }
  let struck: Struck
  try {
    struck = await fault.strike(rig, seeded(seed))
  } catch (error) {
    if (error instanceof Skipped) return { ...line, wrong: [], skipped: error.message }
    return { ...line, wrong: [(error as Error).message] }
  }
  const verdict = await (struck.elsewhere?.rig ?? rig).check(struck.edition, struck.said)
  await struck.elsewhere?.close()
  const wrong = [...verdict.wrong, ...(struck.wrong ?? [])]
  if (verdict.inDoubt > struck.inDoubtAtMost)
    wrong.push(`${verdict.inDoubt} in doubt, ${struck.inDoubtAtMost} at most are understandable`)
  const { gaveUp = 0, open = 0 } = struck
  if (verdict.gaveUp > gaveUp) wrong.push(`${verdict.gaveUp} were given up, ${gaveUp} may be`)
  if (verdict.open > open) wrong.push(`${verdict.open} are still open, ${open} may be`)
  if ((struck.recovered ?? 0) > BACKLOG_GONE && (struck.recovered ?? 0) > BACKLOG_GONE * (await slowness()))
    wrong.push(`the backlog took ${struck.recovered?.toFixed(0)} s after the fault had ended`)
  const { rounds, recovered, inDoubtAtMost } = struck
  const { lost, doubled, inDoubt } = verdict
  return { ...line, rounds, recovered, inDoubtAtMost, lost, doubled, inDoubt, wrong }
}

const HELP = `npm run test:faults -- [options]
  --seed N          repeat a run (else a new seed, printed first)
  --backend NAME    PostgreSQL or Redis, where the queue is (else both)
  --only PATTERN    the faults whose name matches, whatever the case
  --long            200 kills (-9) at points chosen by the seed, over editions of 190 mails, instead of the matrix
  --kills N         with --long: so many kills
  --year            52 weeks under a moved clock, a fault in each (--weeks N: so many)
  --markdown        print the table for a document
Exit status 1 when a promise was broken. The faults:
`

async function main(argv: string[]): Promise<number> {
  if (argv.includes('--help')) {
    process.stdout.write(
      `${HELP}${FAULTS.map(({ name, only }) => `  ${name}${only ? ` (${only})` : ''}`).join('\n')}\n`,
    )
    return 0
  }
  if (argv.includes('--year')) return (await import('./year.js')).runYear(argv)
  const option = (name: string) => argv[argv.indexOf(`--${name}`) + 1] as string
  const has = (name: string) => argv.includes(`--${name}`)
  const seed = has('seed') ? Number(option('seed')) : Math.floor(Math.random() * 1_000_000)
  const only = has('only') ? new RegExp(option('only'), 'i') : /./
  const backends: Backend[] = has('backend')
    ? [option('backend') as Backend]
    : hasRedis()
      ? ['PostgreSQL', 'Redis']
      : ['PostgreSQL']
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, async () => {
      await Promise.allSettled([...openHouses].map(rig => rig.close()))
      process.exit(130)
    })
  process.stderr.write(`Seed ${seed}; repeat with --seed ${seed}\n`)
  const lines: Line[] = []
  for (const backend of backends) {
    if (has('long')) lines.push(await longRun(backend, seed, Number(has('kills') ? option('kills') : 200)))
    else lines.push(...(await matrix(backend, seed, only)))
  }
  process.stdout.write(`${has('markdown') ? markdown(lines) : table(lines)}\n`)
  for (const { backend, fault, wrong } of lines)
    for (const complaint of wrong.slice(0, 10)) process.stdout.write(`${backend}, ${fault}: ${complaint}\n`)
  return lines.some(line => line.wrong.length > 0) ? 1 : 0
}

async function matrix(backend: Backend, seed: number, only: RegExp): Promise<Line[]> {
  const lines: Line[] = []
  const rig = await openRig(backend)
  try {
    for (const fault of FAULTS) {
      if ((fault.only ?? backend) !== backend || !only.test(fault.name)) continue
      const began = performance.now()
      const line = await judged(rig, fault, seed)
      lines.push(line)
      const took = ((performance.now() - began) / 1000).toFixed(0)
      const said = line.skipped
        ? `skipped: ${line.skipped}`
        : line.wrong.length === 0
          ? 'holds'
          : line.wrong[0]
      process.stderr.write(`${backend}  ${fault.name}  ${took} s  ${said}\n`)
    }
  } finally {
    await rig.close()
  }
  return lines
}

const HEAD = ['queue', 'fault', 'rounds', 'lost', 'doubled', 'in doubt', 'at most', 'recovered in s', '']

const cells = (line: Line): string[] => [
  line.backend,
  line.fault,
  line.skipped ? 'skipped' : String(line.rounds),
  String(line.lost),
  String(line.doubled),
  String(line.inDoubt),
  String(line.inDoubtAtMost),
  line.recovered === null ? '' : line.recovered.toFixed(1),
  line.skipped ?? (line.wrong.length === 0 ? 'holds' : 'BROKEN'),
]

function table(lines: Line[]): string {
  const drawn = new Table({ head: HEAD, style: { head: [], border: [] } })
  drawn.push(...lines.map(cells))
  return drawn.toString()
}

function markdown(lines: Line[]): string {
  const row = (list: string[]) => `| ${list.join(' | ')} |`
  return [row(HEAD), row(HEAD.map(() => '---')), ...lines.map(line => row(cells(line)))].join('\n')
}

if (process.argv[1]?.endsWith('faults/main.ts')) process.exitCode = await main(process.argv.slice(2))
