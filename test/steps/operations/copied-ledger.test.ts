import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { takeOverCommand } from '../../../src/cli/take-over-command.js'
import { openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import { notify } from '../../../src/steps/staff/staff.js'
import { sampleNotice } from '../../support/notices.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { sendNotices } from '../../support/signing.js'
import { openWorld, type World } from '../../support/world.js'

const NOW = '2026-11-25T12:00:00+01:00'

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: NOW })
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

/** Opens the house again, its ledger last seen on another server, as that of a restored dump. */
async function openCopied() {
  const server = await openEmbeddedServer(world.config.dataDir)
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query("insert into estafette.instance (database, since) values ('1/1', now())")
  await client.end()
  await server.close()
  // Whose ledger it is, a process asks until it is its own.
  await world.app.close()
  world = await openWorld({ smtpPort: relay.port, now: NOW, dir: world.dir })
}

describe('a copied ledger', () => {
  it('sends no mail to the staff until a person takes it over', async () => {
    await openCopied()
    const { app } = world
    await notify(app, sampleNotice('update-gone'))
    expect(await sendNotices(world)).toMatchObject({ sent: 0, waiting: 0 })
    expect(relay.received).toEqual([])
    expect(await takeOverCommand(app, { by: 'informatique@agence.example' })).toMatchObject({ status: 0 })
    expect(await sendNotices(world)).toMatchObject({ sent: 1 })
    expect(relay.received.map(({ to }) => to)).toEqual(['redaction@agence.example'])
  })
})
