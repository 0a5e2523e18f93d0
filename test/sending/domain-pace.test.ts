import { describe, expect, it } from '@jest/globals'
import { openDomainPace } from '../../src/sending/domain-pace.js'

const at = (second: number) => new Date(Date.UTC(2020, 3, 29, 10, 0, second))
/** The ledger places so many. */
const placing = (many: number) => async () => many
const PACE = { wait: 60_000, apart: 2000 }

describe('the pace of a domain', () => {
  it('puts off what was claimed before the domain asked for it, each mail later than the last', async () => {
    const pace = openDomainPace()
    expect(await pace.turnOf('c21001.example', at(0))).toBeNull()
    pace.slow('c21001.example', PACE, at(0), placing(0))
    const turns = [1, 2, 3].map(second => pace.turnOf('c21001.example', at(second)))
    expect(await Promise.all(turns)).toEqual([at(60), at(62), at(64)])
    expect(await pace.turnOf('c21002.example', at(1))).toBeNull()
  })

  it('lets what waits in the ledger go first', async () => {
    const pace = openDomainPace()
    const slowed = pace.slow('c21001.example', PACE, at(0), placing(3))
    const turn = pace.turnOf('c21001.example', at(0))
    await slowed
    expect(await turn).toEqual(at(66))
  })

  it('is forgotten when its time is over, and placed once when several are refused', async () => {
    const pace = openDomainPace()
    const times: number[] = []
    const place = async () => times.push(0)
    await pace.slow('c21001.example', PACE, at(0), place)
    await pace.turnOf('c21001.example', at(1))
    await pace.slow('c21001.example', PACE, at(1), place)
    expect(times).toHaveLength(1)
    expect(await pace.turnOf('c21001.example', at(2))).toEqual(at(64))
    expect(await pace.turnOf('c21001.example', at(60))).toBeNull()
    expect(await pace.turnOf('c21001.example', at(60))).toBeNull()
    await pace.slow('c21001.example', PACE, at(60), place)
    expect(times).toHaveLength(2)
  })
})
