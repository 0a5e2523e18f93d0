import { appendFileSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import pg from 'pg'
import { takeOverCommand } from '../../../src/cli/take-over-command.js'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import { isAlive } from '../../../src/postgres/server/server-process.js'
import { openSending } from '../../../src/sending/sending.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { settle } from '../../../src/steps/delivery/stop-and-settle.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { approver, deliverAll, openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'
const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const NINE = '2020-04-30T09:00:00+02:00'
const BY = 'informatique@agence.example'

jest.setTimeout(180_000)

let relay: TestRelay
let world: World
beforeEach(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY })
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
  world.setClock(NINE)
  await dispatch(world.app, EDITION)
})
afterEach(async () => {
  await world.close()
  await relay.close()
})

const all = () => deliveriesOf(world.app.engine.db, EDITION)
const stateOf = async (delivery: string) => (await all()).find(({ id }) => id === delivery)?.state

/** One attempt of each, in order. */
async function attempt(deliveries: string[]) {
  const sending = await openSending(world.app)
  for (const delivery of deliveries) await sending.deliver(delivery)
  await sending.close()
}

async function asOwner(work: (client: pg.Client) => Promise<unknown>) {
  const server = await openEmbeddedServer(world.config.dataDir)
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await work(client)
  await client.end()
  await server.close()
}

/** As a crash leaves it whose last commits were not on the disk. */
const loseAttempts = (deliveries: string[]) =>
  asOwner(async client => {
    await client.query('delete from estafette.attempt where delivery = any($1)', [deliveries])
    await client.query(
      `update estafette.delivery set state = 'pending', claim = 0, attempts = 0, claimed_by = null, claimed_until = null
       where id = any($1)`,
      [deliveries],
    )
  })

/** The server of the world ends as by kill -9, and comes back. */
async function crash() {
  const file = join(world.config.dataDir, 'postgres', 'postmaster.pid')
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  process.kill(pid, 'SIGKILL')
  while (isAlive(pid)) await pause(20)
  for (let look = 0; look < 400; look++) {
    if (await readEdition(world.app, EDITION).catch(() => null)) return
    await pause(50)
  }
  throw new Error('the server did not come back')
}

async function first(some: number): Promise<string[]> {
  return (await all()).slice(0, some).map(({ id }) => id)
}

describe('a ledger whose server lost its last second', () => {
  it('sends nothing any more from a process that knows what had passed the gate, which becomes in doubt', async () => {
    const [one, other, next] = (await first(3)) as [string, string, string]
    await attempt([one, other])
    expect(relay.received).toHaveLength(2)
    await loseAttempts([one, other])
    await crash()
    await attempt([one, other, next])
    expect(relay.received).toHaveLength(2)
    expect(await world.app.instance.standing()).toMatchObject({ kind: 'awaits', reason: 'older' })
    expect([await stateOf(one), await stateOf(other), await stateOf(next)]).toEqual([
      'in-doubt',
      'in-doubt',
      'pending',
    ])
    await takeOverCommand(world.app, { by: BY, continue: [EDITION] })
    await deliverAll(world, EDITION)
    const copies = new Map<string, number>()
    for (const { to } of relay.received) copies.set(String(to), (copies.get(String(to)) ?? 0) + 1)
    expect(Math.max(...copies.values())).toBe(1)
    expect((await readEdition(world.app, EDITION))?.counts).toMatchObject({ pending: 0, 'in-doubt': 2 })
  })

  it('is known as such by the next process of this DATA_DIR, too', async () => {
    const [one] = (await first(1)) as [string]
    await attempt([one])
    await world.app.close()
    await loseAttempts([one])
    world = await openWorld({ smtpPort: relay.port, now: NINE, dir: world.dir })
    expect(await world.app.instance.standing()).toMatchObject({ kind: 'awaits', reason: 'older' })
    expect(await stateOf(one)).toBe('in-doubt')
    expect(relay.received).toHaveLength(1)
  })

  it('sends nothing any more when it begins anew what has passed, also where nobody noticed', async () => {
    const [one, next] = (await first(2)) as [string, string]
    await attempt([one])
    await loseAttempts([one])
    await attempt([one, next])
    expect(relay.received).toHaveLength(1)
    expect([await stateOf(one), await stateOf(next)]).toEqual(['in-doubt', 'pending'])
    expect(await world.app.instance.standing()).toMatchObject({ kind: 'awaits', reason: 'older' })
    expect(
      (await listFollowUps(world.app.engine.db)).filter(({ reason }) => reason === 'in-doubt'),
    ).toHaveLength(1)
    await takeOverCommand(world.app, { by: BY, continue: [EDITION] })
    // A person decides, and then it goes once more.
    expect(await settle(world.app, one, 'again', await approver(world.app))).toMatchObject({
      edition: EDITION,
    })
    await attempt([one])
    expect(relay.received).toHaveLength(2)
    expect(await stateOf(one)).toBe('accepted')
  })

  it('is sent once, too, where the server lost that the edition was dispatched at all', async () => {
    const [one, other] = (await first(2)) as [string, string]
    await attempt([one, other])
    await world.app.close()
    await asOwner(async client => {
      await client.query('set search_path = estafette')
      await client.query('set session_replication_role = replica')
      await client.query('delete from attempt')
      await client.query('delete from delivery')
      await client.query("delete from slot where slot = 'send'")
      await client.query('update edition set dispatched_at = null, expires_at = null')
    })
    world = await openWorld({ smtpPort: relay.port, now: NINE, dir: world.dir })
    expect(await world.app.instance.standing()).toMatchObject({ kind: 'awaits', reason: 'older' })
    await takeOverCommand(world.app, { by: BY, continue: [EDITION] })
    await dispatch(world.app, EDITION)
    await deliverAll(world, EDITION)
    expect([await stateOf(one), await stateOf(other)]).toEqual(['in-doubt', 'in-doubt'])
    const to = relay.received.map(mail => mail.to)
    expect(new Set(to).size).toBe(to.length)
    expect(await world.app.instance.standing()).toMatchObject({ kind: 'ours' })
    expect((await readEdition(world.app, EDITION))?.counts).toMatchObject({ pending: 0, 'in-doubt': 2 })
  })

  it('goes on whatever a full disk or a loss of power has left in its journal', async () => {
    const [one, next] = (await first(2)) as [string, string]
    await attempt([one])
    const folder = join(world.config.dataDir, 'passed-gates')
    for (const name of readdirSync(folder)) appendFileSync(join(folder, name), `${next}\t1\t12`)
    for (const name of readdirSync(folder)) appendFileSync(join(folder, name), `${one}\t1\t5\n\0\0\n`)
    await crash()
    // At the first dot the server may be one that was not looked at yet.
    await attempt([next, next])
    expect(relay.received).toHaveLength(2)
    expect(await stateOf(next)).toBe('accepted')
    expect(await world.app.instance.standing()).toMatchObject({ kind: 'ours' })
  })

  it('goes on where nothing was lost', async () => {
    const [one, next] = (await first(2)) as [string, string]
    await attempt([one])
    await crash()
    // At the first dot the server may be one that was not looked at yet.
    await attempt([next, next])
    expect(relay.received).toHaveLength(2)
    expect(await stateOf(next)).toBe('accepted')
    expect(await world.app.instance.standing()).toMatchObject({ kind: 'ours' })
  })

  it('forgets nothing with its journal removed, but the ledger’s own marks', async () => {
    const [one] = (await first(1)) as [string]
    await attempt([one])
    await world.app.close()
    rmSync(join(world.config.dataDir, 'passed-gates'), { recursive: true })
    world = await openWorld({ smtpPort: relay.port, now: NINE, dir: world.dir })
    expect(await world.app.instance.standing()).toMatchObject({ kind: 'ours' })
  })
})
