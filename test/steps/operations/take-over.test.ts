import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { sql } from 'kysely'
import { takeOverCommand } from '../../../src/cli/take-over-command.js'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { openSending } from '../../../src/sending/sending.js'
import { doDueSlots } from '../../../src/steps/calendar/do-due-slots.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { resume } from '../../../src/steps/delivery/stop-and-settle.js'
import { putInDoubt, unsentEditions } from '../../../src/steps/operations/take-over.js'
import { passableFolder } from '../../support/folders.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { deliverAll, openWorld, signedEdition, type World } from '../../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const THURSDAY = '2020-04-30T09:00:00+02:00'
const EDITION = '2020-W18'

/** Each test has a PostgreSQL of its own. */
jest.setTimeout(180_000)

let relay: TestRelay
const worlds: World[] = []
const backups: string[] = []
beforeEach(async () => {
  relay = await startRelay()
})
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close()
  for (const backup of backups.splice(0)) rmSync(backup, { recursive: true, force: true })
  await relay.close()
})

async function open(dir?: string): Promise<World> {
  const world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY, dir })
  worlds.push(world)
  return world
}

/** A house with a signed edition, its engine at rest, and a backup of its whole folder elsewhere. */
async function backedUp(dispatched: boolean) {
  const original = await open()
  original.layOut(EDITION)
  await signedEdition(original, EDITION)
  original.setClock(THURSDAY)
  if (dispatched) await dispatch(original.app, EDITION)
  await original.app.close()
  const backup = passableFolder('estafette-backup-')
  backups.push(backup)
  execFileSync('cp', ['-a', `${original.dir}/.`, backup])
  return { original, backup }
}

describe('a restored backup', () => {
  it.each([
    ['signed', false],
    ['being sent', true],
  ])('of an edition that was %s sends nothing until a person takes it over', async (_when, dispatched) => {
    const { backup } = await backedUp(dispatched)
    const restored = await open(backup)
    restored.setClock(THURSDAY)
    expect(await dispatch(restored.app, EDITION)).toEqual({ kind: 'refused', state: 'copied' })
    expect(await doDueSlots(restored.app)).toEqual([])
    await deliverDue(restored)
    expect(relay.received).toEqual([])
    // Not even attempted: what a copy notes of an attempt would be untrue.
    expect((await deliveriesOf(restored.app.engine.db, EDITION)).flatMap(({ attempts }) => attempts)).toEqual(
      [],
    )

    expect(await takeOverCommand(restored.app, {})).toMatchObject({
      status: 1,
      json: { copied: true, takenOver: false, open: [{ edition: EDITION }] },
    })
    expect(await takeOverCommand(restored.app, { by: 'admin@agence.example' })).toMatchObject({ status: 0 })
    // What may have left stays held until somebody says that it has not.
    await deliverAll(restored, EDITION)
    expect(relay.received).toEqual([])
    expect(await resume(restored.app, EDITION)).toBe(true)
    await dispatch(restored.app, EDITION)
    await deliverAll(restored, EDITION)
    expect(relay.received).toHaveLength((await deliveriesOf(restored.app.engine.db, EDITION)).length)
    expect(relay.received.length).toBeGreaterThan(0)
  })

  it('leaves the original as it was', async () => {
    const { original } = await backedUp(false)
    const again = await open(original.dir)
    again.setClock(THURSDAY)
    expect(await takeOverCommand(again.app, {})).toMatchObject({ status: 0, json: { copied: false } })
    expect(await dispatch(again.app, EDITION)).toMatchObject({ kind: 'dispatched' })
  })
})

describe('what would be sent from a ledger', () => {
  it('is what was signed and is not closed, and what may have left of it already', async () => {
    const world = await open()
    world.layOut(EDITION)
    expect(await unsentEditions(world.app)).toEqual([])
    await signedEdition(world, EDITION)
    const unsent = async () =>
      (await unsentEditions(world.app)).map(({ row, ...rest }) => ({ id: row.id, ...rest }))
    // Its own ledger knows what has left.
    expect(await unsent()).toEqual([{ id: EDITION, lastAttempt: null, mayHaveLeft: false }])
    await sql`delete from instance`.execute(world.app.engine.db)
    expect(await unsent()).toMatchObject([{ mayHaveLeft: false }])
    world.setClock(THURSDAY)
    expect(await unsent()).toMatchObject([{ mayHaveLeft: true }])
  })

  it('is in doubt, with somebody to ask, where DATA_DIR knows of a gate that the ledger forgot', async () => {
    const { app, ...world } = await open()
    world.layOut(EDITION)
    await signedEdition({ app, ...world }, EDITION)
    await dispatch(app, EDITION)
    const [first, second] = await deliveriesOf(app.engine.db, EDITION)
    const passed = { delivery: first?.id ?? '', attempt: 1, claim: 7 }
    await putInDoubt(app, [passed, { ...passed, delivery: 'of-no-edition' }])
    const now = await deliveriesOf(app.engine.db, EDITION)
    expect(now.filter(({ state }) => state === 'in-doubt').map(({ id }) => id)).toEqual([first?.id])
    expect(now.find(({ id }) => id === second?.id)?.state).toBe('pending')
    const [followUp] = (await listFollowUps(app.engine.db)).filter(({ reason }) => reason === 'in-doubt')
    expect(followUp).toMatchObject({ edition: EDITION, recipient: first?.recipient })
    await putInDoubt(app, [])
    expect((await deliveriesOf(app.engine.db, EDITION)).filter(one => one.state === 'in-doubt')).toHaveLength(
      1,
    )
  })
})

/** One try of every delivery, as a worker would: nothing is claimed while the ledger is not ours. */
async function deliverDue({ app }: World) {
  const sending = await openSending(app)
  for (const { id } of await deliveriesOf(app.engine.db, EDITION)) await sending.deliver(id)
  await sending.close()
}
