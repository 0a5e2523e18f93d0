import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readEdition, readFrozen } from '../../src/steps/editions/read-edition.js'
import { hasBrowser, openBrowser } from '../support/browser.js'
import { contextAs, type DeskWeek, layWeek, mainOf, openDesk, STAFF, wordsOf } from '../support/desk-week.js'

const PAGE = '/editions/2020-W18/mail'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
})
afterAll(() => desk.close())

const get = async (path: string) => (await desk.as('editor')).get(path)
const page = async (query: string) => mainOf(await get(`${PAGE}?lang=fr&${query}`))
const shown = async (query: string) =>
  (await (await get(`${PAGE}/shown?${query}`)).text()).replaceAll('’', "'")
/** Who is chosen in each list of the form. */
const chosen = (html: string) =>
  Object.fromEntries(
    [...html.matchAll(/<select id="(\w+)"[\s\S]*?<\/select>/g)].map(([select, name]) => [
      name,
      /value="([^"]*)" selected/.exec(select)?.[1],
    ]),
  )
async function addressees() {
  const row = await readEdition(desk.world.app, '2020-W18')
  const frozen = row && (await readFrozen(desk.world.app, row))
  return frozen?.addressees ?? []
}

describe('a mail as anybody reads it', () => {
  it('is that of the first in the audience who fits: commune, role and languages', async () => {
    const all = await addressees()
    for (const wish of [
      { commune: '21001' },
      { commune: '21009', role: 'mayor' },
      { role: 'alderman', languages: 'nl+fr' },
      { languages: 'fr+nl' },
    ]) {
      const reader = all.find(one =>
        Object.entries(wish).every(([key, value]) => one[key as 'commune'] === value),
      )
      const mail = await shown(new URLSearchParams(Object.entries(wish)).toString())
      const language = reader?.languages.slice(0, 2) ?? ''
      expect([wish, mail.includes(reader?.salutation[language] ?? 'nobody')]).toEqual([wish, true])
    }
  })

  it.each([
    ['fr', 'Prime unique de', 'Eenmalige premie van'],
    ['nl', 'Eenmalige premie van', 'Prime unique de'],
  ])('in %s first has that language before the other', async (languages, first, second) => {
    const mail = await shown(`languages=${languages}`)
    expect(mail).toContain(`<html lang="${languages}"`)
    expect(mail.indexOf(first)).toBeGreaterThan(0)
    expect(mail.indexOf(second)).toBeGreaterThan(mail.indexOf(first))
  })

  it('keeps what was chosen in the form, and gives it to the frame', async () => {
    const html = await page('commune=21009&role=mayor&languages=fr%2Bnl&view=phone')
    expect(chosen(html)).toEqual({
      ...{ commune: '21009', role: 'mayor', languages: 'fr+nl' },
      ...{ reader: '', view: 'phone' },
    })
    expect(html).toContain('<iframe class="mail as-phone" src="/editions/2020-W18/mail/shown?commune=21009')
    expect(html).toContain('sandbox="allow-popups"')
    const whole = await (await get(`${PAGE}?lang=fr&commune=21009&role=mayor`)).text()
    expect(whole.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')).toContain(
      `href="${PAGE}?commune=21009&role=mayor&languages=&view=desktop&lang=nl"`,
    )
    const options = /<select id="commune"[\s\S]*?<\/select>/.exec(html)?.[0] ?? ''
    expect(options.match(/<option/g)).toHaveLength(20)
    expect(html).toContain('Français, puis Nederlands')
    expect(wordsOf(await mainOf(await get(`${PAGE}?lang=nl`)))).toContain('Nederlands, dan Français')
  })

  it('as text is the text part, as plain text that nothing runs in', async () => {
    const answer = await get(`${PAGE}/shown?view=text&languages=fr`)
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const text = await answer.text()
    expect(text).toContain('Prime unique de 4.000')
    expect(text).not.toMatch(/<(?:html|p|a)\b/)
  })

  it.each([
    'role=emperor',
    'languages=de',
    'view=hologram',
    'commune=&role=&languages=',
    'commune=21001&commune=21009',
    'role=%3Cscript%3E',
  ])('with an impossible wish (%s) is as with none of it', async query => {
    const html = await page(query)
    expect(html).toContain('<iframe class="mail as-desktop"')
    expect(html).not.toContain('<script')
    const [name = ''] = query.split('=')
    if (name !== 'view') expect(chosen(html)[name]).toBe('')
    const frame = /src="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    for (const path of [frame, `${PAGE}/shown?${query}`])
      expect([path, (await get(path)).status]).toEqual([path, 200])
  })

  it('says that nobody fits, where nobody does, and shows no mail', async () => {
    for (const query of ['commune=99999', 'commune=99999&role=mayor&languages=nl']) {
      const html = await page(query)
      expect(wordsOf(html)).toContain('Personne dans l’audience ne correspond à ce choix.')
      expect(html).not.toContain('<iframe')
      expect((await get(`${PAGE}/shown?${query}`)).status).toBe(404)
    }
  })

  it('may frame itself alone and runs nothing', async () => {
    const outer = (await get(PAGE)).headers.get('content-security-policy') ?? ''
    for (const part of [
      "default-src 'none'",
      "frame-src 'self'",
      "style-src 'self'",
      "frame-ancestors 'none'",
    ])
      expect(outer).toContain(part)
    const inner = (await get(`${PAGE}/shown`)).headers.get('content-security-policy') ?? ''
    for (const part of ["default-src 'none'", "frame-ancestors 'self'", 'sandbox'])
      expect(inner).toContain(part)
    expect(`${outer} ${inner}`).not.toContain('script-src')
  })

  it.each([
    '/editions/2020-W30/mail',
    '/editions/..%2f/mail',
    '/editions/2020-W30/mail/shown',
    '/editions/x/mail/shown',
  ])('is not there for an edition that is not there: %s', async path => {
    expect((await get(path)).status).toBe(404)
  })

  it('of the next edition is what would leave, and is led to from the edition by who is logged in alone', async () => {
    const mail = await (await get('/editions/next/mail/shown?commune=21004&languages=fr')).text()
    expect(mail).toContain('Réouverture des commerces')
    expect(await shown('languages=fr')).not.toContain('Réouverture des commerces')
    const link = `href="${PAGE}?lang=fr"`
    expect(await mainOf(await get('/editions/2020-W18?lang=fr'))).toContain(link)
    const nobody = await fetch(new URL('/editions/2020-W18?lang=fr', desk.pages.url))
    expect(await mainOf(nobody)).not.toContain(link)
  })
})

describe('whose mail is read', () => {
  it('is a person of the chosen commune by name, and stays theirs until another commune is chosen', async () => {
    const html = await page('commune=21009&reader=ixelles-mayor')
    expect(chosen(html)).toMatchObject({ commune: '21009', reader: 'ixelles-mayor' })
    expect(wordsOf(html)).toContain('Bourgmestre d&#x27;Ixelles · bourgmestre')
    expect(chosen(await page('reader=ixelles-mayor'))).toMatchObject({ commune: '21009' })
    for (const other of ['commune=21001', 'commune=21009&role=alderman'])
      expect(chosen(await page(`${other}&reader=ixelles-mayor`)).reader).toBe('')
    expect(chosen(await page('reader=nobody-here')).reader).toBe('')
    expect(wordsOf(await page(''))).toContain('Choisissez une commune')
  })

  it('is nobody in particular, without a name, and cannot be sent', async () => {
    const html = await page('reader=*&languages=nl')
    expect(chosen(html)).toMatchObject({ reader: '*', languages: 'nl' })
    expect(html).not.toContain('mail/test')
    const mail = await shown('reader=*&languages=nl')
    expect(mail).toContain('<html lang="nl"')
    expect(mail).not.toContain('Anderlecht')
    // On paper it is the web version, which says who signed what.
    expect(await shown('reader=*&view=print')).toMatch(/[0-9a-f]{64}/)
  })
})

describe('a test to oneself, from the page', () => {
  const TEST = `${PAGE}/test`
  it('tells what it will do, then leaves for the own address, and is told once it has left', async () => {
    const editor = await desk.as('editor')
    const words = wordsOf(await page('commune=21009&languages=nl'))
    expect(words).toContain(`vers ${STAFF.editor} seulement, avec pour objet « [TEST] `)
    expect(words).toContain('Encore 10 essais dans l’heure.')
    expect(wordsOf(await page('test=sent'))).not.toContain('L’essai est parti')
    const had = desk.relay.received.length
    const sent = await editor.post(`${TEST}?lang=fr`, { commune: '21009', languages: 'nl' })
    expect(sent.status).toBe(303)
    expect(desk.relay.received.slice(had).map(({ to }) => to)).toEqual([STAFF.editor])
    const after = wordsOf(await mainOf(await get(sent.headers.get('location') ?? '')))
    expect(after).toContain(`L’essai est parti vers ${STAFF.editor}.`)
    expect(after).toContain('Encore 9 essais dans l’heure.')
  })

  it('that is refused comes back with why, and with what was chosen', async () => {
    const editor = await desk.as('editor')
    desk.relay.setPolicy(() => '550 5.1.1 Unknown user')
    const refused = await editor.post(`${TEST}?lang=fr`, { commune: '21009', role: 'mayor' })
    desk.relay.setPolicy(() => null)
    const html = await mainOf(refused)
    expect([refused.status, chosen(html).role]).toEqual([409, 'mayor'])
    expect(wordsOf(html)).toContain('L’essai n’est pas parti')
    expect(html).toContain('5.1.1 Unknown user')
    desk.world.config.allowedRecipients = ['@commune.example']
    const not = await page('')
    expect(wordsOf(not)).toContain('n’a pas le droit d’écrire')
    expect(not).not.toContain('mail/test')
    expect((await editor.post(TEST)).status).toBe(409)
    desk.world.config.allowedRecipients = ['*']
  })

  it('needs a person and the token of their form', async () => {
    const { cookie } = await desk.as('editor')
    const post = (headers: Record<string, string>) =>
      fetch(new URL(TEST, desk.pages.url), { method: 'POST', headers, redirect: 'manual', body: 'commune=' })
    const had = desk.relay.received.length
    expect((await post({})).status).toBe(401)
    expect((await post({ cookie, 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(403)
    expect(desk.relay.received).toHaveLength(had)
  })
})

/** The colours of a mail's ground and of its title; types of the browser are not ours. */
const LOOKS = new Function(
  'one',
  'return [getComputedStyle(one.ownerDocument.body).backgroundColor, getComputedStyle(one).color]',
) as () => unknown

const browserTests = hasBrowser() ? describe : () => {}
browserTests('the frame of a mail, in a light browser', () => {
  it('is dark or paper as it was chosen, and runs nothing', async () => {
    const browser = await openBrowser()
    try {
      const context = await contextAs(browser, desk, 'editor', { colorScheme: 'light' })
      const tab = await context.newPage()
      const looks: Record<string, unknown> = {}
      for (const view of ['desktop', 'dark', 'print']) {
        await tab.goto(new URL(`${PAGE}?lang=fr&view=${view}&languages=fr`, desk.pages.url).href)
        const heading = tab.frameLocator('iframe').getByRole('heading').first()
        looks[view] = await heading.evaluate(LOOKS)
      }
      expect(looks).toEqual({
        desktop: ['rgb(238, 241, 245)', 'rgb(255, 255, 255)'],
        dark: ['rgb(13, 18, 24)', 'rgb(255, 255, 255)'],
        print: ['rgba(0, 0, 0, 0)', 'rgb(0, 0, 0)'],
      })
    } finally {
      await browser.close()
    }
  }, 60_000)
})
