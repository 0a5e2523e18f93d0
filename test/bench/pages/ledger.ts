import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type App, openApp } from '../../../src/app.js'
import { type Config, PROJECT_ROOT, readConfig } from '../../../src/config.js'
import { silent } from '../../../src/log.js'
import { openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { currentEdition } from '../../../src/steps/editions/read-edition.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { makeToken } from '../../../src/steps/staff/links.js'
import { logIn } from '../../../src/steps/staff/log-in.js'
import { passableFolder } from '../../support/folders.js'
import { audienceCsv } from '../audience.js'
import { ageEdition, openFollowUpsOf } from './rows.js'

/** `large`: deliveries of the last edition; 0: none. */
export type Size = { editions: number; each: number; large: number }

export type PagesLedger = {
  app: App
  config: Config
  client: pg.Client
  /** Names, from the oldest; the large one is last. */
  editions: string[]
  /** The cookie of somebody with every role. */
  cookie: string
  close: () => Promise<void>
}

const APPROVER = 'direction@cabinet.example'
const ALL_ROLES = 'admin-it'
/** The first Tuesday: a day off moves no slot to before it. */
const FIRST = Date.parse('2020-05-05T13:00:00+02:00')
const WEEK_MS = 7 * 86_400_000
/** From the sign-off to an hour after the send slot. */
const SENT_MS = 45 * 3_600_000

/**
 * Years of editions, sent a week apart, of the size asked for. Attempts, answers and follow-ups are written as rows. With a folder, the ledger stays
 * there, and is taken from there the next time: to lay it takes minutes.
 */
export async function openPagesLedger(
  size: Size,
  tell: (line: string) => void,
  kept: string | null = null,
): Promise<PagesLedger> {
  const dir = kept ?? passableFolder('estafette-pages-')
  const laid = join(dir, 'laid.json')
  const isLaid = existsSync(laid)
  if (!isLaid) layOut(dir)
  const engine = await openEmbeddedServer(join(dir, 'engine'))
  const leave = async () => {
    await engine.close()
    if (!kept) rmSync(dir, { recursive: true, force: true })
  }
  try {
    const config = configOf(dir, engine.url)
    const clock = { now: new Date(FIRST) }
    const app = await openApp({ config, clock: () => clock.now, log: silent })
    const client = new pg.Client({ connectionString: engine.url })
    await client.connect()
    await client.query('set search_path to estafette')
    const editions = isLaid ? readLaid(laid, clock) : await lay({ dir, app, client, clock, size, tell })
    if (!isLaid) writeFileSync(laid, JSON.stringify({ editions, now: clock.now }))
    const close = async () => {
      await client.end()
      await app.close()
      await leave()
    }
    return { app, config, client, editions, cookie: await cookieOf(app), close }
  } catch (error) {
    await leave()
    throw error
  }
}

function readLaid(file: string, clock: { now: Date }): string[] {
  const { editions, now } = JSON.parse(readFileSync(file, 'utf8')) as { editions: string[]; now: string }
  clock.now = new Date(now)
  return editions
}

const configOf = (dir: string, url: string): Config =>
  readConfig(
    {
      DATA_DIR: join(dir, 'data'),
      UPDATES_DIR: join(dir, 'updates'),
      RECIPIENTS_DIR: join(dir, 'recipients'),
      REPORTS_DIR: join(dir, 'reports'),
      DATABASE_URL: url,
      SECRET: 'a secret for the bench, 32 letters+',
      PORT: '0',
    },
    dir,
  )

type Laying = {
  dir: string
  app: App
  client: pg.Client
  clock: { now: Date }
  size: Size
  tell: (line: string) => void
}

/** The names of the editions, from the oldest. */
async function lay({ dir, app, client, clock, size, tell }: Laying): Promise<string[]> {
  const editions: string[] = []
  const send = async (week: number, deliveries: number) => {
    rosterOf(dir, deliveries)
    clock.now = new Date(FIRST + week * WEEK_MS)
    const edition = await signed(app)
    clock.now = new Date(clock.now.getTime() + SENT_MS)
    const dispatched = await dispatch(app, edition)
    if (dispatched.kind !== 'dispatched') throw new Error(JSON.stringify(dispatched))
    await ageEdition(client, edition, week === size.editions)
    editions.push(edition)
  }
  for (let week = 0; week < size.editions; week++) {
    await send(week, size.each)
    if (week % 13 === 12) tell(`${week + 1} editions are sent …`)
  }
  if (size.large > 0) await send(size.editions, size.large)
  // The pages read the roster of now: its officials are as many as in any week.
  rosterOf(dir, size.each)
  await openFollowUpsOf(client, editions.at(-1) ?? '')
  await client.query('vacuum analyze')
  tell('the ledger is laid')
  return editions
}

function layOut(dir: string) {
  for (const folder of ['data', 'updates', 'recipients', 'reports'])
    mkdirSync(join(dir, folder), { recursive: true })
  for (const file of ['communes.yaml', 'staff.yaml'])
    cpSync(join(PROJECT_ROOT, 'recipients', file), join(dir, 'recipients', file))
  const staff = join(dir, 'recipients', 'staff.yaml')
  writeFileSync(
    staff,
    readFileSync(staff, 'utf8').replace('[admin]', '[admin, editor, approver, spoc, head]'),
  )
  const week = join(PROJECT_ROOT, 'examples', '2020-W19')
  for (const file of readdirSync(week).filter(name => name.endsWith('.md'))) {
    // In force to the end of the bench.
    const text = readFileSync(join(week, file), 'utf8').replace(/\b2020-(?=\d\d-\d\d)/g, '2024-')
    writeFileSync(join(dir, 'updates', file), text)
  }
}

function rosterOf(dir: string, mails: number) {
  const recipients = join(dir, 'recipients')
  writeFileSync(
    join(recipients, 'mandate-holders.csv'),
    audienceCsv(join(recipients, 'communes.yaml'), mails),
  )
}

async function signed(app: App): Promise<string> {
  const edition = await currentEdition(app)
  const prepared = await draft(app, edition, null)
  if (prepared.kind !== 'frozen') throw new Error(JSON.stringify(prepared).slice(0, 2000))
  const { hash } = prepared
  const decided = await signOff(app, { edition, hash, by: APPROVER, decision: 'approve', comment: null })
  if (decided.kind !== 'decided') throw new Error(decided.reason)
  return edition
}

async function cookieOf(app: App): Promise<string> {
  const expiresAt = new Date(app.clock().getTime() + 3_600_000)
  const email = 'informatique@agence.example'
  const link = await makeToken(app, { purpose: 'log-in', person: ALL_ROLES, email, expiresAt })
  return `estafette=${(await logIn(app, link))?.session}`
}
