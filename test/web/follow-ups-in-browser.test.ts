import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { hasBrowser, openBrowser, violations } from '../support/browser.js'
import { type DeskWeek, layWeek, openDesk } from '../support/desk-week.js'

const SHEET = '/editions/2020-W18/call-sheet'
const AUDIENCE = '/editions/2020-W18/audience'

const browserTests = hasBrowser() ? describe : () => {}

browserTests('what a SPOC works with, in a browser', () => {
  let desk: DeskWeek
  let browser: Browser
  beforeAll(async () => {
    desk = await openDesk()
    await layWeek(desk)
    browser = await openBrowser()
  }, 120_000)
  afterAll(async () => {
    await browser.close()
    await desk.close()
  })

  type Look = { width: number; colorScheme?: 'light' | 'dark' }
  async function opened(path: string, look: Look, see: (page: Page) => Promise<void>) {
    const { width, colorScheme = 'light' } = look
    const viewport = { width, height: 800 }
    const context = await browser.newContext({ viewport, colorScheme })
    const [name = '', value = ''] = (await desk.as('spoc')).cookie.split('=')
    await context.addCookies([{ name, value, url: desk.pages.url }])
    const page = await context.newPage()
    await page.goto(new URL(path, desk.pages.url).href)
    await see(page)
    await context.close()
  }

  it.each([
    [`${SHEET}?lang=fr`, 375, 'light'],
    [`${SHEET}?lang=nl`, 320, 'dark'],
    [`${SHEET}?lang=nl&state=open`, 1280, 'light'],
    [`${SHEET}?lang=fr&whose=mine`, 1280, 'dark'],
    [`${AUDIENCE}?lang=fr`, 375, 'dark'],
    [`${AUDIENCE}?lang=nl&q=e&page=1`, 1280, 'light'],
  ] as const)(
    '%s is without a fault of access at %i px, %s, and no wider',
    async (path, width, colorScheme) => {
      await opened(path, { width, colorScheme }, async page => {
        expect(await violations(page)).toEqual([])
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      })
    },
  )

  it('the call sheet of 19 communes takes two sheets of A4, with boxes to tick and without what is only for a screen', async () => {
    await opened(`${SHEET}?lang=fr`, { width: 703 }, async page => {
      const pdf = (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1')
      expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(2)
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('.box:visible').count()).toBe(38)
      expect(
        await page.locator('.band:visible, .filters:visible, .crumb:visible, .no-print:visible').count(),
      ).toBe(0)
    })
  })
})
