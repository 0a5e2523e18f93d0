import { cpus, release, totalmem } from 'node:os'
import Table from 'cli-table3'
import type { Run } from './contestants.js'

/** All runs of one contestant at one size. */
export type Line = { name: string; mails: number; runs: Run[] }

export type Facts = ReturnType<typeof machine> & {
  postgres: string
  redis: string | null
  bytes: number
  sink: string
}

const COMPOSING = 'nodemailer composing each mail'

/** What the numbers hang on; nothing that names the machine. */
export function machine() {
  return {
    cores: cpus().length,
    cpu: cpus()[0]?.model.trim() ?? '',
    memory: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release().split('-')[0]}`,
    node: process.version,
    date: new Date().toISOString().slice(0, 10),
  }
}

const HEAD = ['mails', 'contestant', 'mails/s', '× composing', 'CPU ms/mail', 'peak MB', 'dispatch s']

export function table(lines: Line[]): string {
  const drawn = new Table({ head: HEAD, style: { head: [], border: [] } })
  drawn.push(...cells(lines))
  return drawn.toString()
}

/** The middle of the rounds, so that one disturbed round moves nothing. */
export function cells(lines: Line[]): string[][] {
  return lines.map(line => {
    const { name, mails, runs } = line
    const rate = rateOf(line)
    const hand = composingAt(lines, mails)
    const costs = runs.flatMap(({ cost }) => cost ?? [])
    const dispatch = runs.flatMap(run => run.dispatch ?? [])
    return [
      mails.toLocaleString('en'),
      name,
      rate.toFixed(0),
      hand ? (rate / hand).toFixed(2) : '',
      costs.length > 0 ? (middle(costs.map(({ cpu }) => cpu)) / mails).toFixed(2) : '',
      costs.length > 0 ? Math.max(...costs.map(({ peak }) => peak)).toFixed(0) : '',
      dispatch.length > 0 ? middle(dispatch).toFixed(1) : '',
    ]
  })
}

const rateOf = ({ mails, runs }: Line) => mails / middle(runs.map(({ seconds }) => seconds))

/** The rate of composing by hand at this size, or at the largest at which it was measured. */
function composingAt(lines: Line[], mails: number): number | null {
  const measured = lines.filter(({ name }) => name === COMPOSING)
  const line = measured.find(one => one.mails === mails) ?? measured.at(-1)
  return line ? rateOf(line) : null
}

function middle(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] as number) + (sorted[Math.floor(half)] as number)) / 2
}

/** docs/bench.md. */
export function page(lines: Line[], facts: Facts, command: string): string {
  const { cores, cpu, memory, system, node, postgres, redis, bytes, sink, date } = facts
  return `# Bench

How fast Estafette hands an edition over to the next hop, beside what else sends mail on the same machine. Repeat it:

    ${command}

Measured on ${date}: ${cores} cores (${cpu}), ${memory} GB of memory, ${system}, Node ${node}, PostgreSQL ${postgres}${redis ? `, Redis ${redis}` : ''}.
Everything runs on these cores: the sending processes, the engines and the server that takes the mails (${sink === 'own' ? 'own-sink.ts' : sink}).

| ${HEAD.join(' | ')} |
| ---: | --- | ---: | ---: | ---: | ---: | ---: |
${cells(lines)
  .map(row => `| ${row.join(' | ')} |`)
  .join('\n')}

| aim, one worker | measured | |
| --- | ---: | --- |
${aims(lines)
  .map(({ aim, measured, isMet }) => `| ${aim} | ${measured} | ${isMet ? 'met' : 'not met'} |`)
  .join('\n')}

The edition is signed when the worker starts, as it is hours before its send slot: the worker has rendered what its readers share by then, as
the scripts by hand have read their mail.

## What is measured

- **The mail**: an edition of real measures in both languages, ${(bytes / 1000).toFixed(0)} kB as it goes over the wire. The audience is made up, by
  function, over the 19 communes, with the usual portfolios and reading languages, so that hardly two communes or portfolios get the same mail.
- **smtp-source**: postfix's load generator, in C. It sends one text to everybody: what the server and the machine can take.
- **nodemailer, a ready-made mail**: nodemailer's pool with the same bytes for everybody: what the library can do.
- **nodemailer composing each mail**: what one writes by hand: html, text and attachments are given, a salutation is put in, and
  nodemailer makes a mail of them each time. No ledger, no queue: when it is killed, nobody knows who has got it. The ratios are to this line.
- **Estafette**: the worker process of production (\`estafette worker\`) with its default configuration. For each mail a claim, the start of
  the attempt, the dot before it leaves, and the outcome are committed. From the first nudge to the last committed outcome; *dispatch* is the
  transaction before that which makes deliveries of the audience. After each run the server's count, the accepted deliveries and
  the attempts must all be the number of mails: nothing lost, nothing twice.
- Ten connections each. CPU is that of the sending processes, without engines and server; peak is the resident memory of the largest
  of them. Contestants take turns, and the middle of the rounds counts. Without \`--all\`, above ${said(20_000)} mails only Estafette with one worker
  is run, and its ratio there is to the composing line of the size before.
`
}

/** What is aimed at, what was measured, and whether that will do. */
export type Aim = { aim: string; measured: string; isMet: boolean }

/** The least times composing by hand, by queue. */
const RATIOS = { PostgreSQL: 1.0, Redis: 1.3 }
/** From the second largest size to the largest, for ten times the mails; and from the smallest to the largest, in MB. */
const TEN_TIMES = 11
const MORE_MEMORY = 50

/** One line per aim that these runs can judge: one worker, against composing at the same size or the nearest that was measured. */
export function aims(lines: Line[]): Aim[] {
  return Object.entries(RATIOS).flatMap(([backend, ratio]) => {
    const sizes = lines.filter(({ name }) => name === `Estafette on ${backend}, 1 worker`)
    const fast = sizes.flatMap(line => {
      const hand = composingAt(lines, line.mails)
      return hand ? [asFast(backend, line.mails, rateOf(line) / hand, ratio)] : []
    })
    const [small, before, large] = [sizes[0], sizes.at(-2), sizes.at(-1)]
    return small && before && large ? [...fast, ...asLarge(backend, small, before, large)] : fast
  })
}

const said = (mails: number) => mails.toLocaleString('en')

const asFast = (backend: string, mails: number, ratio: number, least: number): Aim => ({
  aim: `${backend}, ${said(mails)}: ${least.toFixed(1)} × composing`,
  measured: ratio.toFixed(2),
  isMet: ratio >= least,
})

function asLarge(backend: string, small: Line, before: Line, large: Line): Aim[] {
  const whole = ({ runs }: Line) => middle(runs.map(({ seconds, dispatch = 0 }) => seconds + dispatch))
  const peak = ({ runs }: Line) => Math.max(...runs.map(({ cost }) => cost?.peak ?? 0))
  const longer = whole(large) / whole(before)
  const most = TEN_TIMES * (large.mails / before.mails / 10)
  const more = peak(large) - peak(small)
  return [
    {
      aim: `${backend}: ${said(large.mails)} in ${most} × the time of ${said(before.mails)}, dispatch included`,
      measured: longer.toFixed(1),
      isMet: longer <= most,
    },
    {
      aim: `${backend}: ${said(large.mails)} in ${MORE_MEMORY} MB more than ${said(small.mails)}`,
      measured: more.toFixed(0),
      isMet: more <= MORE_MEMORY,
    },
  ]
}
