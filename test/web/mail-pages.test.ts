import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readEdition, readFrozen } from '../../src/steps/editions/read-edition.js'
import { type DeskWeek, layWeek, mainOf, openDesk, wordsOf } from '../support/desk-week.js'

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
    expect(chosen(html)).toEqual({ commune: '21009', role: 'mayor', languages: 'fr+nl', view: 'phone' })
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
