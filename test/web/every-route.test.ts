import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { formTokenOf } from '../../src/steps/staff/log-in.js'
import { accessOf } from '../../src/web/login-guard.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { logIn, replies, type Session } from '../support/follow-ups.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { deliverAll, openWorld, signedEdition, type World } from '../support/world.js'

const EDITION = '2020-W18'
const ADMIN = 'informatique@agence.example'
/** What nobody may show as it is: an escape sequence, C1, and a turned direction of writing. */
const PLANTED = '\u001b[31mrouge\u009b5m \u202eetxet\u2066'

let relay: TestRelay
let world: World
let pages: Pages
let admin: Session
let followUp: string
/** The client's address, as the proxy forwards it: each look comes from another, so that no limit stands in its way. */
let client = 0
beforeAll(async () => {
  relay = await startRelay()
  const settings = { PORT: '0', REPORTS_DIR: './reports', BEHIND_PROXY: 'yes', LOG_LEVEL: 'silent' }
  world = await openWorld({ smtpPort: relay.port, now: '2020-04-29T12:00:00+02:00', settings })
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
  world.setClock('2020-04-30T09:00:00+02:00')
  await dispatch(world.app, EDITION)
  await deliverAll(world, EDITION)
  const text = `Bonjour, la prime vaut-elle pour tous ? ${PLANTED}\nCordialement`
  await replies(world, relay, { edition: EDITION, recipient: 'anderlecht-alderman-economy', text })
  pages = await startPages(world.app, world.config)
  admin = await logIn({ world, relay, pages }, ADMIN)
  followUp = (await listFollowUps(world.app.engine.db))[0]?.id ?? ''
})
afterAll(async () => {
  await pages.close()
  await world.close()
  await relay.close()
})

const at = (path: string, init: RequestInit = {}) => {
  const from = { 'x-forwarded-for': `192.0.${++client >> 8}.${client % 256}`, cookie: admin.cookie }
  return fetch(new URL(path, pages.url), {
    redirect: 'manual',
    ...init,
    headers: { ...from, ...init.headers },
  })
}

/** What stands for each parameter of a route, so that it finds what there is. */
const KNOWN: Record<string, () => string> = {
  edition: () => EDITION,
  language: () => 'fr',
  file: () => 'fr',
  id: () => followUp,
}
const parameters = (url: string) => [...url.matchAll(/:(\w+)(?:\([^)]*\))?/g)].map(([, name = '']) => name)
const addressOf = (url: string, name = '', value = '') =>
  url.replace(/:(\w+)(?:\([^)]*\))?/g, (_, one: string) => (one === name ? value : (KNOWN[one]?.() ?? 'x')))
const served = (...methods: string[]) => pages.routes.filter(({ method }) => methods.includes(method))

/** Every field of every form, by the templates. */
const FIELDS = readdirSync(join(PROJECT_ROOT, 'templates', 'pages')).flatMap(file =>
  [...readFileSync(join(PROJECT_ROOT, 'templates', 'pages', file), 'utf8').matchAll(/name="([\w-]+)"/g)].map(
    ([, name = '']) => name,
  ),
)

describe('every route', () => {
  it('is one of which somebody has said who may use it', () => {
    expect(pages.routes.length).toBeGreaterThan(40)
    expect(pages.routes.filter(({ url }) => accessOf(url) === null)).toEqual([])
  })

  it('has no page behind NUL in one of its parameters, and never a fault', async () => {
    const wrong: string[] = []
    for (const { method, url } of served('GET', 'POST'))
      for (const path of parameters(url).map(name => addressOf(url, name, 'x%00y'))) {
        const { status } = await at(path, { method })
        if (status !== 404) wrong.push(`${status} ${method} ${path}`)
      }
    expect(wrong).toEqual([])
  })

  it('answers NUL in its query with a page that says so', async () => {
    const wrong: string[] = []
    for (const { url } of served('GET'))
      for (const query of ['lang=%00', 'page=1%00', 'whose=mine&done=%00', '%00=x']) {
        const { status } = await at(`${addressOf(url)}?${query}`)
        // Those that may not see the catcher learn nothing of it.
        if (status !== (url.startsWith('/catcher') ? 404 : 422)) wrong.push(`${status} GET ${url} ${query}`)
      }
    expect(wrong).toEqual([])
  })

  it.each([
    ['NUL', 'x\0y'],
    ['half of a pair', 'x\ud800y'],
  ])('answers %s in each field of its forms with a page that says so', async (_, text) => {
    const wrong: string[] = []
    expect(FIELDS.length).toBeGreaterThan(20)
    for (const { url } of served('POST'))
      for (const field of new Set(FIELDS)) {
        const body = JSON.stringify({
          form: formTokenOf(world.app, admin.cookie.split('=')[1] ?? ''),
          [field]: text,
        })
        const { status } = await at(addressOf(url), {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json' },
        })
        if (status !== 422) wrong.push(`${status} POST ${url} ${field}`)
      }
    expect(wrong).toEqual([])
  })

  it.each([
    ['fr', 'Ce texte contient un caractère impossible'],
    ['nl', 'Deze tekst bevat een onmogelijk teken'],
  ])('says it in %s', async (language, words) => {
    const path = `/follow-ups/${followUp}/note?lang=${language}`
    const body = new URLSearchParams({ text: 'x\0y' })
    const answer = await at(path, { method: 'POST', body })
    expect([answer.status, (await answer.text()).includes(words)]).toEqual([422, true])
  })

  it('takes NUL in a cookie, and an address that can’t be decoded, for nobody and nothing', async () => {
    expect((await at('/', { headers: { cookie: 'estafette=%00' } })).status).toBe(401)
    expect((await at('/editions/%ff')).status).toBe(404)
  })

  it('is kept by no browser and no proxy, but for what is public or nobody’s', async () => {
    const kept: string[] = []
    for (const { method, url } of served('GET', 'HEAD', 'POST')) {
      const answer = await at(addressOf(url), { method })
      if (answer.headers.get('cache-control') !== 'no-store') kept.push(`${method} ${url}`)
    }
    expect(kept.filter(route => !/^(GET|HEAD) (\/published\/|\/desk\.(css|js)$)/.test(route))).toEqual([])
    expect((await at('/none')).headers.get('cache-control')).toBe('no-store')
  })

  it('shows nobody’s control characters, nor what turns the direction of writing', async () => {
    const shown: string[] = []
    let marked = 0
    // A workbook is compressed: test/web/list-files.test.ts reads its cells.
    for (const { url } of served('GET').filter(({ url }) => !url.endsWith('.xlsx'))) {
      const page = await (await at(addressOf(url))).text()
      if ([...'\u001b\u009b\u202e\u2066'].some(one => page.includes(one))) shown.push(url)
      if (page.includes('␛[31mrouge⟨U+009B⟩5m ⟨U+202E⟩etxet⟨U+2066⟩')) marked++
    }
    expect(shown).toEqual([])
    expect(marked).toBeGreaterThan(1)
  })

  it('has a limit of its own, by the address that the proxy forwards', async () => {
    const open: string[] = []
    for (const { method, url } of served('GET')) {
      const headers = {
        'x-forwarded-for': `198.51.100.${open.length + (++client % 100)}`,
        cookie: 'estafette=none',
      }
      let status = 200
      for (let asked = 0; asked <= 300 && status !== 429; asked++)
        status = (
          await fetch(new URL(addressOf(url), pages.url), { method: 'HEAD', headers, redirect: 'manual' })
        ).status
      if (status !== 429) open.push(`${method} ${url}`)
    }
    expect(open).toEqual([])
  })
})

describe('logging in from another site', () => {
  it.each(['/log-in', '/%6cog-in', '/log%2din', '/log-in?lang=fr'])(
    'is refused, written as %s',
    async path => {
      const body = new URLSearchParams({ email: ADMIN })
      const answer = await at(path, { method: 'POST', body, headers: { 'sec-fetch-site': 'cross-site' } })
      expect(answer.status).toBe(403)
    },
  )
})

describe('beside us', () => {
  let beside: Pages
  const status = (headers: Record<string, string>) =>
    new Promise(resolve =>
      request(new URL('/', beside.url), { headers }, answer => resolve(answer.resume().statusCode)).end(),
    )
  beforeAll(async () => {
    beside = await startPages(world.app, { ...world.config, behindProxy: false })
  })
  afterAll(() => beside.close())

  it('sees the editions', async () => {
    expect(await status({})).toBe(200)
  })

  it.each([
    ['forwarded', 'for=127.0.0.1;host=localhost'],
    ['x-forwarded-for', '127.0.0.1'],
    ['x-forwarded-host', 'localhost'],
    ['x-forwarded-proto', 'https'],
    ['x-real-ip', '127.0.0.1'],
    ['via', '1.1 proxy'],
    ['cf-connecting-ip', '127.0.0.1'],
    ['true-client-ip', '127.0.0.1'],
    ['x-amzn-trace-id', 'Root=1'],
    ['x-original-url', '/'],
  ])('is nobody whose request carries %s', async (name, value) => {
    expect(await status({ [name]: value })).toBe(401)
  })
})
