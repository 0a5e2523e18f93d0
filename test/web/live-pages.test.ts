import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { hasBrowser, openBrowser, violations } from '../support/browser.js'
import { contextAs, type DeskWeek, openDesk, type StaffRole, wordsOf } from '../support/desk-week.js'
import { deliverAll, signedEdition } from '../support/world.js'

const EDITION = '2020-W18'
const LIVE = `/editions/${EDITION}/live`

let desk: DeskWeek
let statements: string[] = []
const { query } = pg.Client.prototype
beforeAll(async () => {
  desk = await openDesk('2020-04-29T12:00:00+02:00')
  desk.world.layOut(EDITION)
  await signedEdition(desk.world, EDITION)
  desk.world.setClock('2020-04-30T09:00:00+02:00')
  await dispatch(desk.world.app, EDITION)
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [asked] = given as [string | { text?: string }]
    statements.push(typeof asked === 'string' ? asked : (asked.text ?? ''))
    return (query as (...all: unknown[]) => unknown).apply(this, given)
  } as typeof query
})
afterAll(async () => {
  pg.Client.prototype.query = query
  await desk.close()
})
const looks = () => statements.filter(text => text.includes('as pace')).length

type Stream = { status: number; headers: Headers; next: () => Promise<string | null>; close: () => void }

/** Watches as a browser does. `next`: an event's words, null at the end of the stream. */
async function watch(who: StaffRole | null, path = LIVE): Promise<Stream> {
  const cookie = who ? (await desk.as(who)).cookie : ''
  const stopping = new AbortController()
  const answer = await fetch(new URL(path, desk.pages.url), {
    headers: { accept: 'text/event-stream', cookie },
    signal: stopping.signal,
    redirect: 'manual',
  })
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let held = ''
  const next = async (): Promise<string | null> => {
    for (;;) {
      const end = held.indexOf('\n\n')
      const event = held.slice(0, Math.max(0, end))
      if (end >= 0) held = held.slice(end + 2)
      if (event.startsWith('event')) return wordsOf(event.replaceAll(/\u00a0|\u202f/g, ' '))
      if (end >= 0) continue
      const read = await reader?.read()
      if (!read || read.done) return null
      held += read.value
    }
  }
  return { status: answer.status, headers: answer.headers, next, close: () => stopping.abort() }
}
const wait = async (isThere: () => boolean | Promise<boolean>) => {
  while (!(await isThere())) await new Promise(resolve => setImmediate(resolve))
}

describe('the progress of an edition', () => {
  it('is for staff who are logged in, and is no page', async () => {
    expect((await watch(null)).status).toBe(401)
    const answer = await (await desk.as('spoc')).get(`${LIVE}?lang=nl`)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/editions/${EDITION}?lang=nl`])
    expect((await watch('spoc', '/editions/2020-W44/live')).status).toBe(204)
  })

  it('costs the ledger one statement for all who watch, whatever their language', async () => {
    for (const who of ['spoc', 'head', 'admin', 'editor'] as const) await desk.as(who)
    const all = await Promise.all(
      (['spoc', 'head', 'admin'] as const).flatMap(who =>
        ['fr', 'nl', 'fr', 'nl'].map(language => watch(who, `${LIVE}?lang=${language}`)),
      ),
    )
    expect((await watch('head')).status).toBe(503)
    const first = await Promise.all(all.map(stream => stream.next()))
    expect(first.filter(words => /0 sur \d+ acceptés|0 van \d+ aanvaard/.test(words ?? ''))).toHaveLength(12)
    expect(looks()).toBeLessThan(all.length)
    statements = []
    await wait(() => looks() >= 2)
    expect(statements.filter(text => !text.includes('as pace'))).toEqual([])
    expect(all[0]?.headers.get('x-accel-buffering')).toBe('no')
    for (const stream of all) stream.close()
  }, 30_000)

  it('is told as it changes, ends with the session, and with the edition', async () => {
    const [kept, left] = [await watch('admin'), await watch('editor')]
    await Promise.all([kept.next(), left.next()])
    desk.relay.setPolicy(address => {
      if (address.includes('mayor.ixelles') || address.includes('ixelles')) return '550 5.1.1 User unknown'
      return address.includes('uccle') ? '451 4.7.1 Greylisted' : null
    })
    await deliverAll(desk.world, EDITION)
    let words = ''
    await wait(async () => {
      words = (await kept.next()) ?? 'ended'
      return /(?<!\d)0 en attente/.test(words)
    })
    expect(words).toMatch(/[1-9]\d* refusés.*[1-9]\d* différés/)
    expect(words).toMatch(/attendent un nouvel essai/)
    expect(words).toMatch(/Dernières réponses/)
    expect(words).toMatch(/Ixelles non atteinte 0 sur/)
    const editor = await desk.as('editor')
    expect((await editor.post('/log-out')).status).toBe(200)
    await wait(async () => (await left.next()) === null)
    desk.relay.setPolicy(() => null)
    desk.world.setClock('2020-04-30T09:40:00+02:00')
    await deliverAll(desk.world, EDITION)
    await wait(async () => {
      const said = await kept.next()
      if (said !== null) words = said
      return said === null
    })
    expect(words).toMatch(/^event: over.*tout est parti/)
    expect((await watch('admin')).status).toBe(204)
  }, 30_000)
})

const browserTests = hasBrowser() ? describe : () => {}

browserTests('an edition that one watches', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
    desk.setClock('2020-05-06T12:00:00+02:00')
    desk.world.layOut('2020-W19')
    await signedEdition(desk.world, '2020-W19')
    desk.setClock('2020-05-07T09:00:00+02:00')
    await dispatch(desk.world.app, '2020-W19')
  }, 60_000)
  afterAll(() => browser?.close())

  type Options = NonNullable<Parameters<Browser['newContext']>[0]>
  async function contextOf(options: Options): Promise<BrowserContext> {
    const context = await contextAs(browser, desk, 'approver', options)
    return context
  }
  const open = (page: Page, language = 'fr') =>
    page.goto(new URL(`/editions/2020-W19?lang=${language}`, desk.pages.url).href)

  it('has nothing for axe, fits, and nothing on it is the first thing to do', async () => {
    const context = await contextOf({ bypassCSP: true, reducedMotion: 'reduce' })
    const page = await context.newPage()
    for (const language of ['fr', 'nl']) {
      await open(page, language)
      for (const [width, colorScheme] of [
        [1280, 'light'],
        [375, 'dark'],
        [320, 'light'],
      ] as const) {
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme })
        expect(await violations(page)).toEqual([])
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      }
      expect(await page.locator('.primary').count()).toBe(0)
      expect(await page.locator('main [aria-live], main [role=status], main [role=log]').count()).toBe(1)
    }
    await context.close()
  }, 60_000)

  it('shows new numbers with a script and no reload, without it after one; the focus stays', async () => {
    const [scripted, plain] = [await contextOf({}), await contextOf({ javaScriptEnabled: false })]
    const [live, still] = [await scripted.newPage(), await plain.newPage()]
    await Promise.all([open(live), open(still)])
    const figure = (page: Page) => page.locator('#progress .figure').textContent()
    expect([await figure(live), await figure(still)]).toEqual(['0', '0'])
    await live.evaluate('window.isSame = true')
    await live.locator('.counts a').nth(2).focus()
    await live.locator('.act-with summary').first().click()
    await live.locator('textarea').first().fill('Une coquille')
    desk.relay.setPolicy(address => (address.includes('uccle') ? '451 4.7.1 Greylisted' : null))
    await deliverAll(desk.world, '2020-W19')
    await live.locator('#progress .figure:text-is("56")').waitFor()
    await live.locator('[role=status]', { hasText: 'acceptés' }).waitFor({ state: 'attached' })
    expect(await live.evaluate('window.isSame')).toBe(true)
    expect(await live.evaluate('document.activeElement.value')).toBe('Une coquille')
    expect(await figure(still)).toBe('0')
    await still.getByRole('link', { name: 'Recharger' }).click()
    expect(await figure(still)).toBe('56')
    expect(await still.locator('.feed li').count()).toBe(8)
    await Promise.all([scripted.close(), plain.close()])
  }, 60_000)
})
