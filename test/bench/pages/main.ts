import { resolve } from 'node:path'
import { startPages } from '../../../src/web/pages.js'
import { AIMS } from './aims.js'
import { openPagesLedger } from './ledger.js'
import { type Cost, costOf, openVisitor, type Timed, timesOf } from './measure.js'
import { type StaffPage, staffPages } from './staff-pages.js'

type Line = StaffPage & { cost: Cost; timed: Timed }

/** `npm run bench -- pages [--editions N] [--each N] [--large N] [--rounds N] [--statements] [--only PART] [--ledger DIR]`: every page of the desk over years of editions. */
export async function benchPages(argv: string[], tell: (line: string) => void): Promise<number> {
  const option = (name: string, usual: number) =>
    argv.includes(`--${name}`) ? Number(argv[argv.indexOf(`--${name}`) + 1]) : usual
  const size = {
    ...{ editions: option('editions', 104), each: option('each', 200) },
    large: option('large', 100_000),
  }
  const kept = argv.includes('--ledger') ? resolve(argv[argv.indexOf('--ledger') + 1] ?? '') : null
  const ledger = await openPagesLedger(size, tell, kept)
  const pages = await startPages(ledger.app, { ...ledger.config, behindProxy: true })
  const visitor = openVisitor(pages.url, ledger.cookie)
  try {
    const only = argv.includes('--only') ? (argv[argv.indexOf('--only') + 1] ?? '') : ''
    const found = (await staffPages(pages.routes, ledger)).filter(({ name }) => name.includes(only))
    const costs: Cost[] = []
    for (const page of found) {
      costs.push(await costOf(visitor, page, ledger))
      tell(page.name)
    }
    const paths = ['/health', ...found.map(({ path }) => path)]
    await timesOf(visitor, paths, 5)
    const [health, ...timed] = await timesOf(visitor, paths, option('rounds', 40))
    if (!health) throw new Error('no time of /health')
    const lines = found.map((page, at) => ({ ...page, cost: costs[at] as Cost, timed: timed[at] as Timed }))
    process.stdout.write(tableOf(lines, health))
    if (argv.includes('--statements')) for (const line of lines) process.stdout.write(statementsOf(line))
    return 0
  } finally {
    visitor.close()
    await pages.close()
    await ledger.close()
  }
}

function tableOf(lines: Line[], health: Timed): string {
  const head = ['page', 'median ×', '95 % ×', 'ms', 'kB', 'statements', 'rows', 'rows counted', 'misses']
  const rows = lines.map(({ name, cost, timed }) => {
    const [median, most] = [timed.median / health.median, timed.most / health.median]
    const misses = [
      ...(cost.status === 200 ? [] : [`${cost.status}`]),
      ...(median > AIMS.median ? ['median'] : []),
      ...(most > AIMS.most ? ['95 %'] : []),
      ...(cost.bytes > AIMS.bytes ? ['kB'] : []),
      ...(cost.statements.length > AIMS.statements ? ['statements'] : []),
    ]
    return [
      `\`${name}\``,
      ...[median, most, timed.median].map(one => one.toFixed(1)),
      ...[(cost.bytes / 1000).toFixed(0), cost.statements.length, cost.rows, cost.counted],
      misses.join(', '),
    ]
  })
  const ms = `/health: ${health.median.toFixed(2)} ms (95 %: ${health.most.toFixed(2)} ms)\n\n`
  const cells = [head, head.map((_, at) => (at === 0 || at === head.length - 1 ? '---' : '---:')), ...rows]
  return ms + cells.map(row => `| ${row.join(' | ')} |\n`).join('')
}

const statementsOf = ({ name, cost }: Line) =>
  `\n${name}\n${cost.statements.map(text => `  ${text.replace(/\s+/g, ' ').slice(0, 300)}\n`).join('')}`
