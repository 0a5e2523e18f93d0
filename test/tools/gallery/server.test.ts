import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { MAILS } from '../../../tools/gallery/mails.js'
import { type Gallery, startGallery } from '../../../tools/gallery/server.js'
import { VIEWS } from '../../../tools/gallery/views.js'
import { graveViolations, hasBrowser, openBrowser } from '../../support/browser.js'

const TEMPLATES = fileURLToPath(new URL('../../../templates', import.meta.url))
const FOOT = join('partials', 'foot.mjml')

let dir: string
let gallery: Gallery
beforeAll(async () => {
  dir = join(mkdtempSync(join(tmpdir(), 'estafette-')), 'templates')
  cpSync(TEMPLATES, dir, { recursive: true })
  gallery = await startGallery(dir, 0)
})
afterAll(async () => {
  await gallery.close()
  rmSync(join(dir, '..'), { recursive: true })
})

const page = async (path: string) => (await fetch(new URL(path, gallery.url))).text()

/** The revisions of the folder as open pages are told of them: that of now, and each after it. */
async function* revisions(signal: AbortSignal): AsyncGenerator<string, void> {
  const events = await fetch(new URL('/events', gallery.url), { signal })
  let told = ''
  for await (const chunk of events.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    told += chunk
    for (let found = CHANGE.exec(told); found; found = CHANGE.exec(told)) {
      told = told.slice(found.index + found[0].length)
      yield found[1] ?? ''
    }
  }
}

const CHANGE = /event: change\ndata: (.+)\n\n/

/** Saves a file of the folder and resolves once open pages were told and a page says so: an editor's save can be told twice. */
async function saved(
  file: string,
  change: (source: string) => string,
  path: string,
  says: RegExp,
): Promise<void> {
  const stop = new AbortController()
  const told = revisions(stop.signal)
  await told.next()
  const target = join(dir, file)
  writeFileSync(target, change(readFileSync(target, 'utf8')))
  do await told.next()
  while (!says.test(await page(path)))
  stop.abort()
}

describe('the gallery', () => {
  it('lists every mail, and shows one in each view', async () => {
    const html = await page('/mails/week')
    for (const { id } of MAILS) expect(html).toContain(`href="/mails/${id}?`)
    for (const { id } of VIEWS) expect(html).toContain(`src="/raw/week?view=${id}&amp;`)
    expect(html).toMatch(/\d\d,\d{3} bytes, \d\d % of what Gmail shows/)
    expect(html).toContain('nothing found')
  })

  it('shows the copy that was asked for', async () => {
    expect(await page('/raw/week?view=desktop&reading=nl%2Bfr&role=mayor')).toContain('<html lang="nl"')
    expect(await page('/raw/week?view=desktop&reading=nl%2Bfr&role=mayor')).toContain(
      'Mevrouw de burgemeester,',
    )
    expect(await page('/raw/week?view=text')).toContain('Monsieur l’Échevin,')
    expect(await page('/raw/week?view=bare')).not.toContain('<style')
    expect(await page('/raw/week?view=dark')).not.toContain('prefers-color-scheme')
  })

  it('lets a mail load nothing and run nothing, and listens on loopback alone', async () => {
    const { headers } = await fetch(new URL('/raw/awkward', gallery.url))
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*sandbox allow-same-origin$/)
    expect(gallery.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/)
  })

  it('says no to a mail that there is not', async () => {
    for (const path of ['/mails/none', '/raw/none', '/raw/toString'])
      expect((await fetch(new URL(path, gallery.url))).status).toBe(404)
  })

  it('tells open pages when a file is saved, and shows what it says now', async () => {
    const greet = (source: string) => source.replace('</mj-text>', '<p>Bonjour de la galerie</p></mj-text>')
    await saved(FOOT, greet, '/raw/week?view=desktop', /Bonjour de la galerie/)
  })

  it('tells a page which was made before the last change, when it asks', async () => {
    const stop = new AbortController()
    const before = await page('/mails/week')
    const told = revisions(stop.signal)
    const { value: revision } = await told.next()
    expect(before).toContain(`data-revision="${revision}"`)
    await saved(FOOT, source => `${source}\n`, '/mails/week', /^(?![\s\S]*role="alert")/)
    const later = revisions(stop.signal)
    expect((await later.next()).value).not.toBe(revision)
    stop.abort()
  })

  it('shows a fault with file, line and the place, keeps the mail as it was, and goes on when it is mended', async () => {
    const fault = (source: string) => source.replace('<mj-column>', '<mj-colum>')
    const mended = (source: string) => source.replace('<mj-colum>', '<mj-column>')
    await saved(FOOT, fault, '/mails/few', /templates\/partials\/foot\.mjml:\d+ .*mj-colum/)
    expect(await page('/mails/few')).toMatch(/<mark> +\d+ /)
    expect(await page('/raw/week?view=desktop')).toContain('Bonjour de la galerie')
    await saved(FOOT, mended, '/mails/few', /^(?![\s\S]*role="alert")/)
  })

  it('finds a name that the mail does not have, which would only be empty', async () => {
    const fault = (source: string) => source.replace('{{half.foot.why}}', '{{half.foot.wy}}')
    const mended = (source: string) => source.replace('{{half.foot.wy}}', '{{half.foot.why}}')
    await saved(FOOT, fault, '/mails/few', /name-missing<\/code> a template names halves\[\]\.foot\.wy/)
    await saved(FOOT, mended, '/mails/few', /^(?![\s\S]*name-missing)/)
  })

  it('says which port is taken', async () => {
    const port = Number(new URL(gallery.url).port)
    await expect(startGallery(dir, port)).rejects.toThrow(`Port ${port} is taken.`)
  })
})

const browserTests = hasBrowser() ? describe : () => {}

browserTests('the gallery in a browser', () => {
  it('has nothing serious for axe, light and dark, follows a saved file and keeps where one was', async () => {
    const browser = await openBrowser()
    try {
      const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, bypassCSP: true })
      const tab = await context.newPage()
      await tab.goto(new URL('/mails/week', gallery.url).href)
      for (const colorScheme of ['light', 'dark'] as const) {
        await tab.emulateMedia({ colorScheme })
        expect(await graveViolations(tab)).toEqual([])
      }
      const phone = `document.querySelector('[data-view="phone"] iframe')?.contentWindow`
      await tab.evaluate(`${phone}.scrollTo(0, 900)`)
      const change = (source: string) => source.replace('</mj-text>', '<p>Au revoir</p></mj-text>')
      await saved(FOOT, change, '/raw/week?view=desktop', /Au revoir/)
      // Asked while the page is made again, there may be no pane yet, or a pane without a body.
      await tab.waitForFunction(`${phone}?.document.body?.textContent.includes('Au revoir')`)
      await tab.waitForFunction(`${phone}?.scrollY === 900`)
      await tab.getByRole('checkbox', { name: 'Print' }).uncheck()
      await tab.reload()
      expect(await tab.locator('[data-view="print"]').isVisible()).toBe(false)
      expect(await tab.locator('[data-view="dark"]').isVisible()).toBe(true)
    } finally {
      await browser.close()
    }
  }, 60_000)
})
