import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Browser, chromium } from 'playwright-core'
import { renderEdition } from '../../src/mjml/render.js'
import { sampleEdition, sampleReader } from '../support/sample-edition.js'

const CHROMIUM = '/usr/bin/chromium'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

type Violation = { impact: string; id: string; nodes: { html: string }[] }

// Where Chromium is missing this is skipped, except under CI.
const where = existsSync(CHROMIUM) || process.env.CI === 'true' ? describe : describe.skip

where('the mail in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS })
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
      await page.evaluate(AXE)
      const violations = await page.evaluate<Violation[]>('axe.run().then(result => result.violations)')
      await page.close()
      const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(grave.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
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
