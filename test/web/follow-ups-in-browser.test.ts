import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { hasBrowser, openBrowser, violations } from '../support/browser.js'
import { contextAs, type DeskWeek, layWeek, openDesk } from '../support/desk-week.js'

const SHEET = '/editions/2020-W18/call-sheet'
const AUDIENCE = '/editions/2020-W18/audience'

const browserTests = hasBrowser() ? describe : () => {}

browserTests('what a SPOC works with, in a browser', () => {
  let desk: DeskWeek
  let browser: Browser
  let bounce = ''
  let question = ''
  beforeAll(async () => {
    desk = await openDesk()
    await layWeek(desk)
    const found = await listFollowUps(desk.world.app.engine.db, { communes: ['21001'] })
    bounce = found.find(({ reason }) => reason === 'bounced')?.id ?? ''
    question = found.find(({ reason }) => reason === 'question')?.id ?? ''
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
    const context = await contextAs(browser, desk, 'spoc', { viewport, colorScheme })
    const page = await context.newPage()
    const found = path.replace('BOUNCE', bounce).replace('QUESTION', question)
    await page.goto(new URL(found, desk.pages.url).href)
    await see(page)
    await context.close()
  }

  it.each([
    [`${SHEET}?lang=fr`, 375, 'light'],
    [`${SHEET}?lang=nl`, 320, 'dark'],
    [`${SHEET}?lang=nl&state=open`, 1280, 'light'],
    [`${SHEET}?lang=fr&whose=mine`, 1280, 'dark'],
    [`${AUDIENCE}?lang=fr`, 375, 'dark'],
    ['/follow-ups/BOUNCE?lang=fr&whose=mine', 1280, 'light'],
    ['/follow-ups/BOUNCE?lang=nl', 375, 'dark'],
    ['/follow-ups/QUESTION?lang=fr', 320, 'light'],
    ['/follow-ups/QUESTION?lang=nl&done=yes', 1280, 'dark'],
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

  it('a follow-up stands beside its list on a desktop, and under it on a phone', async () => {
    const boxes = async (page: Page) => {
      const [list, one] = [
        await page.locator('.jobs').boundingBox(),
        await page.locator('#open').boundingBox(),
      ]
      if (!list || !one) throw new Error('not shown')
      return { list, one }
    }
    await opened('/follow-ups/BOUNCE?lang=fr', { width: 1280 }, async page => {
      const { list, one } = await boxes(page)
      expect(one.x).toBeGreaterThan(list.x + list.width)
      expect(Math.abs(one.y - list.y)).toBeLessThan(20)
    })
    await opened('/follow-ups/BOUNCE?lang=fr#open', { width: 375 }, async page => {
      const { list, one } = await boxes(page)
      // The link of a line leads past the list.
      expect([list.y < one.y, one.y < 200]).toEqual([true, true])
      await page.click('a[href="#list"]')
      expect((await boxes(page)).list.y).toBeGreaterThanOrEqual(0)
    })
  })

  it('a follow-up is ended by keyboard alone, refused first and then done; the next one is opened', async () => {
    await opened('/follow-ups/BOUNCE?lang=fr&whose=mine', { width: 1280 }, async page => {
      const focused = () => page.evaluate<string>('document.activeElement.textContent.trim()')
      const until = async (words: string) => {
        for (let left = 60; left > 0 && !(await focused()).startsWith(words); left--)
          await page.keyboard.press('Tab')
        expect(await focused()).toContain(words)
      }
      await until('Aller au suivi ouvert')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      expect(await focused()).toContain('Appeler la commune')
      await until('Ajouter une note')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.type('   ')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.waitForSelector('#problem')
      expect(await violations(page)).toEqual([])
      expect(await page.locator('details[open] #note').count()).toBe(1)
      await page.focus('#open')
      await until('Terminer')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.type('Pas')
      expect(await page.inputValue('#result')).toBe('no-answer')
      await until('Terminer le suivi')
      await page.keyboard.press('Enter')
      await page.waitForSelector('.notice.good')
      expect(page.url()).toContain(`ended=${bounce}`)
      expect(page.url()).toMatch(/whose=mine.*#open$/)
      expect(await page.innerText('.notice.good')).toContain('Adresse refusée')
      expect(await page.locator('.job[aria-current]').count()).toBe(1)
      expect(await violations(page)).toEqual([])
    })
  })
})
