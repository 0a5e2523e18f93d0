import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { listNotices } from '../../src/postgres/staff/sent-notices.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { askLogIn, sessionOf } from '../../src/steps/staff/log-in.js'
import { accessOf } from '../../src/web/login-guard.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { logIn, sentNotices } from '../support/follow-ups.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { deliverAll, openWorld, signedEdition, type World } from '../support/world.js'

const SPOC = 'spoc-ouest@agence.example'
const EDITOR = 'redaction-economie@agence.example'

let relay: TestRelay
let world: World
let pages: Pages
/** Reached from outside, by a proxy that speaks TLS. */
beforeAll(async () => {
  relay = await startRelay()
  const settings = { PORT: '0', BEHIND_PROXY: 'yes', BASE_URL: 'https://estafette.example' }
  world = await openWorld({ smtpPort: relay.port, now: '2020-04-29T12:00:00+02:00', settings })
  world.layOut('2020-W18')
  await signedEdition(world, '2020-W18')
  world.setClock('2020-04-30T09:00:00+02:00')
  await dispatch(world.app, '2020-W18')
  await deliverAll(world, '2020-W18')
  pages = await startPages(world.app, world.config)
})
afterAll(async () => {
  await pages.close()
  await world.close()
  await relay.close()
})

/** The proxy names the caller; each test is another one, so that none is slowed by another's requests. */
let caller = 0
const at = (path: string, init: RequestInit = {}) =>
  fetch(new URL(path, pages.url), {
    redirect: 'manual',
    ...init,
    headers: { 'x-forwarded-for': `192.0.2.${caller}`, ...init.headers },
  })
const ask = (email: string, headers: Record<string, string> = {}) =>
  at('/log-in?lang=fr', { method: 'POST', body: new URLSearchParams({ email }), headers })

/** Asks for a link as a person does, and takes it from the mail. */
async function linkFor(email: string): Promise<string> {
  await askLogIn(world.app, email)
  const mail = (await sentNotices(world, relay)).find(({ to }) => to === email)
  return /https:\/\/estafette\.example(\/log-in\/[0-9a-f.]+)/.exec(mail?.text ?? '')?.[1] ?? ''
}

describe('where the pages are reached from outside', () => {
  it.each([
    '/',
    '/editions',
    '/editions/next',
    '/editions/next/mail',
    '/editions/2020-W18',
    '/editions/2020-W18/mail',
    '/editions/2020-W18/mail/shown',
    '/editions/2020-W18/mail/fr',
    '/updates',
    '/updates/prime-unique',
    '/follow-ups',
    '/follow-ups/1',
  ])('GET %s asks to log in', async path => {
    caller = 1
    const answer = await at(path)
    const page = await answer.text()
    expect([answer.status, page.includes('Se connecter')]).toEqual([401, true])
    for (const told of ['2020-W18', 'Semaine 18', 'Prime unique']) expect(page).not.toContain(told)
  })

  it('leaves open what has a guard of its own, and says how the service is', async () => {
    caller = 2
    expect((await at('/health')).status).toBe(200)
    expect((await at('/sign/0.0')).status).toBe(404)
    expect((await at('/log-in')).status).toBe(200)
  })

  it('shows the editions to anybody on the staff, the follow-ups to who follows up, the updates to who writes or signs', async () => {
    caller = 3
    const editor = await logIn({ world, relay, pages }, EDITOR)
    expect([(await editor.get('/')).status, (await editor.get('/editions/2020-W18/mail/nl')).status]).toEqual(
      [200, 200],
    )
    expect((await editor.get('/follow-ups')).status).toBe(403)
    expect((await editor.get('/updates')).status).toBe(200)
    const spoc = await logIn({ world, relay, pages }, SPOC)
    expect([(await spoc.get('/follow-ups')).status, (await spoc.get('/updates')).status]).toEqual([200, 403])
    const [theirs, own] = [await spoc.get('/?lang=fr'), await editor.get('/?lang=fr')]
    const leads = async (page: Response, to: string) =>
      (await page.text()).includes(`href="${to}?lang&#x3D;fr"`)
    expect([await leads(theirs, '/updates'), await leads(own, '/updates')]).toEqual([false, true])
  })

  it('knows for each route who may, and refuses one of which nobody has said so', () => {
    expect(accessOf('/follow-ups/:id/take')).toBe('follow-up')
    expect(accessOf('/sign/:token')).toBe('anybody')
    for (const [route, access] of [
      ['/', 'editions'],
      ['/desk.css', 'anybody'],
      ['/editions', 'editions'],
      ['/editions/next', 'staff'],
      ['/editions/:edition/mail', 'staff'],
      ['/editions/:edition/mail/shown', 'staff'],
      ['/editions/:edition/mail/:language', 'editions'],
      ['/updates', 'updates'],
      ['/updates/:id', 'updates'],
      ['/updates/meant', 'staff'],
    ] as const)
      expect([route, accessOf(route)]).toEqual([route, access])
    for (const route of ['/metrics', '/followups', '/logs', '*', '/edition', ''])
      expect(accessOf(route)).toBeNull()
  })
})

describe('asking for a link', () => {
  it('answers the same whether or not the address is known, and mails those on the staff alone', async () => {
    caller = 10
    const pagesOf = async (email: string) => {
      const answer = await ask(email)
      return [answer.status, await answer.text()]
    }
    const known = await pagesOf(SPOC.toUpperCase())
    expect(await pagesOf('nobody@agence.example')).toEqual(known)
    expect(known[0]).toBe(200)
    const mails = await sentNotices(world, relay)
    expect(mails.map(({ to }) => to)).toEqual([SPOC])
    for (const words of ['Aanmelden', 'Se connecter', '15 minutes', '15 minuten'])
      expect(mails[0]?.text).toContain(words)
    expect((await listNotices(world.app.engine.db)).some(({ payload }) => payload.includes('/log-in/'))).toBe(
      false,
    )
  })

  it('wants an address', async () => {
    caller = 11
    for (const email of ['', 'spoc', 'a b@c.example', `${'x'.repeat(400)}@y.example`]) {
      const answer = await ask(email)
      expect([answer.status, (await answer.text()).includes('role="alert"')]).toEqual([422, true])
    }
  })

  it('is slowed for one caller, and no person gets more than five mails before the first is dead', async () => {
    caller = 12
    const statuses = []
    for (let times = 0; times < 8; times++) statuses.push((await ask('nobody@agence.example')).status)
    expect(statuses).toEqual([...Array(6).fill(200), 429, 429])
    const mails = async () => {
      for (let times = 0; times < 9; times++) await askLogIn(world.app, 'spoc-est@agence.example')
      return (await sentNotices(world, relay)).length
    }
    expect([await mails(), await mails()]).toEqual([5, 0])
    world.setClock('2020-04-30T09:15:00+02:00')
    expect(await mails()).toBe(5)
    world.setClock('2020-04-30T09:00:00+02:00')
  })

  it('is refused to another site', async () => {
    caller = 13
    expect((await ask(SPOC, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  })
})

describe('a link', () => {
  it('lets in once, by POST alone, with a cookie that only this host gets over TLS', async () => {
    caller = 20
    const link = await linkFor(SPOC)
    for (const method of ['GET', 'HEAD', 'GET']) expect((await at(link, { method })).status).toBe(200)
    expect(await (await at(link)).text()).toContain('als Contactpunt West.')
    const opened = await at(link, { method: 'POST' })
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/follow-ups'])
    const cookie = opened.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(
      /^__Host-estafette=[0-9a-f.]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    )
    const again = await at(link, { method: 'POST' })
    expect([again.status, again.headers.get('set-cookie')]).toEqual([410, null])
  })

  it('of two who use it at the same moment lets one in', async () => {
    caller = 21
    const link = await linkFor(SPOC)
    const opened = await Promise.all(Array.from({ length: 8 }, () => at(link, { method: 'POST' })))
    expect(opened.filter(({ status }) => status === 303)).toHaveLength(1)
  })

  it('is dead after 15 minutes, changed in any way, or made for a session', async () => {
    caller = 22
    const link = await linkFor(SPOC)
    const other = link.replace(/.$/, last => (last === '0' ? '1' : '0'))
    for (const forged of [
      other,
      link.slice(0, -1),
      `${link}0`,
      '/log-in/..%2f..',
      `/log-in/${'0'.repeat(32)}.${'0'.repeat(64)}`,
    ])
      expect((await at(forged, { method: 'POST' })).status).toBe(404)
    const session = await logIn({ world, relay, pages }, EDITOR)
    expect((await at(`/log-in/${session.cookie.split('=')[1]}`, { method: 'POST' })).status).toBe(404)
    world.setClock('2020-04-30T09:15:00+02:00')
    expect((await at(link, { method: 'POST' })).status).toBe(410)
  })

  it('is no session, and ten thousand guesses are none either', async () => {
    const kinds = new Set<unknown>()
    const hex = (n: number, length: number) => n.toString(16).padStart(length, '0')
    for (let from = 0; from < 10_000; from += 500)
      for (const person of await Promise.all(
        Array.from({ length: 500 }, (_, index) =>
          sessionOf(world.app, `${hex(from + index, 32)}.${hex(index, 64)}`),
        ),
      ))
        kinds.add(person)
    expect([...kinds]).toEqual([null])
    const link = await linkFor(SPOC)
    expect(await sessionOf(world.app, link.replace('/log-in/', ''))).toBeNull()
  })
})
