import { spawn } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type ParsedMail, simpleParser } from 'mailparser'
import type { Browser, Page } from 'playwright-core'
import { PROJECT_ROOT, readConfig } from '../../src/config.js'
import { tellDigests } from '../../src/steps/follow-ups/tell-digests.js'
import { type Service, startService } from '../../worker/main.js'
import { tickOnce } from '../../worker/schedule.js'
import { graveViolations, hasBrowser, openBrowser } from '../support/browser.js'
import { awayMail, dsnMail } from '../support/reports.js'

/**
 * Thursday 26 November 2026. The mayor of Anderlecht has moved, says the mailbox; the alderman of Uccle is unknown at the address
 * that the list has. One is corrected and sent the edition on the page, the other in the terminal; both mails lie in the catcher.
 */
const EDITION = '2026-W48'
const WEST = 'spoc-ouest@agence.example'
const SOUTH = 'spoc-sud@agence.example'
const MAYOR = {
  id: 'anderlecht-mayor',
  old: 'bourgmestre@anderlecht.example',
  fresh: 'cabinet.bourgmestre@anderlecht.example',
}
const ECONOMY = { id: 'anderlecht-alderman-economy', old: 'echevin.economie@anderlecht.example' }
const SPACE = { id: 'anderlecht-alderman-public-space', old: 'schepen.openbare-ruimte@anderlecht.example' }
const UCCLE = {
  id: 'uccle-alderman-economy',
  old: 'echevin.economie@uccle.example',
  fresh: 'echevinat.economie@uccle.example',
}

const dir = mkdtempSync(join(tmpdir(), 'estafette-corrected-'))
let service: Service
let settings: Record<string, string>
/** Goes on from the moment that it is set to, as that of the commands does. */
let clock: { start: number; set: number }
const at = (local: string) => {
  clock = { start: Date.parse(`${local}:00+01:00`), set: performance.now() }
}
at('2026-11-26T09:00')
const now = () => new Date(clock.start + performance.now() - clock.set)

beforeAll(async () => {
  for (const folder of ['recipients', 'updates'])
    cpSync(join(PROJECT_ROOT, folder), join(dir, folder), { recursive: true })
  const port = String(await freePort())
  settings = {
    PORT: port,
    BASE_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: join(dir, 'data'),
    UPDATES_DIR: join(dir, 'updates'),
    RECIPIENTS_DIR: join(dir, 'recipients'),
    REPORTS_DIR: join(dir, 'reports'),
    LOG_LEVEL: 'error',
  }
  mkdirSync(join(dir, 'data'))
  const refuse = [ECONOMY.old, SPACE.old]
  writeFileSync(join(dir, 'data', 'catcher.json'), JSON.stringify({ refuse }))
  service = await startService(readConfig(settings, dir), now, { pages: true, schedule: false })
}, 180_000)
afterAll(async () => {
  await service.stop()
  rmSync(dir, { recursive: true, force: true })
}, 60_000)

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}

/** The mails that the catcher holds, as they were read, and as they came. */
async function mails(): Promise<{ raw: string; to: string; mail: ParsedMail }[]> {
  const folder = join(dir, 'data', 'mail')
  const found = readdirSync(folder).filter(name => name.endsWith('.eml'))
  return Promise.all(
    found.map(async name => {
      const raw = readFileSync(join(folder, name), 'utf8')
      const mail = await simpleParser(raw)
      const to = [mail.to].flat()[0]?.value[0]?.address ?? ''
      return { raw, to, mail }
    }),
  )
}

/** Looks again until the catcher has such a mail: the service sends when it sends. */
async function mailWith(is: (one: Awaited<ReturnType<typeof mails>>[number]) => boolean) {
  for (const end = performance.now() + 30_000; performance.now() < end; await pause(50)) {
    const found = (await mails()).filter(is)
    if (found.length > 0) return found
  }
  throw new Error('no such mail')
}

/** Somebody saves a mail into the folder of what comes back, a minute ago. */
async function comesBack(name: string, bytes: Uint8Array) {
  const file = join(dir, 'reports', name)
  mkdirSync(join(dir, 'reports'), { recursive: true })
  writeFileSync(file, bytes)
  const past = new Date(Date.now() - 60_000)
  utimesSync(file, past, past)
  await tickOnce(service.app, 'mail-back', {} as never)
}

type Ran = { status: number | null; out: string }

/** The command line, as a process of its own. */
function estafette(...args: string[]): Promise<Ran> {
  const env = { PATH: process.env.PATH ?? '', ...settings, PORT: '0' }
  const set = ['--now', now().toISOString()]
  const child = spawn(process.execPath, [join(PROJECT_ROOT, 'src', 'launch.js'), ...args, ...set], {
    cwd: dir,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.on('data', chunk => {
    out += chunk
  })
  return new Promise(resolve => child.once('close', status => resolve({ status, out })))
}
const json = async (...args: string[]) => JSON.parse((await estafette(...args, '--json')).out)

type FollowUpJson = { id: string; reason: string; recipient: string; state: string; result: string | null }
const openFor = async (recipient: string): Promise<FollowUpJson[]> =>
  (await json('follow-up')).filter((one: FollowUpJson) => one.recipient === recipient)
const deliveryTo = async (recipient: string) =>
  (await json('deliveries', EDITION)).find((one: FollowUpJson) => one.recipient === recipient)
const withoutSpaces = (text: string) => text.replaceAll(/\s+/g, ' ')

const journey = hasBrowser() ? describe : () => {}

journey('from the mail that came back with a new address to the mail that arrives there', () => {
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await openBrowser()
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  })
  afterAll(() => browser.close())

  /** By the link of the mail, which only shows a button. */
  async function logIn(email: string) {
    await page.goto(`${settings.BASE_URL}/log-in?lang=fr`)
    await page.fill('input[name=email]', email)
    await page.click('main button[type=submit]')
    const [mail] = await mailWith(({ to, raw }) => to === email && raw.includes('/log-in/'))
    const link = /http:\/\/\S+\/log-in\/\S+/.exec(mail?.mail.text ?? '')?.[0] ?? ''
    await page.goto(link)
    await page.click('main button[type=submit]')
  }

  /** However long an address is. */
  async function fitsAPhone() {
    await page.setViewportSize({ width: 375, height: 900 })
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(375)
    await page.setViewportSize({ width: 1280, height: 900 })
  }

  it('an edition leaves, and two mails come back', async () => {
    const { hash } = await json('draft', EDITION)
    await estafette('approve', EDITION, '--hash', hash, '--by', 'direction@cabinet.example')
    expect((await estafette('send', EDITION)).status).toBe(0)
    const [first] = await mailWith(({ to }) => to === MAYOR.old)
    const [second] = await mailWith(({ to }) => to === UCCLE.old)
    at('2026-11-26T09:05')
    const messageId = first?.mail.messageId ?? ''
    const moved = `Bonjour,\nCette boîte n’est plus lue. Ma nouvelle adresse est ${MAYOR.fresh}.`
    const reports = 'estafette@estafette.example'
    await comesBack('moved.eml', awayMail({ to: reports, inReplyTo: messageId, text: moved }))
    const returned = `Message-ID: ${second?.mail.messageId}\r\nSubject: Estafette`
    const words = '550 5.1.1 User unknown'
    const failed = { recipient: UCCLE.old, action: 'failed', status: '5.1.1', words } as const
    const path = /^Return-Path: <(.+)>/m.exec(second?.raw ?? '')?.[1] ?? ''
    await comesBack('unknown.eml', dsnMail({ to: path, ...failed, returned }))
    expect(await openFor(MAYOR.id)).toMatchObject([{ reason: 'correction' }])
    expect(await openFor(UCCLE.id)).toMatchObject([{ reason: 'bounced' }])
    expect(await openFor(ECONOMY.id)).toMatchObject([{ reason: 'bounced' }])
  }, 120_000)

  it('on the page: nothing is done by saying so; the address is shown, confirmed, written, and the edition arrives there', async () => {
    await logIn(WEST)
    await page.goto(`${settings.BASE_URL}/follow-ups?lang=fr`)
    await page.click('a:has-text("Demande de correction")')
    const list = join(dir, 'recipients', 'mandate-holders.csv')
    const before = readFileSync(list, 'utf8')
    await page.click('summary:has-text("Terminer")')
    await page.selectOption('#result', 'corrected')
    await page.click('button:has-text("Terminer le suivi")')
    expect(withoutSpaces(await page.innerText('#problem'))).toContain(`la liste garde l’adresse ${MAYOR.old}`)
    expect(await openFor(MAYOR.id)).toHaveLength(1)

    expect(await page.inputValue('#address')).toBe(MAYOR.fresh)
    await page.fill('#address', 'cabinet bourgmestre@anderlecht')
    await page.click('button:has-text("Vérifier l’adresse")')
    expect(await page.innerText('#problem')).toContain('cabinet bourgmestre@anderlecht')
    await page.fill('#address', MAYOR.fresh)
    await page.click('button:has-text("Vérifier l’adresse")')
    const shown = withoutSpaces(await page.innerText('main'))
    for (const text of [MAYOR.old, MAYOR.fresh, "Bourgmestre d'Anderlecht", 'Semaine 48'])
      expect(shown).toContain(text)
    expect(await graveViolations(page)).toEqual([])
    await fitsAPhone()
    expect(readFileSync(list, 'utf8')).toBe(before)
    await page.uncheck('input[name=again]')
    await page.click('button:has-text("Écrire dans la liste")')
    expect(readFileSync(list, 'utf8')).toBe(before.replace(MAYOR.old, MAYOR.fresh))
    expect(await page.innerText('main')).toContain('Donnée corrigée dans la liste')

    await fitsAPhone()
    await page.click(`button:has-text("Envoyer maintenant à ${MAYOR.fresh}")`)
    const [again, ...more] = await mailWith(({ to }) => to === MAYOR.fresh)
    expect(more).toEqual([])
    const [first] = await mailWith(({ to }) => to === MAYOR.old)
    expect(again?.mail).toMatchObject({ messageId: first?.mail.messageId, subject: first?.mail.subject })
    expect([again?.mail.text, again?.mail.html]).toEqual([first?.mail.text, first?.mail.html])
    expect(await deliveryTo(MAYOR.id)).toMatchObject({
      state: 'accepted',
      attempts: [{ address: MAYOR.old }, { address: MAYOR.fresh, outcome: 'accepted' }],
    })
    await page.reload()
    expect(withoutSpaces(await page.innerText('main'))).toContain(`Envoi à ${MAYOR.fresh} : accepté`)
    expect(await page.locator('button:has-text("Envoyer maintenant")').count()).toBe(0)
  }, 120_000)

  it('on the page: somebody who was informed by phone stays unreached by mail, and the page says so', async () => {
    const [open] = await openFor(ECONOMY.id)
    await page.goto(`${settings.BASE_URL}/follow-ups/${open?.id}?lang=fr`)
    await page.click('summary:has-text("Terminer")')
    await page.selectOption('#result', 'reached-otherwise')
    await page.click('button:has-text("Terminer le suivi")')
    await page.goto(`${settings.BASE_URL}/follow-ups?lang=fr`)
    const missed = withoutSpaces(await page.innerText('[aria-labelledby=missed] ul'))
    expect(missed).toContain(`n’est pas arrivée par courriel (${ECONOMY.old} : refusé)`)
    expect(missed).toContain('Information donnée autrement le jeudi 26 novembre')
    expect(missed).toContain('La prochaine édition part à la même adresse, qui a refusé')
    expect(missed).not.toContain(MAYOR.fresh)
  }, 60_000)

  it('in the terminal: the same for a second official', async () => {
    const [open] = await openFor(UCCLE.id)
    const id = open?.id ?? ''
    const by = ['--by', SOUTH]
    const done = ['follow-up', 'done', id, '--result', 'new-address', ...by]
    const unsaid = await estafette(...done)
    expect(unsaid).toMatchObject({ status: 1, out: expect.stringContaining('--address ADDRESS') })
    const list = join(dir, 'recipients', 'mandate-holders.csv')
    const before = readFileSync(list, 'utf8')
    const refused = await estafette('send-again', `${EDITION}.${UCCLE.id}`, ...by)
    expect(refused).toMatchObject({ status: 1, out: expect.stringContaining('confirm-address FOLLOW-UP') })
    const shown = await estafette(...done, '--address', UCCLE.fresh)
    expect(shown).toMatchObject({ status: 1, out: expect.stringContaining(`${UCCLE.old} → ${UCCLE.fresh}`) })
    expect([await openFor(UCCLE.id), readFileSync(list, 'utf8')]).toEqual([[open], before])

    const written = await estafette(...done, '--address', UCCLE.fresh, '--yes')
    expect(written).toMatchObject({ status: 0, out: expect.stringContaining('estafette') })
    expect(readFileSync(list, 'utf8')).toBe(before.replace(UCCLE.old, UCCLE.fresh))
    expect(await openFor(UCCLE.id)).toEqual([])
    expect(await json('status', EDITION)).toMatchObject({
      unreached: expect.arrayContaining([
        expect.objectContaining({ recipient: UCCLE.id, next: 'new-address', nextAddress: UCCLE.fresh }),
      ]),
    })
    expect((await estafette('send-again', `${EDITION}.${UCCLE.id}`, ...by)).status).toBe(0)
    const [again, ...more] = await mailWith(({ to }) => to === UCCLE.fresh)
    expect(more).toEqual([])
    const [first] = await mailWith(({ to }) => to === UCCLE.old)
    expect([again?.mail.messageId, again?.mail.text]).toEqual([first?.mail.messageId, first?.mail.text])
    const { counts, unreached } = await json('status', EDITION)
    expect(counts).toMatchObject({ bounced: 2, pending: 0 })
    expect(unreached.map(({ recipient }: FollowUpJson) => recipient)).toEqual([ECONOMY.id, SPACE.id])
  }, 180_000)

  it('the next digest tells each contact person the truth', async () => {
    at('2026-11-27T08:00')
    await tellDigests(service.app)
    const [digest] = await mailWith(
      ({ to, mail }) => to === WEST && /hoe uw gemeenten ervoor staan/.test(mail.subject ?? ''),
    )
    const [dutch = '', french = ''] = withoutSpaces(digest?.mail.text ?? '').split('Vos communes après')
    const anderlecht = french.slice(french.indexOf('Anderlecht ·'), french.indexOf('Berchem'))
    expect(anderlecht).toMatch(/Anderlecht · atteinte en partie -+ Destinataires atteints : 1 sur 3/)
    expect(anderlecht).not.toContain('Rien à faire')
    expect(anderlecht).toContain(`n’est pas arrivée par courriel (${ECONOMY.old} : refusé)`)
    expect(anderlecht).toContain('Information donnée autrement le jeudi 26 novembre')
    expect(dutch).toContain(`niet per e-mail aangekomen (${SPACE.old}: geweigerd)`)
    expect([dutch, french].join()).not.toContain(MAYOR.old)
  }, 60_000)
})
