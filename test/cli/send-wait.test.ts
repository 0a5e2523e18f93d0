import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { openApp } from '../../src/app.js'
import { resumeCommand, sendCommand } from '../../src/cli/sending-commands.js'
import { silent } from '../../src/log.js'
import { openSending } from '../../src/sending/sending.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { openQueue } from '../../src/steps/delivery/queue.js'
import { stop } from '../../src/steps/delivery/stop-and-settle.js'
import { startWorker } from '../../worker/jobs.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { deliverAll, emptied, openWorld, signedEdition, type World } from '../support/world.js'

const EDITION = '2020-W18'
const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const at = (time: string) => `2020-04-30T${time}+02:00`

jest.setTimeout(120_000)

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY })
  world.layOut(EDITION)
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

/** An edition that was dispatched at nine. */
beforeEach(async () => {
  await emptied(world)
  relay.setPolicy(() => null)
  relay.received.length = 0
  world.setClock(WEDNESDAY)
  await signedEdition(world, EDITION)
  world.setClock(at('09:00:00'))
  await dispatch(world.app, EDITION)
})

const send = (progress: (line: string) => void = () => {}, told = new AbortController().signal) =>
  sendCommand(world.app, EDITION, true, progress, told, true)

describe('send --wait', () => {
  it('waits for what is due within its patience, and then has sent everything', async () => {
    world.setClock(at('08:59:20'))
    const said: string[] = []
    const answer = await send(line => {
      said.push(line)
      if (line.includes('due soon')) world.setClock(at('09:00:00'))
    })
    expect(answer).toMatchObject({
      status: 0,
      json: { state: 'closed', waiting: { pending: 0, next: null } },
    })
    expect(said[0]).toBe(`${EDITION}: 59 deliveries due soon, the next at ${at('09:00:00')}`)
    expect(relay.received.length).toBe(59)
  })

  it('ends with 4, and says until when, where deliveries are pending for longer', async () => {
    world.setClock(at('08:00:00'))
    const answer = await send()
    expect(answer.status).toBe(4)
    expect(answer.json).toMatchObject({
      counts: { pending: 59 },
      waiting: { pending: 59, deferred: 0, next: at('09:00:00'), until: at('09:00:00') },
    })
    expect(answer.text).toContain(`59 deliveries (59 pending) due at ${at('09:00:00')}`)
    expect(relay.received).toEqual([])
  })

  it('ends with 4 when it is told to end before everything has left', async () => {
    const told = new AbortController()
    const answer = await send(() => told.abort(), told.signal)
    expect(answer).toMatchObject({ status: 4, json: { state: 'sending' } })
    expect(answer.text).toContain(`Told to end. Go on: estafette send ${EDITION} --wait`)
  })

  it('ends with 0 when the rest is deferred, and says when that is tried again', async () => {
    relay.setPolicy(to => (to.includes('ixelles') ? '450 4.2.0 Greylisted' : null))
    const answer = await send()
    const { waiting } = answer.json as { waiting: { deferred: number; next: string } }
    expect([answer.status, waiting.deferred > 0]).toEqual([0, true])
    expect(answer.text).toContain(`${waiting.deferred} deferred) due`)
    expect(answer.text).toContain(waiting.next)
  })
})

describe('resume', () => {
  it('says how many wait, and until when', async () => {
    await stop(world.app, EDITION, 'a question of the cabinet')
    const answer = await resumeCommand(world.app, EDITION)
    expect(answer.json).toMatchObject({ waiting: { pending: 59, next: at('09:00:00') } })
    await deliverAll(world, EDITION)
  })
})

describe('a service whose clock is earlier, beside a send with a later one', () => {
  const taken: string[] = []
  let stop: () => Promise<void>
  beforeEach(async () => {
    const { config } = world
    const service = await openApp({ config, clock: () => new Date(at('08:00:00')), log: silent })
    const queue = await openQueue(service)
    const sending = await openSending(service)
    const deliver = (delivery: string) => {
      taken.push(delivery)
      return sending.deliver(delivery)
    }
    const worker = startWorker(service, queue, { ...sending, deliver })
    stop = async () => {
      await worker.stop()
      await sending.close()
      await queue.close()
      await service.close()
    }
  })
  afterEach(() => stop())

  it('takes nothing from it: the sender has sent everything', async () => {
    const answer = await send()
    expect(answer).toMatchObject({ status: 0, json: { counts: { accepted: 59, pending: 0 } } })
    expect(taken).toEqual([])
  })
})
