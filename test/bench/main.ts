import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { hasRedis } from '../support/redis.js'
import { byHand, type Contestant, estafette, smtpSource } from './contestants.js'
import { benchPages } from './pages/main.js'
import { aims, type Line, machine, page, table } from './report.js'
import { openBenchRig } from './rig.js'
import { isThere, type SinkKind, SMTP_SINK, SMTP_SOURCE, startSink } from './sink.js'

const HELP = `npm run bench -- pages [--editions N] [--each N] [--large N] [--rounds N] [--statements] [--ledger DIR]   the pages of the desk
npm run bench -- [options]   how fast an edition leaves
  --mails N,N,…   how many deliveries (default 1000,10000,100000)
  --rounds N      how often each of the smaller sizes is run, the contestants in turn (default 3, above 5,000 mails 2, above 20,000 1)
  --sink KIND     smtp-sink (of Debian's postfix package) or own (default: smtp-sink where it is there)
  --only A|B      only contestants whose name holds A or B
  --all           everybody sends every size; else above 20,000 mails only Estafette with one worker does
  --write FILE    writes the page, such as docs/bench.md
  --profile DIR   writes what the CPU of Estafette's workers did (.cpuprofile)
`
/** Above so many mails only Estafette's own lines are run: what the others need grows with the mails, and is known. */
const LARGE = 20_000

// Each run adds what is to end with us.
process.setMaxListeners(0)

async function main(argv: string[]): Promise<number> {
  const option = (name: string, usual: string) =>
    argv.includes(`--${name}`) ? (argv[argv.indexOf(`--${name}`) + 1] as string) : usual
  if (argv.includes('--help')) return print(HELP)
  if (argv[0] === 'pages') return benchPages(argv, line => process.stderr.write(`${line}\n`))
  const sizes = option('mails', '1000,10000,100000').split(',').map(Number)
  const sinkKind = option('sink', isThere(SMTP_SINK) ? 'smtp-sink' : 'own') as SinkKind
  const only = option('only', '')
  const began = performance.now()
  const tell = (line: string) =>
    process.stderr.write(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${line}\n`)
  const rig = await openBenchRig(hasRedis(), tell)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => rig.close().finally(() => process.exit(1)))
  try {
    const sample = await rig.sample()
    const how = { tell, profile: option('profile', '') ? resolve(option('profile', '')) : null }
    const contestants: Contestant[] = [
      ...(isThere(SMTP_SOURCE) ? [smtpSource(sample.raw.length)] : []),
      byHand('ready', sample),
      byHand('composing', sample),
      ...[1, 2].flatMap(workers => [
        estafette(rig, 'PostgreSQL', workers, how),
        ...(rig.redisUrl ? [estafette(rig, 'Redis', workers, how)] : []),
      ]),
    ].filter(({ name }) => only.split('|').some(part => name.includes(part)))
    const lines: Line[] = []
    for (const mails of sizes) {
      const rounds = Number(option('rounds', mails > LARGE ? '1' : mails > 5000 ? '2' : '3'))
      const here = contestants.filter(
        ({ name }) =>
          mails <= LARGE ||
          argv.includes('--all') ||
          (name.startsWith('Estafette') && name.includes('1 worker')),
      )
      const first = here.map(({ name }): Line => ({ name, mails, runs: [] }))
      lines.push(...first)
      for (let round = 1; round <= rounds; round++)
        for (const [index, contestant] of here.entries()) {
          const run = await oneRun(contestant, mails, sinkKind)
          first[index]?.runs.push(run)
          const rate = (mails / run.seconds).toFixed(0)
          tell(
            `${mails} mails, round ${round} of ${rounds}: ${contestant.name}: ${rate}/s ${run.wrong.join('; ')}`,
          )
        }
    }
    print(`${table(lines)}\n`)
    for (const { aim, measured, isMet } of aims(lines))
      print(`${isMet ? 'met    ' : 'NOT MET'}  ${aim}: ${measured}\n`)
    const facts = { ...machine(), ...(await rig.facts()), bytes: sample.raw.length, sink: sinkKind }
    const command = `npm run bench${argv.length > 0 ? ` -- ${argv.join(' ')}` : ''}`
    if (argv.includes('--write')) writeFileSync(option('write', ''), page(lines, facts, command))
    const wrong = lines.flatMap(line =>
      line.runs.flatMap(run => run.wrong.map(what => `${line.name}: ${what}`)),
    )
    for (const complaint of wrong) print(`WRONG: ${complaint}\n`)
    return wrong.length > 0 ? 1 : 0
  } finally {
    await rig.close()
  }
}

/** With a sink of its own, whose count must be that of the mails: with as many accepted deliveries, none came twice. */
async function oneRun(contestant: Contestant, mails: number, kind: SinkKind) {
  const sink = await startSink(kind)
  try {
    const run = await contestant.run(mails, sink)
    await new Promise(resolve => setTimeout(resolve, 100))
    if (sink.taken() !== mails) run.wrong.push(`the sink took ${sink.taken()} mails, not ${mails}`)
    return run
  } finally {
    await sink.close()
  }
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}

process.exitCode = await main(process.argv.slice(2))
