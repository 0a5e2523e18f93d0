import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { sendCommand } from '../../../src/cli/sending-commands.js'
import { takeOverCommand } from '../../../src/cli/take-over-command.js'
import { readMark } from '../../../src/files/high-water-marks.js'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { openSending } from '../../../src/sending/sending.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { backlogSeconds } from '../../../src/steps/delivery/queue.js'
import { resume, settle } from '../../../src/steps/delivery/stop-and-settle.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { holdSilent } from '../../../src/steps/operations/rolled-back.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { deliverAll, emptied, openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'
const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const at = (time: string) => `2020-04-30T${time}:00+02:00`

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

/** An edition that was dispatched at nine, of which three mails left then. */
beforeEach(async () => {
  await emptied(world)
  relay.received.length = 0
  world.setClock(WEDNESDAY)
  await signedEdition(world, EDITION)
  world.setClock(at('09:00'))
  await dispatch(world.app, EDITION)
  await attempt(3)
})

/** Some of what is open is attempted. */
async function attempt(some: number) {
  const sending = await openSending(world.app)
  const open = (await deliveriesOf(world.app.engine.db, EDITION)).filter(({ state }) => state === 'pending')
  for (const { id } of open.slice(0, some)) await sending.deliver(id)
  await sending.close()
}

const edition = () => readEdition(world.app, EDITION)
const left = () => relay.received.length
const send = () => sendCommand(world.app, EDITION, true, () => {}, new AbortController().signal)

describe('an edition that is being sent', () => {
  it('leaves a mark in the ledger and on the disk before its next mail leaves', async () => {
    const file = join(world.config.dataDir, 'ledger-seen.json')
    const before = readMark(file)?.seen ?? 0
    await pause(600)
    await attempt(1)
    expect(readMark(file)?.seen).toBe(before + 1)
  })
})

describe('an edition in mid-send at the start of what delivers', () => {
  it('goes on by itself when its last attempt was within the hour', async () => {
    world.setClock(at('09:59'))
    expect(await holdSilent(world.app)).toEqual([])
    expect(await send()).toMatchObject({ status: 0 })
    expect((await edition())?.state).toBe('closed')
  })

  it('waits for a person when that was longer ago', async () => {
    world.setClock(at('10:01'))
    const answer = await send()
    expect(answer).toMatchObject({ status: 1, json: { state: 'paused', stopped: { cause: 'gone-back' } } })
    expect(answer.text).toContain('2020-04-30T09:00:00+02:00')
    expect(answer.text).toContain(`estafette resume ${EDITION}`)
    await deliverAll(world, EDITION)
    expect(left()).toBe(3)
  })

  it('tells the admins, once for each time', async () => {
    world.setClock(at('10:01'))
    await holdSilent(world.app)
    await holdSilent(world.app)
    const told = (await listNotices(world.app.engine.db)).filter(({ kind }) => kind === 'edition-held')
    expect(told.map(({ to_email }) => to_email)).toEqual(['informatique@agence.example'])
  })

  it('waits also when nothing of it was attempted yet', async () => {
    await emptied(world)
    world.setClock(WEDNESDAY)
    await signedEdition(world, EDITION)
    world.setClock(at('09:00'))
    await dispatch(world.app, EDITION)
    world.setClock(at('10:01'))
    expect(await holdSilent(world.app)).toMatchObject([{ edition: EDITION }])
  })

  it('counts as backlog, since somebody has to see to it', async () => {
    world.setClock(at('10:01'))
    await holdSilent(world.app)
    expect(await backlogSeconds(world.app)).toBe(61 * 60)
  })

  it('goes on once a person said so, also at the next start', async () => {
    world.setClock(at('12:00'))
    await holdSilent(world.app)
    world.setClock(at('14:00'))
    expect(await resume(world.app, EDITION)).toBe(true)
    world.setClock(at('14:30'))
    expect(await holdSilent(world.app)).toEqual([])
    await deliverAll(world, EDITION)
    expect((await edition())?.state).toBe('closed')
  })

  it('is not held by a start long after the last of it left', async () => {
    await deliverAll(world, EDITION)
    world.setClock('2020-05-02T09:00:00+02:00')
    expect(await holdSilent(world.app)).toEqual([])
  })
})

describe('an edition that may have left', () => {
  it('is put in doubt as a whole: nothing leaves again by itself, each is somebody to follow up', async () => {
    world.setClock(at('10:01'))
    await holdSilent(world.app)
    const open = (await deliveriesOf(world.app.engine.db, EDITION)).length - 3
    expect(await takeOverCommand(world.app, { inDoubt: [EDITION] })).toMatchObject({ status: 0 })
    expect(await edition()).toMatchObject({ state: 'closed', counts: { 'in-doubt': open, accepted: 3 } })
    const reasons = (await listFollowUps(world.app.engine.db, {})).filter(
      ({ reason }) => reason === 'in-doubt',
    )
    expect(reasons).toHaveLength(open)
    await deliverAll(world, EDITION)
    expect(left()).toBe(3)
  })

  it('is settled one by one then, with an attempt that says why', async () => {
    world.setClock(at('10:01'))
    await holdSilent(world.app)
    await takeOverCommand(world.app, { inDoubt: [EDITION] })
    const one = (await deliveriesOf(world.app.engine.db, EDITION)).find(({ state }) => state === 'in-doubt')
    expect(one?.attempts).toMatchObject([{ number: 1, phase: 'dot', outcome: 'in-doubt' }])
    expect(one?.attempts[0]?.reply).toContain('may have left')
    await settle(world.app, one?.id ?? '', 'again', 'direction@cabinet.example')
    await deliverAll(world, EDITION)
    expect(left()).toBe(4)
  })

  it('is not put in doubt while no doubt holds it', async () => {
    expect(await takeOverCommand(world.app, { inDoubt: [EDITION] })).toMatchObject({ status: 1 })
    expect(await edition()).toMatchObject({ state: 'sending', counts: { 'in-doubt': 0 } })
  })
})
