import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { sql } from 'kysely'
import { type App, openApp } from '../../../src/app.js'
import { endingOf } from '../../../src/cli/endings.js'
import { takeOverCommand } from '../../../src/cli/take-over-command.js'
import { type Config, PROJECT_ROOT, readConfig, tokenSecret } from '../../../src/config.js'
import { silent } from '../../../src/log.js'
import { messageId } from '../../../src/model/delivery/delivery.js'
import { secretMark } from '../../../src/model/operations/secret-mark.js'
import { adoptSecretMark, keptSecretMark } from '../../../src/postgres/operations/secret-mark.js'
import { inspectDatabase } from '../../../src/postgres/server/inspect.js'
import { ledgerChecks } from '../../../src/steps/operations/doctor-ledger.js'
import { signAnew } from '../../../src/steps/operations/signing-secret.js'
import { passableFolder } from '../../support/folders.js'
import { dispatched, startDatabase, type TestDatabase } from '../../support/ledger.js'

const BY = 'informatique@agence.example'
const SECRET = 'a secret of at least 32 characters.'
const OTHER = 'another one of at least 32 characters'

jest.setTimeout(120_000)

let database: TestDatabase
let dir: string
const opened: App[] = []
beforeAll(async () => {
  database = await startDatabase()
  dir = passableFolder('estafette-secret-')
})
afterEach(async () => {
  for (const app of opened.splice(0)) await app.close()
  await sql`delete from secret_mark`.execute(database.db)
})
afterAll(async () => {
  await database.close()
  rmSync(dir, { recursive: true, force: true })
})

/** A service of its own on the one ledger; it makes a secret when it is given none. */
function place(name: string, settings: Record<string, string> = {}): Config {
  mkdirSync(join(dir, name), { recursive: true })
  return readConfig(
    {
      DATABASE_URL: database.url,
      DATA_DIR: join(dir, name),
      STATE_DIR: join(dir, 'state', name),
      UPDATES_DIR: join(dir, 'updates'),
      RECIPIENTS_DIR: join(PROJECT_ROOT, 'recipients'),
      ...settings,
    },
    dir,
  )
}

async function open(config: Config, otherLedger: 'refuse' | 'tell' = 'refuse'): Promise<App> {
  const app = await openApp({ config, clock: () => new Date(), log: silent, otherLedger })
  opened.push(app)
  return app
}

const ending = (config: Config) =>
  open(config).then(
    () => null,
    error => endingOf(error),
  )

const finding = async (config: Config) =>
  (await ledgerChecks(config, await inspectDatabase(database.url, 5000), database.url)).find(
    ({ check }) => check === 'ledger-secret',
  )

describe('services on one ledger', () => {
  it('with one SECRET work together, wherever it is kept', async () => {
    const first = place('first')
    await open(first)
    expect(await ending(place('second', { SECRET: tokenSecret(first) }))).toBeNull()
    expect(await finding(first)).toMatchObject({ ok: true })
  })

  it('with different ones notice at once, with what to do, and the second one begins nothing', async () => {
    await open(place('one', { SECRET }))
    const said = await ending(place('two', { SECRET: OTHER }))
    expect(said).toMatchObject({ status: 2, isBug: false })
    expect(said?.said).toBe(
      'SECRET: it is not the one with which this ledger is signed: links in mails, and bounces, of one service would mean nothing to the other. Set SECRET to that of the other services (where they have none, it is in their DATA_DIR/secret). If it is changed on purpose: estafette take-over --new-secret --by EMAIL',
    )
    expect(await finding(place('two', { SECRET: OTHER }))).toMatchObject({ ok: false })
    expect(await finding(place('one', { SECRET }))).toMatchObject({ ok: true })
  })

  it('without one of its own, a second place is told, and makes none', async () => {
    await open(place('one', { SECRET }))
    const third = place('third')
    expect((await ending(third))?.said).toContain('none is set here, and this ledger is signed with one')
    expect(existsSync(join(third.dataDir, 'secret'))).toBe(false)
  })

  it('that begin at the same moment agree on one', async () => {
    const endings = await Promise.all(
      [SECRET, OTHER].map((secret, index) => ending(place(`racer-${index}`, { SECRET: secret }))),
    )
    expect(endings.filter(one => one === null)).toHaveLength(1)
    // Also where both have found none: what is kept is asked for again.
    const { db } = database
    const kept = await keptSecretMark(db)
    expect(await adoptSecretMark(db, secretMark('a third one'), new Date())).toBe(kept)
  })

  it('change it when a person says so, and then the others notice', async () => {
    const [one, two] = [place('one', { SECRET }), place('two', { SECRET: OTHER })]
    await open(one)
    const told = await open(two, 'tell')
    expect(await takeOverCommand(told, { by: BY })).toMatchObject({ status: 1 })
    expect(await takeOverCommand(told, { newSecret: true })).toMatchObject({ status: 1 })
    const decided = await takeOverCommand(told, { by: BY, newSecret: true })
    expect(decided).toMatchObject({
      status: 0,
      text: expect.stringContaining('signed with the SECRET that is here'),
    })
    expect(await ending(two)).toBeNull()
    expect((await ending(one))?.status).toBe(2)
    const { rows } = await sql`select number, by_email from secret_mark order by number`.execute(database.db)
    expect(rows).toEqual([
      { number: 1, by_email: null },
      { number: 2, by_email: BY },
    ])
  })

  it('have the secret of who decides, each decision beside those before', async () => {
    const marks = () =>
      sql`select number, mark, by_email from secret_mark order by number`.execute(database.db)
    await signAnew(await open(place('one', { SECRET })), BY)
    await signAnew(await open(place('two', { SECRET: OTHER }), 'tell'), 'other@agence.example')
    expect((await marks()).rows.slice(-2)).toEqual([
      { number: 2, mark: secretMark(SECRET), by_email: BY },
      { number: 3, mark: secretMark(OTHER), by_email: 'other@agence.example' },
    ])
    expect(await keptSecretMark(database.db)).toBe(secretMark(OTHER))
  })

  it('keep of it what tells nobody the secret', async () => {
    await open(place('one', { SECRET }))
    const { rows } = await sql<{ mark: string }>`select mark from secret_mark`.execute(database.db)
    expect(rows).toEqual([{ mark: expect.stringMatching(/^[0-9a-f]{64}$/) }])
    expect(rows[0]?.mark).not.toContain(SECRET)
  })

  it('of an earlier version, which kept no mark, go by the mails that have left', async () => {
    const [delivery = ''] = await dispatched(database.db, '2026-W48', ['ixelles-mayor'], new Date())
    await sql`update delivery set message_id = ${messageId(delivery, 'estafette.example', SECRET)}`.execute(
      database.db,
    )
    expect((await ending(place('two', { SECRET: OTHER })))?.said).toContain('is not the one with which')
    const third = place('worker')
    expect((await ending(third))?.said).toContain('none is set here')
    expect(existsSync(join(third.dataDir, 'secret'))).toBe(false)
    expect(await keptSecretMark(database.db)).toBeNull()
    expect(await finding(place('two', { SECRET: OTHER }))).toMatchObject({ ok: false })
    expect(await finding(place('one', { SECRET }))).toMatchObject({ ok: true })
    expect(await ending(place('one', { SECRET }))).toBeNull()
    expect(await keptSecretMark(database.db)).toBe(secretMark(SECRET))
  })
})
