import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { publishCommand } from '../../src/cli/publish-command.js'
import { tokenSecret } from '../../src/config.js'
import { webPath } from '../../src/model/editions/web-address.js'
import { rosterToday } from '../../src/steps/context.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { resume, stop } from '../../src/steps/delivery/stop-and-settle.js'
import { readEdition, readFrozen } from '../../src/steps/editions/read-edition.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { graveViolations, hasBrowser, openBrowser } from '../support/browser.js'
import { hasPython, readCalendar, readFeed } from '../support/python.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { approver, deliverAll, openWorld, parsed, signedEdition, type World } from '../support/world.js'

const CHROMIUM = '/usr/bin/chromium'
let relay: TestRelay
let world: World
let pages: Pages
let path: string
let hash: string
beforeAll(async () => {
  relay = await startRelay()
  const settings = { PORT: '0', BASE_URL: 'https://estafette.example/', CHROMIUM }
  world = await openWorld({ smtpPort: relay.port, now: '2020-05-07T09:00:00+02:00', settings })
  path = webPath('2020-W19', tokenSecret(world.config))
  world.layOut('2020-W19')
  hash = await signedEdition(world, '2020-W19')
  pages = await startPages(world.app, world.config)
})
afterAll(async () => {
  await pages.close()
  await world.close()
  await relay.close()
})

const get = (at: string, headers: Record<string, string> = {}) =>
  fetch(new URL(at, pages.url), { headers, redirect: 'manual' })
const statusOf = async (at: string) => (await get(at)).status
const send = async () => {
  await dispatch(world.app, '2020-W19')
  await deliverAll(world, '2020-W19')
}

describe('the web version of an edition', () => {
  it('is not there before the edition is sent, not even for who knows the address', async () => {
    for (const file of ['fr', 'nl', 'fr.ics', 'fr.pdf']) expect(await statusOf(`${path}/${file}`)).toBe(404)
    const { json } = await publishCommand(world.app, '2020-W19', await approver(world.app), false)
    expect(json).toMatchObject({ published: false, reason: 'not-sent' })
    await send()
    for (const file of ['fr', 'nl', 'fr.ics']) expect(await statusOf(`${path}/${file}`)).toBe(200)
  })

  it('is where the mails say it is', async () => {
    const mail = await parsed(relay.received[0] as (typeof relay.received)[0])
    for (const language of ['fr', 'nl']) {
      expect(mail.text).toContain(`https://estafette.example${path}/${language}\n`)
      expect(mail.html).toContain(`href="https://estafette.example${path}/${language}"`)
    }
    expect(mail.attachments.map(({ contentType, filename }) => [contentType, filename])).toEqual([
      ['text/calendar', 'agenda-2020-W19.ics'],
    ])
  })

  it.each([
    ['fr', 'Mesures de crise', 'signée le jeudi 7\u00a0mai 2020'],
    ['nl', 'Crisismaatregelen', 'goedgekeurd op donderdag 7\u00a0mei 2020'],
  ])('has %s first, both languages, the hash and the day of sign-off', async (language, title, signed) => {
    const page = await (await get(`${path}/${language}`)).text()
    expect(page).toContain(`<html lang="${language}"`)
    expect([...page.matchAll(/<div lang="(fr|nl)"/g)].map(([, lang]) => lang)).toEqual(
      language === 'fr' ? ['fr', 'nl'] : ['nl', 'fr'],
    )
    for (const text of [title, signed, hash]) expect(page).toContain(text)
  })

  it('holds every update in full, also what still stands', async () => {
    const page = await (await get(`${path}/fr`)).text()
    const row = await readEdition(world.app, '2020-W19')
    const frozen = row && (await readFrozen(world.app, row))
    const items = frozen?.content.items ?? []
    expect(items.length).toBeGreaterThan(10)
    for (const { update } of items) expect(page).toContain(`<h3 id="fr-${update.id}"`)
  })

  it('holds nothing of a recipient, a commune or a SPOC', async () => {
    const { roster } = await rosterToday(world.app)
    const page = await (await get(`${path}/fr`)).text()
    for (const { email, name, phone } of roster.staff)
      for (const text of [email, name, phone]) expect(page).not.toContain(text)
    for (const { salutation } of roster.mandateHolders.filter(({ email }) => email !== ''))
      expect(page).not.toContain(salutation.fr)
    expect(page).not.toMatch(/Pour vous|Votre point de contact|Répondez|mailto:spoc/)
  })

  it('is not to be found by a search engine, runs nothing and tells nobody where a reader came from', async () => {
    const { headers } = await get(`${path}/fr`)
    expect(headers.get('x-robots-tag')).toContain('noindex')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(headers.get('cache-control')).toBe('private, no-cache')
  })

  it.each(['0', 'x'.repeat(32), '0'.repeat(32)])('is not opened by the token %s', async token => {
    expect(await statusOf(`/read/2020-W19/${token}/fr`)).toBe(404)
  })

  it('does not open with the token of another edition, nor as another file', async () => {
    expect(await statusOf(`${path.replace('W19', 'W18')}/fr`)).toBe(404)
    for (const file of ['de', 'fr.txt', '..%2ffr', 'fr.pdf.ics'])
      expect(await statusOf(`${path}/${file}`)).toBe(404)
  })

  it('is closed while the edition is stopped, and open again after', async () => {
    await stop(world.app, '2020-W19', 'a wrong date')
    expect(await statusOf(`${path}/fr`)).toBe(404)
    await resume(world.app, '2020-W19')
    expect(await statusOf(`${path}/fr`)).toBe(200)
  })
})

describe('a published edition', () => {
  const publish = async (withdraw = false, by?: string) =>
    publishCommand(world.app, '2020-W19', by ?? (await approver(world.app)), withdraw)

  it('is there once an approver published it, and no more once that is taken back', async () => {
    expect(await statusOf('/published/2020-W19/fr')).toBe(404)
    expect((await publish(false, 'somebody@else.example')).status).toBe(1)
    expect(await publish()).toMatchObject({
      status: 0,
      json: { published: true, address: 'https://estafette.example/published/2020-W19/fr' },
    })
    const page = await get('/published/2020-W19/nl')
    expect([page.status, page.headers.get('x-robots-tag')]).toEqual([200, null])
    expect(await page.text()).not.toContain(path)
    expect((await publish(true)).status).toBe(0)
    expect(await statusOf('/published/2020-W19/fr')).toBe(404)
    expect(await statusOf(`${path}/fr`)).toBe(200)
    await publish()
  })

  it.each([
    ['fr', 'Éditions publiées', 'Réouverture des commerces'],
    ['nl', 'Gepubliceerde edities', 'Heropening van de winkels'],
  ])('is in the list in %s', async (language, title, lead) => {
    const page = await (await get('/published/', { 'accept-language': language })).text()
    for (const text of [title, lead, `href="2020-W19/${language}"`]) expect(page).toContain(text)
    expect((await get('/published')).headers.get('location')).toBe('/published/')
  })
})

const pythonTests = hasPython('icalendar', 'feedparser') ? describe : () => {}

pythonTests('what other programs read of it', () => {
  it('is a calendar file', async () => {
    const reply = await get(`${path}/nl.ics`)
    expect(reply.headers.get('content-type')).toBe('text/calendar; charset=utf-8; method=PUBLISH')
    expect(readCalendar(await reply.text()).entries).toHaveLength(3)
  })

  it.each(['fr', 'nl'])('is an Atom feed in %s of the published editions', async language => {
    const reply = await get(`/published/${language}.atom`)
    expect(reply.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
    const feed = readFeed(await reply.text())
    const base = 'https://estafette.example/published/'
    expect(feed).toMatchObject({ version: 'atom10', isWellFormed: true, language })
    expect(feed.links).toContainEqual(['self', 'application/atom+xml', `${base}${language}.atom`])
    expect(feed.entries.map(({ id, links }) => [id, links])).toEqual([
      [
        `tag:economie-emploi.brussels,2020:estafette:2020-W19:${language}`,
        [
          ['alternate', 'text/html', `${base}2020-W19/${language}`],
          ['alternate', 'application/pdf', `${base}2020-W19/${language}.pdf`],
        ],
      ],
    ])
    expect(feed.updated).toBe(feed.entries[0]?.published)
    expect(feed.entries[0]?.content).toContain('<li>')
  })
})

const browserTests = hasBrowser() ? describe : () => {}

browserTests('the web version in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it.each([
    ['fr', 'light'],
    ['nl', 'dark'],
  ] as const)('has nothing serious for axe and fits 320 px: %s, %s', async (language, colorScheme) => {
    for (const at of [`${path}/${language}`, `/published/?lang=${language}`]) {
      const page = await browser.newPage({
        viewport: { width: 320, height: 640 },
        colorScheme,
        bypassCSP: true,
      })
      await page.goto(new URL(at, pages.url).href)
      const width = await page.evaluate<number>('document.documentElement.scrollWidth')
      const grave = await graveViolations(page)
      await page.close()
      expect([at, grave, width]).toEqual([at, [], 320])
    }
  })

  it('prints as a PDF, made once', async () => {
    const asked = await Promise.all([get(`${path}/fr.pdf`), get(`${path}/fr.pdf`)])
    for (const reply of asked) {
      expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'application/pdf'])
      expect(
        Buffer.from(await reply.arrayBuffer())
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-')
    }
    const files = () => readdirSync(join(world.config.dataDir, 'pdf'))
    expect(files()).toEqual([expect.stringMatching(`^${hash}-fr-[0-9a-f]{8}.pdf$`)])
    // What everybody may have must not name the address that only readers know.
    expect((await get('/published/2020-W19/fr.pdf')).status).toBe(200)
    expect(files()).toHaveLength(2)
  })
})

describe('the web versions', () => {
  it('are slowed for one caller who asks without end', async () => {
    const asked: number[] = []
    // One address has 64 connections at most, idle ones included.
    while (asked.length < 260)
      asked.push(...(await Promise.all(Array.from({ length: 20 }, () => statusOf('/read/2020-W19/0/fr')))))
    expect(new Set(asked)).toEqual(new Set([404, 429]))
    expect(await statusOf('/health')).toBe(200)
  })
})
