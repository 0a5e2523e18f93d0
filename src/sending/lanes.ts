export type Lanes = ReturnType<typeof openLanes>

/** So many may be in at once, and `each` of one key at most; the others wait in turn. */
export function openLanes(many: number, each = many) {
  let free = many
  let isOver = false
  const inside = new Map<string, number>()
  const waiting: { key: string; go: (mine: boolean) => void }[] = []
  const mayEnter = (key: string) => free > 0 && (inside.get(key) ?? 0) < each
  const change = (key: string, by: 1 | -1) => {
    free -= by
    const now = (inside.get(key) ?? 0) + by
    if (now > 0) inside.set(key, now)
    else inside.delete(key)
  }
  return {
    /** True: a lane is mine, until `leave` with the same key. False: told to end meanwhile. */
    enter: (key = ''): boolean | Promise<boolean> => {
      if (isOver) return false
      if (mayEnter(key)) {
        change(key, 1)
        return true
      }
      return new Promise(resolve => waiting.push({ key, go: resolve }))
    },
    leave: (key = '') => {
      change(key, -1)
      const next = waiting.findIndex(one => mayEnter(one.key))
      if (next < 0) return
      const [one] = waiting.splice(next, 1)
      change(one?.key ?? '', 1)
      one?.go(true)
    },
    /** Whoever waits for a lane waits no longer, and nobody enters any more. */
    end: () => {
      isOver = true
      for (const { go } of waiting.splice(0)) go(false)
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
