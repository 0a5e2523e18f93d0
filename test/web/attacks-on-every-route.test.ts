import { readdirSync, readFileSync, statSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'
import { accessOf } from '../../src/web/login-guard.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { type DeskWeek, ledgerOf, openDesk, STAFF } from '../support/desk-week.js'
import { formTokenFor, logIn } from '../support/follow-ups.js'
import { type AddressOf, layEverything } from '../support/known-pages.js'

let desk: DeskWeek
let pages: Pages
let addressOf: AddressOf
let cookie: string
let form: string
/** Each request comes from another address, so that no limit stands in its way. */
let client = 0
beforeAll(async () => {
  desk = await openDesk()
  addressOf = await layEverything(desk)
  pages = await startPages(desk.world.app, { ...desk.world.config, behindProxy: true })
  cookie = (await desk.as('admin')).cookie
  form = formTokenFor(desk.world, cookie)
}, 120_000)
afterAll(async () => {
  await pages.close()
  await desk.close()
})

const routes = (...methods: string[]) => pages.routes.filter(({ method }) => methods.includes(method))
/** Forms of people who are logged in; the others are protected by the token of their address, or open to all. */
const ownForms = () =>
  routes('POST').filter(({ url }) => accessOf(url) !== 'anybody' && accessOf(url) !== 'catcher')

async function ask(path: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
  const from = { 'x-forwarded-for': `192.0.${++client >> 8}.${client % 256}` }
  const headers = { ...from, cookie, ...init.headers }
  return fetch(new URL(path, pages.url), { redirect: 'manual', ...init, headers })
}
/** The text of an answer; an endless one is left at its beginning. */
async function textOf(answer: Response): Promise<string> {
  if (!/event-stream/.test(answer.headers.get('content-type') ?? '')) return answer.text()
  await answer.body?.cancel()
  return ''
}

/** Every table, and every file of the two folders that people share with the desk. */
async function everything() {
  const { updatesDir, recipientsDir } = desk.world.config
  const files = [updatesDir, recipientsDir].flatMap(dir =>
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .map(name => join(dir, name))
      .filter(path => statSync(path).isFile())
      .map((path): [string, string] => [path, readFileSync(path, 'latin1')]),
  )
  return { rows: await ledgerOf(desk.world), files: Object.fromEntries(files) }
}

describe('whatever is asked of any route in these ways', () => {
  let before: Awaited<ReturnType<typeof everything>>
  beforeEach(async () => {
    before = await everything()
  })
  afterEach(async () => {
    expect(await everything()).toEqual(before)
  })

  it('GET and HEAD change no row and no file, as a scanner of mails opens them', async () => {
    const faults: string[] = []
    for (const { method, url } of routes('GET', 'HEAD')) {
      const answer = await ask(addressOf(url), { method })
      await textOf(answer)
      if (answer.status >= 500) faults.push(`${answer.status} ${method} ${url}`)
    }
    expect(faults).toEqual([])
  })

  it.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is no way to do anything', async method => {
    const done: string[] = []
    for (const url of new Set(pages.routes.map(one => one.url))) {
      const { status } = await ask(addressOf(url), { method })
      if (status !== 404 && status !== 405) done.push(`${status} ${method} ${url}`)
    }
    expect(done).toEqual([])
  })

  it('a form sent by another site, or by another part of ours, is refused with its token', async () => {
    const taken: string[] = []
    for (const { url } of ownForms())
      for (const site of ['cross-site', 'same-site']) {
        const headers = { 'sec-fetch-site': site }
        const { status } = await ask(addressOf(url), { method: 'POST', headers, body: bodyOf(url, form) })
        if (status !== 403) taken.push(`${status} ${site} ${url}`)
      }
    expect(taken).toEqual([])
  })

  it('a form without its token, with an altered one or with that of another session keeps what is typed at most', async () => {
    const taken: string[] = []
    const others = formTokenFor(desk.world, (await logIn(desk, STAFF.approver)).cookie)
    before = await everything()
    for (const { url } of ownForms())
      for (const wrong of ['', others, form.replace(/.$/, last => (last === '0' ? '1' : '0'))]) {
        const { status } = await ask(addressOf(url), { method: 'POST', body: bodyOf(url, wrong) })
        // What somebody writes comes back with a new token.
        if (status !== 403 && !([200, 422].includes(status) && isKept(url))) taken.push(`${status} ${url}`)
      }
    expect(taken).toEqual([])
  })

  it('a body of a gigabyte is refused before it is read', async () => {
    const taken: string[] = []
    for (const { url } of routes('POST')) {
      const status = await announced(addressOf(url), 2 ** 30)
      // A link that is none, or none any more, leads nowhere whatever is sent to it.
      if (status !== 413 && status !== 404) taken.push(`${status} ${url}`)
    }
    expect(taken).toEqual([])
  })

  it('a forged, altered, cut or borrowed session is none', async () => {
    const open: string[] = []
    const token = cookie.split('=')[1] ?? ''
    const [id = '', seal = ''] = token.split('.')
    const wrong = [
      `${id}.${'0'.repeat(seal.length)}`,
      token.slice(0, -1),
      `${token}0`,
      `${'0'.repeat(id.length)}.${seal}`,
      id,
    ]
    for (const { method, url } of routes('GET', 'POST').filter(({ url }) => accessOf(url) !== 'anybody'))
      for (const session of wrong) {
        const headers = { cookie: `estafette=${session}` }
        const answer = await ask(addressOf(url), { method, headers })
        if (![401, 404].includes(answer.status)) open.push(`${answer.status} ${method} ${url}`)
      }
    expect(open).toEqual([])
  })

  it('markup in a query is never shown as markup, nor whence a host header points', async () => {
    const shown: string[] = []
    const markup = '"><img src=x onerror=alert(1)>{{7*7}}'
    const query = new URLSearchParams(
      [...FIELDS, 'lang', 'page', 'whose'].map((name): [string, string] => [name, markup]),
    )
    for (const { url } of routes('GET')) {
      const text = await textOf(await ask(`${addressOf(url)}?${query}`))
      if (text.includes('<img src=x')) shown.push(url)
      if ((await elsewhere(addressOf(url))).includes('evil.example')) shown.push(`host ${url}`)
    }
    expect(shown).toEqual([])
  })

  it('no answer leads to another site', async () => {
    const away: string[] = []
    for (const { url } of routes('GET')) {
      const query =
        'next=//evil.example&url=https://evil.example&return=https://evil.example&lang=//evil.example'
      const to = (await ask(`${addressOf(url)}?${query}`)).headers.get('location') ?? '/'
      if (!/^\/(?![/\\])/.test(to)) away.push(`${url} ${to}`)
    }
    expect(away).toEqual([])
  })
})

describe('every page', () => {
  it('forbids scripts of others, frames of others, guessing of types, and tells no other site where one was', async () => {
    const lax: string[] = []
    for (const { url } of routes('GET')) {
      const answer = await ask(addressOf(url))
      await textOf(answer)
      const of = (name: string) => answer.headers.get(name) ?? ''
      const policy = of('content-security-policy')
      if (!policy.includes("default-src 'none'")) lax.push(`${url}: ${policy}`)
      if (!/frame-ancestors '(none|self)'/.test(policy)) lax.push(`${url}: ${policy}`)
      if (/script-src [^;]*'unsafe/.test(policy)) lax.push(`${url}: ${policy}`)
      if (of('x-content-type-options') !== 'nosniff') lax.push(`${url}: types are guessed`)
      if (of('referrer-policy') !== 'no-referrer') lax.push(`${url}: ${of('referrer-policy')}`)
      if (of('access-control-allow-origin') !== '') lax.push(`${url}: other sites may read it`)
    }
    expect(lax).toEqual([])
  })
})

const isKept = (url: string) =>
  /^\/(updates\/(new|:id\/edit|:id\/remarks)|editions\/(flash|:edition\/erratum)$)/.test(url)

const FIELDS = readdirSync(join(PROJECT_ROOT, 'templates', 'pages')).flatMap(file =>
  [...readFileSync(join(PROJECT_ROOT, 'templates', 'pages', file), 'utf8').matchAll(/name="([\w-]+)"/g)].map(
    ([, name = '']) => name,
  ),
)

/** A form with a file has another type. */
function bodyOf(url: string, token: string): FormData | URLSearchParams {
  if (!url.endsWith('/upload')) return new URLSearchParams({ form: token })
  const body = new FormData()
  body.append('form', token)
  return body
}

/** The status for a form of which only the length has come. */
const announced = (path: string, bytes: number) =>
  new Promise<number>((resolve, reject) => {
    const headers = {
      ...{
        cookie,
        'content-length': String(bytes),
        'x-forwarded-for': `198.51.${++client >> 8}.${client % 256}`,
      },
      'content-type': path.endsWith('/upload')
        ? 'multipart/form-data; boundary=x'
        : 'application/x-www-form-urlencoded',
    }
    const asked = request(new URL(path, pages.url), { method: 'POST', headers }, answer => {
      resolve(answer.statusCode ?? 0)
      asked.destroy()
    })
    asked.on('error', reject).flushHeaders()
  })

/** The page as it is for somebody whose request names another host. */
const elsewhere = (path: string) =>
  new Promise<string>((resolve, reject) => {
    const headers = {
      cookie,
      host: 'evil.example',
      'x-forwarded-for': `203.0.${++client >> 8}.${client % 256}`,
    }
    const asked = request(new URL(path, pages.url), { headers }, answer => {
      const parts: Buffer[] = []
      if (/event-stream/.test(answer.headers['content-type'] ?? '')) {
        resolve('')
        asked.destroy()
        return
      }
      answer.on('data', part => parts.push(part)).on('end', () => resolve(Buffer.concat(parts).toString()))
    })
    asked.on('error', reject).end()
  })
