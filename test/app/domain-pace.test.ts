import { describe, expect, it } from '@jest/globals'
import { openDomainPace } from '../../src/app/domain-pace.js'

const at = (second: number) => new Date(Date.UTC(2020, 3, 29, 10, 0, second))
const PACE = { wait: 60_000, apart: 2000 }

describe('the pace of a domain', () => {
  it('puts off what was claimed before the domain asked for it, each mail later than the last', () => {
    const pace = openDomainPace()
    expect(pace.turnOf('c21001.example', at(0))).toBeNull()
    pace.slow('c21001.example', PACE, at(0))
    const turns = [1, 2, 3].map(second => pace.turnOf('c21001.example', at(second)))
    expect(turns).toEqual([at(60), at(62), at(64)])
    expect(pace.turnOf('c21002.example', at(1))).toBeNull()
  })

  it('is forgotten when its time is over, and kept when it is asked for again', () => {
    const pace = openDomainPace()
    pace.slow('c21001.example', PACE, at(0))
    pace.turnOf('c21001.example', at(1))
    pace.slow('c21001.example', PACE, at(1))
    expect(pace.turnOf('c21001.example', at(2))).toEqual(at(62))
    expect(pace.turnOf('c21001.example', at(61))).toBeNull()
    expect(pace.turnOf('c21001.example', at(61))).toBeNull()
  })
})
