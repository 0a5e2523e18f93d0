import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser, Page } from 'playwright-core'
import { hasBrowser, openBrowser } from '../support/browser.js'
import { type BrowserWeek, type Device, openBrowserWeek, type Visit, visit } from '../support/browser-week.js'
import { STAFF } from '../support/desk-week.js'

/**
 * A week of week 19 through pages, mails and files alone: written on Tuesday, returned and signed on Wednesday, sent on Thursday, and the one
 * who was not reached is. The editor and the approver read French, the SPOC Dutch.
 */
const EDITION = '2020-W19'
const UPDATE = 'aide-forains'
const MAYOR = { old: 'bourgmestre@anderlecht.example', fresh: 'cabinet.bourgmestre@anderlecht.example' }
/** Mails that the relay takes before it holds its answers. */
const FIRST = 10

let browser: Browser
let week: BrowserWeek
beforeAll(async () => {
  if (hasBrowser()) browser = await openBrowser()
})
afterEach(() => week?.close())
afterAll(() => browser?.close())

type Told = Visit & { device: Device }

/** Somebody logs in by the link of the mail that they asked for, and is on their desk. */
async function logIn(email: string, language: string, device: Device): Promise<Told> {
  const somebody = { ...(await visit(browser, week.service.url ?? '', device, language)), device }
  const { page, open, press } = somebody
  const from = week.relay.received.length
  await open(`/log-in?lang=${language}`)
  await page.getByRole('textbox').fill(email)
  await press(page.locator('main button'))
  await page.getByRole('textbox').waitFor({ state: 'detached' })
  await open(await week.linkTo(email, '/log-in/', from))
  await press(page.locator('main button'))
  await page.waitForURL(/\/(?:follow-ups)?(?:\?|$)/)
  await open('/')
  return somebody
}

/** Opens a page of the header, on a phone by its menu. */
async function section({ page, press }: Visit, name: string): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu' })
  if (await menu.isVisible()) await press(menu)
  await press(page.getByRole('navigation').getByRole('link', { name, exact: true }))
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()

/** Written with a date that there is not, without a Dutch title and with an identifier that is none; corrected; in the next edition. */
async function writes(editor: Told): Promise<void> {
  const { page, press, device } = editor
  await section(editor, 'Informations')
  const save = page.getByRole('button', { name: 'Enregistrer' })
  await press(page.getByRole('link', { name: 'Écrire une information' }))
  await page.getByLabel(/FR\s*Titre/).fill('Aide aux forains de 4.000 €')
  await page.getByLabel(/FR\s*Texte$/).fill('Une aide de 4.000 € pour les forains.')
  await page.getByLabel(/NL\s*Texte$/).fill('Steun van 4.000 € voor foorkramers.')
  await page.getByLabel('Genre').selectOption('support')
  await page.getByLabel('Thème').selectOption('economy')
  await page.getByLabel('Niveau').selectOption('region')
  await page.getByLabel('Identifiant').fill('Aide aux forains')
  await page.getByLabel('Date limite').fill('2020-02-30')
  if (device.hasScript) await page.locator('.field.wrong', { hasText: '2020-02-30' }).waitFor()
  await press(save)
  const mistakes = page.getByRole('alert').getByRole('link')
  await mistakes.first().waitFor()
  expect(await mistakes.count()).toBe(3)
  expect(await page.getByLabel(/FR\s*Titre/).inputValue()).toBe('Aide aux forains de 4.000 €')
  const corrected: [string, string][] = [
    ['id', UPDATE],
    ['deadline', '2020-06-01'],
    ['title.nl', 'Steun van 4.000 € voor foorkramers'],
  ]
  for (const [field, value] of corrected) {
    await press(mistakes.and(page.locator(`[href="#${field}"]`)))
    expect(new URL(page.url()).hash).toBe(`#${field}`)
    await page.locator(`[name="${field}"]`).fill(value)
  }
  await press(save)
  await page.waitForURL(`**/updates/${UPDATE}*`)
  expect(await heading(page)).toBe('Aide aux forains de 4.000 €')
  await press(page.getByRole('link', { name: 'Informations' }).last())
  await press(page.getByRole('link', { name: 'La prochaine édition, à cette heure' }))
  await page.getByRole('link', { name: 'Aide aux forains de 4.000 €' }).waitFor()
}

/** Behind the link of the mail: a remark beside the update, and the edition goes back. */
async function returns({ page, open, press }: Told, link: string): Promise<void> {
  await open(link)
  const update = page.locator(`#u-${UPDATE}`)
  await press(update.getByText('Ajouter une remarque'))
  await update.getByRole('textbox').fill(REMARK)
  await press(page.getByText('Renvoyer pour correction'))
  await press(page.getByRole('button', { name: 'Renvoyer l’édition' }))
  await page.getByRole('heading', { name: /est renvoyée/ }).waitFor()
}
const REMARK = 'Le montant est de 5.000 €.'

/** By the mail that tells the remark: to the update, changed in both languages, the remark closed, and a new version asked. */
async function changes({ page, open, press }: Told, mailed: string): Promise<void> {
  await open(mailed)
  await open('/')
  const job = page.getByRole('listitem').filter({ hasText: REMARK })
  await press(job.getByRole('link', { name: 'Aide aux forains' }))
  await press(page.getByRole('link', { name: 'Modifier' }))
  for (const language of ['fr', 'nl'])
    for (const field of ['title', 'text']) {
      const box = page.locator(`[name="${field}.${language}"]`)
      await box.fill((await box.inputValue()).replace('4.000', '5.000'))
    }
  await press(page.getByRole('button', { name: 'Enregistrer' }))
  await page.getByRole('heading', { name: 'Aide aux forains de 5.000 €', level: 1 }).waitFor()
  const remark = page.locator('.remarks li', { hasText: REMARK })
  await press(remark.getByText('Répondre ou clôturer'))
  await remark.getByLabel('Votre réponse, ou ce qui a été fait').fill('Corrigé.')
  await press(remark.getByRole('button', { name: 'Clôturer' }))
  await remark.getByText('Close', { exact: true }).waitFor()
  await open('/')
  await press(page.getByRole('link', { name: 'Voir ce qui doit changer' }))
  await press(page.getByText('Préparer une nouvelle version'))
  await page.getByText('deviennent la version 2 de l’édition').waitFor()
  await press(page.getByRole('button', { name: 'Préparer et faire signer' }))
  await page.getByText(/Elle est signée par une personne habilitée|Vous l’avez écrite/).waitFor()
}

/** From my desk: reads what became of the remark, signs, takes it back, signs. */
async function signs({ page, press }: Told): Promise<void> {
  const approve = page.getByRole('button', { name: 'Approuver l’édition' })
  await press(page.getByRole('link', { name: 'Lire et décider' }))
  await page.locator('.remarks').getByText('Corrigé.').first().waitFor()
  await press(approve)
  await page.getByRole('heading', { name: /est approuvée/ }).waitFor()
  await press(page.getByText('Retirer votre approbation'))
  await press(page.getByRole('button', { name: 'Retirer mon approbation' }))
  await press(approve)
  await page.getByRole('heading', { name: /est approuvée/ }).waitFor()
}

/** The relay takes so many and holds its answers until released; then it knows no such mayor. */
function holds(first: number): () => void {
  let [taken, release] = [0, () => {}]
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  week.relay.setPolicy(async address => {
    if (address === MAYOR.fresh) return null
    if (address !== MAYOR.old && taken++ < first) return null
    await released
    return address === MAYOR.old ? '550 5.1.1 User unknown' : null
  })
  return () => release()
}

/** Its page while it goes: so many first, with the rest held; then all but one, by themselves or by the link that loads anew. */
async function watches({ page, open, press, device }: Told, release: () => void): Promise<void> {
  const shows = async (n: RegExp) => {
    if (device.hasScript) return page.locator('#progress', { hasText: n }).waitFor()
    while (!n.test(await page.innerText('main'))) await press(page.getByRole('link', { name: 'Recharger' }))
  }
  await open(`/editions/${EDITION}`)
  // The last of them may wait for the answer of another.
  await shows(/\b(?:[1-9]|10) sur 59/)
  if (device.hasScript) await page.evaluate('window.isSame = true')
  release()
  await shows(/\b58 (?:sur 59|accepté)/)
  if (device.hasScript) {
    await page.getByText('1 refusé').first().waitFor()
    expect(await page.evaluate('window.isSame')).toBe(true)
  }
}

/** From `/` to who was not reached, and from there to the mail that arrives. Returns the clicks to the name. */
async function reaches({ page, press, clicks }: Told): Promise<number> {
  await press(page.locator('.tally a', { hasText: /vandaag|later/ }).filter({ hasText: '1' }))
  await press(page.getByRole('main').getByRole('link', { name: /^Anderlecht/ }))
  const until = clicks()
  const main = page.getByRole('main')
  for (const words of [/Bourgmestre d.Anderlecht/, MAYOR.old]) await main.getByText(words).first().waitFor()
  await page.getByLabel(/^Nieuw adres/).fill(MAYOR.fresh)
  await press(page.getByRole('button', { name: 'Adres nakijken' }))
  const again = page.getByRole('checkbox', { name: /^Stuur ook meteen/ })
  expect(await again.isChecked()).toBe(true)
  await press(page.getByRole('button', { name: 'In de lijst schrijven' }))
  await main.getByText(`Verzending naar ${MAYOR.fresh}`).first().waitFor()
  while (!(await main.innerText()).includes(`Verzending naar ${MAYOR.fresh}: aanvaard`)) await page.reload()
  return until
}

const browserTests = hasBrowser() ? describe : () => {}
const DEVICES: [string, Device][] = [
  ['a desktop with script', { width: 1280, hasTouch: false, hasScript: true }],
  ['a phone without script', { width: 375, hasTouch: true, hasScript: false }],
  ['a phone with script', { width: 375, hasTouch: true, hasScript: true }],
  ['a desktop without script', { width: 1280, hasTouch: false, hasScript: false }],
]

browserTests('a week of the desk', () => {
  it.each(DEVICES)(
    'on %s: written, returned, signed, sent, and who was not reached is',
    async (name, device) => {
      week = await openBrowserWeek(EDITION, '2020-05-05T10:00:00+02:00')
      const { relay, linkTo, setClock, tick } = week
      await writes(await logIn(STAFF.editor, 'fr', device))

      setClock('2020-05-06T12:01:00+02:00')
      await tick()
      const approver = await logIn(STAFF.approver, 'fr', device)
      let before = relay.received.length
      await returns(approver, await linkTo(STAFF.approver, '/sign/', 0))
      const told = await linkTo(STAFF.editor, '/editions/', before)
      before = relay.received.length
      await changes(await logIn(STAFF.editor, 'fr', device), told)
      await linkTo(STAFF.approver, '/sign/', before)
      await approver.open('/')
      await signs(approver)

      setClock('2020-05-07T09:00:00+02:00')
      const watcher = await logIn(STAFF.approver, 'fr', device)
      const release = holds(FIRST)
      await tick()
      await watches(watcher, release)
      const clicks = await reaches(await logIn(STAFF.spoc, 'nl', device))
      expect(clicks).toBeLessThanOrEqual(2)
      process.stderr.write(`${name}: ${clicks} clicks from / to who was not reached.\n`)
      const sent = relay.received.filter(({ to }) => to === MAYOR.fresh)
      expect(sent).toHaveLength(1)
      expect(sent[0]?.raw).toContain('5.000')
      const list = readFileSync(join(week.dir, 'recipients', 'mandate-holders.csv'), 'utf8')
      expect([MAYOR.old, MAYOR.fresh].map(address => list.includes(`;${address};`))).toEqual([false, true])
    },
    180_000,
  )
})
