import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { PROJECT_ROOT } from '../../src/config.js'
import { tableOf } from './aims.js'
import { withCommit } from './checkout.js'
import { offendersOf } from './offenders.js'
import { rowOf } from './row.js'
import { readSources } from './source.js'
import { walks } from './walks.js'

/** The commit of the comparison with other programs, and the one before the structure was redrawn. */
const AGAINST = ['1a4ccf6', '0358c0e']

/**
 * Measures the structure of a checkout beside those of commits: `npm run -s structure -- [--of DIR] [--against COMMIT]… [--list]`. The last commit is
 * the basis of the aims; `--list` names what misses them.
 */
function main(): void {
  const { values } = parseArgs({
    options: {
      of: { type: 'string', default: PROJECT_ROOT },
      against: { type: 'string', multiple: true, default: AGAINST },
      list: { type: 'boolean', default: false },
    },
  })
  const root = resolve(values.of)
  const sources = readSources(root)
  const rows = values.against.map(commit =>
    withCommit(commit, ['src', 'worker'], from => rowOf(readSources(from))),
  )
  const here = root === resolve(PROJECT_ROOT) ? 'here' : values.of
  console.log(tableOf([...rows, rowOf(sources)], [...values.against, here]))
  if (values.list) list(root, sources)
}

function list(root: string, sources: ReturnType<typeof readSources>): void {
  const folders = ['test', 'tools'].filter(folder => existsSync(join(root, folder)))
  const tests = readSources(root, folders).flatMap(({ arrows }) => arrows)
  for (const { heading, lines } of offendersOf(sources, tests))
    console.log([``, `${heading}: ${lines.length}`, ...lines.map(line => `  ${line}`)].join('\n'))
}

const [what, ...rest] = process.argv.slice(2)
if (what === 'walks') walks(rest)
else main()
