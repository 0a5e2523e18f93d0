/**
 * The allowed word that was most likely meant: at most a third of the letters differ, by Damerau's distance (1964), where swapped letters count once.
 * Ignores case, accents, `_` and `-`. Null when none is near.
 */
export function didYouMean(written: string, allowed: readonly string[]): string | null {
  const words = new Map<string, string>()
  for (const candidate of allowed) if (!words.has(bare(candidate))) words.set(bare(candidate), candidate)
  const near = nearestBare(bare(written.slice(0, LIMIT)), words.keys())
  return near === null ? null : (words.get(near) ?? null)
}

const LIMIT = 60

/** Like {@link didYouMean}, but words are compared as they are. */
export function nearestBare(written: string, candidates: Iterable<string>): string | null {
  const word = written.slice(0, LIMIT)
  const tolerated = Math.max(1, Math.floor(word.length / 3))
  if (word.length <= 1) return null
  let best: { candidate: string; distance: number } | null = null
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > tolerated) continue
    const distance = distanceBetween(word, candidate)
    if (!best || distance < best.distance) best = { candidate, distance }
  }
  return best && best.distance <= tolerated ? best.candidate : null
}

function bare(word: string): string {
  return word
    .normalize('NFD')
    .toLowerCase()
    .replace(/[\p{M}\s_-]/gu, '')
}

function distanceBetween(a: string, b: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? (beforePrevious[j - 2] ?? 0) + 1 : replaced
      current.push(Math.min(replaced, swap, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1))
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.length] ?? 0
}
