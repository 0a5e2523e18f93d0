import { builtLate, filesToLoad } from './builders.js'
import { builtOnLoading } from './built.js'
import { refusalOf } from './judge.js'
import { findExpressions, type Literal } from './sources.js'

/**
 * Refuses regular expressions in src, worker and tools whose backtracking can take more than linear time (decision 40). Also refuses those built from
 * text at run time, which can't be judged beforehand. Exit status 1, with a line for each.
 */
async function main(): Promise<number> {
  const found = findExpressions()
  const late = builtLate(found)
  const files = filesToLoad({ ...found, computed: found.computed.filter(one => !late.includes(one)) })
  const judged = [...found.literals, ...(await builtOnLoading(files))]
  const lines = [
    ...judged.flatMap(refusedLine),
    ...late.map(
      ({ file, within }) => `${file} builds a regular expression in ${within}. Build it on loading.`,
    ),
  ]
  for (const line of new Set(lines)) process.stderr.write(`${line}\n`)
  process.stdout.write(`${judged.length} regular expressions, ${lines.length} refused\n`)
  return lines.length === 0 ? 0 : 1
}

function refusedLine({ file, line, source, flags }: Literal): string[] {
  const reason = refusalOf(source, flags)
  const shown = source.length > 120 ? `${source.slice(0, 120)}…` : source
  return reason
    ? [`${file}:${line} /${shown}/${flags} ${reason}. Scan by hand, or bound what may begin a match.`]
    : []
}

process.exitCode = await main()
