import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { PROJECT_ROOT } from '../../src/config.js'
import { accessOf } from '../../src/web/login-guard.js'
import { HABITS, type Habit } from '../../tools/desk/habits.js'
import { LOOKS } from '../../tools/desk/looks.js'
import { deskPage } from '../../tools/desk/page.js'
import { MODES } from '../../tools/desk/pictures.js'
import { REACH } from '../../tools/desk/week.js'
import { hasBrowser, openBrowser } from '../support/browser.js'
import { contextAs, type DeskWeek, openDesk } from '../support/desk-week.js'

let browser: Browser
let desk: DeskWeek
let state: Habit['state'] | null = null
beforeAll(async () => {
  if (!hasBrowser()) return
  browser = await openBrowser()
  desk = await openDesk()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

/** My desk in French, without script. */
async function deskOf({ who }: Habit): Promise<Page> {
  const context = await contextAs(browser, desk, who, { javaScriptEnabled: false })
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  await page.goto(new URL('/?lang=fr', desk.pages.url).href)
  return page
}

/** The name, whatever marks stand in it for a break. */
const named = (name: string) =>
  new RegExp(`^${[...name].map(one => one.replace(/[.*+?^${}()|[\]\\]/, '\\$&')).join('\\u00ad?')}`)

async function click(page: Page, { kind, name }: Habit['clicks'][number]) {
  if (kind === 'file') {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: named(name) }).click()
    return (await download).path()
  }
  const found =
    kind === 'open' ? page.locator('summary', { hasText: name }) : page.getByRole(kind, { name: named(name) })
  return found.first().click()
}

const browserTests = hasBrowser() ? describe : () => {}

browserTests('a habit of the week has its page', () => {
  it.each(HABITS.map(one => [one.habit, one] as const))(
    '%s',
    async (_name, habit) => {
      if (state !== habit.state) await REACH[habit.state](desk)
      state = habit.state
      const page = await deskOf(habit)
      for (const one of habit.clicks) await click(page, one)
      expect(new URL(page.url()).pathname).toContain(habit.page)
      const main = (await page.locator('main').innerText())
        .replaceAll(/[\u00a0\u202f]/g, ' ')
        .replaceAll('\u00ad', '')
      expect(main.replaceAll("'", '’').toLowerCase()).toContain(habit.sees.toLowerCase())
      await page.context().close()
    },
    60_000,
  )
})

/** Frames, files, and what is no page of its own. */
const NO_PAGE = /\/shown$|\/:language$|\.(?:vcf|csv|xlsx)$|\/live$|^\/log-out/

browserTests('the pictures of the desk', () => {
  it('are of each page of staff, by the program’s routes', () => {
    const pages = desk.pages.routes
      .filter(({ method, url }) => method === 'GET' && !NO_PAGE.test(url))
      .filter(({ url }) => ['editions', 'updates', 'staff', 'follow-up'].includes(accessOf(url) ?? ''))
      .map(({ url }) => url)
    const shown = new Set(LOOKS.map(({ route }) => route))
    expect(pages.filter(url => !shown.has(url))).toEqual([])
  })

  it('are there, by day, by night and on a phone, under 4 MB in all', () => {
    const files = LOOKS.flatMap(({ name }) =>
      MODES.map(({ suffix }) => join('docs', 'desk', `${name}${suffix}.png`)),
    )
    const sizes = files.map(file => statSync(join(PROJECT_ROOT, file), { throwIfNoEntry: false })?.size ?? 0)
    expect(files.filter((_, at) => sizes[at] === 0)).toEqual([])
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(4_000_000)
  })
})

describe('docs/desk.md', () => {
  it('is as npm run pictures writes it', () => {
    expect(readFileSync(join(PROJECT_ROOT, 'docs', 'desk.md'), 'utf8')).toBe(deskPage())
  })
})
