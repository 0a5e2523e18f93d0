import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import pg from 'pg'
import { deliveriesOf } from '../../src/postgres/delivery/delivery-records.js'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { openEmbeddedServer } from '../../src/postgres/server/embedded.js'
import { listNotices } from '../../src/postgres/staff/sent-notices.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { resume } from '../../src/steps/delivery/stop-and-settle.js'
import { readEdition, readFrozen } from '../../src/steps/editions/read-edition.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { deliverAll, openWorld, signedEdition, type World, type WorldOptions } from '../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const THURSDAY = '2020-04-30T09:00:00+02:00'
const EDITION = '2020-W18'

/** Each test has a PostgreSQL of its own. */
jest.setTimeout(180_000)

let relay: TestRelay
let world: World
beforeEach(async () => {
  relay = await startRelay()
})
afterEach(async () => {
  await world.close()
  await relay.close()
})

async function signed(options: Partial<WorldOptions> = {}) {
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY, ...options })
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
  world.setClock(THURSDAY)
  return world.app
}

/** What somebody with a hand in the database can do. */
async function tamper(statement: string) {
  const server = await openEmbeddedServer(world.config.dataDir)
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  // A superuser may leave out triggers: that nothing is sent must not hang on them alone.
  await client.query('set session_replication_role = replica')
  const { rowCount } = await client.query(statement).finally(() => client.end().then(server.close))
  expect(rowCount).toBeGreaterThan(0)
}

describe('an edition that somebody has changed in the database', () => {
  it('is not dispatched when an addressee is another than was signed off', async () => {
    const app = await signed()
    await tamper(
      "update estafette.addressee set email = 'x@evil.example' where recipient = (select min(recipient) from estafette.addressee)",
    )
    expect(await dispatch(app, EDITION)).toEqual({ kind: 'refused', state: 'hash-differs' })
  })

  it('is not sent, and pauses, when its content changes after dispatch', async () => {
    const app = await signed()
    await dispatch(app, EDITION)
    await tamper("update estafette.frozen set content = replace(content, 'prime', 'crime')")
    await deliverAll(world, EDITION)
    expect(relay.received).toEqual([])
    expect(await readEdition(app, EDITION)).toMatchObject({ state: 'paused', counts: { accepted: 0 } })
  })

  it('is told to the admins at each pause, and once each time', async () => {
    const app = await signed()
    await dispatch(app, EDITION)
    await tamper("update estafette.frozen set content = replace(content, 'prime', 'crime')")
    const told = async () =>
      (await listNotices(app.engine.db)).filter(({ key }) => key.startsWith('mail-refused')).length
    await deliverAll(world, EDITION)
    const once = await told()
    expect(once).toBeGreaterThan(0)
    expect(await resume(app, EDITION)).toBe(true)
    world.setClock('2020-04-30T12:00:00+02:00')
    await deliverAll(world, EDITION)
    expect(await readEdition(app, EDITION)).toMatchObject({ state: 'paused' })
    expect(await told()).toBe(2 * once)
  })

  it('is not sent, and pauses, when its content and all its hashes change after dispatch', async () => {
    const app = await signed()
    await dispatch(app, EDITION)
    const sha = (text: string) => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`
    await tamper("update estafette.frozen set content = replace(content, 'prime', 'crime')")
    await tamper(`update estafette.frozen set content_hash = ${sha('content')}`)
    await tamper(
      `update estafette.frozen set hash = ${sha("'content ' || content_hash || E'\naudience ' || audience_hash || E'\n'")}`,
    )
    // In itself it is sound again.
    const row = await readEdition(app, EDITION)
    expect(row && (await readFrozen(app, row))?.content).toBeTruthy()
    await deliverAll(world, EDITION)
    expect(relay.received).toEqual([])
    expect(await readEdition(app, EDITION)).toMatchObject({ state: 'paused', counts: { accepted: 0 } })
  })

  it('can’t be changed by a plain statement, nor its audience', async () => {
    await signed()
    const server = await openEmbeddedServer(world.config.dataDir)
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    try {
      for (const change of [
        "frozen set content = ''",
        "addressee set email = 'x@evil.example'",
        "exclusion set reason = 'x'",
      ])
        await expect(client.query(`update estafette.${change}`)).rejects.toThrow(/is frozen/)
    } finally {
      await client.end()
      await server.close()
    }
  })

  it('can’t have a second delivery for the same recipient', async () => {
    const app = await signed()
    await dispatch(app, EDITION)
    const second = `insert into estafette.delivery (id, edition, version, recipient, commune, message_id, due_at, created_at)
      select id || '.again', edition, version, recipient, commune, message_id, due_at, created_at from estafette.delivery limit 1`
    await expect(tamper(second)).rejects.toThrow('unique')
  })
})

describe('the list of allowed recipients', () => {
  it('is asked for each mail that would leave, and what is not on it is left to a person', async () => {
    const app = await signed({ settings: { ALLOWED_RECIPIENTS: '@anderlecht.example' } })
    await dispatch(app, EDITION)
    await deliverAll(world, EDITION)
    expect(relay.received.length).toBeGreaterThan(0)
    expect(relay.received.filter(({ to }) => !to.endsWith('@anderlecht.example'))).toEqual([])
    const { counts } = (await readEdition(app, EDITION)) ?? {}
    expect(counts?.suppressed).toBe(
      (await deliveriesOf(app.engine.db, EDITION)).length - relay.received.length,
    )
    expect((await listFollowUps(app.engine.db)).some(({ reason }) => reason === 'not-allowed')).toBe(true)
  })
})
