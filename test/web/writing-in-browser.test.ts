import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { stop } from '../../src/steps/delivery/stop-and-settle.js'
import { hasBrowser, openBrowser, violations } from '../support/browser.js'
import { contextAs, type DeskWeek, layWeek, openDesk, STAFF, type StaffRole } from '../support/desk-week.js'
import { signedEdition } from '../support/world.js'

const LONG = 'Antiaérodynamiquement'.repeat(4)

let browser: Browser
let desk: DeskWeek
beforeAll(async () => {
  if (!hasBrowser()) return
  browser = await openBrowser()
  desk = await openDesk()
  await layWeek(desk)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

/** Without script, as somebody who is logged in. */
async function contextOf(who: StaffRole): Promise<BrowserContext> {
  const context = await contextAs(browser, desk, who, { bypassCSP: true, reducedMotion: 'reduce' })
  return context
}
const open = (page: Page, path: string, language = 'fr') =>
  page.goto(new URL(`${path}?lang=${language}`, desk.pages.url).href)

/** The innermost element that reaches out. */
const WIDEST = `[...document.querySelectorAll('main *')]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1).map(one => one.outerHTML.slice(0, 90)).at(-1)`

/** What is wrong with the page as it is, at all widths and in both modes. */
async function faults(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const [width, colorScheme] of [
    [1280, 'light'],
    [375, 'dark'],
    [375, 'light'],
    [1280, 'dark'],
    [320, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    if (width !== 320)
      for (const one of await violations(page)) found.push(`${width} ${colorScheme}: ${one.join(' ')}`)
    if ((await page.evaluate<number>('document.documentElement.scrollWidth')) > width)
      found.push(`${width}: scrolls sideways: ${await page.evaluate<string>(WIDEST)}`)
  }
  return found
}

const browserTests = hasBrowser() ? describe : () => {}

browserTests('the form of an update', () => {
  it.each(['fr', 'nl'])(
    'is well with mistakes, with warnings and a preview, and beside another’s change, in %s',
    async language => {
      const context = await contextOf('editor')
      const page = await context.newPage()
      await open(page, '/updates/new', language)
      await page.fill('[name="title.fr"]', LONG)
      await page.fill('[name="text.fr"]', `${LONG} 7373\n\n| a | b |\n|---|---|\n| ${LONG} | ${LONG} |`)
      await page.fill('[name="deadline"]', `2020-02-30${LONG}`)
      await page.click('button[value="save"]')
      expect(await faults(page)).toEqual([])
      await page.click('#summary + ul a')
      await page.selectOption('[name="kind"]', 'notice')
      await page.selectOption('[name="topic"]', 'economy')
      await page.selectOption('[name="level"]', 'region')
      await page.fill('[name="id"]', `longue-${language}`)
      await page.fill('[name="deadline"]', '')
      await page.fill('[name="title.nl"]', 'Titel')
      await page.fill('[name="text.nl"]', 'Samenvatting.')
      await page.click('button[value="check"]')
      expect(await faults(page)).toEqual([])
      const path = join(desk.world.config.updatesDir, `longue-${language}.md`)
      writeFileSync(path, `theirs ${LONG} ${LONG}`)
      await page.click('button[value="save"]')
      expect(page.url()).toContain('/updates/new')
      await page.click('details summary')
      expect(await faults(page)).toEqual([])
      await context.close()
    },
    120_000,
  )

  it('is filled in, corrected and saved by keyboard, without script', async () => {
    const context = await contextAs(browser, desk, 'admin', { javaScriptEnabled: false })
    const page = await context.newPage()
    await open(page, '/updates')
    await page.getByRole('link', { name: 'Écrire une information' }).click()
    await page.getByLabel(/FR\s*Titre/).fill('Prime vélo')
    await page.getByLabel(/NL\s*Titre/).fill('Fietspremie')
    await page.getByLabel(/FR\s*Texte$/).fill('Une prime.')
    await page.getByLabel(/NL\s*Texte$/).fill('Een premie.')
    await page.getByLabel('Genre').selectOption('support')
    await page.getByLabel('Thème').selectOption('mobility')
    await page.getByRole('button', { name: 'Enregistrer' }).press('Enter')
    await page.getByRole('alert').getByRole('link').first().press('Enter')
    expect(page.url()).toMatch(/#level$/)
    expect(await page.getByLabel('Identifiant').inputValue()).toBe('prime-velo')
    await page.getByLabel('Niveau').selectOption('region')
    await page.getByRole('button', { name: 'Enregistrer' }).press('Enter')
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Prime vélo')
    await context.close()
  }, 60_000)

  it('is checked while one types: beside the fields, in the margin, as the mail shows it; nothing is kept, nothing typed is lost', async () => {
    const context = await contextAs(browser, desk, 'admin')
    const page = await context.newPage()
    await open(page, '/updates/new')
    const said = page.locator('main [role=status]')
    await page.getByLabel(/FR\s*Titre/).pressSequentially('Prime unique de 4.000 €')
    await page.getByLabel('Date limite').pressSequentially('2020-02-30')
    await page.getByLabel(/FR\s*Texte$/).pressSequentially('Une **prime** de 4.000 €.')
    const text = page.getByLabel(/NL\s*Texte$/)
    await text.pressSequentially('Een premie van 5.000 €.')
    await page.locator('.margin .warn', { hasText: '5.000' }).waitFor()
    await page.locator('.field.wrong', { hasText: '2020-02-30' }).waitFor()
    await page.locator('.letter-body strong', { hasText: 'prime' }).waitFor()
    expect(await said.count()).toBe(1)
    expect(await said.textContent()).toMatch(/points? à corriger/)
    expect(await page.getByLabel('Date limite').getAttribute('aria-invalid')).toBe('true')
    expect(await page.evaluate('document.activeElement.id')).toBe('text.nl')
    await page.getByLabel('Date limite').fill('')
    await page.getByLabel(/NL\s*Titre/).fill('Eenmalige premie van 4.000 €')
    await text.fill('Een premie van 4.000 €.')
    await page.locator('.margin .well').waitFor()
    await page.locator('.field.wrong', { hasText: '2020-02-30' }).waitFor({ state: 'detached' })
    expect(await page.getByLabel(/FR\s*Texte$/).inputValue()).toBe('Une **prime** de 4.000 €.')
    await page.reload()
    expect(await page.getByLabel(/FR\s*Titre/).inputValue()).toBe('')
    await context.clearCookies()
    await page.getByLabel(/FR\s*Titre/).fill('Après la fin de la session')
    await page.getByText('La vérification pendant la frappe est arrêtée').first().waitFor()
    expect(await page.getByLabel(/FR\s*Titre/).inputValue()).toBe('Après la fin de la session')
    await context.close()
  }, 60_000)

  it('chooses the files that are dropped on the page, and sends them by the button', async () => {
    const context = await contextOf('editor')
    const page = await context.newPage()
    await open(page, '/updates')
    await page.evaluate(`(() => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(['---\\n'], 'posee.md', { type: 'text/markdown' }))
      for (const kind of ['dragover', 'drop'])
        document.querySelector('h1').dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }))
    })()`)
    expect(page.url()).not.toContain('/upload')
    await page.getByRole('button', { name: 'Déposer' }).click()
    expect(await page.getByRole('heading', { name: 'posee.md' }).count()).toBe(1)
    await context.close()
  }, 60_000)

  it('tells of uploaded files so that it fits', async () => {
    const context = await contextOf('editor')
    const page = await context.newPage()
    await open(page, '/updates')
    const files = [LONG, 'x'].map(name => ({
      ...{ name: `${name}.md`, mimeType: 'text/markdown' },
      buffer: Buffer.from(`---\nid: ${LONG}\n---\n`),
    }))
    await page.setInputFiles('[name="file"]', files)
    await page.getByRole('button', { name: 'Déposer' }).click()
    expect(page.url()).toContain('/updates/upload')
    expect(await faults(page)).toEqual([])
    await context.close()
  }, 60_000)
})

browserTests('a delivery and the acts on an edition', () => {
  it('are well in both languages, in doubt, stopped and open', async () => {
    const delivery = '2020-W18.anderlecht-alderman-economy'
    await desk.world.app.engine.db
      .updateTable('delivery')
      .set({ state: 'in-doubt' })
      .where('id', '=', delivery)
      .execute()
    desk.setClock('2020-05-06T13:00:00+02:00')
    await signedEdition(desk.world, '2020-W19').catch(() => null)
    await stop(desk.world.app, '2020-W19', `${LONG} ${LONG}`, STAFF.approver)
    const found: string[] = []
    for (const [who, path] of [
      ['spoc', `/deliveries/${delivery}`],
      ['editor', '/editions/2020-W18/deliveries'],
      ['approver', '/editions/2020-W19'],
      ['spoc', '/editions/2020-W19'],
    ] as const) {
      const context = await contextOf(who)
      const page = await context.newPage()
      for (const language of ['fr', 'nl']) {
        await open(page, path, language)
        for (const one of await page.locator('details summary').all()) await one.click()
        found.push(...(await faults(page)).map(one => `${path} ${language} ${one}`))
      }
      await context.close()
    }
    expect(found).toEqual([])
  }, 120_000)
})
