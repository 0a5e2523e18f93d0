import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import { hasBrowser, openBrowser, violations } from '../support/browser.js'
import { contextAs, type DeskWeek, openDesk } from '../support/desk-week.js'
import { askedEdition } from '../support/signing.js'

const EDITION = '2020-W18'

let browser: Browser
let desk: DeskWeek
beforeAll(async () => {
  if (!hasBrowser()) return
  browser = await openBrowser()
  desk = await openDesk('2020-04-29T12:00:00+02:00')
  desk.world.layOut(EDITION)
  await askedEdition(desk.world, desk.relay, EDITION)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

const focused = (page: Page) =>
  page.evaluate<string>(
    `(document.activeElement === document.body ? '' : document.activeElement.textContent).replace(/\\s+/g, ' ').trim()`,
  )
/** Goes on by Tab until something with these words has the focus, and shows it. */
async function tabTo(page: Page, words: string) {
  for (let steps = 0; steps < 600; steps++) {
    if ((await focused(page)).includes(words)) {
      const outline = await page.evaluate<string>(`getComputedStyle(document.activeElement).outlineStyle`)
      expect(outline).not.toBe('none')
      return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`nothing with "${words}" takes the focus`)
}
async function pressOn(page: Page, words: string) {
  await tabTo(page, words)
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
}

const browserTests = hasBrowser() ? describe : () => {}

browserTests('an approver without a mouse and without script', () => {
  it('signs, withdraws and returns with a remark, with Tab, Enter and letters alone; without a fault of axe', async () => {
    const context = await contextAs(browser, desk, 'approver', {
      bypassCSP: true,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 900 },
    })
    const page = await context.newPage()
    await page.goto(new URL('/?lang=fr', desk.pages.url).href)
    await pressOn(page, 'Lire et décider')
    const faults: string[] = []
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [375, 'dark'],
      [320, 'light'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      for (const one of await violations(page)) faults.push(`${width} ${colorScheme}: ${one.join(' ')}`)
      if ((await page.evaluate<number>('document.documentElement.scrollWidth')) > width)
        faults.push(`${width} scrolls`)
    }
    expect(faults).toEqual([])
    await page.setViewportSize({ width: 1280, height: 900 })
    // The decision is in view on a desktop, however far one has read.
    await page.evaluate('scrollTo(0, document.body.scrollHeight / 2)')
    const seen = await page.locator('#approve').evaluate(button => {
      const { top, bottom } = (
        button as unknown as { getBoundingClientRect(): { top: number; bottom: number } }
      ).getBoundingClientRect()
      return [top, bottom]
    })
    expect(seen.every(edge => edge > 0 && edge < 900)).toBe(true)
    // Past the frames with the mails and their links.
    await tabTo(page, 'Aller à la décision')
    await page.keyboard.press('Enter')
    await pressOn(page, 'Approuver l’édition')
    expect((await readEdition(desk.world.app, EDITION))?.state).toBe('approved')
    await tabTo(page, 'Retirer votre approbation')
    await page.keyboard.press('Enter')
    await pressOn(page, 'Retirer mon approbation')
    expect((await readEdition(desk.world.app, EDITION))?.state).toBe('awaiting-sign-off')
    await page.goto(new URL(`/editions/${EDITION}?lang=fr`, desk.pages.url).href)
    await tabTo(page, 'Ajouter une remarque')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.type('Le montant.')
    await tabTo(page, 'Renvoyer pour correction')
    await page.keyboard.press('Enter')
    await pressOn(page, 'Renvoyer l’édition')
    expect((await readEdition(desk.world.app, EDITION))?.state).toBe('rejected')
    expect(await page.textContent('main')).toContain('Le montant.')
    expect(await violations(page)).toEqual([])
    await context.close()
  }, 120_000)
})
