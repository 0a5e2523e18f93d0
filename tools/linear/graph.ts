/** The number of each node's strongly connected component. Kosaraju's algorithm, without recursion. */
export function componentsOf(targets: number[][]): number[] {
  const sources: number[][] = targets.map(() => [])
  for (const [from, tos] of targets.entries()) for (const to of tos) sources[to]?.push(from)
  const component: number[] = targets.map(() => -1)
  for (const root of finishing(targets).reverse()) {
    if (component[root] !== -1) continue
    const open = [root]
    component[root] = root
    for (let here = open.pop(); here !== undefined; here = open.pop())
      for (const from of sources[here] ?? [])
        if (component[from] === -1) {
          component[from] = root
          open.push(from)
        }
  }
  return component
}

/** Nodes in the order in which a depth-first walk leaves them. */
function finishing(targets: number[][]): number[] {
  const seen = new Set<number>()
  const order: number[] = []
  for (const root of targets.keys()) {
    if (seen.has(root)) continue
    seen.add(root)
    const open = [{ here: root, next: 0 }]
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const to = targets[top.here]?.[top.next++]
      if (to === undefined) order.push(open.pop()?.here ?? root)
      else if (!seen.has(to)) {
        seen.add(to)
        open.push({ here: to, next: 0 })
      }
    }
  }
  return order
}

/** All nodes reachable in one or more steps. */
export function reachedFrom(start: number, targets: number[][]): Set<number> {
  const reached = new Set<number>()
  const open = [start]
  for (let here = open.pop(); here !== undefined; here = open.pop())
    for (const to of targets[here] ?? [])
      if (!reached.has(to)) {
        reached.add(to)
        open.push(to)
      }
  return reached
}
