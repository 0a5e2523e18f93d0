import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import pg from 'pg'
import { PROJECT_ROOT } from '../../../src/config.js'
import { readMark } from '../../../src/files/high-water-marks.js'
import type { Log } from '../../../src/log.js'
import { openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import { isAlive } from '../../../src/postgres/server/server-process.js'
import { takeOver } from '../../../src/steps/operations/take-over.js'
import { notify } from '../../../src/steps/staff/staff.js'
import { passableFolder } from '../../support/folders.js'
import { sampleNotice } from '../../support/notices.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { sendNotices } from '../../support/signing.js'
import { openWorld, type World } from '../../support/world.js'

const NOW = '2026-11-25T12:00:00+01:00'

jest.setTimeout(120_000)

let dir: string
let relay: TestRelay
let worlds: World[]
let warnings: string[]
let serial = 0
beforeEach(async () => {
  dir = passableFolder('estafette-instance-')
  worlds = []
  warnings = []
  relay = await startRelay()
})
afterEach(async () => {
  await closeAll()
  await relay.close()
  rmSync(dir, { recursive: true, force: true })
})

const log: Log = {
  debug: () => {},
  info: () => {},
  warn: event => void warnings.push(event),
  error: event => void warnings.push(event),
}

async function open(house = 'house', more: Record<string, string> = {}): Promise<World> {
  const own = join(dir, house)
  mkdirSync(own, { recursive: true, mode: 0o711 })
  const settings = {
    STATE_DIR: join(dir, 'state'),
    RECIPIENTS_DIR: join(PROJECT_ROOT, 'recipients'),
    ...more,
  }
  const world = await openWorld({ smtpPort: relay.port, now: NOW, dir: own, log, settings })
  worlds.push(world)
  return world
}

async function closeAll() {
  for (const { app } of worlds.splice(0)) await app.close()
}

const seen = (house = 'house') => readMark(join(dir, house, 'data', 'ledger-seen.json'))?.seen ?? 0

/** One mail to the staff, which stands for all: how many have left after it. */
async function sendOne(world: World): Promise<number> {
  await notify(world.app, { ...sampleNotice('update-gone'), key: `one ${++serial}` })
  await sendNotices(world)
  return relay.received.length
}

/** A statement of the owner of the embedded server. */
async function asOwner(world: World, statement: string) {
  const server = await openEmbeddedServer(world.config.dataDir)
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query(statement)
  await client.end()
  await server.close()
}

describe('a ledger in its own place', () => {
  it('is known by a mark that is left before the first mail, as a process that is killed leaves none afterwards', async () => {
    const world = await open()
    expect(seen()).toBe(0)
    expect(await sendOne(world)).toBe(1)
    expect(seen()).toBe(1)
  })

  it('leaves no more marks than one in half a second, however many mails leave', async () => {
    const world = await open()
    const began = performance.now()
    for (let mails = 0; mails < 20; mails++) await sendOne(world)
    expect(seen()).toBeGreaterThan(0)
    expect(seen()).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - began) / 500))
  })

  it('goes on after its server was killed (-9)', async () => {
    const world = await open()
    expect(await sendOne(world)).toBe(1)
    const pid = Number(
      readFileSync(join(dir, 'house', 'data', 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0],
    )
    process.kill(pid, 'SIGKILL')
    while (isAlive(pid)) await pause(20)
    await closeAll()
    expect(await sendOne(await open())).toBe(2)
    expect(warnings).not.toContain('ledger.awaits-take-over')
  })

  it('goes on in a folder that was moved, and knows its new place', async () => {
    await sendOne(await open())
    await closeAll()
    renameSync(join(dir, 'house'), join(dir, 'moved'))
    expect(await sendOne(await open('moved'))).toBe(2)
    await closeAll()
    expect(await sendOne(await open('moved'))).toBe(3)
  })

  it('goes on whatever processes that are open at once have written down', async () => {
    const [one, other] = [await open(), await open()]
    await sendOne(one)
    await sendOne(other)
    await other.app.close()
    worlds.pop()
    await sendOne(one)
    await closeAll()
    expect(await sendOne(await open())).toBe(4)
  })

  it('sends although nothing can be written down, and says so once', async () => {
    writeFileSync(join(dir, 'full'), '')
    mkdirSync(join(dir, 'house', 'data', 'ledger-seen.json', 'in-the-way'), { recursive: true, mode: 0o711 })
    const world = await open('house', { STATE_DIR: join(dir, 'full') })
    expect(await sendOne(world)).toBe(1)
    await pause(600)
    expect(await sendOne(world)).toBe(2)
    expect(warnings.filter(event => event === 'ledger-seen.not-kept')).toHaveLength(1)
  })

  it('begins anew where everything was removed', async () => {
    await sendOne(await open())
    await closeAll()
    rmSync(join(dir, 'house'), { recursive: true })
    expect(await sendOne(await open())).toBe(2)
  })

  it.each([
    ['nothing', ''],
    ['half a line', '{"lineage":"7/5 2026-'],
    ['of another kind', '[]'],
  ])('is not accused by a file that holds %s', async (_what, text) => {
    await sendOne(await open())
    await closeAll()
    writeFileSync(join(dir, 'house', 'data', 'ledger-seen.json'), text)
    rmSync(join(dir, 'state'), { recursive: true })
    expect(await sendOne(await open())).toBe(2)
  })
})

describe('a ledger that goes back in time', () => {
  it('sends nothing from the next start on', async () => {
    const world = await open()
    await sendOne(world)
    await closeAll()
    await asOwner(world, 'update estafette.instance set seen = seen - 1')
    const again = await open()
    expect(await again.app.instance.standing()).toMatchObject({ kind: 'awaits', reason: 'older' })
    expect(await sendOne(again)).toBe(1)
  })

  it('under a process that runs, sends nothing within the second', async () => {
    const world = await open()
    await sendOne(world)
    await asOwner(world, 'update estafette.instance set seen = seen - 1')
    await pause(1100)
    expect(await sendOne(world)).toBe(1)
    expect(await world.app.instance.standing()).toMatchObject({ kind: 'awaits', reason: 'older' })
  })

  it('is taken over by another process, and this one goes on', async () => {
    const world = await open()
    await sendOne(world)
    await asOwner(world, 'update estafette.instance set seen = seen - 1')
    await pause(1100)
    await sendOne(world)
    const other = await open()
    await takeOver(other.app, 'informatique@agence.example')
    // The mail that was held back at its dot, and another one.
    world.setClock('2026-11-25T12:05:00+01:00')
    expect(await sendOne(world)).toBe(3)
    await closeAll()
    expect(await sendOne(await open())).toBe(4)
  })
})
