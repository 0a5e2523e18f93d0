import { describe, expect, it } from '@jest/globals'
import { oneAhead } from '../../src/sending/one-ahead.js'

/** Runs that end when told to. */
function runs() {
  const begun: string[] = []
  const ends: (() => void)[] = []
  const run = (name: string) => () => {
    begun.push(name)
    return new Promise<void>(resolve => ends.push(resolve))
  }
  return { begun, ends, run }
}
const turn = () => new Promise(resolve => setImmediate(resolve))

describe('the way to a relay', () => {
  it('is tried by one alone, and taken by all once it has proved open', async () => {
    const way = oneAhead(60_000, 60_000)
    const { begun, ends, run } = runs()
    const all = ['first', 'second', 'third'].map(name => way.through(run(name)))
    await turn()
    expect(begun).toEqual(['first'])
    way.prove(true)
    ends[0]?.()
    await turn()
    expect(begun).toEqual(['first', 'second', 'third'])
    for (const end of ends) end()
    await Promise.all(all)
  })

  it('is tried by one alone again when nothing has proved it open for long: a log-in may be refused next week', async () => {
    const way = oneAhead(60_000, 0)
    const { begun, ends, run } = runs()
    way.prove(true)
    const all = ['first', 'second'].map(name => way.through(run(name)))
    await turn()
    expect(begun).toEqual(['first'])
    ends[0]?.()
    await turn()
    expect(begun).toEqual(['first', 'second'])
    ends[1]?.()
    await Promise.all(all)
  })
})
