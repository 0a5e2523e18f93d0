import type { Feed } from './feeds.js'
import type { Shape } from './shapes.js'

/** Bytes, each larger one four times the smaller. The smaller ones serve for what is slow per byte, if linear. */
const SIZES = [
  [64 * 1024, 256 * 1024],
  [15 * 1024, 60 * 1024],
  [4 * 1024, 16 * 1024],
] as const
/** What the larger size should take at most, from what a small one takes. */
const ROOM_MS = 400
/** Linear is 4, quadratic 16. */
const MOST_RATIO = 8
/** The same between a size and its double: 2 and 4. */
const MOST_RATIO_OF_HALVES = 3.2
/** Below this, a clock measures chance. */
const FLOOR_MS = 5
const TIMES = 5

/** Sizes at which each shape is looked at: quadratic time stands out there already, against the other shapes of the function. */
const LOOK = { usual: 2048, heavy: 1024 }
const HEAVY_MS = 0.15
/** In CPU time: then a function takes no further pairs. The next function begins with others, and its parts are functions, too. */
const PAIRS_MS = 450
const SUSPECT = { times: 4, ms: 0.15, most: 5 }

/** The shapes on which a function takes more than linear time, each as a sentence. */
export function slowShapes(feed: Feed, runs: Shape[], pairs: Shape[], index: number): string[] {
  const single = looked(feed, runs, LOOK.usual)
  const isHeavy = medianOf(single) > HEAVY_MS
  const from = (index * 997) % pairs.length
  const rotated = [...pairs.slice(from), ...pairs.slice(0, from)]
  const paired = looked(feed, rotated, isHeavy ? LOOK.heavy : LOOK.usual)
  return [...suspects(single), ...suspects(paired)].flatMap(shape => slownessOf(feed, shape) ?? [])
}

type Looked = { shape: Shape; ms: number }

function looked(feed: Feed, shapes: Shape[], length: number): Looked[] {
  const all: Looked[] = []
  let spent = 0
  for (const shape of shapes) {
    const ms = elapsed(feed, shape.of(length))
    all.push({ shape, ms })
    spent += ms
    if (spent > PAIRS_MS && all.length >= 100) break
  }
  return all
}

function medianOf(all: Looked[]): number {
  const sorted = all.map(({ ms }) => ms).sort((one, other) => one - other)
  return sorted[sorted.length >> 1] ?? 0
}

/** The slowest first: where one is slow, its relatives are, too. */
function suspects(all: Looked[]): Shape[] {
  const least = Math.max(SUSPECT.ms, SUSPECT.times * medianOf(all))
  return all
    .filter(({ ms }) => ms > least)
    .sort((one, other) => other.ms - one.ms)
    .slice(0, SUSPECT.most)
    .map(({ shape }) => shape)
}

/** Best of five at both sizes; null when the larger takes at most eight times as long as the smaller, or next to nothing. */
export function slownessOf(feed: Feed, shape: Shape): string | null {
  const [small, large] = sizesFor(feed, shape)
  const texts = [sized(shape, small), sized(shape, large)] as const
  const least = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY }
  for (let time = 0; time < TIMES; time++) {
    least.small = Math.min(least.small, elapsed(feed, texts[0]))
    least.large = Math.min(least.large, elapsed(feed, texts[1]))
    if (least.large <= Math.max(FLOOR_MS, MOST_RATIO * least.small)) return null
  }
  // A limit of the program makes one step; more than linear time grows in both halves of the way.
  const middle = Math.min(...Array.from({ length: TIMES }, () => elapsed(feed, sized(shape, small * 2))))
  if (Math.min(middle / least.small, least.large / middle) <= MOST_RATIO_OF_HALVES) return null
  const [one, other] = [least.small, least.large].map(ms => `${Math.round(ms)} ms`)
  return `${feed.name}: ${shape.name} takes ${one} on ${small / 1024} kB, ${other} on ${large / 1024} kB`
}

/** A shape of so many bytes: limits are in bytes, and a text that crosses one would take a new path at the larger size alone. */
function sized(shape: Shape, bytes: number): string {
  const perUnit = Buffer.byteLength(shape.of(bytes)) / bytes
  return shape.of(Math.floor(bytes / perUnit))
}

function sizesFor(feed: Feed, shape: Shape): readonly [number, number] {
  const [whole, header, least] = SIZES
  const perByte = elapsed(feed, sized(shape, least[0])) / least[0]
  if (!feed.isHeader && perByte * whole[1] < ROOM_MS) return whole
  return perByte * header[1] < ROOM_MS ? header : least
}

/** In ms of CPU time, which another process on the machine does not make longer. */
function elapsed({ take }: Feed, text: string): number {
  const start = process.cpuUsage()
  try {
    take(text)
  } catch {
    // A refusal takes its time, too.
  }
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}
