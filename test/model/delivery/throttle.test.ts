import { describe, expect, it } from '@jest/globals'
import { placed, slow, type Throttles, turnOf } from '../../../src/model/delivery/throttle.js'

const at = (second: number) => Date.UTC(2020, 3, 29, 10, 0, second)
const due = (second: number) => new Date(at(second))
const PACE = { wait: 60_000, apart: 2000 }

describe('the pace of a domain', () => {
  it('puts off what was claimed before the domain asked for it, each mail later than the last', () => {
    const paces: Throttles = new Map()
    expect(turnOf(paces, 'c21001.example', at(0))).toBeNull()
    expect(slow(paces, 'c21001.example', PACE, at(0))).toBe(true)
    placed(paces, 'c21001.example', 0)
    const turns = [1, 2, 3].map(second => turnOf(paces, 'c21001.example', at(second)))
    expect(turns).toEqual([due(60), due(62), due(64)])
    expect(turnOf(paces, 'c21002.example', at(1))).toBeNull()
  })

  it('lets what waits in the ledger go first', () => {
    const paces: Throttles = new Map()
    slow(paces, 'c21001.example', PACE, at(0))
    expect(turnOf(paces, 'c21001.example', at(0))).toBe('placing')
    placed(paces, 'c21001.example', 3)
    expect(turnOf(paces, 'c21001.example', at(0))).toEqual(due(66))
  })

  it('is forgotten when its time is over, and placed once when several are refused', () => {
    const paces: Throttles = new Map()
    expect(slow(paces, 'c21001.example', PACE, at(0))).toBe(true)
    placed(paces, 'c21001.example', 1)
    turnOf(paces, 'c21001.example', at(1))
    expect(slow(paces, 'c21001.example', PACE, at(1))).toBe(false)
    expect(turnOf(paces, 'c21001.example', at(2))).toEqual(due(64))
    expect(turnOf(paces, 'c21001.example', at(60))).toBeNull()
    expect(turnOf(paces, 'c21001.example', at(60))).toBeNull()
    expect(slow(paces, 'c21001.example', PACE, at(60))).toBe(true)
  })

  it('begins no earlier than the last mail that it has put off, when the domain asks again', () => {
    const paces: Throttles = new Map()
    slow(paces, 'c21001.example', PACE, at(0))
    placed(paces, 'c21001.example', 100)
    slow(paces, 'c21001.example', PACE, at(61))
    placed(paces, 'c21001.example', 0)
    expect(turnOf(paces, 'c21001.example', at(62))).toEqual(due(60 + 200))
  })
})
