import { afterEach, describe, expect, it } from '@jest/globals'
import { AWAY } from '../../src/sending/circuit-breaker.js'
import { type Limiter, newPassage, openLimiter } from '../../src/sending/limiter.js'
import { newRelayState } from '../../src/sending/relay-state.js'
import { openRelay } from '../../src/smtp/transport.js'
import { startScriptedServer } from '../support/scripted-smtp.js'

/** A relay that refuses the first `refusals` probes, and what was logged of it. A mail has proved the log-in. */
function open({ refusals = 0, atOnce = 2 } = {}) {
  const probes: number[] = []
  const told: string[] = []
  const state = newRelayState(atOnce)
  state.provenUntilMs = Infinity
  const limiter = openLimiter(state, {
    greets: async () => (probes.push(probes.length) <= refusals ? 'refused' : null),
    clock: () => new Date('2020-04-29T10:00:00Z'),
    log: {
      error: (event, fields) => told.push(`${event} ${(fields as { reason: string }).reason}`),
      warn: event => told.push(event),
    },
  })
  opened.push(limiter)
  return { limiter, state, probes, told }
}
const opened: Limiter[] = []
afterEach(() => {
  for (const limiter of opened.splice(0)) limiter.end()
})

const lose = (limiter: Limiter) =>
  limiter.learn(newPassage(), { kind: 'lost', detail: 'reset' }, performance.now())
const claims = (limiter: Limiter, many: number) =>
  Promise.all(Array.from({ length: many }, () => limiter.ask(newPassage(), 'claim')))
const mailTo = (domain: string) => ({ ...newPassage(), domain })

describe('the limiter', () => {
  it('gives a permit that is given back to the next in turn', async () => {
    const { limiter } = open({ atOnce: 1 })
    const [first, second, third] = ['a', 'b', 'c'].map(mailTo) as [never, never, never]
    expect(await limiter.ask(first, 'permit')).toBeNull()
    const order: string[] = []
    const both = [
      limiter.ask(second, 'permit').then(() => order.push('second')),
      limiter.ask(third, 'permit').then(() => order.push('third')),
    ]
    limiter.leave(first)
    await both[0]
    expect(order).toEqual(['second'])
    limiter.leave(second)
    await both[1]
    expect(order).toEqual(['second', 'third'])
  })

  it('lets those of another domain go first when one domain has its share', async () => {
    const { limiter } = open({ atOnce: 2 })
    const [slow, slower, quick] = ['slow', 'slow', 'quick'].map(mailTo) as [never, never, never]
    expect(await limiter.ask(slow, 'permit')).toBeNull()
    const waiting = limiter.ask(slower, 'permit')
    expect(await limiter.ask(quick, 'permit')).toBeNull()
    limiter.leave(slow)
    expect(await waiting).toBeNull()
  })

  it('never has more connections open than permits', async () => {
    const server = await startScriptedServer(() => null)
    const where = { host: '127.0.0.1', port: server.port, secure: false, plain: false, auth: null }
    const relay = openRelay({ ...where, allowed: ['*'], silenceMs: 2000 })
    const { limiter } = open({ atOnce: 2 })
    const outcomes = Array.from({ length: 9 }, async (_, index) => {
      const passage = mailTo(`${index}.example`)
      await limiter.ask(passage, 'permit')
      const outcome = await relay.transmit({
        from: 'bounce+x@estafette.example',
        to: `a@${index}.example`,
        bytes: [Buffer.from('Subject: test\r\n\r\nbody\r\n')],
        gate: async () => (await limiter.ask(passage, 'dot')) === null,
        envelopeId: 'x',
      })
      limiter.leave(passage)
      return outcome.kind
    })
    expect(await Promise.all(outcomes)).toEqual(Array(9).fill('accepted'))
    expect(server.completed).toHaveLength(9)
    expect(server.sessions()).toBe(2)
    relay.close()
    await server.close()
  })

  it('probes once for all that wait, says once that the relay is away, and lets all go when it is back', async () => {
    const { limiter, probes, told } = open({ refusals: 1 })
    lose(limiter)
    expect(await claims(limiter, 3)).toEqual([null, null, null])
    expect(probes).toHaveLength(2)
    expect(told).toEqual(['relay.away refused', 'relay.back'])
  })

  it('says nothing of a single loss, and probes nobody while nobody waits', async () => {
    const { limiter, probes, told } = open()
    lose(limiter)
    await new Promise(resolve => setImmediate(resolve))
    expect(probes).toEqual([])
    await claims(limiter, 1)
    expect([probes.length, told]).toEqual([1, []])
  })

  it('lets one at a time go to a relay that greets and loses every connection, until it answers', async () => {
    const { limiter, told } = open({ atOnce: 1 })
    for (let loss = 0; loss < 2; loss++) lose(limiter)
    let [atOnce, most] = [0, 0]
    const all = [1, 2, 3, 4].map(async nth => {
      const passage = newPassage()
      await limiter.ask(passage, 'claim')
      most = Math.max(most, ++atOnce)
      await new Promise(resolve => setImmediate(resolve))
      atOnce--
      if (nth === 2) limiter.learn(passage, ACCEPTED, performance.now())
      limiter.leave(passage)
      return most
    })
    expect((await Promise.all(all)).slice(0, 2)).toEqual([1, 1])
    expect(told).toEqual(['relay.away reset', 'relay.back'])
  })

  it('gives a mail in hand its time, and no more: it comes again as others do', async () => {
    const { limiter, state } = open({ refusals: 1000 })
    lose(limiter)
    state.circuit.openSinceMs = performance.now() - 59_990
    expect(await limiter.ask(mailTo('a'), 'permit')).toEqual(AWAY)
  })

  it('lets go what waits, and nobody in, when the process is to end: nothing was tried', async () => {
    const { limiter } = open({ refusals: 1000 })
    lose(limiter)
    const waiting = [limiter.ask(newPassage(), 'claim'), limiter.ask(mailTo('a'), 'permit')]
    limiter.end()
    expect(await Promise.all(waiting)).toEqual([AWAY, AWAY])
    expect(await limiter.ask(newPassage(), 'claim')).toEqual(AWAY)
  })

  it('lets a mail that is on its way end, and a staff mail go, when the process is to end', async () => {
    const { limiter } = open()
    limiter.end()
    expect(await limiter.ask(mailTo('a'), 'dot')).toBeNull()
    expect(await limiter.ask(newPassage(), 'staff')).toBeNull()
  })

  it('keeps no place for a mail that had gone before it was free', async () => {
    const { limiter, state } = open({ atOnce: 1 })
    const [first, late, next] = ['a', 'b', 'c'].map(mailTo) as [never, never, never]
    expect(await limiter.ask(first, 'dot')).toBeNull()
    const waiting = limiter.ask(late, 'dot')
    limiter.leave(late)
    expect(await waiting).toEqual(AWAY)
    limiter.leave(first)
    limiter.leave(first)
    expect(state.dots).toBe(0)
    expect(await limiter.ask(next, 'dot')).toBeNull()
  })

  it('has a mail wait until the ledger has said how many go before it, and places them once', async () => {
    const { limiter } = open()
    let place = (_many: number) => {}
    let times = 0
    const placing = () => {
      times++
      return new Promise<number>(resolve => {
        place = resolve
      })
    }
    const slowed = [1, 2].map(() => limiter.slow('a', { wait: 60_000, apart: 2000 }, placing))
    const turn = limiter.ask(mailTo('a'), 'permit')
    place(3)
    expect(await turn).toEqual({ kind: 'paced', dueAt: new Date('2020-04-29T10:01:06Z') })
    await Promise.all(slowed)
    expect(times).toBe(1)
  })
})

const ACCEPTED = { kind: 'accepted', reply: { code: 250, enhancedStatus: null, text: 'Ok' } } as const
