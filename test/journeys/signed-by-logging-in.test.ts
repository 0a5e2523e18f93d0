import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { doDueSlots } from '../../src/steps/calendar/do-due-slots.js'
import { readEdition, readFrozen } from '../../src/steps/editions/read-edition.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { graveViolations, hasBrowser, openBrowser } from '../support/browser.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { sendNotices } from '../support/signing.js'
import { deliverAll, openWorld, parsed, type World } from '../support/world.js'

const EDITION = '2020-W18'
const DIRECTOR = 'direction@cabinet.example'

let relay: TestRelay
let world: World
let pages: Pages
let browser: Browser
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({
    smtpPort: relay.port,
    now: '2020-04-29T12:00:00+02:00',
    settings: { PORT: '0' },
  })
  world.layOut(EDITION)
  pages = await startPages(world.app, world.config)
  if (hasBrowser()) browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await pages.close()
  await world.close()
  await relay.close()
})

const at = (path: string) => new URL(path, pages.url).href
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).first().textContent()

/** The link of the last mail of a kind to an address, as its reader clicks on it. */
async function linkIn(to: string, kind: 'log-in' | 'sign'): Promise<string> {
  await sendNotices(world)
  const mails = await Promise.all(relay.received.filter(mail => mail.to === to).map(parsed))
  const found = mails.map(({ text }) => new RegExp(`/${kind}/[0-9a-f.]+`).exec(String(text))?.[0])
  return at(found.findLast(Boolean) ?? '')
}

/** Asks for a link on the page, and opens it. */
async function logsIn(page: Page) {
  await page.goto(at('/log-in?lang=fr'))
  await page.getByRole('textbox').fill(DIRECTOR)
  await page.getByRole('button').first().click()
  await page.goto(`${await linkIn(DIRECTOR, 'log-in')}?lang=fr`)
  await page.getByRole('button').first().click()
}

/** What a phone of 375 px and a desktop show, light and dark, has nothing serious for axe and is no wider than they are. */
async function looksWell(page: Page, name: string) {
  for (const [width, colorScheme] of [
    [375, 'light'],
    [375, 'dark'],
    [1280, 'light'],
    [1280, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    expect([name, width, await graveViolations(page)]).toEqual([name, width, []])
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    if (process.env.PICTURES)
      await page.screenshot({
        path: `${process.env.PICTURES}/${name}-${width}-${colorScheme}.png`,
        fullPage: true,
      })
  }
}

const browserTests = hasBrowser() ? describe : () => {}

browserTests('an approver', () => {
  it('logs in by mail, signs, withdraws, signs again; then the edition leaves, once', async () => {
    await doDueSlots(world.app)
    const page = await (await browser.newContext({ bypassCSP: true, reducedMotion: 'reduce' })).newPage()
    await logsIn(page)
    expect(await heading(page)).toBe('Mon bureau')
    expect(await page.getByRole('heading', { name: 'Une édition attend votre signature' }).isVisible()).toBe(
      true,
    )
    await looksWell(page, 'desk')

    await page.getByRole('link', { name: 'Lire et décider' }).click()
    expect(await heading(page)).toBe('Signer «\u00a0Semaine 18 · du 27\u00a0avril au 3\u00a0mai\u00a0»')
    expect(await page.frameLocator('iframe').first().getByText('En bref').first().isVisible()).toBe(true)
    await looksWell(page, 'sign')
    await page.getByRole('button', { name: 'Approuver l’édition' }).click()
    await page.getByRole('heading', { name: '« Semaine 18 · du 27 avril au 3 mai » est approuvée' }).waitFor()
    await looksWell(page, 'approved')
    expect((await readEdition(world.app, EDITION))?.state).toBe('approved')

    await page.getByText('Retirer votre approbation').click()
    await page.getByLabel('Motif (facultatif)').fill('Le montant a changé')
    await page.getByRole('button', { name: 'Retirer mon approbation' }).click()
    await page.getByRole('button', { name: 'Approuver l’édition' }).waitFor()
    world.setClock('2020-04-30T09:00:00+02:00')
    await doDueSlots(world.app)
    expect((await readEdition(world.app, EDITION))?.state).toBe('awaiting-sign-off')

    // The mail that told of it has a link of its own; to log in again is as good.
    const link = await linkIn(DIRECTOR, 'sign')
    await logsIn(page)
    await page.goto(at(`/editions/${EDITION}?lang=fr`))
    await page.getByRole('button', { name: 'Approuver l’édition' }).click()
    await page.getByText('Retirer votre approbation').waitFor()
    await page.goto(`${link}?lang=fr`)
    expect(await page.getByText('Vous avez déjà décidé').isVisible()).toBe(true)
    await looksWell(page, 'used-link')

    const before = relay.received.length
    for (let tick = 0; tick < 3; tick++) await doDueSlots(world.app)
    await deliverAll(world, EDITION)
    const left = relay.received.slice(before).map(({ to }) => to)
    const addressees =
      (await readFrozen(world.app, (await readEdition(world.app, EDITION)) as never))?.addressees ?? []
    expect(left.sort()).toEqual(addressees.map(({ email }) => email).sort())
    await page.goto(at(`/editions/${EDITION}?lang=fr`))
    expect(
      await page
        .getByRole('heading', { name: '« Semaine 18 · du 27 avril au 3 mai » est envoyée' })
        .isVisible(),
    ).toBe(true)
    expect(await page.locator('.history').getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('Approuvée par Direction du cabinet'),
      expect.stringContaining('Le montant a changé'),
      expect.stringContaining('Approuvée par Direction du cabinet'),
    ])
    await looksWell(page, 'sent')
  }, 120_000)
})
