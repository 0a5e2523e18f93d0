import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { signToken } from '../../src/model/staff/link-token.js'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import { readLink } from '../../src/steps/sign-off/sign-link.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { graveViolations, hasBrowser, openBrowser } from '../support/browser.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { askedEdition, signOffState } from '../support/signing.js'
import { emptied, openWorld, type World } from '../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const DIRECTOR = 'direction@cabinet.example'
const ADVISER = 'conseil-economie@cabinet.example'

let relay: TestRelay
let world: World
let pages: Pages
let hash: string
let tokens: Map<string, string>
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY, settings: { PORT: '0' } })
  world.layOut('2020-W18')
})
beforeEach(async () => {
  await emptied(world)
  world.setClock(WEDNESDAY)
  // Anew: one address may ask so often only.
  pages = await startPages(world.app, world.config)
  const asked = await askedEdition(world, relay, '2020-W18')
  hash = asked.hash
  tokens = asked.tokens
})
afterEach(() => pages.close())
afterAll(async () => {
  await world.close()
  await relay.close()
})

const token = (address: string) => tokens.get(address) ?? ''
const at = (path: string) => new URL(path, pages.url)
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(at(path), { method: 'POST', body: new URLSearchParams(fields), headers })

describe('the page behind a link', () => {
  it('shows the edition and both mails in the person’s language, and who is asked', async () => {
    const page = await (await fetch(at(`/sign/${token(ADVISER)}`))).text()
    for (const text of [
      '<html lang="nl">',
      '“Week 18 · van 27\u00a0april tot en met 3\u00a0mei” ondertekenen',
      'U beslist als Kabinetsadvies Economie.',
      hash,
      'mandaat vacant',
      `/sign/${token(ADVISER)}/mail/fr`,
      `/sign/${token(ADVISER)}/mail/nl`,
    ])
      expect(page).toContain(text)
    const french = await (await fetch(at(`/sign/${token(ADVISER)}?lang=fr`))).text()
    expect(french).toContain('Signer «\u00a0Semaine 18 · du 27\u00a0avril au 3\u00a0mai\u00a0»')
    for (const language of ['fr', 'nl'])
      expect(await (await fetch(at(`/sign/${token(ADVISER)}/mail/${language}`))).text()).toContain(
        'Mesures de crise',
      )
  })

  it('has on one screen what is to be checked, what changed since the freeze, and who gets it', async () => {
    const prime = join(world.config.updatesDir, 'prime-unique.md')
    const asDropped = readFileSync(prime, 'utf8')
    try {
      writeFileSync(prime, asDropped.replace(/\n# nl:/, '\nAu plus tard le 17 septembre, 73 fois.\n\n# nl:'))
      const { tokens: fresh } = await askedEdition(world, relay, '2020-W18')
      writeFileSync(prime, asDropped.replaceAll('4.000', '5.000'))
      const page = (await (await fetch(at(`/sign/${fresh.get(DIRECTOR)}?lang=fr`))).text()).replaceAll(
        '\u00a0',
        ' ',
      )
      for (const text of [
        'À vérifier avant de signer',
        '« 73 » ne figure que dans le texte français.',
        'Ce qui a changé depuis le projet, et n’y figure pas',
        'sans les changements survenus depuis le projet',
        'Ce qui change depuis la dernière édition envoyée',
        'Ne la recevront pas',
        'Aucune édition n’a été envoyée avant celle-ci.',
      ])
        expect(page).toContain(text)
    } finally {
      writeFileSync(prime, asDropped)
    }
  })

  it('changes nothing however it is opened: GET, HEAD, OPTIONS, of the page and of its mails', async () => {
    const before = await signOffState(world)
    for (const path of ['', '/mail/fr', '/mail/nl', '/mail/de', '?decision=approve', '/approve', '?lang=nl'])
      for (const method of ['GET', 'HEAD', 'OPTIONS'])
        expect((await fetch(at(`/sign/${token(DIRECTOR)}${path}`), { method })).status).toBeLessThan(500)
    expect(await signOffState(world)).toBe(before)
    expect((await readLink(world.app, token(DIRECTOR))).kind).toBe('open')
  })

  it('signs by POST, once, and says what was decided, by whom, on which hash', async () => {
    const done = await post(`/sign/${token(DIRECTOR)}`, { decision: 'approve', comment: '' })
    const page = await done.text()
    expect(done.status).toBe(200)
    for (const text of [
      '«\u00a0Semaine 18 · du 27\u00a0avril au 3\u00a0mai\u00a0» est approuvée',
      'Direction du cabinet',
      DIRECTOR,
      hash,
    ])
      expect(page).toContain(text)
    const row = await readEdition(world.app, '2020-W18')
    expect(row).toMatchObject({ state: 'approved', decisions: [{ by: DIRECTOR, hash, decision: 'approve' }] })

    const after = await signOffState(world)
    const again = await post(`/sign/${token(DIRECTOR)}`, { decision: 'reject', comment: 'non' })
    expect(again.status).toBe(410)
    expect(await again.text()).toContain('Ce lien a déjà servi')
    const other = await post(`/sign/${token(ADVISER)}?lang=nl`, { decision: 'reject', comment: 'nee' })
    expect(other.status).toBe(409)
    expect(await other.text()).toContain('wacht niet meer op een handtekening')
    expect(await signOffState(world)).toBe(after)
  })

  it('rejects with a comment, and not without one', async () => {
    const before = await signOffState(world)
    const mistakes: Record<string, string>[] = [
      { decision: 'reject', comment: '  ' },
      { decision: 'maybe' },
      { comment: 'x' },
    ]
    for (const fields of mistakes) {
      const refused = await post(`/sign/${token(DIRECTOR)}`, fields)
      expect(refused.status).toBe(422)
      expect(await refused.text()).toContain('role="alert"')
    }
    const long = await post(`/sign/${token(DIRECTOR)}`, { decision: 'reject', comment: 'x'.repeat(2001) })
    expect(await long.text()).toContain('trop long')
    expect(await signOffState(world)).toBe(before)
    const done = await post(`/sign/${token(DIRECTOR)}`, {
      decision: 'reject',
      comment: '<script>Faux</script>',
    })
    expect(await done.text()).toContain('&lt;script&gt;Faux')
    expect((await readEdition(world.app, '2020-W18'))?.state).toBe('rejected')
  })

  it('is replaced when the edition is drafted anew, and dead when the window has passed', async () => {
    await post(`/sign/${token(DIRECTOR)}`, { decision: 'reject', comment: 'à revoir' })
    const second = await askedEdition(world, relay, '2020-W18')
    const old = await post(`/sign/${token(ADVISER)}?lang=fr`, { decision: 'approve' })
    expect([old.status, await old.text()]).toEqual([409, expect.stringContaining('projet plus récent')])
    world.setClock('2020-05-01T09:00:00+02:00')
    const late = await post(`/sign/${second.tokens.get(ADVISER)}?lang=fr`, { decision: 'approve' })
    expect([late.status, await late.text()]).toEqual([410, expect.stringContaining('Ce lien a expiré')])
    expect((await readEdition(world.app, '2020-W18'))?.decisions).toEqual([])
  })

  it('lets nothing run, names nobody where it came from, and is kept nowhere', async () => {
    const { headers } = await fetch(at(`/sign/${token(DIRECTOR)}`))
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('script-src')
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-store')
    const framed = (await fetch(at(`/sign/${token(DIRECTOR)}/mail/fr`))).headers
    expect(framed.get('content-security-policy')).toContain("frame-ancestors 'self'")
    expect(framed.get('content-security-policy')).toContain('sandbox')
  })

  it('asks for patience, in words, when one address asks too often', async () => {
    const statuses = new Set<number>()
    let last = ''
    for (let index = 0; index < 80; index++) {
      const response = await fetch(at(`/sign/${index}?lang=nl`))
      statuses.add(response.status)
      last = await response.text()
    }
    expect([...statuses]).toEqual([404, 429])
    expect(last).toContain('Te veel aanvragen')
  })
})

describe('ten thousand tokens that are none', () => {
  it('open nothing and change nothing: forged, altered, cut, put together from two', async () => {
    const good = token(DIRECTOR)
    const link = {
      purpose: 'sign-off' as const,
      email: DIRECTOR,
      edition: '2020-W18',
      version: 1,
      hash,
      expiresAt: new Date('2020-05-01T07:00:00Z'),
    }
    const hex = (n: number, length: number) => n.toString(16).padStart(length, '0')
    const makers: ((n: number) => string)[] = [
      n => `${hex(n, 32)}.${hex(n * 7919, 64)}`,
      n => signToken(hex(n, 32), link, `a guessed secret number ${n} of many`),
      n => good.slice(0, n % good.length),
      n => {
        const place = n % good.length
        return good.slice(0, place) + (good[place] === 'a' ? 'b' : 'a') + good.slice(place + 1)
      },
      n => `${good.slice(0, 32)}.${hex(n, 64)}`,
      n => `${token(ADVISER).slice(0, 32)}.${good.slice(33)}${n === 0 ? '' : String(n)}`,
      n => `${good}${'%00'.repeat(n % 3)}'; drop table sign_off; --${n}`,
      n => String.fromCharCode(n),
    ]
    const before = await signOffState(world)
    const kinds = new Map<string, number>()
    for (let from = 0; from < 10_000; from += 100) {
      const batch = Array.from({ length: 100 }, (_, index) => {
        const n = from + index
        return (makers[n % makers.length] as (n: number) => string)(Math.floor(n / makers.length))
      })
      for (const { kind } of await Promise.all(batch.map(one => readLink(world.app, one))))
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    }
    expect([...kinds]).toEqual([['invalid', 10_000]])
    for (const make of makers) {
      const { status } = await post(`/sign/${encodeURIComponent(make(3))}`, { decision: 'approve' })
      expect([404, 414]).toContain(status)
    }
    expect(await signOffState(world)).toBe(before)
    expect((await readLink(world.app, good)).kind).toBe('open')
  })

  it('and those that were ours stay dead, replayed or expired', async () => {
    await post(`/sign/${token(DIRECTOR)}`, { decision: 'approve' })
    const after = await signOffState(world)
    const kinds = async (one: string) =>
      new Set(
        (await Promise.all(Array.from({ length: 50 }, () => readLink(world.app, one)))).map(read =>
          read.kind === 'refused' ? read.reason : read.kind,
        ),
      )
    expect([...(await kinds(token(DIRECTOR)))]).toEqual(['link-used'])
    expect([...(await kinds(token(ADVISER)))]).toEqual(['approved'])
    world.setClock('2020-05-01T09:00:00+02:00')
    expect([...(await kinds(token(ADVISER)))]).toEqual(['expired'])
    expect(await signOffState(world)).toBe(after)
  })
})

const browserTests = hasBrowser() ? describe : () => {}

browserTests('the page behind a link, in a browser', () => {
  let browser: Browser
  beforeEach(async () => {
    browser = await openBrowser()
  })
  afterEach(() => browser.close())

  it('has nothing serious for axe, in both languages and modes; fits a phone; signs without a script', async () => {
    for (const [language, colorScheme, width] of [
      ['fr', 'light', 375],
      ['nl', 'dark', 1200],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
      await page.goto(String(at(`/sign/${token(DIRECTOR)}?lang=${language}`)))
      expect(await graveViolations(page)).toEqual([])
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width)
      await page.close()
    }
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(String(at(`/sign/${token(DIRECTOR)}?lang=fr`)))
    expect(await page.frameLocator('iframe').first().getByText('En bref').first().isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Approuver l’édition' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      '«\u00a0Semaine 18 · du 27\u00a0avril au 3\u00a0mai\u00a0» est approuvée',
    )
    await context.close()
    expect((await readEdition(world.app, '2020-W18'))?.state).toBe('approved')
    const used = await browser.newPage()
    await used.goto(String(at(`/sign/${token(DIRECTOR)}?lang=nl`)))
    expect(await graveViolations(used)).toEqual([])
  }, 60_000)
})
