export type Lanes = ReturnType<typeof openLanes>

/**
 * So many ways to the relay. A delivery holds one from before its first byte until its outcome is recorded, so that after a kill no more
 * are in doubt than there are lanes; others are claimed meanwhile and wait, so that the ledger is never what the relay waits for.
 */
export function openLanes(many: number) {
  let free = many
  let isOver = false
  const waiting: ((mine: boolean) => void)[] = []
  return {
    /** True: a lane is mine, until `leave`. False: told to end meanwhile. */
    enter: (): boolean | Promise<boolean> => {
      if (isOver) return false
      if (free > 0) {
        free--
        return true
      }
      return new Promise(resolve => waiting.push(resolve))
    },
    leave: () => {
      const next = waiting.shift()
      if (next) next(true)
      else free++
    },
    /** Whoever waits for a lane waits no longer, and nobody enters any more. */
    end: () => {
      isOver = true
      for (const one of waiting.splice(0)) one(false)
    },
  }
}
