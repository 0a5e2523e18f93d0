import { describe, expect, it } from '@jest/globals'
import { openLanes, openPlace } from '../../src/sending/lanes.js'

describe('the lanes to the relay', () => {
  it('are as many as there are, and the next in turn gets the one that is left', async () => {
    const lanes = openLanes(2)
    const order: string[] = []
    expect([lanes.enter(), lanes.enter()]).toEqual([true, true])
    const third = Promise.resolve(lanes.enter()).then(() => order.push('third'))
    const fourth = Promise.resolve(lanes.enter()).then(() => order.push('fourth'))
    lanes.leave()
    await third
    expect(order).toEqual(['third'])
    lanes.leave()
    await fourth
    expect(order).toEqual(['third', 'fourth'])
    lanes.leave()
    lanes.leave()
    expect(lanes.enter()).toBe(true)
  })

  it('leave some to the others when all of one domain are slow', async () => {
    const lanes = openLanes(3, 2)
    expect([lanes.enter('slow.example'), lanes.enter('slow.example')]).toEqual([true, true])
    const third = Promise.resolve(lanes.enter('slow.example'))
    expect(lanes.enter('quick.example')).toBe(true)
    const order: string[] = []
    third.then(() => order.push('slow'))
    const quick = Promise.resolve(lanes.enter('quick.example')).then(() => order.push('quick'))
    lanes.leave('quick.example')
    await quick
    expect(order).toEqual(['quick'])
    lanes.leave('slow.example')
    expect(await third).toBe(true)
  })

  it('let nobody in after the end, and keep nobody waiting', async () => {
    const lanes = openLanes(1)
    expect(lanes.enter()).toBe(true)
    const waiting = lanes.enter()
    lanes.end()
    expect(await waiting).toBe(false)
    expect(lanes.enter()).toBe(false)
  })

  it('get a place back from somebody who had gone before it was free', async () => {
    const lanes = openLanes(1)
    const [first, late] = [openPlace(lanes), openPlace(lanes)]
    expect(await first.take()).toBe(true)
    const waiting = late.take()
    late.giveBack()
    first.giveBack()
    expect(await waiting).toBe(false)
    const next = openPlace(lanes)
    expect(await next.take()).toBe(true)
    next.giveBack()
    next.giveBack()
    expect([lanes.enter(), lanes.enter()]).toEqual([true, expect.any(Promise)])
  })
})
