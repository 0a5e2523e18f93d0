import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { createServer, request, type Server } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { readConfig } from '../../src/config.js'
import { openSending } from '../../src/sending/sending.js'
import { askLogIn } from '../../src/steps/staff/log-in.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { seesCatcher } from '../../src/web/this-machine.js'
import { graveViolations, hasBrowser, openBrowser } from '../support/browser.js'
import { openWorld, type World } from '../support/world.js'

const EDITOR = 'redaction-economie@agence.example'

let world: World
let pages: Pages
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-25T09:00:00+01:00', settings: { PORT: '0' } })
  pages = await startPages(world.app, world.config)
})
afterAll(async () => {
  await pages.close()
  await world.close()
})

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(new URL(path, pages.url), { headers, redirect: 'manual' })
const textOf = async (path: string) => (await get(path)).text()

/** Handlebars escapes more than it must; a browser doesn't see it. */
const unescaped = (page: string) => page.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')

const mails = () => join(world.config.dataDir, 'mail')

/** A mail as the catcher keeps it; `minute`: when it came. */
function caught(name: string, minute: number, lines: string[]) {
  mkdirSync(mails(), { recursive: true })
  const trace = ['Return-Path: <x@y.example>', 'Delivered-To: maire@commune.example']
  writeFileSync(join(mails(), name), [...trace, ...lines].join('\r\n'))
  const at = new Date(Date.UTC(2026, 10, 25, 8, minute))
  utimesSync(join(mails(), name), at, at)
}

/** Asks for a link to log in, and sends it as the service does. */
async function askLink() {
  await askLogIn(world.app, EDITOR)
  const sending = await openSending(world.app)
  await sending.sendNotices()
  await sending.close()
}

describe('the mails of the local catcher', () => {
  it('are none before the first, in both languages', async () => {
    expect(await textOf('/catcher?lang=fr')).toContain('Aucun courriel pour le moment')
    expect(await textOf('/catcher?lang=nl')).toContain('Nog geen mail')
  })

  it('are led to from the first page and from the page that promises one', async () => {
    for (const [language, words] of [
      ['fr', 'Courriels retenus'],
      ['nl', 'Opgevangen mails'],
    ]) {
      const first = unescaped(await textOf(`/?lang=${language}`))
      expect(first.split(`<a href="/catcher?lang=${language}">${words}</a>`)).toHaveLength(3)
    }
    const form = new URLSearchParams({ email: EDITOR })
    const asked = await fetch(new URL('/log-in?lang=nl', pages.url), { method: 'POST', body: form })
    expect(unescaped(await asked.text())).toContain('<a href="/catcher?lang=nl">Deze mail lezen</a>')
  })

  it('are not promised for an address that is not on the staff, nor named to who is not beside us', async () => {
    const ask = async (email: string, headers: Record<string, string> = {}) => {
      const form = new URLSearchParams({ email })
      const asked = await fetch(new URL('/log-in?lang=fr', pages.url), {
        method: 'POST',
        body: form,
        headers,
      })
      return unescaped(await asked.text()).replaceAll('\u00a0', ' ')
    }
    const unknown = await ask('nobody@agence.example')
    expect(unknown).toMatch(/Aucun courriel \? L’adresse n’est pas dans [^<]*recipients\/staff\.yaml\./)
    expect(unknown).not.toContain('Lire ce courriel')
    const proxied = { 'x-forwarded-for': '203.0.113.7' }
    const [stranger, known] = [await ask('nobody@agence.example', proxied), await ask(EDITOR, proxied)]
    expect(stranger).toBe(known)
    expect(stranger).toContain('Regardez votre boîte mail')
  })

  it('let whoever tries it out log in by the link in one', async () => {
    await askLink()
    const list = unescaped(await textOf('/catcher?lang=fr'))
    expect(list).toContain(EDITOR)
    const href = /<a href="(\/catcher\/[^"]+)"/.exec(list)?.[1] ?? ''
    const mail = unescaped(await textOf(href))
    const link = /<a href="(http:\/\/127\.0\.0\.1[^"]*\/log-in\/[^"]+)">/.exec(mail)?.[1] ?? ''
    const { pathname } = new URL(link)
    expect((await get(pathname)).status).toBe(200)
    expect(mail).toContain('<iframe class="mail" src="/catcher/')
    const file = await get(`${href.split('?')[0]}/eml`)
    expect(file.headers.get('content-type')).toBe('message/rfc822')
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.eml"$/)
    expect(await file.text()).toMatch(
      /^Return-Path: <[\s\S]*Delivered-To: redaction-economie@agence\.example\r\n/,
    )
    for (const path of ['/catcher', href, `${href.split('?')[0]}/html`])
      expect((await get(path)).headers.get('cache-control')).toBe('no-store')
  })

  it('come page by page, the newest first, whatever else lies in the folder', async () => {
    for (let n = 0; n < 120; n++)
      caught(`mail-${n}.eml`, n, [`Subject: Mail ${n} <b>&`, 'To: x@y.example', '', 'Text'])
    symlinkSync('/etc/passwd', join(mails(), 'link.eml'))
    for (const name of ['.half.part', 'notes.txt', '.hidden.eml', 'a b.eml', '-x.eml'])
      writeFileSync(join(mails(), name), 'Subject: not to be seen\r\n\r\n')
    mkdirSync(join(mails(), 'folder.eml'))
    const [first, second, last] = await Promise.all(
      ['/catcher?lang=fr', '/catcher?page=2&lang=fr', '/catcher?page=999&lang=fr'].map(textOf),
    )
    const listed = (page = '') => [...page.matchAll(/>Mail (\d+) &lt;b&gt;&amp;</g)].map(([, n]) => Number(n))
    const all = [...listed(first), ...listed(second), ...listed(last)]
    expect(all).toEqual(Array.from({ length: 120 }, (_, n) => 119 - n))
    expect(first).not.toContain('not to be seen')
    expect(first).toContain('Page 1 sur 3')
    expect(unescaped(second ?? '')).toContain('href="/catcher?page=1&lang=fr"')
    for (const page of ['0', '-1', 'x', '1e9', ''])
      expect((await get(`/catcher?page=${page}`)).status).toBe(200)
  })

  it('of ten thousand, show fifty within seconds', async () => {
    for (let n = 0; n < 10_000; n++) writeFileSync(join(mails(), `many-${n}.eml`), 'Subject: x\r\n\r\n')
    const began = performance.now()
    expect(await textOf('/catcher?lang=fr')).toContain('Page 1 sur 203')
    expect(performance.now() - began).toBeLessThan(5000)
    for (let n = 0; n < 10_000; n++) rmSync(join(mails(), `many-${n}.eml`))
  }, 60_000)

  it.each([
    '/catcher/..%2fsecret',
    '/catcher/..%2f..%2f..%2fetc%2fpasswd',
    '/catcher/link.eml',
    '/catcher/folder.eml',
    '/catcher/.hidden.eml',
    '/catcher/mail-1.eml%00',
    '/catcher/mail-1',
    '/catcher/none.eml',
    '/catcher/none.eml/html',
    '/catcher/none.eml/eml',
    '/catcher/mail-1.eml/html',
    `/catcher/${'a'.repeat(300)}.eml`,
  ])('are only the files of the catcher: %s is nothing', async path => {
    const answer = await get(path)
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toContain('root:')
  })

  it('with a long name are found, and changed by nobody', async () => {
    const name = `${'a'.repeat(190)}.eml`
    caught(name, 0, ['Subject: long', '', 'x'])
    expect((await get(`/catcher/${name}`)).status).toBe(200)
    for (const method of ['POST', 'DELETE', 'PUT'])
      expect((await fetch(new URL(`/catcher/${name}`, pages.url), { method })).status).toBe(404)
  })
})

describe('who may see them', () => {
  const status = (headers: Record<string, string>, path = '/catcher') =>
    new Promise<{ code: number | undefined; body: string }>(resolve =>
      request(new URL(path, pages.url), { headers }, answer => {
        let body = ''
        answer.on('data', chunk => {
          body += chunk
        })
        answer.on('end', () => resolve({ code: answer.statusCode, body }))
      }).end(),
    )

  it.each([
    [{ host: 'rebound.example' }],
    [{ host: '127.0.0.1.rebound.example' }],
    [{ host: 'localhost.rebound.example:3000' }],
    [{ 'x-forwarded-for': '127.0.0.1' }],
    [{ 'x-forwarded-host': 'localhost' }],
    [{ 'x-forwarded-proto': 'https' }],
    [{ 'x-real-ip': '127.0.0.1' }],
    [{ forwarded: 'for=127.0.0.1' }],
    [{ via: '1.1 proxy' }],
    [{ 'cf-connecting-ip': '127.0.0.1' }],
    [{ 'x-client-ip': '127.0.0.1' }],
    [{ 'true-client-ip': '127.0.0.1' }],
  ] as Record<string, string>[][])(
    'nobody with %j: it is a page like any that is not there',
    async headers => {
      caught('guarded.eml', 5, ['Subject: guarded', 'Content-Type: text/html', '', '<p>x</p>'])
      for (const path of [
        '/catcher',
        '/catcher/guarded.eml',
        '/catcher/guarded.eml/html',
        '/catcher/guarded.eml/eml',
      ]) {
        const [answer, unknown] = [await status(headers ?? {}, path), await status(headers ?? {}, '/nothing')]
        expect([path, answer]).toEqual([path, { code: 404, body: unknown.body }])
      }
      expect((await status(headers ?? {}, '/')).body).not.toContain('/catcher')
    },
  )

  it('who asks this machine by its own name', async () => {
    for (const host of ['localhost:3000', '127.0.0.1', '[::1]:3000'])
      expect((await status({ host })).code).toBe(200)
  })

  it('nobody by HTTP/1.0, as proxies speak that say nothing of themselves', async () => {
    const { port } = new URL(pages.url)
    const answer = await new Promise<string>(resolve => {
      let said = ''
      const socket = connect(Number(port), '127.0.0.1', () =>
        socket.write(`GET /catcher HTTP/1.0\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`),
      )
      socket.on('data', chunk => {
        said += chunk
      })
      socket.on('close', () => resolve(said))
    })
    expect(answer).toMatch(/^HTTP\/1\.[01] 404/)
  })

  const asked = (settings: Record<string, string>, remoteAddress = '127.0.0.1') => {
    const headers = { host: 'localhost' }
    const raw = { httpVersion: '1.1' }
    const asking = { hostname: 'localhost', headers, raw, socket: { remoteAddress } }
    return seesCatcher(
      asking as unknown as Parameters<typeof seesCatcher>[0],
      readConfig(settings, world.dir),
    )
  }
  const PROXY = { BEHIND_PROXY: 'yes', BASE_URL: 'https://estafette.example' }
  it.each([
    [{}, '127.0.0.1', true],
    [{}, '::1', true],
    [{}, '::ffff:127.0.0.1', true],
    [{ HOST: '::1' }, '::1', true],
    [{ BASE_URL: 'http://localhost:3000' }, '127.0.0.1', true],
    [{}, '10.0.0.7', false],
    [{}, '::ffff:10.0.0.7', false],
    [{ SMTP_URL: 'smtp://127.0.0.1:2525' }, '127.0.0.1', false],
    [{ BASE_URL: 'https://estafette.example' }, '127.0.0.1', false],
    [{ BASE_URL: 'http://127.0.0.1.example' }, '127.0.0.1', false],
    [PROXY, '127.0.0.1', false],
    [{ ...PROXY, HOST: '0.0.0.0' }, '127.0.0.1', false],
  ])('with %j from %s: %s', (settings, from, may) => {
    expect(asked(settings as Record<string, string>, from)).toBe(may)
  })
})

const browserTests = hasBrowser() ? describe : () => {}

browserTests('in a browser', () => {
  let browser: Browser
  /** Somebody else's server, and what it was asked for. */
  let outside: Server
  const reached: string[] = []
  beforeAll(async () => {
    browser = await openBrowser()
    outside = createServer((asked, answer) => {
      reached.push(asked.url ?? '')
      answer.end()
    })
    await new Promise<void>(resolve => outside.listen(0, '127.0.0.1', resolve))
    const evil = `http://127.0.0.1:${(outside.address() as { port: number }).port}`
    caught('hostile.eml', 30, [
      'Subject: <script>alert(1)</script>',
      'Content-Type: text/html; charset=utf-8',
      '',
      `<html><head><base href="${evil}/" target="_self"><meta http-equiv="refresh" content="0;url=/follow-ups">
      <style>@import url("${evil}/a.css"); body { background: url("${evil}/b.png") }</style></head>
      <body onload="parent.document.title='taken'"><script>top.location='${evil}/'</script>
      <img src="${evil}/c.png" onerror="alert(1)"><iframe src="${evil}/d"></iframe>
      <form action="/log-out" method="post"><button id="send">send</button></form>
      <a id="link" href="${pages.url}log-in">log in</a> <a id="script" href="javascript:alert(1)">js</a>
      <a id="top" target="_top" href="${evil}/top">top</a></body></html>`,
    ])
    caught('plain.eml', 31, ['Subject: plain', '', `Open ${pages.url}log-in now.`])
  })
  afterAll(async () => {
    await browser.close()
    outside.closeAllConnections()
    outside.close()
  })

  const inFrame = (page: Page) => page.frameLocator('iframe')

  it('a hostile mail runs nothing, loads nothing, leads nowhere by itself', async () => {
    const page = await browser.newPage()
    let dialogs = 0
    page.on('dialog', dialog => {
      dialogs++
      void dialog.dismiss()
    })
    await page.goto(`${pages.url}catcher/hostile.eml?lang=nl`)
    await inFrame(page).locator('#link').waitFor()
    await inFrame(page).locator('#send').click()
    await inFrame(page).locator('#top').click()
    await inFrame(page).locator('#script').click()
    await inFrame(page).locator('#link').waitFor()
    expect(await page.title()).toBe('<script>alert(1)</script> – Estafette')
    expect(page.url()).toBe(`${pages.url}catcher/hostile.eml?lang=nl`)
    expect([reached, dialogs]).toEqual([[], 0])
    await page.goto(`${pages.url}catcher/hostile.eml/html`)
    await page.locator('#link').waitFor()
    expect([page.url(), reached, dialogs]).toEqual([`${pages.url}catcher/hostile.eml/html`, [], 0])
    await page.close()
  }, 60_000)

  it('a link to log in opens beside the mail, where its page works', async () => {
    const page = await browser.newPage()
    await page.goto(`${pages.url}catcher/hostile.eml`)
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      inFrame(page).locator('#link').click(),
    ])
    await opened.waitForLoadState()
    expect(opened.url()).toBe(`${pages.url}log-in`)
    await opened.locator('input[type=email]').fill('a@b.example')
    await opened.locator('main button').click()
    await opened.locator('main h1').waitFor()
    expect(opened.url()).toContain('/log-in?lang=')
    await opened.close()
    await page.close()
  }, 60_000)

  it('a text is open where there is no other body, and its links lead on', async () => {
    const page = await browser.newPage()
    await page.goto(`${pages.url}catcher/plain.eml`)
    await page.locator('blockquote a').click()
    expect(page.url()).toBe(`${pages.url}log-in`)
    await page.close()
  })

  it.each([
    ['catcher', 'light'],
    ['catcher?lang=nl&page=2', 'dark'],
    ['catcher/hostile.eml?lang=fr', 'light'],
    ['catcher/plain.eml?lang=nl', 'dark'],
  ] as const)('%s (%s) has nothing serious for axe and fits 320 px', async (path, colorScheme) => {
    const page = await browser.newPage({
      viewport: { width: 320, height: 640 },
      colorScheme,
      bypassCSP: true,
    })
    expect((await page.goto(`${pages.url}${path}`))?.status()).toBe(200)
    const grave = await graveViolations(page)
    const width = await page.evaluate<number>('document.documentElement.scrollWidth')
    await page.close()
    expect([grave, width]).toEqual([[], 320])
  })
})
