import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import pg from 'pg'
import { type App, openApp } from '../../src/app.js'
import { PROJECT_ROOT, readConfig } from '../../src/config.js'
import { silent } from '../../src/log.js'
import { renderEdition } from '../../src/mjml/render.js'
import { listEditions } from '../../src/postgres/editions/editions.js'
import { openEmbeddedServer } from '../../src/postgres/server/embedded.js'
import { composer } from '../../src/steps/editions/composing.js'
import { draft } from '../../src/steps/editions/draft.js'
import { currentEdition, readFrozen } from '../../src/steps/editions/read-edition.js'
import { takeOver } from '../../src/steps/operations/take-over.js'
import { signOff } from '../../src/steps/sign-off/sign-off.js'
import { passableFolder } from '../support/folders.js'
import { startRedis } from '../support/redis.js'
import { audienceCsv } from './audience.js'
import type { Sample } from './by-hand.js'

export type Backend = 'PostgreSQL' | 'Redis'

/** A ledger of its own with a signed edition to so many addressees, nothing sent yet. */
export type Signed = {
  env: Record<string, string>
  edition: string
  client: pg.Client
  drop: () => Promise<void>
}

export type BenchRig = Awaited<ReturnType<typeof openBenchRig>>

/** The measures that make an edition of about 60 kB. */
const MEASURES = ['droit-passerelle', 'pret-recover', 'prime-unique', 'reouverture-commerces'].map(
  name => `${name}.md`,
)

const APPROVER = 'direction@cabinet.example'

/** PostgreSQL, Redis where there is one, and an edition of real measures; each run gets a fresh copy of it. */
export async function openBenchRig(withRedis: boolean, tell: (line: string) => void) {
  const dir = passableFolder('estafette-bench-')
  layOut(dir)
  const engine = await openEmbeddedServer(join(dir, 'engine'))
  const redis = withRedis ? await startRedis() : null
  const admin = new pg.Client({ connectionString: engine.url })
  await admin.connect()
  const prepared = new Map<number, string>()
  let serial = 0

  const envOf = (database: string, port: number): Record<string, string> => ({
    // Each copy of the ledger works beside files of its own.
    DATA_DIR: join(dir, 'data', database),
    UPDATES_DIR: join(dir, 'updates'),
    RECIPIENTS_DIR: join(dir, 'recipients'),
    DATABASE_URL: named(engine.url, database),
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    ALLOWED_RECIPIENTS: '*',
    SECRET: 'a secret for the bench, 32 letters+',
  })
  const open = (env: Record<string, string>): Promise<App> =>
    openApp({ config: readConfig(env, dir), clock: () => new Date(), log: silent })

  /** Drafted and signed once per size; PostgreSQL copies the files of the database. */
  async function prepare(mails: number): Promise<string> {
    const known = prepared.get(mails)
    if (known) return known
    tell(`an edition to ${mails} addressees is drafted and signed …`)
    const roster = audienceCsv(join(dir, 'recipients', 'communes.yaml'), mails)
    writeFileSync(join(dir, 'recipients', 'mandate-holders.csv'), roster)
    const database = `signed_${mails}`
    await admin.query(`create database ${database}`)
    const app = await open(envOf(database, 25))
    try {
      await sign(app)
    } finally {
      await app.close()
    }
    prepared.set(mails, database)
    return database
  }

  return {
    open,
    redisUrl: redis?.url ?? null,
    signed: async (mails: number, port: number): Promise<Signed> => {
      const database = `run_${++serial}`
      await admin.query(`create database ${database} template ${await prepare(mails)}`)
      const env = envOf(database, port)
      const app = await open(env)
      // It is a copy, as a restored backup is: somebody says that it is ours now.
      await takeOver(app, APPROVER)
      const [edition] = await listEditions(app.engine.db, app.clock())
      await app.close()
      const client = new pg.Client({ connectionString: env.DATABASE_URL })
      await client.connect()
      const drop = async () => {
        await client.end()
        await admin.query(`drop database ${database} with (force)`)
      }
      return { env, edition: edition?.id ?? '', client, drop }
    },
    /** One mail of the edition, as bytes and in its parts. */
    sample: async (): Promise<Sample> => sampleOf(await open(envOf(await prepare(SMALLEST), 25))),
    facts: async () => ({
      postgres: (await admin.query('show server_version')).rows[0].server_version as string,
      redis: redis ? await redisVersion(redis.url) : null,
    }),
    close: async () => {
      await admin.end()
      await redis?.stop()
      await engine.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

const SMALLEST = 190

function layOut(dir: string) {
  for (const folder of ['data', 'updates', 'recipients']) mkdirSync(join(dir, folder))
  for (const file of ['communes.yaml', 'staff.yaml'])
    cpSync(join(PROJECT_ROOT, 'recipients', file), join(dir, 'recipients', file))
  const week = join(PROJECT_ROOT, 'examples', '2020-W19')
  const year = new Date().getFullYear() + 1
  for (const file of readdirSync(week).filter(name => MEASURES.includes(name))) {
    // In force: the measures are of 2020, the clock is not.
    const text = readFileSync(join(week, file), 'utf8').replace(/\b2020-(?=\d\d-\d\d)/g, `${year}-`)
    writeFileSync(join(dir, 'updates', file), text)
  }
}

async function sign(app: App) {
  const edition = await currentEdition(app)
  const prepared = await draft(app, edition, null)
  if (prepared.kind !== 'frozen') throw new Error(JSON.stringify(prepared).slice(0, 2000))
  const { hash } = prepared
  const decided = await signOff(app, { edition, hash, by: APPROVER, decision: 'approve', comment: null })
  if (decided.kind !== 'decided') throw new Error(decided.reason)
}

async function sampleOf(app: App): Promise<Sample> {
  try {
    const [row] = await listEditions(app.engine.db, app.clock())
    const edition = row?.id ?? ''
    const { content, addressees } = (row && (await readFrozen(app, row))) ?? {}
    const addressee = addressees?.[0]
    if (!content || !addressee) throw new Error('the edition has no content or nobody to go to')
    const claimed = {
      ...{ delivery: 'd-sample', edition, version: 1, attempt: 1, claim: 1, expiresAt: null },
      ...{ messageId: '<sample@estafette.example>', addressee, createdAt: new Date() },
    }
    const bytes = Buffer.concat((await composer(app.config)(claimed, content)).bytes)
    const { attachments } = await simpleParser(bytes)
    const place = '{{salutation}}'
    const mail = renderEdition(content, { ...addressee, salutation: { fr: place, nl: place } })
    return {
      ...mail,
      raw: bytes.toString('latin1'),
      attachments: attachments.map(({ filename = 'calendar.ics', contentType, content: body }) => ({
        filename,
        contentType,
        content: body.toString('utf8'),
      })),
    }
  } finally {
    await app.close()
  }
}

function named(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

async function redisVersion(url: string): Promise<string> {
  const { Redis } = await import('ioredis')
  const redis = new Redis(url)
  const info = await redis.info('server')
  redis.disconnect()
  return /redis_version:(\S+)/.exec(info)?.[1] ?? ''
}
