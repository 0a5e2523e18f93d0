import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import { takeIn } from '../../src/steps/updates/take-in.js'
import { type DeskWeek, layWeek, ledgerOf, mainOf, openDesk, wordsOf } from '../support/desk-week.js'
import { sentNotices } from '../support/follow-ups.js'

const FLASH = '/editions/flash'
const ERRATUM = '/editions/2020-W18/erratum'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
})
afterAll(() => desk.close())

const editor = () => desk.as('editor')
const sent = async (path: string, fields: Record<string, string>) => {
  const answer = await (await editor()).post(`${path}?lang=fr`, fields)
  const html = (await mainOf(answer)).replaceAll('&#x27;', "'")
  return { status: answer.status, location: answer.headers.get('location'), html, words: wordsOf(html) }
}
/** The hidden fields of the form that confirms. */
const confirmIn = (html: string) => {
  const form = html.slice(html.indexOf('id="will"'), html.indexOf('Figer et demander'))
  return Object.fromEntries(
    [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  ) as Record<string, string>
}

describe('an urgent edition, by a form', () => {
  it('is led to from my desk and the editions, for who writes alone', async () => {
    for (const path of ['/', '/editions'])
      expect(await mainOf(await (await editor()).get(`${path}?lang=fr`))).toContain(`href="${FLASH}?lang=fr"`)
    for (const who of ['spoc', 'head', 'approver'] as const) {
      const session = await desk.as(who)
      expect(await mainOf(await session.get('/editions?lang=fr'))).not.toContain(FLASH)
      expect((await session.get(FLASH)).status).toBe(403)
      expect((await session.post(FLASH, {})).status).toBe(403)
    }
  })

  it('says each mistake beside its field, and keeps what was chosen', async () => {
    const before = await ledgerOf(desk.world)
    const none = await sent(FLASH, { to: 'some' })
    expect(none.status).toBe(422)
    expect(none.words).toContain('Il reste 2 choses à corriger')
    for (const field of ['updates', 'to']) {
      expect(none.html).toContain(`<a href="#${field}">`)
      expect(none.html).toContain(`id="${field}"`)
    }
    expect(none.html).toContain('value="some" checked')
    const unknown = await sent(FLASH, { to: 'some', communes: '99999', updates: 'reouverture-commerces' })
    expect([unknown.status, unknown.words]).toEqual([422, expect.stringContaining('n’est pas dans la liste')])
    expect(unknown.html).toContain('value="reouverture-commerces" checked')
    expect(await ledgerOf(desk.world)).toEqual(before)
  })

  it('tells what it will do, then freezes what was foreseen and asks the approvers', async () => {
    const { app } = desk.world
    const chosen = { updates: 'reouverture-commerces', to: 'some', communes: '21009' }
    const foreseen = await sent(FLASH, chosen)
    expect(foreseen.status).toBe(200)
    for (const part of [
      'Édition urgente 1 · semaine 19',
      '3 personnes la recevront, dans une commune.',
      'Direction du cabinet',
      'Elle part dès qu’elle est signée.',
    ])
      expect(foreseen.words).toContain(part)
    expect(await readEdition(app, '2020-W19-flash-1')).toBeNull()
    const done = await sent(FLASH, confirmIn(foreseen.html))
    expect([done.status, done.location]).toEqual([303, '/editions/2020-W19-flash-1?lang=fr'])
    expect(await readEdition(app, '2020-W19-flash-1')).toMatchObject({ state: 'awaiting-sign-off' })
    const mails = await sentNotices(desk.world, desk.relay)
    expect(mails.map(({ to }) => to)).toContain('direction@cabinet.example')
    // The same form once more makes no second one: the name is taken.
    const again = await sent(FLASH, confirmIn(foreseen.html))
    expect([again.status, again.words]).toEqual([422, expect.stringContaining('entre-temps')])
    expect(await readEdition(app, '2020-W19-flash-2')).toBeNull()
  })
})

describe('a correction, by a form', () => {
  it('has nothing to correct until a text is corrected, and says so', async () => {
    const words = wordsOf(await mainOf(await (await editor()).get(`${ERRATUM}?lang=nl`)))
    expect(words).toContain('Week 18 · van 27 april tot en met 3 mei')
    for (const none of ['/editions/2020-W19/erratum', '/editions/x/erratum'])
      expect([none, (await (await editor()).get(none)).status]).toEqual([none, 404])
  })

  it('wants what was wrong in each language, says who gets it, and is prepared once confirmed', async () => {
    const { app, config } = desk.world
    const file = join(config.updatesDir, 'prime-unique.md')
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('4.000', '4.400'))
    await takeIn(app)
    expect(await mainOf(await (await editor()).get('/editions/2020-W18?lang=fr'))).toContain(
      `href="${ERRATUM}?lang=fr"`,
    )
    const half = await sent(ERRATUM, { updates: 'prime-unique', 'reason.fr': '<b>Montant</b> faux' })
    expect(half.status).toBe(422)
    expect(half.html).toContain('<a href="#reason.nl">')
    expect(half.html).toContain('&lt;b&gt;Montant&lt;/b&gt; faux</textarea>')
    const whole = { updates: 'prime-unique', 'reason.fr': 'Montant faux.', 'reason.nl': 'Bedrag fout.' }
    const foreseen = await sent(ERRATUM, whole)
    expect(foreseen.words).toContain('58 personnes la recevront, dans 19 communes.')
    const done = await sent(ERRATUM, confirmIn(foreseen.html))
    expect(done.location).toBe('/editions/2020-W18-erratum-1?lang=fr')
    expect(await readEdition(app, '2020-W18-erratum-1')).toMatchObject({ state: 'awaiting-sign-off' })
  })

  it('with a form of an earlier session confirms nothing, and keeps what was typed', async () => {
    const { cookie } = await editor()
    const body = new URLSearchParams({
      ...{ form: 'x', action: 'confirm', edition: '2020-W18-erratum-2', updates: 'prime-unique' },
      ...{ 'reason.fr': 'Encore faux.', 'reason.nl': 'Nog fout.' },
    })
    const answer = await fetch(new URL(`${ERRATUM}?lang=fr`, desk.pages.url), {
      ...{ method: 'POST', redirect: 'manual', headers: { cookie }, body },
    })
    expect(answer.status).toBe(422)
    expect(await mainOf(answer)).toContain('Encore faux.</textarea>')
    expect(await readEdition(desk.world.app, '2020-W18-erratum-2')).toBeNull()
  })
})
