import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { renderNotice } from '../../src/mjml/notice.js'
import { loadNoticeTemplates, type NoticeTemplates } from '../../src/mjml/notice-templates.js'
import { renderEdition } from '../../src/mjml/render.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import type { Addressee } from '../../src/model/editions/audience.js'
import type { Notice } from '../../src/present/staff-mail/notice.js'
import { NOTICE_KINDS } from '../../src/present/staff-mail/notice-kinds.js'
import { signOffSummary } from '../../src/present/staff-mail/sign-off-summary.js'
import { openFolder } from '../../tools/gallery/folder.js'
import { makeMail } from '../../tools/gallery/mails.js'
import { graveViolations, hasBrowser, openBrowser } from '../support/browser.js'
import { sampleNotice } from '../support/notices.js'
import { sampleEdition, sampleReader } from '../support/sample-edition.js'

const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url))
const LINK = 'https://estafette.example/sign/abc'

let templates: NoticeTemplates
beforeAll(async () => {
  templates = await loadNoticeTemplates(TEMPLATES, BRUSSELS)
})

/** The notice as it is sent; a request with its summary and the whole edition. */
async function rendered(notice: Notice) {
  if (!notice.kind.startsWith('sign-off-re')) return renderNotice(notice, templates)
  if (notice.kind === 'sign-off-reminder')
    return renderNotice(notice, templates, { link: LINK, summary: null })
  const content = await sampleEdition()
  const addressee: Addressee = {
    ...sampleReader(),
    id: 'ixelles-finance',
    acting: false,
    name: 'Échevinat',
    email: 'a@ixelles.example',
  }
  const exclusion = { recipient: 'x', commune: '21004', role: 'mayor' as const, reason: 'vacant' as const }
  const before = { edition: '2020-W18', addressees: [{ ...addressee, id: 'old', name: 'Ancien échevinat' }] }
  const summary = signOffSummary(content, { addressees: [addressee], exclusions: [exclusion] }, before)
  return renderNotice(notice, templates, { link: LINK, summary }, renderEdition(content, sampleReader()))
}

const halves = (text: string) => text.split(/\n─{20,}\n/)

describe.each(NOTICE_KINDS)('the notice %s', kind => {
  it('has a subject in the reader’s first language, and leaves no slot open', async () => {
    const to = { email: 'a@agence.example', name: 'A', languages: ['nl' as const, 'fr' as const] }
    const [french, dutch] = [await rendered(sampleNotice(kind)), await rendered(sampleNotice(kind, { to }))]
    expect(french.subject).not.toBe(dutch.subject)
    for (const { subject, html, text } of [french, dutch])
      for (const part of [subject, html.replace(/<style[\s\S]*?<\/style>/g, ''), text])
        expect(part.match(/\{[a-z-]+\}(?!\})|undefined|\[object/g) ?? []).toEqual([])
  })

  it('says the same in both languages, and in each nothing of the other', async () => {
    const { text } = await rendered(sampleNotice(kind))
    const [french = '', dutch = ''] = halves(text)
    expect(french).toMatch(/^Bonjour,$/m)
    expect(dutch).toMatch(/^Goeiedag,$/m)
    expect(french).toContain('Message automatique')
    expect(dutch).toContain('Automatisch bericht')
    const ownWords = (half: string) => half.replace(/^\[.*\]$/m, '')
    for (const half of [french, dutch.split('═')[0] ?? ''])
      expect(half).not.toMatch(/ \/ (?:Contactpunt|Kabinet|Redactie|Burgemeester|Schepen|Dienst|Directie)/)
    expect(ownWords(french)).not.toMatch(/\b(het|een|niet|wordt|zijn|editie|wijzigingen)\b/)
    expect(ownWords(dutch.split('═')[0] ?? '').replace(/^Toelichting.*$/m, '')).not.toMatch(
      /\b(les|une|est|pas|sont|édition|avec)\b/,
    )
    expect(french.split('\n').filter(Boolean).length).toBe(
      (dutch.split('═')[0] ?? '').split('\n').filter(Boolean).length,
    )
  })
})

describe('the mail to approvers', () => {
  it('puts what changes and who gets it before the whole edition, in one HTML page with one set of anchors', async () => {
    const { html, text } = await rendered(sampleNotice('sign-off-request'))
    const places = ['3 nouveautés', 'Ne la recevront pas', 'Ancien échevinat', 'Madame l’Échevine'].map(
      part => html.replaceAll('&#x27;', '’').indexOf(part),
    )
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places[0]).toBeGreaterThan(-1)
    expect(html.match(/<body/g)).toHaveLength(1)
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const part of [html, text]) expect(part).toContain(LINK)
  })

  it('stays below the 102 kB at which Gmail cuts a mail', async () => {
    const { html } = await rendered(sampleNotice('sign-off-request'))
    expect(Buffer.byteLength(html)).toBeLessThan(102_000)
  })
})

const browserTests = hasBrowser() ? describe : () => {}

browserTests('notices in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it.each([
    'sign-off-request',
    'update-problems',
    'changed-after-freeze',
    'spoc-digest',
    'heads-summary',
  ] as const)(
    '%s has nothing serious for axe and fits a phone, light and dark',
    async kind => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const page = await browser.newPage({ viewport: { width: 375, height: 667 }, colorScheme })
        await page.setContent((await rendered(sampleNotice(kind))).html)
        expect(await graveViolations(page)).toEqual([])
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(375)
        await page.close()
      }
    },
    60_000,
  )

  it('keeps échevin(e) together in the narrowest column', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 667 } })
    const copy = { reading: 'fr', role: 'alderman' } as const
    await page.setContent(makeMail('sign-off-request', await openFolder(TEMPLATES), copy).html)
    const lines = await page.evaluate<number[]>(LINES_OF_BRACKETED)
    const width = await page.evaluate<number>('document.documentElement.scrollWidth')
    await page.close()
    expect(lines).not.toEqual([])
    expect(new Set(lines)).toEqual(new Set([1]))
    expect(width).toBe(320)
  })
})

/** Over how many lines each word of a table with letters in brackets stands. */
const LINES_OF_BRACKETED = `[...document.querySelectorAll('td')].flatMap(cell => {
  const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT)
  const found = []
  while (texts.nextNode())
    for (const { 0: word, index } of texts.currentNode.data.matchAll(/échevin\\(e\\)/g)) {
      const range = document.createRange()
      range.setStart(texts.currentNode, index)
      range.setEnd(texts.currentNode, index + word.length)
      found.push(new Set([...range.getClientRects()].map(({ top }) => top)).size)
    }
  return found
})`
