import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import pg from 'pg'
import { moveCommand } from '../../../src/cli/move-command.js'
import { takeOverCommand } from '../../../src/cli/take-over-command.js'
import { UsageError } from '../../../src/cli/usage.js'
import { readConfig } from '../../../src/config.js'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { type EmbeddedServer, openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import { openSending } from '../../../src/sending/sending.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { deliverAll, openWorld, signedEdition, type World } from '../../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const THURSDAY = '2020-04-30T09:00:00+02:00'
const EDITION = '2020-W18'

/** Each test has PostgreSQLs of its own. */
jest.setTimeout(180_000)

let relay: TestRelay
let dir: string
let target: EmbeddedServer
const worlds: World[] = []
beforeEach(async () => {
  relay = await startRelay()
  dir = mkdtempSync(join(tmpdir(), 'estafette-move-'))
  target = await openEmbeddedServer(dir)
})
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close()
  await target.close()
  await relay.close()
  rmSync(dir, { recursive: true, force: true })
})

async function open(at?: string, settings: Record<string, string> = {}): Promise<World> {
  const world = await openWorld({ smtpPort: relay.port, now: THURSDAY, dir: at, settings })
  worlds.push(world)
  return world
}

const move = ({ config }: World, to = target.url) =>
  moveCommand({ config, clock: () => new Date(THURSDAY) }, to, () => {})

/** A world that stopped in mid-send: half of the mails are refused for now. */
async function stoppedInMidSend(): Promise<World> {
  const world = await open()
  world.setClock(WEDNESDAY)
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
  world.setClock(THURSDAY)
  await dispatch(world.app, EDITION)
  let named = 0
  relay.setPolicy(() => (++named % 2 ? null : '450 4.2.0 Greylisted'))
  await deliverAll(world, EDITION)
  relay.setPolicy(() => null)
  await world.app.close()
  return world
}

async function ask<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=estafette' })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const hasTables = async () =>
  (await ask<{ made: boolean }>(target.url, "select to_regnamespace('estafette') is not null as made"))[0]
    ?.made

describe('a move', () => {
  it('takes the ledger along in mid-send: what is left goes once, from there, and nothing more from here', async () => {
    const source = await stoppedInMidSend()
    const mails = relay.received.length
    expect(mails).toBeGreaterThan(20)
    const answer = await move(source)
    expect(answer).toMatchObject({ status: 0, json: { kind: 'moved', tables: { edition: 1 } } })
    expect(JSON.stringify(answer)).not.toContain(new URL(target.url).password)

    const there = await open(source.dir, { DATABASE_URL: target.url })
    const later = '2020-04-30T09:30:00+02:00'
    there.setClock(later)
    expect(await there.app.instance.maySend()).toBe(true)
    await deliverAll(there, EDITION)
    const all = (await deliveriesOf(there.app.engine.db, EDITION)).length
    expect(relay.received.length).toBe(all)
    const ids = relay.received.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1])
    expect(new Set(ids).size).toBe(all)

    const here = await open(source.dir)
    here.setClock(later)
    expect(await here.app.instance.maySend()).toBe(false)
    const sending = await openSending(here.app)
    for (const { id } of await deliveriesOf(here.app.engine.db, EDITION)) await sending.deliver(id)
    await sending.close()
    expect(relay.received.length).toBe(all)
    expect(await takeOverCommand(here.app, {})).toMatchObject({ status: 1, json: { reason: 'moved' } })
    await here.app.close()
    const again = await move(source)
    expect(again).toMatchObject({ status: 1, json: { reason: 'moved', before: {} } })
    expect(again.text).toContain(new URL(target.url).host)
  })

  it('is refused by a target that holds something, and leaves both as they were', async () => {
    const source = await stoppedInMidSend()
    const other = await open(undefined, { DATABASE_URL: target.url })
    other.layOut(EDITION)
    await takeIn(other.app)
    await other.app.close()
    expect(await move(source)).toMatchObject({
      status: 1,
      json: { reason: 'holds', table: expect.any(String) },
    })
    const here = await open(source.dir)
    expect(await here.app.instance.maySend()).toBe(true)
    expect(await ask(target.url, 'select count(*)::int as n from edition')).toEqual([{ n: 0 }])
  })

  it('is refused while somebody works with the ledger, without one, to itself and to no database', async () => {
    const working = await open()
    await draft(working.app, EDITION, null)
    expect(await move(working)).toMatchObject({ status: 1, json: { reason: 'at-work' } })
    expect(await hasTables()).toBe(false)
    await working.app.close()
    const server = await openEmbeddedServer(working.config.dataDir)
    expect(await move(working, server.url)).toMatchObject({ status: 1, json: { reason: 'same' } })
    await server.close()
    const config = readConfig({ DATA_DIR: join(dir, 'none') }, dir)
    const none = await moveCommand({ config, clock: () => new Date(THURSDAY) }, target.url, () => {})
    expect(none).toMatchObject({ status: 1, json: { reason: 'no-ledger' } })
    expect(existsSync(join(dir, 'none'))).toBe(false)
    await expect(move(working, 'mysql://a/b')).rejects.toThrow(UsageError)
    await expect(move(working, 'postgres://a:secret@127.0.0.1:1/b')).rejects.toThrow(
      /127\.0\.0\.1:1\/b: (?!.*secret)/,
    )
  })

  it('that finds a row that is not the same on both sides is none', async () => {
    const source = await stoppedInMidSend()
    // A target that changes what it is given: a trigger on all tables that are made from now on.
    await ask(
      target.url,
      `create function public.meddle() returns event_trigger language plpgsql as $$
       begin if tg_tag = 'ALTER TABLE' and to_regclass('estafette_staging.edition') is not null
         then update estafette_staging.edition set stop_reason = 'meddled'; end if; end $$;
       create event trigger meddle on ddl_command_end execute function public.meddle()`,
    )
    expect(await move(source)).toMatchObject({ status: 1, json: { reason: 'differs', table: 'edition' } })
    await ask(target.url, 'drop event trigger meddle')
    expect(await hasTables()).toBe(false)
    const here = await open(source.dir)
    expect(await here.app.instance.maySend()).toBe(true)
  })

  it('that was cut short before the other side had it can be asked for again, to the same place alone', async () => {
    const source = await stoppedInMidSend()
    const server = await openEmbeddedServer(source.config.dataDir)
    const { username, host, pathname } = new URL(target.url)
    await ask(
      server.url,
      `insert into move_log (place, at) values ('postgres://${username}@${host}${pathname}', now());
       insert into instance (database, folder, path, since, awaits)
         select database, folder, path, now(), 'moved' from instance order by id desc limit 1`,
    )
    await server.close()
    await ask(target.url, 'create database other')
    const other = new URL(target.url)
    other.pathname = '/other'
    expect(await move(source, other.href)).toMatchObject({ status: 1, json: { reason: 'moved' } })
    expect(await move(source)).toMatchObject({ status: 0 })
  })
})
