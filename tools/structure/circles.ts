import type { Arrow } from './source.js'

/** The groups of files that import each other in a circle, largest first, each sorted by path (Tarjan, SIAM J. Comput. 1972). */
export function circlesOf(arrows: Arrow[]): string[][] {
  const targets = new Map<string, string[]>()
  for (const { from, to } of arrows) targets.set(from, [...(targets.get(from) ?? []), to])
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const [stack, circles]: [string[], string[][]] = [[], []]
  const visit = (file: string) => {
    index.set(file, index.size)
    low.set(file, index.get(file) ?? 0)
    stack.push(file)
    for (const next of targets.get(file) ?? []) {
      if (!index.has(next)) visit(next)
      if (stack.includes(next)) low.set(file, Math.min(low.get(file) ?? 0, low.get(next) ?? 0))
    }
    if (low.get(file) !== index.get(file)) return
    const circle = stack.splice(stack.indexOf(file)).sort()
    if (circle.length > 1 || targets.get(file)?.includes(file)) circles.push(circle)
  }
  for (const file of targets.keys()) if (!index.has(file)) visit(file)
  return circles.sort((a, b) => b.length - a.length)
}
