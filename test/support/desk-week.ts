import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Browser, BrowserContext } from 'playwright-core'
import type { StaffMember } from '../../src/model/staff/staff.js'
import { rosterToday } from '../../src/steps/context.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { takeIn } from '../../src/steps/updates/take-in.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { bounces, logIn, replies, type Session } from './follow-ups.js'
import { startRelay, type TestRelay } from './relay.js'
import { deliverAll, openWorld, signedEdition, type World } from './world.js'

/** Addresses in staff.yaml, by what they are for. */
export const STAFF = {
  editor: 'redaction-economie@agence.example',
  approver: 'direction@cabinet.example',
  /** Of Anderlecht; reads Dutch first. */
  spoc: 'spoc-ouest@agence.example',
  head: 'direction@agence.example',
  admin: 'informatique@agence.example',
}
export type StaffRole = keyof typeof STAFF

/** A Tuesday: week 18 is sent, week 19 is being written. */
export const TUESDAY = '2020-05-05T10:00:00+02:00'

export type DeskWeek = {
  world: World
  relay: TestRelay
  pages: Pages
  as: (who: StaffRole) => Promise<Session>
  /** Moves the clock; who was logged in logs in anew. */
  setClock: (instant: string) => void
  close: () => Promise<void>
}

/** Pages over an empty ledger, before the first update. */
export async function openDesk(now = TUESDAY): Promise<DeskWeek> {
  const relay = await startRelay()
  const settings = { PORT: '0', REPORTS_DIR: './reports', LOG_LEVEL: 'silent' }
  const world = await openWorld({ smtpPort: relay.port, now, settings })
  const pages = await startPages(world.app, world.config)
  const sessions = new Map<string, Session>()
  return {
    world,
    relay,
    pages,
    as: async who => {
      const session = sessions.get(who) ?? (await logIn({ world, relay, pages }, STAFF[who]))
      sessions.set(who, session)
      return session
    },
    setClock: instant => {
      sessions.clear()
      world.setClock(instant)
    },
    close: async () => {
      await pages.close()
      await world.close()
      await relay.close()
    },
  }
}

type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>

/** A window of a browser in which somebody is logged in. */
export async function contextAs(
  browser: Browser,
  { as, pages }: Pick<DeskWeek, 'as' | 'pages'>,
  who: StaffRole,
  options: ContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(options)
  const [name = '', value = ''] = (await as(who)).cookie.split('=')
  await context.addCookies([{ name, value, url: pages.url }])
  return context
}

/** The admin has each role from now on: one person with every list on the desk. */
export function giveAdminEveryRole({ world }: DeskWeek): void {
  const staff = join(world.dir, 'recipients', 'staff.yaml')
  writeFileSync(staff, readFileSync(staff, 'utf8').replace('[admin]', '[admin, editor, approver, spoc]'))
}

/** Sends week 18, with a refused address and a question in Anderlecht, and takes week 19 in. */
export async function layWeek({ world, relay }: DeskWeek): Promise<void> {
  world.setClock('2020-04-29T12:00:00+02:00')
  world.layOut('2020-W18')
  await signedEdition(world, '2020-W18')
  world.setClock('2020-04-30T09:00:00+02:00')
  await dispatch(world.app, '2020-W18')
  await deliverAll(world, '2020-W18')
  await bounces(world, relay, '2020-W18', 'anderlecht-mayor')
  const question = { edition: '2020-W18', recipient: 'anderlecht-alderman-economy', text: 'Pour tous ?' }
  await replies(world, relay, question)
  world.setClock(TUESDAY)
  world.layOut('2020-W19')
  await takeIn(world.app)
}

/** `french`: a line of the French text alone. */
type File = { title: string; deadline: string; body: string; french: string }

/** Writes an update file of economy, `<name>.md`, into the drop folder. */
export function writeFile(
  { config }: World,
  name: string,
  { title = name, deadline = '2020-06-01', body = '', french = '' }: Partial<File>,
) {
  const section = (language: string) =>
    `# ${language}: ${title}\nRésumé de ${title}.\n\n${body}\n${language === 'fr' ? french : ''}\n`
  const head = [
    '---',
    `id: ${name}`,
    'kind: notice',
    'topic: economy',
    'level: region',
    `deadline: ${deadline}`,
    '---',
  ]
  writeFileSync(
    join(config.updatesDir, `${name}.md`),
    `${head.join('\n')}\n${section('fr')}\n${section('nl')}`,
  )
}

export const removeFile = ({ config }: World, name: string) =>
  rmSync(join(config.updatesDir, `${name}.md`), { force: true })

/** What each table of the ledger holds, as a hash by its name. */
export async function ledgerOf({ app }: World): Promise<Record<string, string>> {
  const { db } = app.engine
  const tables = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = 'estafette' and tablename not like 'kysely%' order by 1`.execute(db)
  const held: Record<string, string> = {}
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ hash: string }>`
      select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash
      from ${sql.table(name)} t`.execute(db)
    held[name] = rows[0]?.hash ?? ''
  }
  return held
}

/** A page's `<main>` as people see it: no-break spaces and escapes that no browser shows are undone. */
export async function mainOf(answer: Response): Promise<string> {
  const page = await answer.text()
  return page
    .slice(page.indexOf('<main '), page.indexOf('</main>'))
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll('&#x3D;', '=')
    .replaceAll('\u00ad', '')
}

/** The words of a piece of HTML, in order. */
export const wordsOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** Somebody of staff.yaml. */
export async function personOf({ app }: World, who: StaffRole): Promise<StaffMember> {
  const { roster } = await rosterToday(app)
  const person = roster.staff.find(({ email }) => email === STAFF[who])
  if (!person) throw new Error(`${who} is not in staff.yaml`)
  return person
}
