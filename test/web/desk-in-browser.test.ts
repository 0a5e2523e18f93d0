import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { takeIn } from '../../src/steps/updates/take-in.js'
import { accessOf } from '../../src/web/login-guard.js'
import { hasBrowser, openBrowser, violations } from '../support/browser.js'
import {
  contextAs,
  type DeskWeek,
  giveAdminEveryRole,
  layWeek,
  openDesk,
  removeFile,
  STAFF,
  type StaffRole,
  writeFile,
} from '../support/desk-week.js'
import { askedEdition } from '../support/signing.js'

const LONG = 'Antiaérodynamiquement'.repeat(4)
const KNOWN: Record<string, string> = { edition: '2020-W18', id: 'prime-unique' }
/** Frames, and what is no page. */
const NO_PAGE = /\/shown$|\/live$|\/:language$|\.(?:vcf|csv|xlsx)$|^\/log-out/

/** Every page of staff, by the program's routes. */
function pagesOf({ pages }: DeskWeek): string[] {
  return pages.routes
    .filter(({ method, url }) => method === 'GET' && !NO_PAGE.test(url))
    .filter(({ url }) => ['editions', 'updates', 'staff'].includes(accessOf(url) ?? ''))
    .map(({ url }) => url.replace(/:(\w+)/g, (_, name: string) => KNOWN[name] ?? name))
}

let browser: Browser
let desk: DeskWeek
let admin: BrowserContext
beforeAll(async () => {
  if (!hasBrowser()) return
  browser = await openBrowser()
  desk = await openDesk()
  giveAdminEveryRole(desk)
  admin = await contextOf('admin')
})
afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

type Options = NonNullable<Parameters<Browser['newContext']>[0]>
async function contextOf(who: StaffRole, options: Options = {}): Promise<BrowserContext> {
  const context = await contextAs(browser, desk, who, {
    bypassCSP: true,
    reducedMotion: 'reduce',
    ...options,
  })
  return context
}

const open = async (page: Page, path: string, language: string) =>
  (await page.goto(new URL(`${path}?lang=${language}`, desk.pages.url).href))?.status()
const WIDTH = 'document.documentElement.scrollWidth'
/** Whether what the header shows stands side by side. */
const ONE_LINE = `(() => {
  const boxes = [...document.querySelectorAll('header.band > *, header.band .me > *, header.band nav li')]
    .filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect())
  return Math.max(...boxes.map(({ top }) => top)) < Math.min(...boxes.map(({ bottom }) => bottom))
})()`

/** What is wrong with a page at all widths, in both modes and languages. */
async function faultsOf(path: string, context = admin): Promise<string[]> {
  const faults: string[] = []
  const page = await context.newPage()
  for (const language of ['fr', 'nl']) {
    const status = await open(page, path, language)
    if (status !== 200) faults.push(`${status} ${path}`)
    for (const [width, scheme] of LOOKS) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme: scheme })
      const at = `${path} ${language} ${width} ${scheme}`
      if (width !== 320) for (const found of await violations(page)) faults.push(`${at}: ${found.join(' ')}`)
      if ((await page.evaluate<number>(WIDTH)) > width) faults.push(`${at}: scrolls sideways`)
      if (!(await page.evaluate<boolean>(ONE_LINE))) faults.push(`${at}: a header of two lines`)
    }
  }
  await page.close()
  return faults
}
const LOOKS = [
  [1280, 'light'],
  [1280, 'dark'],
  [375, 'light'],
  [375, 'dark'],
  [320, 'light'],
] as const

const browserTests = hasBrowser() ? describe : () => {}

browserTests('the pages of staff, before there is anything', () => {
  it.each(['/', '/editions', '/editions/next', '/updates', '/updates/gone'])(
    '%s has nothing for axe, fits and has a header of one line, in both languages and modes',
    async path => {
      expect(await faultsOf(path)).toEqual([])
    },
    60_000,
  )
})

browserTests('the pages of staff, in a full week', () => {
  beforeAll(async () => {
    await layWeek(desk)
    writeFile(desk.world, 'cassee', { deadline: '2020-02-30', title: LONG })
    writeFile(desk.world, 'longue', { title: LONG, body: `${LONG} ${LONG}`, french: 'En tout 7373 appels.' })
    writeFile(desk.world, 'perdue', {})
    await takeIn(desk.world.app)
    removeFile(desk.world, 'perdue')
    await takeIn(desk.world.app)
  }, 60_000)

  it('are those of the program', () => {
    expect(pagesOf(desk)).toEqual(expect.arrayContaining(PAGES))
    expect(pagesOf(desk)).toHaveLength(PAGES.length)
  })
  const PAGES = [
    ...['/', '/editions', '/editions/next', '/editions/2020-W18'],
    ...['/updates/new', '/updates/prime-unique/edit', '/editions/2020-W18/deliveries'],
    ...[
      '/editions/2020-W18/audience',
      '/editions/flash',
      '/editions/2020-W18/erratum',
      '/editions/2020-W18/mail',
      '/updates',
      '/updates/prime-unique',
      '/updates/gone',
    ],
  ]

  it.each([
    ...PAGES,
    '/editions/next/mail',
    '/editions/next/audience',
    '/updates/longue',
    '/published/',
    '/follow-ups',
    '/deliveries/2020-W18.anderlecht-mayor',
  ])(
    '%s has nothing for axe, fits and has a header of one line, in both languages and modes',
    async path => {
      expect(await faultsOf(path)).toEqual([])
    },
    60_000,
  )

  it.each(Object.keys(STAFF).filter(who => who !== 'admin') as StaffRole[])(
    'are well on the desk of the %s',
    async who => {
      const context = await contextOf(who)
      expect(await faultsOf('/', context)).toEqual([])
      await context.close()
    },
    60_000,
  )

  it('need no script: the list is narrowed, an update read, a mail chosen', async () => {
    const context = await contextOf('editor', { javaScriptEnabled: false })
    const page = await context.newPage()
    await open(page, '/', 'fr')
    await page.getByRole('navigation').getByRole('link', { name: 'Informations' }).click()
    await page.getByLabel('Chercher').fill('PRIME unique')
    await page.getByLabel('Genre').selectOption('support')
    await page.getByRole('button', { name: 'Voir' }).click()
    expect(await page.getByRole('row').count()).toBe(2)
    await page.getByRole('link', { name: /Prime unique/ }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/^Prime unique/)
    await open(page, '/editions/2020-W18/mail', 'fr')
    await page.getByLabel('Commune').selectOption('21009')
    await page.getByLabel('Vue').selectOption('phone')
    await page.getByRole('button', { name: 'Voir' }).click()
    const mail = page.frameLocator('iframe')
    expect(await mail.getByText('En bref').first().isVisible()).toBe(true)
    expect((await page.locator('iframe').boundingBox())?.width).toBeLessThan(500)
    await context.close()
  }, 60_000)

  it('are well with an edition to sign', async () => {
    removeFile(desk.world, 'cassee')
    writeFile(desk.world, 'perdue', {})
    await takeIn(desk.world.app)
    desk.setClock('2020-05-06T13:05:00+02:00')
    await askedEdition(desk.world, desk.relay, '2020-W19')
    const context = await contextOf('approver')
    expect([...(await faultsOf('/', context)), ...(await faultsOf('/editions/2020-W19', context))]).toEqual(
      [],
    )
    await context.close()
  }, 60_000)
})
