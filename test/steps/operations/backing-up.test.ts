import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import pg from 'pg'
import { backupCommand, restoreCommand } from '../../../src/cli/backup-commands.js'
import { takeOverCommand } from '../../../src/cli/take-over-command.js'
import { type Config, readConfig } from '../../../src/config.js'
import { readBackup } from '../../../src/files/backup-reader.js'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { migrateSchema } from '../../../src/postgres/server/database.js'
import { type EmbeddedServer, openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import { migrationNames } from '../../../src/postgres/server/migrations.js'
import { openSending } from '../../../src/sending/sending.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { deliverAll, openWorld, parsed, signedEdition, type World } from '../../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const THURSDAY = '2020-04-30T09:00:00+02:00'
const MINUTES_LATER = '2020-04-30T09:20:00+02:00'
const WEEK_LATER = '2020-05-07T12:00:00+02:00'
const EDITION = '2020-W18'
const ADMIN = 'informatique@agence.example'

/** Each test has PostgreSQLs of its own. */
jest.setTimeout(180_000)

let relay: TestRelay
const dirs: string[] = []
const worlds: World[] = []
const servers: EmbeddedServer[] = []
beforeEach(async () => {
  relay = await startRelay()
})
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close()
  for (const server of servers.splice(0)) await server.close()
  await relay.close()
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
})

const place = () => {
  const dir = mkdtempSync(join(tmpdir(), 'estafette-restore-'))
  dirs.push(dir)
  return dir
}

async function open(dir?: string, settings: Record<string, string> = {}): Promise<World> {
  const world = await openWorld({ smtpPort: relay.port, now: THURSDAY, dir, settings })
  worlds.push(world)
  return world
}

const configAt = (dir: string, settings: Record<string, string> = {}): Config =>
  readConfig(
    {
      DATA_DIR: join(dir, 'data'),
      UPDATES_DIR: join(dir, 'updates'),
      RECIPIENTS_DIR: join(dir, 'recipients'),
      SMTP_URL: `smtp://127.0.0.1:${relay.port}`,
      ALLOWED_RECIPIENTS: '*',
      ...settings,
    },
    dir,
  )

const backup = (config: Config, file: string, overwrite = false) =>
  backupCommand(config, { file, overwrite, progress: () => {} })

const restore = (config: Config, file: string, more: object = {}, now = MINUTES_LATER) =>
  restoreCommand(
    { config, clock: () => new Date(now) },
    { file, show: false, replace: false, by: null, withFolders: true, progress: () => {}, ...more },
  )

/** A world whose edition is being sent; its backup is made when so many mails have been named. */
async function backedUpInMidSend(at = 20, settings: Record<string, string> = {}) {
  const world = await open(undefined, settings)
  world.setClock(WEDNESDAY)
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
  world.setClock(THURSDAY)
  await dispatch(world.app, EDITION)
  const file = join(place(), 'week.estafette')
  let backing: ReturnType<typeof backup> | null = null
  let named = 0
  relay.setPolicy(() => {
    if (++named === at) backing = backup(world.config, file)
    return null
  })
  await deliverAll(world, EDITION)
  const made = await (backing as ReturnType<typeof backup> | null)
  expect(made).toMatchObject({ status: 0 })
  return { world, file }
}

/** How often each mail of the edition came, by Message-ID. */
async function copies(): Promise<number[]> {
  const seen = new Map<string, number>()
  for (const mail of relay.received) {
    const { messageId = '', headers } = await parsed(mail)
    if (headers.has('list')) seen.set(messageId, (seen.get(messageId) ?? 0) + 1)
  }
  return [...seen.values()]
}

/** Asks the ledger of a place in plain SQL, as its owner. */
async function ask<Row extends object>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, options: '-c search_path=estafette' })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function askEmbedded<Row extends object>(config: Config, text: string): Promise<Row[]> {
  const server = await openEmbeddedServer(config.dataDir)
  try {
    return await ask(server.url, text)
  } finally {
    await server.close()
  }
}

/** Tells what a ledger holds that is not one snapshot. */
const TORN = `
  select d.id from delivery d where d.attempts <> (select count(*) from attempt a where a.delivery = d.id)
    or (d.state = 'accepted') <> exists (select from attempt a where a.delivery = d.id and a.outcome = 'accepted')`

describe('a backup that is made while mails leave', () => {
  it('is one snapshot, and on another machine sends nothing until somebody takes it over; then nothing twice', async () => {
    const { world, file } = await backedUpInMidSend()
    const mails = relay.received.length
    expect(mails).toBeGreaterThan(40)
    const config = configAt(place())
    const answer = await restore(config, file)
    expect(answer).toMatchObject({ status: 0, json: { kind: 'restored', replaced: null, knowsSince: false } })
    expect(await askEmbedded(config, TORN)).toEqual([])
    const open1 = await askEmbedded<{ n: number }>(
      config,
      `select count(*)::int as n from delivery where state in ('pending', 'deferred')`,
    )
    expect(open1[0]?.n).toBeGreaterThan(0)
    expect(open1[0]?.n).toBeLessThan(mails)

    const restored = await open(join(config.dataDir, '..'))
    restored.setClock(MINUTES_LATER)
    await deliverDue(restored)
    expect(await dispatch(restored.app, EDITION)).toEqual({ kind: 'refused', state: 'copied' })
    expect(relay.received).toHaveLength(mails)
    expect(await takeOverCommand(restored.app, {})).toMatchObject({
      status: 1,
      json: { copied: true, reason: 'restored', open: [{ edition: EDITION, mayHaveLeft: true }] },
    })
    expect(await takeOverCommand(restored.app, { by: ADMIN, inDoubt: [EDITION] })).toMatchObject({
      status: 0,
    })
    await deliverDue(restored)
    expect(relay.received).toHaveLength(mails)
    const { counts } = (await readEdition(restored.app, EDITION)) ?? { counts: null }
    expect(counts).toMatchObject({ pending: 0, deferred: 0, 'in-doubt': open1[0]?.n })
    expect(await copies()).toEqual(Array(mails).fill(1))
    // Of each thing in DATA_DIR somebody has decided whether it is kept.
    const kept = ['secret', 'catcher.json', 'reports', 'backups']
    const madeAnew = [
      'postgres',
      'postgres.log',
      'mail',
      'pdf',
      'ledger-seen.json',
      'passed-gates',
      'errors.log',
      'set-aside',
    ]
    for (const name of readdirSync(world.config.dataDir)) expect([...kept, ...madeAnew]).toContain(name)
  })

  it('goes on from where it was when somebody says that nothing has left since', async () => {
    const { file } = await backedUpInMidSend()
    const config = configAt(place())
    await restore(config, file)
    const restored = await open(join(config.dataDir, '..'))
    restored.setClock(MINUTES_LATER)
    const open1 = ((await readEdition(restored.app, EDITION))?.counts.pending ?? 0) as number
    const before = relay.received.length
    expect(await takeOverCommand(restored.app, { by: ADMIN, continue: [EDITION] })).toMatchObject({
      status: 0,
    })
    await letClaimsExpire(config)
    await deliverAll(restored, EDITION)
    // What was between two answers when the snapshot was made may be in doubt.
    const { counts } = (await readEdition(restored.app, EDITION)) as NonNullable<
      Awaited<ReturnType<typeof readEdition>>
    >
    expect(relay.received.length - before).toBe(open1 - counts['in-doubt'])
  })

  it('in the same place a week later knows from the ledger that it replaces what has left: nothing goes twice, nothing is in doubt', async () => {
    const { world, file } = await backedUpInMidSend()
    const mails = relay.received.length
    const { config, dir } = world
    await world.app.close()
    const refused = await restore(config, file, {}, WEEK_LATER)
    expect(refused).toMatchObject({
      status: 1,
      json: { reason: 'holds', here: { editions: 1, deliveries: mails } },
    })
    expect(refused.text).toContain(`estafette restore ${file} --replace --by EMAIL`)
    expect(await restore(config, file, { replace: true }, WEEK_LATER)).toMatchObject({
      json: { reason: 'no-person' },
    })
    const answer = await restore(config, file, { replace: true, by: ADMIN }, WEEK_LATER)
    expect(answer).toMatchObject({ status: 0, json: { kind: 'restored', knowsSince: true } })
    const { replaced, carried } = answer.json as { replaced: string; carried: { deliveries: number } }
    expect(carried.deliveries).toBeGreaterThan(0)
    expect(statSync(replaced).mode & 0o777).toBe(0o600)

    const again = await open(dir)
    again.setClock(WEEK_LATER)
    expect(await again.app.instance.maySend()).toBe(false)
    expect((await readEdition(again.app, EDITION))?.counts).toMatchObject({
      accepted: mails,
      pending: 0,
      'in-doubt': 0,
    })
    expect(await takeOverCommand(again.app, { by: ADMIN })).toMatchObject({ status: 0, json: { open: [] } })
    await deliverDue(again)
    expect(await copies()).toEqual(Array(mails).fill(1))
    // And back again: what was replaced is a backup like any other.
    await again.app.close()
    expect(await restore(config, replaced, { show: true })).toMatchObject({
      status: 0,
      json: { kind: 'shown' },
    })
  })

  it('carries over what was dispatched since, so that it isn’t sent again', async () => {
    const world = await open()
    const { config, dir } = world
    world.setClock(WEDNESDAY)
    world.layOut(EDITION)
    await signedEdition(world, EDITION)
    const file = join(place(), 'signed.estafette')
    expect(await backup(config, file)).toMatchObject({ status: 0 })
    world.setClock(THURSDAY)
    await dispatch(world.app, EDITION)
    await deliverAll(world, EDITION)
    const mails = relay.received.length
    await world.app.close()
    expect(await restore(config, file, { replace: true, by: ADMIN })).toMatchObject({
      json: { carried: { deliveries: mails, isComplete: true } },
    })
    const again = await open(dir)
    again.setClock(MINUTES_LATER)
    await takeOverCommand(again.app, { by: ADMIN })
    expect(await dispatch(again.app, EDITION)).toEqual({ kind: 'already' })
    await deliverDue(again)
    expect(relay.received).toHaveLength(mails)
  })

  it('is refused in the place of a ledger that somebody works with; goes in the place of one that nobody can read any more', async () => {
    const { world, config, file } = await drafted()
    const wishes = { replace: true, by: ADMIN }
    expect(await restore(config, file, wishes)).toMatchObject({ status: 1, json: { reason: 'at-work' } })
    expect(await world.app.instance.maySend()).toBe(true)
    expect(existsSync(join(config.dataDir, 'set-aside'))).toBe(false)
    await world.app.close()
    await askEmbedded(config, 'drop table attempt cascade')
    expect(await restore(config, file, wishes)).toMatchObject({
      status: 0,
      json: { carried: { kind: 'unreadable' }, knowsSince: false },
    })
    // An update that was a mistake: its tables are of a later version.
    await askEmbedded(config, "insert into kysely_migration values ('9999-later', '2030-01-01')")
    expect(await restore(config, file, wishes, WEEK_LATER)).toMatchObject({
      status: 0,
      json: { carried: { kind: 'unreadable' }, knowsSince: false },
    })
    expect(await askEmbedded(config, 'select count(*)::int as n from edition')).toEqual([{ n: 1 }])
  })
})

/** A world with an edition that nobody has signed, and its backup. */
async function drafted() {
  const world = await open()
  world.setClock(WEDNESDAY)
  world.layOut(EDITION)
  await draft(world.app, EDITION, null)
  const file = join(place(), 'a.estafette')
  expect(await backup(world.config, file)).toMatchObject({ status: 0 })
  return { world, config: world.config, file }
}

/** One attempt of every delivery, as a worker would. */
async function deliverDue({ app }: World) {
  const sending = await openSending(app)
  for (const { id } of await deliveriesOf(app.engine.db, EDITION)) await sending.deliver(id)
  await sending.close()
}

const EXPIRE =
  "update delivery set claimed_until = now() - interval '1 second' where claimed_until is not null"
const letClaimsExpire = (at: Config | string) =>
  typeof at === 'string' ? ask(at, EXPIRE) : askEmbedded(at, EXPIRE)

describe('a backup', () => {
  it('holds every table of the ledger, and the folders as they are', async () => {
    const world = await open()
    const { config, dir } = world
    world.layOut(EDITION)
    await signedEdition(world, EDITION)
    mkdirSync(join(dir, 'updates', 'sub'))
    writeFileSync(join(dir, 'updates', 'sub', 'é 👋.md'), 'half an update')
    symlinkSync('/etc/passwd', join(dir, 'updates', 'passwd.md'))
    mkdirSync(join(config.dataDir, 'reports', 'done'), { recursive: true })
    writeFileSync(join(config.dataDir, 'reports', 'done', 'a.eml'), 'From: a\r\n')
    const file = join(place(), 'a.estafette')
    const answer = await backup(config, file)
    expect(answer).toMatchObject({
      status: 0,
      json: { leftOut: [`${join(dir, 'updates', 'passwd.md')} (link)`] },
    })
    const found: string[] = []
    await readBackup(file, {
      header: async header =>
        expect(header.secret).toBe(readFileSync(join(config.dataDir, 'secret'), 'utf8')),
      section: async (section, content) => {
        for await (const _ of content);
        found.push(section.kind === 'table' ? section.table : `${section.folder}/${section.path}`)
      },
    })
    const tables = await askEmbedded<{ name: string }>(
      config,
      `select tablename as name from pg_tables where schemaname = 'estafette' and tablename not like 'kysely%'`,
    )
    expect(tables.length).toBeGreaterThan(25)
    for (const { name } of tables) expect(found).toContain(name)
    for (const name of readdirSync(join(dir, 'recipients'))) expect(found).toContain(`recipients/${name}`)
    expect(found).toEqual(expect.arrayContaining(['updates/sub/é 👋.md', 'reports/done/a.eml']))
    expect(found).not.toContain('updates/passwd.md')
  })

  it('is not written into a folder that others read, nor over another file', async () => {
    const world = await open()
    const { config, dir } = world
    for (const folder of ['updates', 'recipients']) {
      mkdirSync(join(dir, folder), { recursive: true })
      const answer = await backup(config, join(dir, folder, 'a.estafette'))
      expect(answer).toMatchObject({ status: 1, text: expect.stringContaining('another folder') })
      expect(readdirSync(join(dir, folder))).not.toContain('a.estafette')
    }
    const file = join(place(), 'a.estafette')
    writeFileSync(file, 'mine')
    expect(await backup(config, file)).toMatchObject({ status: 1 })
    expect(readFileSync(file, 'utf8')).toBe('mine')
    expect(await backup(config, file, true)).toMatchObject({ status: 0 })
  })

  it('puts folders and secret back as they were, and keeps what was there aside', async () => {
    const world = await open()
    world.layOut(EDITION)
    await draft(world.app, EDITION, null)
    await dispatch(world.app, EDITION)
    const file = join(place(), 'a.estafette')
    await backup(world.config, file)
    const secret = readFileSync(join(world.config.dataDir, 'secret'), 'utf8')
    const dir = place()
    const config = configAt(dir)
    cpSync(join(world.dir, 'recipients'), join(dir, 'recipients'), { recursive: true })
    mkdirSync(join(dir, 'updates'))
    mkdirSync(join(dir, 'data'))
    writeFileSync(join(dir, 'updates', 'sample.md'), 'of a fresh clone')
    writeFileSync(join(dir, 'recipients', 'staff.yaml'), 'staff: []')
    writeFileSync(join(dir, 'data', 'secret'), 'another secret, which nobody has used yet')
    const answer = await restore(config, file)
    const { aside, setAside } = answer.json as { aside: string; setAside: string[] }
    expect(setAside.sort()).toEqual(
      [
        join(dir, 'data', 'secret'),
        join(dir, 'recipients', 'staff.yaml'),
        join(dir, 'updates', 'sample.md'),
      ].sort(),
    )
    expect(readFileSync(join(aside, 'updates', 'sample.md'), 'utf8')).toBe('of a fresh clone')
    for (const folder of ['updates', 'recipients'])
      for (const name of readdirSync(join(world.dir, folder)))
        expect(readFileSync(join(dir, folder, name))).toEqual(readFileSync(join(world.dir, folder, name)))
    expect(readdirSync(join(dir, 'updates'))).toEqual(readdirSync(join(world.dir, 'updates')))
    expect(readFileSync(join(dir, 'data', 'secret'), 'utf8')).toBe(secret)
    expect(statSync(join(dir, 'data', 'secret')).mode & 0o777).toBe(0o600)
    const other = { SECRET: 'another secret of the configuration, long enough' }
    expect(await restore(configAt(place(), other), file)).toMatchObject({ json: { reason: 'other-secret' } })
  })

  it('is refused when it is damaged, before anything is written', async () => {
    const world = await open()
    await draft(world.app, EDITION, null)
    const file = join(place(), 'a.estafette')
    await backup(world.config, file)
    const whole = readFileSync(file)
    const config = configAt(place())
    for (const bytes of [whole.subarray(0, whole.length - 1000), Buffer.from(whole).fill(0x41, 5000, 5001)]) {
      writeFileSync(file, bytes)
      expect(await restore(config, file)).toMatchObject({ status: 1, json: { reason: 'damaged' } })
      expect(existsSync(config.dataDir)).toBe(false)
    }
    await expect(restore(config, `${file}.no`)).rejects.toThrow(/ENOENT/)
  })
})

describe('a backup of an own PostgreSQL', () => {
  /** A server whose application may only add to the logs; owner and application can't do anything else on it. */
  async function ownPostgres(): Promise<Record<string, string>> {
    const server = await openEmbeddedServer(place())
    servers.push(server)
    await ask(server.url, "create role holder login password 'holder'")
    await ask(server.url, "create role app login password 'app'")
    await ask(server.url, 'create database ledger owner holder')
    const as = (name: string) => {
      const url = new URL(server.url)
      url.username = url.password = name
      url.pathname = '/ledger'
      return url.href
    }
    return { DATABASE_URL: as('app'), DATABASE_OWNER_URL: as('holder') }
  }

  it('is restored there by the owner of the tables, and the application still can’t change a decision', async () => {
    const { world, file } = await backedUpInMidSend(20, await ownPostgres())
    const mails = relay.received.length
    const there = await ownPostgres()
    const config = configAt(place(), there)
    expect(await restore(config, file)).toMatchObject({ status: 0 })
    const restored = await open(join(config.dataDir, '..'), there)
    restored.setClock(MINUTES_LATER)
    expect(await ask(there.DATABASE_OWNER_URL ?? '', TORN)).toEqual([])
    await deliverDue(restored)
    const waiting = (await readEdition(restored.app, EDITION))?.counts.pending
    await takeOverCommand(restored.app, { by: ADMIN })
    // What is held is not given up when its edition expires: it may have left.
    restored.setClock(WEEK_LATER)
    await letClaimsExpire(there.DATABASE_OWNER_URL ?? '')
    await deliverAll(restored, EDITION)
    expect(relay.received).toHaveLength(mails)
    expect((await readEdition(restored.app, EDITION))?.counts).toMatchObject({ 'gave-up': 0 })
    expect((await readEdition(restored.app, EDITION))?.counts.pending).toBeGreaterThan((waiting ?? 0) / 2)
    for (const url of [there.DATABASE_URL, there.DATABASE_OWNER_URL])
      await expect(ask(url ?? '', "update sign_off set comment = 'x'")).rejects.toThrow(
        /permission denied|append-only/,
      )
    // A new sign-off gets a number that none had.
    const [ids] = await ask<{ next: boolean }>(
      there.DATABASE_OWNER_URL ?? '',
      `select nextval('sign_off_id_seq') > (select max(id) from sign_off) as next`,
    )
    expect(ids).toEqual({ next: true })
    expect(world.config.databaseUrl).not.toBeNull()
  })

  it('of an earlier version is brought up to date', async () => {
    const server = await openEmbeddedServer(place())
    servers.push(server)
    const early = migrationNames().filter(name => name < '0014')
    await migrateSchema(server.url, 'estafette', early)
    await ask(
      server.url,
      `insert into edition (id, kind, created_at) values ('2020-W18', 'regular', now());
       insert into follow_up (edition, commune, recipient, reason, action, spoc, opened_at, due, state)
         values ('2020-W18', '21009', 'a', 'bounced', 'ask-new-address', 's', now(), '2020-05-01', 'done');
       insert into let_through_link values ('i', 'direction@cabinet.example', 'prime', 'h', now(), now())`,
    )
    const from = configAt(place(), { DATABASE_URL: server.url })
    const file = join(place(), 'early.estafette')
    expect(await backup(from, file)).toMatchObject({ status: 0, json: { counts: { editions: 1 } } })
    const config = configAt(place())
    expect(await restore(config, file)).toMatchObject({ status: 0 })
    const rows = await askEmbedded(
      config,
      `select f.result, e.kind, (select count(*)::int from kysely_migration) as applied, (select purpose from link) as link
       from follow_up f join follow_up_event e on e.follow_up = f.id`,
    )
    const applied = migrationNames().length
    expect(rows).toEqual([{ result: 'settled', kind: 'opened', applied, link: 'let-through' }])
  })

  it('of a later version is refused', async () => {
    const server = await openEmbeddedServer(place())
    servers.push(server)
    await migrateSchema(server.url, 'estafette')
    await ask(server.url, `insert into kysely_migration values ('9999-later', '2030-01-01')`)
    const file = join(place(), 'later.estafette')
    await backup(configAt(place(), { DATABASE_URL: server.url }), file)
    const config = configAt(place())
    expect(await restore(config, file)).toMatchObject({ status: 1, json: { reason: 'newer' } })
    expect(existsSync(config.dataDir)).toBe(false)
  })
})
