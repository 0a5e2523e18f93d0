import type { Arrow } from './arrows.js'

/** Groups of files that import each other in a circle, largest first, each sorted by path (Tarjan, SIAM J. Comput. 1972). */
export function circlesOf(arrows: Pick<Arrow, 'from' | 'to'>[]): string[][] {
  const targets = targetsOf(arrows)
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const [stack, circles]: [string[], string[][]] = [[], []]
  const lower = (file: string, to: number) => low.set(file, Math.min(low.get(file) ?? to, to))
  const visit = (file: string) => {
    index.set(file, index.size)
    lower(file, index.size - 1)
    stack.push(file)
    for (const next of targets.get(file) ?? []) {
      if (!index.has(next)) visit(next)
      if (stack.includes(next)) lower(file, low.get(next) ?? 0)
    }
    if (low.get(file) === index.get(file)) circles.push(stack.splice(stack.indexOf(file)).sort())
  }
  for (const file of targets.keys()) if (!index.has(file)) visit(file)
  return circles
    .filter(([first = '', ...others]) => others.length > 0 || targets.get(first)?.has(first))
    .sort((a, b) => b.length - a.length)
}

function targetsOf(arrows: Pick<Arrow, 'from' | 'to'>[]): Map<string, Set<string>> {
  const targets = new Map<string, Set<string>>()
  for (const { from, to } of arrows) targets.set(from, (targets.get(from) ?? new Set()).add(to))
  return targets
}
