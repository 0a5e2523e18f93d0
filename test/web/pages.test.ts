import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { listEditions } from '../../src/postgres/editions/editions.js'
import { rosterToday } from '../../src/steps/context.js'
import { readEdition, readFrozen } from '../../src/steps/editions/read-edition.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { graveViolations, hasBrowser, openBrowser } from '../support/browser.js'
import { logIn } from '../support/follow-ups.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { openWorld, sentEdition, type World } from '../support/world.js'

let relay: TestRelay
let world: World
let pages: Pages
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: '2020-04-30T09:00:00+02:00', settings: { PORT: '0' } })
  world.layOut('2020-W18')
  await sentEdition(world, '2020-W18')
  pages = await startPages(world.app, world.config)
})
afterAll(async () => {
  await pages.close()
  await world.close()
  await relay.close()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(new URL(path, pages.url), { headers })

async function frozenEdition() {
  const row = await readEdition(world.app, '2020-W18')
  return row && readFrozen(world.app, row)
}

describe('the pages', () => {
  it('say how the service is, with the age of the backlog', async () => {
    expect(await (await get('/health')).json()).toEqual({ status: 'ok', database: 'ok', oldestDueSeconds: 0 })
  })

  it.each([
    ['fr', '/', 'Cela n’a pas fonctionné'],
    ['nl', '/', 'Dit is niet gelukt'],
    ['fr', '/editions/2020-W18/mail/fr', 'Cela n’a pas fonctionné'],
    ['fr', '/follow-ups', 'Cela n’a pas fonctionné'],
  ])('answer in %s with a page when the ledger is away: %s', async (language, path, title) => {
    const away = () => {
      throw new Error('connect ECONNREFUSED 127.0.0.1:5432')
    }
    const db = new Proxy(world.app.engine.db, { get: away })
    const app = { ...world.app, engine: { ...world.app.engine, db } }
    const broken = await startPages(app, world.config)
    try {
      const answer = await fetch(new URL(`${path}?lang=${language}`, broken.url), {
        headers: { cookie: `estafette=${'0'.repeat(32)}.${'0'.repeat(64)}` },
      })
      const page = await answer.text()
      expect([answer.status, answer.headers.get('content-type')]).toEqual([500, 'text/html; charset=utf-8'])
      expect(page).toContain(title)
      expect(page).not.toContain('ECONNREFUSED')
    } finally {
      await broken.close()
    }
  })

  it.each([
    ['fr', 'fr-BE,fr;q=0.9,nl;q=0.5', 'Éditions', 'Semaine 18 · du 27 avril au 3 mai', 'clôturée'],
    ['nl', 'nl-BE', 'Edities', 'Week 18 · van 27 april tot en met 3 mei', 'afgesloten'],
    ['fr', 'en-GB', 'Éditions', 'Semaine 18 · du 27 avril au 3 mai', 'clôturée'],
  ])(
    'list the editions in %s for a browser that wants %s',
    async (language, accepted, title, name, state) => {
      const page = (await (await get('/editions', { 'accept-language': accepted })).text()).replaceAll(
        '\u00a0',
        ' ',
      )
      for (const text of [`<html lang="${language}">`, title, name, '/editions/2020-W18?lang', state, '(59)'])
        expect(page).toContain(text)
    },
  )

  it.each([
    ['fr', 'Éditions', 'Informations', 'Suivis', 'Éditions publiées', 'Se connecter'],
    ['nl', 'Edities', 'Berichten', 'Opvolging', 'Gepubliceerde edities', 'Aanmelden'],
  ])('show in %s all that there is to whoever opens the first one', async (language, ...texts) => {
    const page = (await (await get(`/?lang=${language}`)).text()).replaceAll('&#x3D;', '=')
    const main = page.slice(page.indexOf('<main '))
    for (const [index, path] of ['/editions', '/updates', '/follow-ups', '/published/', '/log-in'].entries())
      for (const part of [page.slice(0, page.indexOf('<main ')), main])
        expect(part).toContain(`<a href="${path}?lang=${language}">${texts[index]}</a>`)
    expect(page).toContain(`<a href="/?lang=${language}" aria-current="page">`)
  })

  it('show an edition commune by commune, and the mail as it was sent', async () => {
    const page = await (await get('/editions/2020-W18?lang=nl')).text()
    for (const text of ['Sint-Jans-Molenbeek', 'bereikt', '/editions/2020-W18/mail/fr'])
      expect(page).toContain(text)
    expect(await (await get('/editions/2020-W18/mail/fr')).text()).toContain('Mesures de crise')
  })

  it.each([
    ['fr', 'Madame la Bourgmestre, Monsieur le Bourgmestre,', 'Geachte burgemeester,'],
    ['nl', 'Geachte burgemeester,', 'Madame la Bourgmestre, Monsieur le Bourgmestre,'],
  ])('show the mail in %s first as nobody in particular reads it', async (language, first, second) => {
    const mail = await (await get(`/editions/2020-W18/mail/${language}`)).text()
    expect(mail.indexOf(first)).toBeGreaterThan(0)
    expect(mail.indexOf(second)).toBeGreaterThan(mail.indexOf(first))
    const lines = mail.split('\n').map(line => line.trim())
    const { roster } = await rosterToday(world.app)
    const { addressees } = (await frozenEdition()) ?? { addressees: [] }
    for (const { salutation, commune } of addressees) {
      for (const one of Object.values(salutation)) expect(lines).not.toContain(one.replace("'", '’'))
      const spoc = roster.communes.find(({ nis }) => nis === commune)?.spoc
      expect(mail).not.toContain(roster.staff.find(({ id }) => id === spoc)?.email)
    }
  })

  it('show who is logged in the mail of an addressee', async () => {
    const session = await logIn({ world, relay, pages }, 'redaction-economie@agence.example')
    const mail = await (await session.get('/editions/2020-W18/mail/nl')).text()
    const first = (await frozenEdition())?.addressees.find(({ languages }) => languages.startsWith('nl'))
    expect(mail).toContain(first?.salutation.nl)
  })

  it.each(['/editions/2020-W17', '/editions/..%2f..%2fetc', '/editions/2020-W18/mail/de', '/nothing'])(
    'answer %s with 404',
    async path => {
      expect((await get(path)).status).toBe(404)
    },
  )

  it.each([
    ['localhost:3000', 200],
    ['127.0.0.1', 200],
    ['[::1]:3000', 200],
    ['rebound.example', 401],
    ['127.0.0.1.rebound.example:3000', 401],
  ])(
    'asked for as %s answer with %i: a name that is not ours may be another site’s',
    async (host, status) => {
      const answered = await new Promise(resolve =>
        request(pages.url, { headers: { host } }, answer => resolve(answer.resume().statusCode)).end(),
      )
      expect(answered).toBe(status)
    },
  )

  it('let nothing run and nothing be framed', async () => {
    const { headers } = await get('/')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('change nothing when they are read', async () => {
    const before = JSON.stringify(await listEditions(world.app.engine.db, world.app.clock()))
    for (const path of ['/', '/editions', '/editions/2020-W18', '/editions/2020-W18/mail/nl', '/health'])
      expect((await get(path)).status).toBe(200)
    expect(JSON.stringify(await listEditions(world.app.engine.db, world.app.clock()))).toBe(before)
    expect((await fetch(new URL('/', pages.url), { method: 'POST' })).status).toBe(404)
  })
})

const browserTests = hasBrowser() ? describe : () => {}

browserTests('the pages in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it.each([
    ['/', 'light'],
    ['/?lang=nl', 'dark'],
    ['/editions', 'light'],
    ['/editions?lang=nl', 'dark'],
    ['/updates', 'light'],
    ['/editions/2020-W18', 'light'],
    ['/editions/2020-W18?lang=nl', 'dark'],
    ['/nothing', 'light'],
    ['/log-in', 'light'],
    ['/published/?lang=nl', 'dark'],
  ] as const)('%s (%s) has nothing serious for axe and fits 320 px', async (path, colorScheme) => {
    const page = await browser.newPage({
      viewport: { width: 320, height: 640 },
      colorScheme,
      bypassCSP: true,
    })
    await page.goto(new URL(path, pages.url).href)
    const [grave, width] = [
      await graveViolations(page),
      await page.evaluate<number>('document.documentElement.scrollWidth'),
    ]
    await page.close()
    expect(grave).toEqual([])
    expect(width).toBeLessThanOrEqual(320)
  })

  const tabbed = async (page: Page, times: number) => {
    const reached: string[] = []
    for (let time = 0; time < times; time++) {
      await page.keyboard.press('Tab')
      reached.push(await page.evaluate<string>('document.activeElement.textContent.trim().slice(0, 22)'))
    }
    return reached
  }
  const SECTIONS = ['Mijn bureau', 'Edities', 'Berichten', 'Opvolging', 'Gepubliceerde edities']
  const WEEK = /^Week\s18\s·\svan\s27\sapril/

  it('lead by the Tab key past the content link from the other pages to the other language, to log in, to the week', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 640 } })
    await page.goto(new URL('/?lang=nl', pages.url).href)
    const reached = await tabbed(page, 10)
    await page.close()
    expect(reached.slice(0, 9)).toEqual(['Naar de inhoud', 'Estafette', ...SECTIONS, 'Français', 'Aanmelden'])
    expect(reached[9]).toMatch(WEEK)
  })

  it('keep the other pages in a menu on a phone, which opens by the keyboard and without a script', async () => {
    const context = await browser.newContext({
      viewport: { width: 320, height: 640 },
      javaScriptEnabled: false,
    })
    const page = await context.newPage()
    await page.goto(new URL('/?lang=nl', pages.url).href)
    const menu = page.getByRole('button', { name: 'Menu' })
    const sections = page.getByRole('navigation', { name: 'Rubrieken' })
    expect(await sections.isVisible()).toBe(false)
    await menu.focus()
    await page.keyboard.press('Enter')
    const links = await sections.getByRole('link').allTextContents()
    expect([await sections.isVisible(), links]).toEqual([true, SECTIONS])
    await page.keyboard.press('Escape')
    expect(await sections.isVisible()).toBe(false)
    await context.close()
  })
})
