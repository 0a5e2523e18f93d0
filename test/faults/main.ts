import Table from 'cli-table3'
import { hasRedis } from '../support/redis.js'
import { diskFull } from './disk.js'
import { ENGINES } from './engines.js'
import { type Fault, Skipped, type Struck } from './fault.js'
import { type Backend, type House, openHouse } from './house.js'
import { KILLS } from './kills.js'
import { longRun } from './long.js'
import { RELAYS } from './relays.js'
import { seeded } from './seed.js'
import { WORKERS } from './workers.js'

export const FAULTS: Fault[] = [...KILLS, ...WORKERS, ...ENGINES, diskFull, ...RELAYS]

export type Line = {
  backend: Backend
  fault: string
  rounds: number
  lost: number
  doubled: number
  inDoubt: number
  recovered: number | null
  wrong: string[]
  skipped?: string
}

/** Strikes once, and lets the checker decide. What the fault itself throws is wrong too. */
export async function judged(house: House, fault: Fault, seed: number): Promise<Line> {
  const line = {
    backend: house.backend,
    fault: fault.name,
    rounds: 0,
    lost: 0,
    doubled: 0,
    inDoubt: 0,
    recovered: null,
  }
  let struck: Struck
  try {
    struck = await fault.strike(house, seeded(seed))
  } catch (error) {
    if (error instanceof Skipped) return { ...line, wrong: [], skipped: error.message }
    return { ...line, wrong: [(error as Error).message] }
  }
  const verdict = await (struck.elsewhere?.house ?? house).check(struck.edition, struck.asked)
  await struck.elsewhere?.close()
  const wrong = [...verdict.wrong, ...(struck.wrong ?? [])]
  if (verdict.inDoubt > struck.inDoubtAtMost)
    wrong.push(`${verdict.inDoubt} in doubt, ${struck.inDoubtAtMost} at most are understandable`)
  return { ...line, ...struck, ...verdict, wrong }
}

async function main(argv: string[]): Promise<number> {
  const option = (name: string) => argv[argv.indexOf(`--${name}`) + 1] as string
  const has = (name: string) => argv.includes(`--${name}`)
  const seed = has('seed') ? Number(option('seed')) : Math.floor(Math.random() * 1_000_000)
  const only = has('only') ? new RegExp(option('only'), 'i') : /./
  const backends: Backend[] = has('backend')
    ? [option('backend') as Backend]
    : hasRedis()
      ? ['PostgreSQL', 'Redis']
      : ['PostgreSQL']
  process.stderr.write(`Seed ${seed}; repeat with --seed ${seed}\n`)
  const lines: Line[] = []
  for (const backend of backends) {
    if (has('long')) lines.push(await longRun(backend, seed, Number(has('kills') ? option('kills') : 200)))
    else lines.push(...(await matrix(backend, seed, only)))
  }
  process.stdout.write(`${table(lines)}\n`)
  for (const { backend, fault, wrong } of lines)
    for (const complaint of wrong.slice(0, 10)) process.stdout.write(`${backend}, ${fault}: ${complaint}\n`)
  return lines.some(line => line.wrong.length > 0) ? 1 : 0
}

async function matrix(backend: Backend, seed: number, only: RegExp): Promise<Line[]> {
  const lines: Line[] = []
  const house = await openHouse(backend)
  try {
    for (const fault of FAULTS) {
      if ((fault.only ?? backend) !== backend || !only.test(fault.name)) continue
      const began = performance.now()
      const line = await judged(house, fault, seed)
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
    await house.close()
  }
  return lines
}

function table(lines: Line[]): string {
  const rows = lines.map(line => [
    line.backend,
    line.fault,
    line.skipped ? 'skipped' : String(line.rounds),
    String(line.lost),
    String(line.doubled),
    String(line.inDoubt),
    line.recovered === null ? '' : line.recovered.toFixed(1),
    line.skipped ?? (line.wrong.length === 0 ? 'holds' : 'BROKEN'),
  ])
  const drawn = new Table({
    head: ['queue', 'fault', 'rounds', 'lost', 'doubled', 'in doubt', 'recovered in s', ''],
    style: { head: [], border: [] },
  })
  drawn.push(...rows)
  return drawn.toString()
}

if (process.argv[1]?.endsWith('faults/main.ts')) process.exitCode = await main(process.argv.slice(2))
