export type Lanes = ReturnType<typeof openLanes>

/** So many may be in at once; the others wait in turn. */
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

/** One place in `lanes`, given back once: also when it is only got after whoever asked for it has gone (a relay that hung up meanwhile). */
export function openPlace(lanes: Lanes) {
  let isMine = false
  let isOver = false
  return {
    /** True: it is mine until `giveBack`. False: told to end meanwhile, or too late. */
    take: async (): Promise<boolean> => {
      const got = await lanes.enter()
      if (got && isOver) lanes.leave()
      isMine = got && !isOver
      return isMine
    },
    giveBack: () => {
      isOver = true
      if (isMine) lanes.leave()
      isMine = false
    },
  }
}
