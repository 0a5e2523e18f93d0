import { describe, expect, it } from '@jest/globals'
import { type Observed, observe, type SeenFile, type Watch } from '../../../src/model/updates/settling.js'

const SETTLE = { equal: 1_000, pause: 40_000, away: 10_000 }
const file = (name: string, hash = 'a', mtime = 1): SeenFile => ({
  file: name,
  size: hash.length,
  mtime,
  hash,
})

/** Looks at these moments; each look is what was there. */
function looks(...seen: [at: number, files: SeenFile[]][]): Observed[] {
  let watch: Watch = new Map()
  return seen.map(([at, files]) => {
    const observed = observe(watch, files, at, SETTLE)
    watch = observed.watch
    return observed
  })
}
const sets = ({ unsettled, news }: Observed) => ({
  moving: [...unsettled.moving],
  young: [...unsettled.young],
  missing: [...unsettled.missing],
  news,
})
const NOTHING = { moving: [], young: [], missing: [], news: false }

describe('a look at the drop folder', () => {
  it('takes a file when two looks apart saw the same', () => {
    const [first, soon, later] = looks([0, [file('a')]], [999, [file('a')]], [1_000, [file('a')]])
    expect([first, soon, later].map(one => sets(one as Observed))).toEqual([
      { ...NOTHING, moving: ['a'] },
      { ...NOTHING, moving: ['a'] },
      { ...NOTHING, young: ['a'], news: true },
    ])
  })

  it('waits while the bytes, the size or the time still change', () => {
    const states = looks(
      [0, [file('a', 'a')]],
      [1_000, [file('a', 'b')]],
      [2_000, [file('a', 'bb')]],
      [3_000, [file('a', 'bb', 2)]],
      [4_000, [file('a', 'bb', 2)]],
    )
    expect(states.map(({ news }) => news)).toEqual([false, false, false, false, true])
  })

  it('is quiet once all has settled, and says when it wants to look again', () => {
    const states = looks([0, [file('a')]], [1_000, [file('a')]], [40_000, [file('a')]], [70_000, [file('a')]])
    expect(states.map(({ again }) => again)).toEqual([1_000, 40_000, null, null])
    expect(states.map(({ news }) => news)).toEqual([false, true, true, false])
  })

  it('counts anew when a settled file is written to: the old version is no news, the new one is', () => {
    const states = looks(
      [0, [file('a')]],
      [1_000, [file('a')]],
      [50_000, [file('a', 'b')]],
      [51_000, [file('a', 'b')]],
    )
    expect(states.slice(2).map(sets)).toEqual([
      { ...NOTHING, moving: ['a'] },
      { ...NOTHING, young: ['a'], news: true },
    ])
  })

  it('does not take a file for deleted that is away for a moment, as while it is saved', () => {
    const states = looks(
      [0, [file('a')]],
      [50_000, [file('a')]],
      [51_000, []],
      [52_000, [file('a', 'b')]],
      [53_000, [file('a', 'b')]],
    )
    expect(states.slice(2).map(sets)).toEqual([
      { ...NOTHING, missing: ['a'] },
      { ...NOTHING, moving: ['a'] },
      { ...NOTHING, young: ['a'], news: true },
    ])
  })

  it('takes a file for deleted when it stays away', () => {
    const states = looks(
      [0, [file('a')]],
      [50_000, [file('a')]],
      [51_000, []],
      [60_999, []],
      [61_000, []],
      [62_000, []],
    )
    expect(states.slice(2).map(sets)).toEqual([
      { ...NOTHING, missing: ['a'] },
      { ...NOTHING, missing: ['a'] },
      { ...NOTHING, news: true },
      NOTHING,
    ])
    expect(states[2]?.again).toBe(61_000)
  })

  it('sees a renamed file settle under its new name before the old one counts as deleted', () => {
    const states = looks(
      [0, [file('a')]],
      [50_000, [file('a')]],
      [51_000, [file('b')]],
      [52_000, [file('b')]],
    )
    expect(sets(states[3] as Observed)).toEqual({ ...NOTHING, young: ['b'], missing: ['a'], news: true })
  })

  it('treats each file for itself', () => {
    const states = looks(
      [0, [file('a')]],
      [1_000, [file('a'), file('b')]],
      [1_500, [file('a', 'x'), file('b')]],
      [2_000, [file('a', 'x'), file('b')]],
    )
    expect(sets(states[3] as Observed)).toEqual({ ...NOTHING, moving: ['a'], young: ['b'], news: true })
  })
})
