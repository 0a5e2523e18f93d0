import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { formTokenOf } from '../../src/steps/staff/log-in.js'
import { hasBrowser, openBrowser, violations } from '../support/browser.js'
import { type DeskWeek, layWeek, openDesk, STAFF } from '../support/desk-week.js'
import { logIn, type Session } from '../support/follow-ups.js'

const NOTE = 'Appelé trois fois : {{evil}} "absente" <b>'

let desk: DeskWeek
let old: string
let spoc: Session
let path: string
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
  const before = await logIn(desk, STAFF.spoc)
  old = formTokenOf(desk.world.app, before.cookie.split('=')[1] ?? '')
  await before.post('/log-out')
  spoc = await logIn(desk, STAFF.spoc)
  const [one] = await listFollowUps(desk.world.app.engine.db)
  path = `/follow-ups/${one?.id}/note`
}, 60_000)
afterAll(() => desk.close())

const send = (fields: Record<string, string>, headers: Record<string, string>) =>
  fetch(new URL(`${path}?lang=fr`, desk.pages.url), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: spoc.cookie, ...headers },
    body: new URLSearchParams(fields),
  })
const noted = async () =>
  (await (await spoc.get(path.replace('/note', '?lang=fr'))).text()).includes('trois fois')

describe('a form of an ended session', () => {
  it.each(['cross-site', 'same-site', 'none', ''])(
    'says nothing of what it held where it comes from %j',
    async site => {
      const answer = await send({ form: old, text: NOTE }, site ? { 'sec-fetch-site': site } : {})
      expect([answer.status, (await answer.text()).includes('trois fois')]).toEqual([403, false])
      expect(await noted()).toBe(false)
    },
  )

  const browserTests = hasBrowser() ? it : it.skip
  browserTests(
    'is shown to whoever logs in again, and does what it says once they send it',
    async () => {
      const browser: Browser = await openBrowser()
      try {
        const context = await browser.newContext({ bypassCSP: true })
        const page = await context.newPage()
        const use = async ({ cookie }: Session) => {
          const [name = '', value = ''] = cookie.split('=')
          await context.addCookies([{ name, value, url: desk.pages.url }])
        }
        const first = await logIn(desk, STAFF.spoc)
        await use(first)
        await page.goto(new URL(path.replace('/note', '?lang=fr'), desk.pages.url).href)
        const field = page.locator(`form[action^="${path}"] [name=text]`)
        await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true')
        await field.fill(NOTE)
        await first.post('/log-out')
        await field.locator('xpath=ancestor::form').getByRole('button').click()
        await page.getByText('Connectez-vous dans un autre onglet').waitFor()
        await use(spoc)
        await page.reload()
        await page.getByText(NOTE).waitFor()
        expect(await noted()).toBe(false)
        expect(await violations(page)).toEqual([])
        await page.getByRole('button', { name: 'Envoyer maintenant' }).click()
        expect(page.url()).toContain('/follow-ups')
        expect(await noted()).toBe(true)
      } finally {
        await browser.close()
      }
    },
    60_000,
  )
})
