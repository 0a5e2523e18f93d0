import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { exportCommand } from '../../src/cli/export-command.js'
import { readWorkbook } from '../../src/parse/roster/xlsx-read.js'
import { takeIn } from '../../src/steps/updates/take-in.js'
import {
  type DeskWeek,
  layWeek,
  ledgerOf,
  mainOf,
  openDesk,
  STAFF,
  type StaffRole,
  writeFile,
} from '../support/desk-week.js'
import { comesBack, logIn, mailTo, type Session } from '../support/follow-ups.js'
import { replyMail } from '../support/reports.js'

const EDITION = '2020-W18'
const DELIVERIES = `/editions/${EDITION}/deliveries`
const PLANTED = '=1+1 \u001b[31mrouge \u202eetxet'

let desk: DeskWeek
let south: Session
let dir: string
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-lists-'))
  desk = await openDesk()
  await layWeek(desk)
  const { messageId } = await mailTo(desk.world, desk.relay, EDITION, 'uccle-mayor')
  const planted = { to: 'estafette@estafette.example', inReplyTo: messageId, text: PLANTED }
  await comesBack(desk.world, 'planted.eml', replyMail(planted))
  for (const title of ['Zavel', 'Écluse', 'Eau', '=cmd|calc']) {
    const name = title
      .normalize('NFD')
      .replace(/[^a-z]/gi, '')
      .toLowerCase()
    writeFile(desk.world, name, { title })
  }
  await takeIn(desk.world.app)
  for (const who of Object.keys(STAFF) as StaffRole[]) await desk.as(who)
  south = await logIn(desk, 'spoc-sud@agence.example')
}, 120_000)
afterAll(async () => {
  await desk.close()
  rmSync(dir, { recursive: true, force: true })
})

const admin = async (path: string) => (await desk.as('admin')).get(path)
/** The cells of a CSV file without line breaks in them. */
const cellsOf = (text: string) =>
  text
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')
    .map(line => line.split(';').map(cell => cell.replace(/^"(.*)"$/, '$1').replaceAll('""', '"')))

describe('a list as a file', () => {
  it.each([
    ['/editions', 'editions', ['Édition', 'État']],
    [DELIVERIES, `${EDITION}-deliveries`, ['Personne', 'Commune']],
    ['/updates', 'updates', ['Titre', 'Thème']],
    ['/follow-ups', 'follow-ups', ['Échéance', 'État']],
  ])('is beside its page, with a link and words of the reader: %s', async (path, name, heads) => {
    const before = await ledgerOf(desk.world)
    const page = await mainOf(await admin(`${path}?lang=fr`))
    for (const ending of ['csv', 'xlsx']) expect(page).toContain(`href="${path}.${ending}?`)
    const csv = await admin(`${path}.csv?lang=fr`)
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="${name}.csv"`)
    const bytes = Buffer.from(await csv.arrayBuffer())
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
    const [head, ...rows] = cellsOf(bytes.toString('utf8'))
    expect(head?.slice(0, 2)).toEqual(heads)
    expect(rows.length).toBeGreaterThan(0)
    const dutch = cellsOf(await (await admin(`${path}.csv?lang=nl`)).text())
    expect(dutch[0]).not.toEqual(head)
    const book = readWorkbook(Buffer.from(await (await admin(`${path}.xlsx?lang=fr`)).arrayBuffer()))
    expect(JSON.stringify(book)).toContain(heads[0])
    expect(await ledgerOf(desk.world)).toEqual(before)
  })

  it('holds what the page is narrowed to, in its order', async () => {
    const rowsOf = async (query: string) =>
      cellsOf(await (await admin(`${DELIVERIES}.csv?lang=fr&${query}`)).text()).slice(1)
    expect((await rowsOf('state=bounced')).map(row => row.at(-1))).toEqual(['anderlecht-mayor'])
    expect((await rowsOf('')).length).toBeGreaterThan(50)
    expect((await rowsOf(''))[0]?.at(-1)).toBe('anderlecht-mayor')
    const communes = (await rowsOf('sort=commune')).map(([, commune = '']) => commune)
    expect(communes).toEqual([...communes].sort(new Intl.Collator('fr').compare))
    const page = await mainOf(await admin(`${DELIVERIES}?lang=fr&state=bounced&sort=person`))
    expect(page).toContain(`href="${DELIVERIES}.csv?state=bounced&amp;sort=person&amp;lang=fr"`)
  })

  it('holds no formula, no escape and nothing that turns the direction of writing', async () => {
    const updates = await (await admin('/updates.csv?lang=fr')).text()
    expect(updates).toContain("'=cmd|calc")
    const followUps = await (await admin('/follow-ups.csv?lang=fr')).text()
    expect(followUps).toContain("'=1+1 ␛[31mrouge ⟨U+202E⟩etxet")
    for (const text of [updates, followUps]) {
      expect(text).not.toMatch(/\p{Bidi_Control}|(?:^|;)"?[=@]/mu)
      expect(text).not.toContain('\u001b')
    }
    const book = readWorkbook(Buffer.from(await (await admin('/follow-ups.xlsx?lang=fr')).arrayBuffer()))
    expect(JSON.stringify(book)).not.toMatch(/\\u001b|\u202e/)
  })

  it('is for those who see its page, and holds what they see there', async () => {
    const statuses = async (path: string, who: StaffRole) => [
      (await (await desk.as(who)).get(path)).status,
      (await (await desk.as(who)).get(`${path}.csv`)).status,
      (await (await desk.as(who)).get(`${path}.xlsx`)).status,
    ]
    for (const path of ['/editions', DELIVERIES, '/updates', '/follow-ups'])
      for (const who of Object.keys(STAFF) as StaffRole[]) {
        const [page, csv, xlsx] = await statuses(path, who)
        expect([path, who, csv, xlsx]).toEqual([path, who, page, page])
      }
    for (const path of [DELIVERIES, '/follow-ups'])
      expect((await fetch(new URL(`${path}.csv`, desk.pages.url))).status).toBe(401)
    const west = await (await (await desk.as('spoc')).get('/follow-ups.csv?lang=fr')).text()
    const others = await (await south.get('/follow-ups.csv?lang=fr')).text()
    expect([west.includes('Anderlecht'), others.includes('Anderlecht')]).toEqual([true, false])
    expect((await admin('/editions/2020-W40/deliveries.csv')).status).toBe(404)
    expect((await admin('/editions/none/deliveries.xlsx')).status).toBe(404)
  })

  it('is the same by the command, for the same person', async () => {
    for (const [list, edition, path] of [
      ['deliveries', EDITION, `${DELIVERIES}.csv?lang=fr&commune=21001`],
      ['follow-ups', undefined, '/follow-ups.csv?lang=fr'],
      ['updates', undefined, '/updates.csv?lang=fr&sort=topic'],
    ] as const) {
      const to = join(dir, `${list}.csv`)
      const query = path.split('?')[1] ?? ''
      const made = await exportCommand(desk.world.app, list, edition, { to, by: STAFF.admin, query })
      expect(made).toMatchObject({ status: 0, json: { list, file: to } })
      expect(readFileSync(to, 'utf8')).toBe(`\uFEFF${await (await admin(path)).text()}`)
    }
    const to = join(dir, 'none.xlsx')
    const own = { to, by: STAFF.editor }
    expect((await exportCommand(desk.world.app, 'follow-ups', undefined, own)).status).toBe(1)
    expect((await exportCommand(desk.world.app, 'editions', undefined, own)).status).toBe(0)
    expect(readFileSync(to).subarray(0, 2).toString()).toBe('PK')
  })
})

describe('a list on its page', () => {
  it('is sorted as a reader expects: É beside E', async () => {
    const page = await mainOf(await admin('/updates?lang=fr'))
    const titles = [...page.matchAll(/<th scope="row"><a[^>]*>([^<]*)/g)].map(([, title = '']) => title)
    const ours = titles.filter(title => ['Zavel', 'Écluse', 'Eau'].includes(title))
    expect(ours).toEqual(['Eau', 'Écluse', 'Zavel'])
  })

  it('says by which column it is sorted, and offers the others, on a phone too', async () => {
    const page = await mainOf(await admin(`${DELIVERIES}?lang=fr&q=bourg`))
    expect(page).toMatch(/<th scope="col" aria-sort="ascending"><a href="[^"]*">État/)
    expect(page.match(/aria-sort/g)).toHaveLength(1)
    const other = /<th scope="col"><a href="([^"]*sort=person[^"]*)"/.exec(page)?.[1] ?? ''
    expect(other).toContain('q=bourg')
    const sorted = await mainOf(await admin(other.replaceAll('&amp;', '&')))
    expect(sorted).toMatch(/<th scope="col" aria-sort="ascending"><a href="[^"]*sort=person/)
    expect(sorted).toMatch(/<p class="sort phone">.*sort=commune/)
    expect(sorted).toContain('value="bourg"')
  })
})
