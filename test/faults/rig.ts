import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type App, openApp } from '../../src/app.js'
import { PROJECT_ROOT, readConfig } from '../../src/config.js'
import { silent } from '../../src/log.js'
import { type EmbeddedServer, openEmbeddedServer } from '../../src/postgres/server/embedded.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { draft } from '../../src/steps/editions/draft.js'
import { signOff } from '../../src/steps/sign-off/sign-off.js'
import { passableFolder } from '../support/folders.js'
import { startRedis, type TestRedis } from '../support/redis.js'
import { type Moment, type ScriptedServer, startScriptedServer } from '../support/scripted-smtp.js'
import { check, type Known, type Said, strays, type Verdict } from './checker.js'
import { startProxy, type TcpProxy } from './proxy.js'
import { type Person, rosterOf, update, wordOf } from './roster.js'
import { type Running, run } from './running.js'

export type Backend = 'PostgreSQL' | 'Redis'

/** Estafette in a temporary folder, its engines behind proxies, a scripted mail server, and our own eyes on all of it. */
export type Rig = {
  backend: Backend
  dir: string
  /** Where its engine keeps its files: the DATA_DIR of an embedded one. */
  engineDir: string
  /** How many mails an edition makes. */
  mails: number
  app: App
  /** Who is to get them, by recipient: what we wrote into the roster. */
  people: ReadonlyMap<string, Person>
  /** Our own eyes on the ledger: plain SQL, past the proxy. */
  client: pg.Pool
  server: ScriptedServer
  database: TcpProxy
  /** `pointTo`: new connections come to another port from then on. */
  redis: (TestRedis & { proxy: TcpProxy; pointTo: (port: number) => void }) | null
  env: Record<string, string>
  /** Something is done to the files of the engine, which does not run then; afterwards it has the port that it had. */
  engineAtRest: (work: () => void) => Promise<void>
  /** The clock of `app`: now and so many milliseconds. */
  moveClock: (milliseconds: number) => void
  /** A signed and, unless told otherwise, dispatched edition; each call another. */
  edition: (options?: { dispatch?: boolean }) => Promise<string>
  /** `estafette …` as a process of its own, its SMTP server, database and Redis as the house has them, through the proxies. */
  estafette: (args: string[], env?: Record<string, string>, descriptors?: number) => Running
  /** `at`: another ledger than the house's own. */
  check: (edition: string, said?: Said, at?: pg.Pool) => Promise<Verdict>
  close: () => Promise<void>
}

const COMMUNES = 19
const SECRET = 'a secret for the fault harness, 32+'

/** `on`: where the engine keeps its files, when not in the house. */
export async function openRig(backend: Backend, perCommune = 10, on: string | null = null): Promise<Rig> {
  const dir = passableFolder('estafette-faults-')
  const people = layOut(dir, perCommune)
  const engineDir = on ?? join(dir, 'engine')
  let engine = await openEmbeddedServer(engineDir)
  const server = await startScriptedServer()
  const database = await startProxy(() => portOf(engine))
  const redis = backend === 'Redis' ? await redisBehindProxy() : null
  const own = {
    DATA_DIR: join(dir, 'data'),
    STATE_DIR: join(dir, 'state'),
    UPDATES_DIR: join(dir, 'updates'),
    RECIPIENTS_DIR: join(dir, 'recipients'),
    SMTP_URL: `smtp://127.0.0.1:${server.port}`,
    SMTP_TIMEOUT_SECONDS: '3',
    ALLOWED_RECIPIENTS: '*',
    SECRET,
    LOG_LEVEL: 'warn',
  }
  const env = {
    ...own,
    DATABASE_URL: behind(engine.url, database),
    ...(redis ? { REDIS_URL: behind(redis.url, redis.proxy) } : {}),
  }
  let moved = 0
  const direct = { ...own, DATABASE_URL: engine.url, ...(redis ? { REDIS_URL: redis.url } : {}) }
  const clock = () => new Date(Date.now() + moved)
  const app = await openApp({ config: readConfig(direct, dir), clock, log: silent, random: () => 0 })
  const client = new pg.Pool({ connectionString: engine.url, max: 2 })
  client.on('error', () => {})
  const running = new Set<Running>()
  const known = new Map<string, Known>()
  let [serial, looked] = [0, 0]
  const rig: Rig = {
    backend,
    dir,
    engineDir,
    mails: perCommune * COMMUNES,
    app,
    people,
    client,
    server,
    database,
    redis,
    env,
    engineAtRest: async work => {
      await engine.close()
      try {
        work()
      } finally {
        engine = await openEmbeddedServer(engineDir)
      }
    },
    moveClock: milliseconds => {
      moved = milliseconds
    },
    edition: async ({ dispatch: isDispatched = true } = {}) => {
      const edition = `2026-W48-flash-${++serial}`
      writeFileSync(join(dir, 'updates', `numero-information-${serial}.md`), update(serial))
      const hash = await signed(app, edition)
      known.set(edition, { hash, signedAt: performance.now(), people, word: wordOf(serial) })
      if (isDispatched) await dispatch(app, edition)
      return edition
    },
    estafette: (args, extra = {}, descriptors) => {
      const process = run(args, { ...env, ...extra }, dir, descriptors)
      running.add(process)
      process.ended.then(() => running.delete(process))
      return process
    },
    check: async (edition, said, at = client) => {
      const verdict = await check(at, edition, server, known, said)
      const wrong = [...verdict.wrong, ...(await strays(at, server.journal, known, looked))]
      looked = server.journal.length
      return { ...verdict, wrong }
    },
    close: async () => {
      await Promise.all([...running].map(process => process.kill()))
      await client.end()
      await app.close()
      await Promise.all([server.close(), database.close(), redis?.proxy.close()])
      await redis?.stop()
      await engine.close()
      rmSync(dir, { recursive: true, force: true })
      openHouses.delete(rig)
    },
  }
  openHouses.add(rig)
  return rig
}

/** Those that are to be closed when the run is broken off. */
export const openHouses = new Set<Rig>()

/** Who is in the roster that it writes. */
function layOut(dir: string, perCommune: number) {
  for (const folder of ['data', 'state', 'updates', 'recipients']) mkdirSync(join(dir, folder))
  for (const file of ['communes.yaml', 'staff.yaml'])
    cpSync(join(PROJECT_ROOT, 'recipients', file), join(dir, 'recipients', file))
  const { csv, people } = rosterOf(join(dir, 'recipients', 'communes.yaml'), perCommune)
  writeFileSync(join(dir, 'recipients', 'mandate-holders.csv'), csv)
  return people
}

/** Drafted and approved; returns the hash that was. */
async function signed(app: App, edition: string): Promise<string> {
  const prepared = await draft(app, edition, null)
  if (prepared.kind !== 'frozen') throw new Error(JSON.stringify(prepared))
  const by = 'direction@cabinet.example'
  const request = { edition, hash: prepared.hash, by, decision: 'approve' as const, comment: null }
  const decided = await signOff(app, request)
  if (decided.kind !== 'decided') throw new Error(decided.reason)
  return prepared.hash
}

async function redisBehindProxy() {
  const redis = await startRedis()
  let { port } = redis
  const pointTo = (other: number) => {
    port = other
  }
  return { ...redis, proxy: await startProxy(() => port), pointTo }
}

const portOf = ({ url }: EmbeddedServer) => Number(new URL(url).port)

function behind(url: string, { port }: TcpProxy): string {
  const changed = new URL(url)
  changed.port = String(port)
  return changed.href
}

/** As if the time that a claim lasts had passed since the workers with these process numbers were killed. */
export async function letClaimsExpire({ client }: Rig, pids: number[] | 'all' = 'all') {
  // What a killed process had asked of the database is still being done.
  await new Promise(resolve => setTimeout(resolve, 300))
  const killed = pids === 'all' ? '.' : `\\.(${pids.join('|')})$`
  await client.query(
    `update estafette.delivery set claimed_until = clock_timestamp() - interval '1 second'
     where claimed_until is not null and claimed_by ~ $1`,
    [killed],
  )
}

/** Resolves once `look` says yes; throws after so many seconds. */
export async function until(
  look: () => boolean | Promise<boolean>,
  seconds = 60,
  what = 'it',
): Promise<void> {
  const end = performance.now() + seconds * 1000
  // A database that is being restarted has not said yes.
  const said = async () => {
    try {
      return await look()
    } catch {
      return false
    }
  }
  while (!(await said())) {
    if (performance.now() > end) throw new Error(`${what} did not happen within ${seconds} s`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

/** How many deliveries of an edition are open and due by the house's clock. */
export const openOnes = ({ client }: Rig, edition: string): Promise<number> =>
  client
    .query(
      `select count(*)::int as n from estafette.delivery where edition = $1 and state in ('pending', 'deferred')`,
      [edition],
    )
    .then(({ rows }) => rows[0].n)

export type { Moment }
