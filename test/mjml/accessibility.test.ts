import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { renderEdition } from '../../src/mjml/render.js'
import { graveViolations, hasBrowser, openBrowser } from '../support/browser.js'
import { sampleEdition, sampleReader } from '../support/sample-edition.js'

const browserTests = hasBrowser() ? describe : () => {}

browserTests('the mail in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  }, 30_000)
  afterAll(() => browser?.close())

  it.each([
    ['fr', 'light', 375],
    ['nl', 'dark', 375],
    ['fr', 'dark', 600],
  ] as const)(
    'has nothing serious for axe, %s first, %s, %i px wide',
    async (languages, colorScheme, width) => {
      const page = await browser.newPage({ viewport: { width, height: 667 }, colorScheme })
      await page.setContent(renderEdition(await sampleEdition(), sampleReader({ languages })).html)
      const grave = await graveViolations(page)
      await page.close()
      expect(grave).toEqual([])
    },
    30_000,
  )

  it('fits a screen of 320 px, tables and long words included', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 667 } })
    await page.setContent(renderEdition(await sampleEdition(), sampleReader()).html)
    const width = await page.evaluate<number>('document.documentElement.scrollWidth')
    await page.close()
    expect(width).toBe(320)
  }, 30_000)

  it('says on the first screen of a phone what is new and by when', async () => {
    const page = await browser.newPage({ viewport: { width: 375, height: 667 } })
    await page.setContent(renderEdition(await sampleEdition(), sampleReader()).html)
    const bottom = async (text: string) => {
      const box = await page.getByText(text).locator('visible=true').first().boundingBox()
      return box ? box.y + box.height : Number.POSITIVE_INFINITY
    }
    expect(await bottom('3 nouveautés, 4 modifications')).toBeLessThan(667)
    expect(await bottom('dès le lundi')).toBeLessThan(667)
    expect(await bottom('au plus tard le lundi')).toBeLessThan(667)
    await page.close()
  }, 30_000)
})
