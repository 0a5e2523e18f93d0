import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PROJECT_ROOT } from '../../src/config.js'
import type { Literal } from './sources.js'

/** Loads modules and returns each expression that they, or modules they load, build with `new RegExp`. */
export async function builtOnLoading(files: string[]): Promise<Literal[]> {
  const built: Literal[] = []
  const Plain = globalThis.RegExp
  const keep = (expression: RegExp) => {
    const site = siteOf(new Error().stack ?? '')
    if (site) built.push({ ...site, source: expression.source, flags: expression.flags })
    return expression
  }
  globalThis.RegExp = new Proxy(Plain, {
    construct: (target, args, newTarget) => keep(Reflect.construct(target, args, newTarget)),
    apply: (target, receiver, args) => keep(Reflect.apply(target, receiver, args)),
  })
  try {
    for (const file of files) await import(pathToFileURL(join(PROJECT_ROOT, file)).href)
  } finally {
    globalThis.RegExp = Plain
  }
  return built
}

/** The program's line that called the constructor; null when a library did. */
function siteOf(stack: string): { file: string; line: number } | null {
  const [, ...lines] = stack.split('\n')
  const caller = lines.find(line => !line.includes(`${PROJECT_ROOT}tools/linear/`)) ?? ''
  const [line, path = ''] = caller
    .slice(Math.max(caller.lastIndexOf(' '), caller.lastIndexOf('(')) + 1)
    .split(':')
    .reverse()
    .slice(1)
  const file = path.slice(path.indexOf(PROJECT_ROOT) + PROJECT_ROOT.length)
  return path.includes(PROJECT_ROOT) && /^(?:src|worker)\//.test(file) ? { file, line: Number(line) } : null
}
