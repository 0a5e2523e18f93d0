import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import pg from 'pg'
import { type App, openApp } from '../../src/app.js'
import { type Config, PROJECT_ROOT, readConfig } from '../../src/config.js'
import { type Log, silent } from '../../src/log.js'
import { countDue } from '../../src/postgres/delivery/deliveries.js'
import { clusterDir } from '../../src/postgres/server/cluster-place.js'
import { openSending } from '../../src/sending/sending.js'
import { rosterToday } from '../../src/steps/context.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { openQueue } from '../../src/steps/delivery/queue.js'
import { recover } from '../../src/steps/delivery/recover.js'
import { draft } from '../../src/steps/editions/draft.js'
import { signOff } from '../../src/steps/sign-off/sign-off.js'
import { startWorker } from '../../worker/jobs.js'
import { passableFolder } from './folders.js'
import { layCluster } from './ready-cluster.js'
import type { Received } from './relay.js'

/** A house of its own: data, drop folder and roster in a temporary folder, a clock that the test moves. */
export type World = {
  app: App
  config: Config
  dir: string
  setClock: (instant: string) => void
  /** Lays an example week into the drop folder, instead of what is there. */
  layOut: (week: string) => void
  close: () => Promise<void>
}

export type WorldOptions = {
  smtpPort?: number
  redisUrl?: string
  now: string
  settings?: Record<string, string>
  log?: Log
  dir?: string
}

export async function openWorld({
  smtpPort,
  redisUrl,
  now: start,
  settings,
  log = silent,
  dir: given,
}: WorldOptions): Promise<World> {
  const dir = given ?? passableFolder('estafette-world-')
  if (!given) cpSync(join(PROJECT_ROOT, 'recipients'), join(dir, 'recipients'), { recursive: true })
  // Templates of its own, which a test changes: they must be there before anything is opened.
  if (settings?.TEMPLATES_DIR === 'templates')
    cpSync(join(PROJECT_ROOT, 'templates'), join(dir, 'templates'), { recursive: true })
  const config = readConfig(
    {
      DATA_DIR: join(dir, 'data'),
      UPDATES_DIR: join(dir, 'updates'),
      RECIPIENTS_DIR: join(dir, 'recipients'),
      ...(smtpPort ? { SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, ALLOWED_RECIPIENTS: '*' } : {}),
      ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
      ...settings,
    },
    dir,
  )
  if (!config.databaseUrl) await layCluster(config.dataDir)
  let now = new Date(start)
  const app = await openApp({ config, clock: () => now, log, random: () => 0 })
  return {
    app,
    config: app.config,
    dir,
    setClock: instant => {
      now = new Date(instant)
    },
    layOut: week => {
      rmSync(join(dir, 'updates'), { recursive: true, force: true })
      cpSync(join(PROJECT_ROOT, 'examples', week), join(dir, 'updates'), { recursive: true })
    },
    close: async () => {
      await app.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** Drafts and signs an edition off; returns its hash. */
export async function signedEdition({ app }: World, edition: string): Promise<string> {
  const prepared = await draft(app, edition, null)
  if (prepared.kind !== 'frozen') throw new Error(JSON.stringify(prepared))
  const signedOff = await signOff(app, {
    edition,
    hash: prepared.hash,
    by: await approver(app),
    decision: 'approve',
    comment: null,
  })
  if (signedOff.kind !== 'decided') throw new Error(signedOff.reason)
  return prepared.hash
}

/** Drafts, signs off, dispatches and delivers an edition, as far as its mails are due. */
export async function sentEdition(world: World, edition: string): Promise<void> {
  await signedEdition(world, edition)
  await dispatch(world.app, edition)
  await deliverAll(world, edition)
}

export async function approver(app: App): Promise<string> {
  const { roster } = await rosterToday(app)
  return roster.staff.find(({ roles }) => roles.includes('approver'))?.email ?? ''
}

/** Delivers through the queue and a worker until nothing of the edition is due at the world's clock. */
export async function deliverAll({ app }: World, edition: string): Promise<void> {
  const queue = await openQueue(app)
  const sending = await openSending(app)
  const worker = startWorker(app, queue, sending)
  try {
    await recover(app, queue)
    while ((await countDue(app.engine.db, edition, app.clock())) > 0)
      await new Promise(resolve => setImmediate(resolve))
  } finally {
    await worker.stop()
    await sending.close()
    await queue.close()
  }
}

export const parsed = (mail: Received) => simpleParser(Buffer.from(mail.raw, 'latin1'))

/** A world as it was opened, with an empty ledger: quicker than another world. The folders and the clock are the test's business. */
export async function emptied({ app, config }: World): Promise<void> {
  const dir = clusterDir(config.dataDir)
  const password = readFileSync(join(dir, 'estafette.password'), 'utf8')
  const port = readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n')[3]
  const owner = new pg.Client({
    connectionString: `postgres://estafette:${password}@127.0.0.1:${port}/postgres`,
  })
  await owner.connect()
  try {
    const { rows } = await owner.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname = 'estafette' and tablename not like 'kysely%' and tablename <> 'instance'`,
    )
    // What left is forgotten on purpose.
    const left = await owner.query<{ id: string }>('select id from estafette.delivery where attempts > 0')
    for (const { id } of left.rows) await app.instance.settlePassed(id)
    // The append-only tables refuse even their owner, by a trigger; a replica's session fires none.
    await owner.query('set session_replication_role = replica')
    await owner.query(`truncate ${rows.map(({ name }) => name).join(', ')}`)
  } finally {
    await owner.end()
  }
}
