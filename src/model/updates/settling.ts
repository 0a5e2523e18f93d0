/** A file of the drop folder in one scan. `size` in bytes, `mtime` in milliseconds, `hash` of its bytes. */
export type SeenFile = { file: string; size: number; mtime: number; hash: string }

/** How long a file has been unchanged; instants in milliseconds of a monotonic clock. */
type Watched = { print: string; since: number; missingSince: number | null; rank: Rank }
export type Watch = ReadonlyMap<string, Watched>

/** `moving`: not yet equal in two scans. `young`: equal, but writing may only pause. `settled`: older. */
type Rank = 'moving' | 'young' | 'settled'
const RANKS: readonly Rank[] = ['moving', 'young', 'settled']

/** Files that a take-in treats with care, by name. A missing one may be in the middle of being saved or renamed. */
export type Unsettled = {
  moving: ReadonlySet<string>
  young: ReadonlySet<string>
  missing: ReadonlySet<string>
}

export const ALL_SETTLED: Unsettled = { moving: new Set(), young: new Set(), missing: new Set() }

/** In milliseconds: the time between two equal scans, the longest pause in writing, the longest absence of a file. */
export const SETTLE = { equal: 1_500, pause: 45_000, away: 10_000 }

export type Observed = {
  watch: Watch
  unsettled: Unsettled
  /** Since the last scan a file has settled or is gone: something can be taken in. */
  news: boolean
  /** When the next file changes rank if nothing else happens; null when all are settled. */
  again: number | null
}

/** Evaluates one scan of the drop folder: changes, stable files, and whether to take in. Pure; the loop is elsewhere. */
export function observe(before: Watch, files: readonly SeenFile[], now: number, settle = SETTLE): Observed {
  const watch = new Map<string, Watched>()
  let news = false
  for (const { file, size, mtime, hash } of files) {
    const known = before.get(file)
    const print = `${size} ${mtime} ${hash}`
    const since = known?.print === print ? known.since : now
    const rank = rankOf(now - since, settle)
    news ||= RANKS.indexOf(rank) > RANKS.indexOf(known && known.since === since ? known.rank : 'moving')
    watch.set(file, { print, since, missingSince: null, rank })
  }
  for (const [file, known] of before) {
    if (watch.has(file)) continue
    const missingSince = known.missingSince ?? now
    if (now - missingSince >= settle.away) news = true
    else watch.set(file, { ...known, missingSince })
  }
  return { watch, unsettled: unsettledOf(watch), news, again: nextTurn(watch, settle) }
}

function rankOf(age: number, settle: typeof SETTLE): Rank {
  // decision 12
  if (age < settle.equal) return 'moving'
  return age < settle.pause ? 'young' : 'settled'
}

function unsettledOf(watch: Watch): Unsettled {
  const entries = [...watch]
  const present = (rank: Rank) =>
    new Set(entries.filter(([, one]) => one.missingSince === null && one.rank === rank).map(([file]) => file))
  const missing = new Set(entries.filter(([, one]) => one.missingSince !== null).map(([file]) => file))
  return { moving: present('moving'), young: present('young'), missing }
}

function nextTurn(watch: Watch, settle: typeof SETTLE): number | null {
  const turns = [...watch.values()].flatMap(({ missingSince, rank, since }) => {
    if (missingSince !== null) return [missingSince + settle.away]
    if (rank === 'settled') return []
    return [since + (rank === 'moving' ? settle.equal : settle.pause)]
  })
  return turns.length > 0 ? Math.min(...turns) : null
}
