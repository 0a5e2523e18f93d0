import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { suppressions } from '../../src/steps/delivery/suppressions.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { graveViolations, hasBrowser, openBrowser } from '../support/browser.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { openWorld, sentEdition, type World } from '../support/world.js'

const EDITION = '2020-W18'
const WHOM = 'ixelles-mayor'

let relay: TestRelay
let world: World
let pages: Pages
/** What List-Unsubscribe says in the mail to WHOM. */
let listed: string[]
let path: string

beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({
    smtpPort: relay.port,
    now: '2020-04-30T09:00:00+02:00',
    settings: { PORT: '0', BASE_URL: 'https://estafette.example/' },
  })
  world.layOut(EDITION)
  await sentEdition(world, EDITION)
  pages = await startPages(world.app, world.config)
  const raw = relay.received.find(({ to }) => to === 'bourgmestre@ixelles.example')?.raw ?? ''
  const field = /^List-Unsubscribe: (.*(?:\r\n .*)*)/m.exec(raw)?.[1] ?? ''
  listed = [...field.matchAll(/<([^>]*)>/g)].map(([, url]) => url ?? '')
  path = new URL(listed[0] ?? '').pathname
}, 180_000)
afterAll(async () => {
  await pages.close()
  await world.close()
  await relay.close()
})

const at = (where: string) => new URL(where, pages.url)
const followUps = async () =>
  (await listFollowUps(world.app.engine.db))
    .filter(({ reason }) => reason === 'unsubscribe')
    .map(({ recipient, edition, action, spoc }) => ({ recipient, edition, action, spoc }))
const click = (where: string, body = 'List-Unsubscribe=One-Click') =>
  fetch(at(where), {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    redirect: 'manual',
  })

describe('a mail that can be answered with one click', () => {
  it('offers a link over https with a token and a mail to its own return path, in signed fields', async () => {
    const [mail] = relay.received.filter(({ to }) => to === 'bourgmestre@ixelles.example')
    if (!mail) throw new Error('no mail')
    expect(listed).toEqual([
      expect.stringMatching(/^https:\/\/estafette\.example\/unsubscribe\/[0-9a-f]{20}\.[0-9a-f]{32}$/),
      `mailto:${mail.from}?subject=unsubscribe`,
    ])
    expect(mail.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
    const tokens = relay.received.map(({ raw }) => /unsubscribe\/([0-9a-f.]+)/.exec(raw)?.[1])
    expect(new Set(tokens).size).toBe(relay.received.length)
  })
})

describe('the page behind it', () => {
  it.each(['fr', 'nl'])(
    'asks in %s and changes nothing, however often a scanner opens it',
    async language => {
      const response = await fetch(at(`${path}?lang=${language}`))
      expect(response.status).toBe(200)
      const page = await response.text()
      expect(page).toContain(`<html lang="${language}">`)
      expect(page).toContain(language === 'fr' ? 'point de contact' : 'contactpunt')
      await fetch(at(path), { method: 'HEAD' })
      expect(await followUps()).toEqual([])
    },
  )

  it('takes no token that was made up, changed or taken from a return path', async () => {
    const [token = '', mark = ''] = path.replace('/unsubscribe/', '').split('.')
    const other = (text: string) => (text.startsWith('0') ? `1${text.slice(1)}` : `0${text.slice(1)}`)
    for (const wrong of [
      token,
      `${token}.`,
      `${token}.${other(mark)}`,
      `${other(token)}.${mark}`,
      `${token}.${token}`,
      '__proto__',
      '%00',
    ]) {
      expect((await fetch(at(`/unsubscribe/${wrong}`))).status).toBe(404)
      expect((await click(`/unsubscribe/${wrong}`)).status).toBe(404)
    }
    expect(await followUps()).toEqual([])
  })

  it('wants the field of RFC 8058', async () => {
    expect((await click(path, 'something=else')).status).toBe(400)
    expect(
      (await fetch(at(path), { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }))
        .status,
    ).toBe(400)
    expect(await followUps()).toEqual([])
  })

  it('asks the SPOC once, by whichever way and however often it is clicked; nobody is suppressed', async () => {
    const form = new FormData()
    form.set('List-Unsubscribe', 'One-Click')
    const answers = await Promise.all([
      click(path),
      click(path),
      fetch(at(path), { method: 'POST', body: form, redirect: 'manual' }),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await answers[0]?.text()).toContain('Votre demande est transmise')
    expect(await followUps()).toEqual([
      {
        recipient: WHOM,
        edition: EDITION,
        action: 'decide-unsubscribe',
        spoc: expect.stringMatching(/^spoc-/),
      },
    ])
    expect(await suppressions(world.app)).toEqual([])
  })

  const itWithBrowser = hasBrowser() ? it : it.skip
  itWithBrowser(
    'can be read and clicked by everybody',
    async () => {
      const browser = await openBrowser()
      try {
        const page = await browser.newPage()
        for (const language of ['fr', 'nl']) {
          await page.goto(at(`${path}?lang=${language}`).href)
          expect(await graveViolations(page)).toEqual([])
        }
        await page.getByRole('button').click()
        expect(await page.textContent('h1')).toBe('Uw vraag is doorgegeven')
      } finally {
        await browser.close()
      }
    },
    60_000,
  )
})
