import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { hasBrowser, openBrowser, violations } from '../support/browser.js'
import {
  contextAs,
  type DeskWeek,
  giveAdminEveryRole,
  openDesk,
  type StaffRole,
} from '../support/desk-week.js'
import { type AddressOf, layEverything, parametersOf } from '../support/known-pages.js'
import { loseFile, MISTAKES } from '../support/mistaken-forms.js'

/** Frames, mails, files and what is no page. */
const NO_PAGE =
  /\/shown$|\/mail\/:language$|\/live$|^\/(read|catcher)|^\/published(\/:|$)|\.(vcf|atom|css|js|csv|xlsx)\b|^\/health$/
const LANGUAGES = ['fr', 'nl'] as const
const SCHEMES = ['light', 'dark'] as const
/** Pages of people who have a link and nothing else: there is nowhere to go from them. */
const ALONE = /^\/(sign|unsubscribe|published)\//
/** Tabs at once. */
const TABS = 3
/** 400 % of 1280 px (WCAG 2.1, 1.4.10). */
const ZOOMED = 320

let browser: Browser
let desk: DeskWeek
let addressOf: AddressOf
beforeAll(async () => {
  if (!hasBrowser()) return
  browser = await openBrowser()
  desk = await openDesk()
  giveAdminEveryRole(desk)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

/** Every page, by the program's routes. */
const pages = () =>
  desk.pages.routes.filter(({ method, url }) => method === 'GET' && !NO_PAGE.test(url)).map(({ url }) => url)

async function contextOf(who: StaffRole, colorScheme: (typeof SCHEMES)[number]): Promise<BrowserContext> {
  const context = await contextAs(browser, desk, who, {
    bypassCSP: true,
    reducedMotion: 'reduce',
    colorScheme,
  })
  return context
}

const at = (path: string, language: string) => new URL(`${path}?lang=${language}`, desk.pages.url).href

/** Some work for each, in a few tabs at once. */
async function inTabs<T>(context: BrowserContext, all: T[], work: (page: Page, one: T) => Promise<void>) {
  const left = [...all]
  const tab = async () => {
    const page = await context.newPage()
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(page, one)
    await page.close()
  }
  await Promise.all(Array.from({ length: TABS }, tab))
}

/** The levels of the headings, how many landmarks there are, and the regions that speak up politely. */
const OUTLINE = `(() => {
  const all = selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility())
  const levels = all('h1, h2, h3, h4, h5, h6').map(one => Number(one.tagName[1]))
  return {
    h1: levels.filter(level => level === 1).length,
    skipped: levels.filter((level, at) => level > (levels[at - 1] ?? 0) + 1).length,
    mains: all('main').length,
    banners: all('body > header').length,
    navs: all('nav').length,
    polite: document.querySelectorAll('[role="status"], [aria-live="polite"]').length,
    language: document.documentElement.lang,
  }
})()`
type Outline = Record<'h1' | 'skipped' | 'mains' | 'banners' | 'navs' | 'polite', number> & {
  language: string
}

/** What gets the focus by keyboard without being framed. */
const UNFRAMED = `(() => {
  const wrong = []
  for (const one of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')) {
    if (!one.checkVisibility()) continue
    one.focus()
    if (document.activeElement !== one) continue
    const { outlineStyle, outlineWidth } = getComputedStyle(one)
    if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) wrong.push(one.outerHTML.slice(0, 90))
  }
  return wrong
})()`

/** What is wrong with a page as it stands, but for its focus. */
async function faultsOf(page: Page, path: string, language: string): Promise<string[]> {
  const faults = (await violations(page)).map(found => found.join(' '))
  const outline = await page.evaluate<Outline>(OUTLINE)
  if (outline.h1 !== 1) faults.push(`${outline.h1} headings of the first level`)
  if (outline.skipped > 0) faults.push('a level of headings is left out')
  if (outline.mains !== 1 || outline.banners !== 1 || (outline.navs < 1 && !ALONE.test(path)))
    faults.push(`landmarks: ${JSON.stringify(outline)}`)
  if (outline.polite > 1) faults.push(`${outline.polite} regions speak up`)
  if (outline.language !== language) faults.push(`is in ${outline.language}`)
  await page.setViewportSize({ width: ZOOMED, height: 900 })
  if ((await page.evaluate<number>('document.documentElement.scrollWidth')) > ZOOMED)
    faults.push('scrolls sideways at 400 %')
  await page.setViewportSize({ width: 1280, height: 900 })
  return faults
}

/** What is wrong with these pages, in both languages and themes. */
async function faultsIn(paths: string[]): Promise<string[]> {
  const faults: string[] = []
  for (const scheme of SCHEMES) {
    const context = await contextOf('admin', scheme)
    const all = paths.flatMap(path => LANGUAGES.map(language => ({ path, language })))
    await inTabs(context, all, async (page, { path, language }) => {
      const answer = await page.goto(at(path, language))
      if ((answer?.status() ?? 0) >= 500) faults.push(`${answer?.status()} ${path}`)
      const found = await faultsOf(page, path, language)
      if (scheme === 'light' && language === 'fr') {
        await page.keyboard.press('Tab')
        for (const one of await page.evaluate<string[]>(UNFRAMED)) found.push(`focus isn’t seen: ${one}`)
      }
      faults.push(...found.map(one => `${path} ${language} ${scheme}: ${one}`))
    })
    await context.close()
  }
  return faults
}

const browserTests = hasBrowser() ? describe : () => {}

browserTests('every page of the route table, for axe, by its outline, at 400 % and by keyboard', () => {
  it('is well before there is anything', async () => {
    expect(await faultsIn(pages().filter(url => parametersOf(url).length === 0))).toEqual([])
  }, 180_000)

  it('is well when there is everything', async () => {
    addressOf = await layEverything(desk)
    await loseFile(desk)
    expect(pages().length).toBeGreaterThan(20)
    expect(await faultsIn(pages().map(url => addressOf(url)))).toEqual([])
  }, 300_000)

  it('is well with a mistake in its form', async () => {
    const faults: string[] = []
    const all = Object.entries(MISTAKES).flatMap(([url, mistakes]) =>
      mistakes.map(mistake => ({ url, ...mistake })),
    )
    for (const scheme of SCHEMES)
      for (const who of new Set(all.map(one => one.who))) {
        const context = await contextOf(who, scheme)
        const session = await desk.as(who)
        const theirs = all
          .filter(one => one.who === who)
          .flatMap(one => LANGUAGES.map(language => ({ ...one, language })))
        await inTabs(context, theirs, async (page, { url, fields, edition, language }) => {
          const path = `${addressOf(url, edition ? { edition } : {})}?lang=${language}`
          const body = await (await session.post(path, fields)).text()
          // The page as the browser would get it after the form.
          await page.route('**/*', route =>
            route.request().isNavigationRequest()
              ? route.fulfill({ body, contentType: 'text/html; charset=utf-8' })
              : route.continue(),
          )
          await page.goto(new URL(path, desk.pages.url).href)
          for (const one of await faultsOf(page, path, language))
            faults.push(`${url} ${language} ${scheme}: ${one}`)
          await page.unroute('**/*')
        })
        await context.close()
      }
    expect(faults).toEqual([])
  }, 180_000)
})
