export type OneAhead = ReturnType<typeof oneAhead>

/**
 * Lets a single one go ahead until the way has proved open, so that a refused log-in is tried once and not by everybody at once.
 * The others wait for it, `patience` milliseconds at most: a slow one must not hold them up. What proved open `holds` milliseconds: a
 * service runs for months, and next week's log-in may be refused.
 */
export function oneAhead(patience: number, holds: number) {
  let openUntil = -Infinity
  let ahead: Promise<unknown> | null = null
  return {
    prove: (open: boolean) => {
      openUntil = open ? performance.now() + holds : -Infinity
    },
    through: async <T>(run: () => Promise<T>): Promise<T> => {
      const end = performance.now() + patience
      const isOpen = () => performance.now() < openUntil
      while (!isOpen() && ahead && performance.now() < end) await within(end - performance.now(), ahead)
      if (isOpen() || ahead) return run()
      const mine = run()
      const settled = mine.catch(() => {})
      ahead = settled
      settled.then(() => {
        if (ahead === settled) ahead = null
      })
      return mine
    },
  }
}

function within(milliseconds: number, settled: Promise<unknown>): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds)
    settled.then(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
