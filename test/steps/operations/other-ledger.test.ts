import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { type App, openApp, UndecidedLedger } from '../../../src/app.js'
import { takeOverCommand } from '../../../src/cli/take-over-command.js'
import { type Config, readConfig } from '../../../src/config.js'
import { silent } from '../../../src/log.js'
import { type EmbeddedServer, openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import { inspectDatabase } from '../../../src/postgres/server/inspect.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { ledgerChecks } from '../../../src/steps/operations/doctor-ledger.js'
import { leaveOther } from '../../../src/steps/operations/take-over.js'
import { passableFolder } from '../../support/folders.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const EDITION = '2020-W18'
const BY = 'informatique@agence.example'

jest.setTimeout(240_000)

let world: World
let server: EmbeddedServer
let elsewhere: string
const opened: App[] = []
let databases = 0

beforeAll(async () => {
  world = await openWorld({ now: WEDNESDAY, settings: {} })
  elsewhere = passableFolder('estafette-own-')
  server = await openEmbeddedServer(elsewhere)
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
  await world.app.close()
})
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close()
})
afterAll(async () => {
  await server.close()
  for (const folder of [elsewhere, world.dir]) rmSync(folder, { recursive: true, force: true })
})

/** The same folders, with a database that nobody has used. */
async function withOwn(): Promise<Config> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  const name = `own_${++databases}`
  await client.query(`create database ${name}`)
  await client.end()
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return { ...world.config, ...databaseOf(url.href) }
}

const databaseOf = (url: string) => {
  const { databaseUrl } = readConfig({ DATABASE_URL: url }, world.dir)
  return { databaseUrl }
}

async function open(config: Config, otherLedger: 'refuse' | 'tell' = 'refuse'): Promise<App> {
  const app = await openApp({ config, clock: () => new Date(WEDNESDAY), log: silent, otherLedger })
  opened.push(app)
  return app
}

async function closeAll() {
  for (const app of opened.splice(0)) await app.close()
}

const refusal = (config: Config) =>
  open(config).then(
    () => null,
    error => (error instanceof UndecidedLedger ? error.message : Promise.reject(error)),
  )

/** What `doctor` finds. */
async function finding(config: Config) {
  const own = config.databaseUrl?.reveal()
  const embedded = own ? null : await openEmbeddedServer(config.dataDir)
  try {
    const url = own ?? embedded?.url ?? ''
    const [found] = await ledgerChecks(config, await inspectDatabase(url, 5000), url)
    return found
  } finally {
    await embedded?.close()
  }
}

describe('DATABASE_URL beside an embedded ledger that holds editions', () => {
  it('is refused the first time, with both ways in one sentence; nothing begins there', async () => {
    const own = await withOwn()
    const said = await refusal(own)
    for (const part of [
      'embedded ledger',
      'estafette move --to URL',
      'estafette take-over --leave-other --by',
    ])
      expect(said).toContain(part)
    expect(await refusal(own)).toBe(said)
    expect(await finding(own)).toMatchObject({
      check: 'ledger',
      ok: false,
      fix: expect.stringContaining('move'),
    })
  })

  it('is refused also where an earlier version wrote down nothing', async () => {
    const own = await withOwn()
    const seen = join(world.config.dataDir, 'ledger-seen.json')
    renameSync(seen, `${seen}.away`)
    try {
      expect(await refusal(own)).toContain('embedded ledger')
    } finally {
      renameSync(`${seen}.away`, seen)
    }
  })

  it('goes on when a person has decided, and the embedded ledger sends nothing any more', async () => {
    const own = await withOwn()
    const deciding = await open(own, 'tell')
    expect(await takeOverCommand(deciding, {})).toMatchObject({ status: 1, json: { undecided: true } })
    await closeAll()
    // To have looked at it decides nothing.
    expect(await refusal(own)).not.toBeNull()
    expect(await takeOverCommand(await open(own, 'tell'), { by: BY, leaveOther: true })).toMatchObject({
      status: 0,
    })
    await closeAll()
    const app = await open(own)
    expect(await app.instance.standing()).toMatchObject({ kind: 'ours' })
    await closeAll()
    expect(await finding(own)).toMatchObject({ ok: true })
    const again = await open(world.config)
    expect(await again.instance.standing()).toMatchObject({ kind: 'awaits', reason: 'left' })
  })
})

describe('the ledger that a person leaves', () => {
  it('sends nothing more, and this one goes on; where there is no other, nothing is lost', async () => {
    const own = await withOwn()
    const deciding = await open(own, 'tell')
    await leaveOther(deciding, BY)
    expect(await deciding.instance.maySend()).toBe(true)
    await leaveOther(deciding, BY)
    expect(await deciding.instance.maySend()).toBe(true)
    await closeAll()
    expect(await refusal(own)).toBeNull()
    await closeAll()
    const left = await open(world.config)
    expect([await left.instance.maySend(), (await left.instance.standing()).kind]).toEqual([false, 'awaits'])
  })
})

describe('a DATABASE_URL that changes after a life there', () => {
  it('is refused when it is unset, or leads to another database, in which the week would go out again', async () => {
    const own = await withOwn()
    await takeOverCommand(await open(own, 'tell'), { by: BY, leaveOther: true })
    await closeAll()
    const app = await open(own)
    expect(await draft(app, EDITION, null)).toMatchObject({ kind: 'frozen' })
    await closeAll()
    expect(await refusal(world.config)).toMatch(/ledger at 127\.0\.0\.1:\d+\/own_\d+, which holds editions/)
    expect(await refusal(await withOwn())).toContain('let DATABASE_URL lead to it')
    expect(await finding(world.config)).toMatchObject({ ok: false })
    expect(await refusal(own)).toBeNull()
  })
})
