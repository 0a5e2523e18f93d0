import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { takeIn } from '../../src/steps/updates/take-in.js'
import {
  type DeskWeek,
  layWeek,
  ledgerOf,
  mainOf,
  openDesk,
  removeFile,
  STAFF,
  wordsOf,
  writeFile,
} from '../support/desk-week.js'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
})
afterAll(() => desk.close())

const next = async (language = 'fr') =>
  mainOf(await (await desk.as('spoc')).get(`/editions/next?lang=${language}`))

describe('what the next edition would hold', () => {
  it.each([
    [
      'fr',
      'Semaine 19 · du 4 au 10 mai · départ le jeudi 7 mai à 9 h',
      'Réouverture des commerces le 11 mai 2020',
    ],
    [
      'nl',
      'Week 19 · van 4 tot en met 10 mei · vertrekt op donderdag 7 mei om 9 uur',
      'Heropening van de winkels',
    ],
  ])(
    'is shown in %s to all staff, with when it leaves, what is new and who gets it',
    async (language, name, news) => {
      const words = wordsOf(await next(language))
      for (const part of [name, news, language === 'fr' ? '59 sur 62 mandats' : '59 van 62 mandaten'])
        expect(words).toContain(part)
    },
  )

  it('has what was dropped a moment ago, as text, and from what to what an update changed', async () => {
    const before = await next()
    expect(before).not.toContain('Permanence')
    writeFile(desk.world, 'permanence', { title: 'Permanence & {{evil}} < 5' })
    await takeIn(desk.world.app)
    const page = await next()
    expect(wordsOf(page)).toContain('Permanence &amp; {{evil}} &lt; 5 Résumé de Permanence')
    expect(wordsOf(page)).toContain('Date limite : lundi 18 mai 2020 lundi 1er juin 2020')
  })

  it('says what is missing: the refused file with its problems, and the one that is gone', async () => {
    expect(await next()).not.toContain('Il manque')
    writeFile(desk.world, 'cassee', { deadline: '2020-02-30' })
    removeFile(desk.world, 'permanence')
    await takeIn(desk.world.app)
    const page = await next()
    const missing = wordsOf(page.slice(page.indexOf('id="missing"'), page.indexOf('</ul>')))
    for (const part of [
      'updates/cassee.md deadline « 2020-02-30 » n’est pas une date.',
      'updates/permanence.md Ce fichier n’est plus dans le dossier.',
    ])
      expect(missing).toContain(part)
  })

  it('freezes, draws up and changes nothing, however often it is opened', async () => {
    const session = await desk.as('spoc')
    const before = await ledgerOf(desk.world)
    for (const path of [
      '/editions/next',
      '/editions/next/mail',
      '/editions/next/mail/shown',
      '/',
      '/editions',
    ])
      expect([path, (await session.get(path)).status]).toEqual([path, 200])
    const after = await ledgerOf(desk.world)
    expect(after).toEqual(before)
    expect(Object.keys(after)).toEqual(expect.arrayContaining(['edition', 'frozen', 'slot', 'revision']))
    const list = await mainOf(await session.get('/editions?lang=fr'))
    expect(list).not.toContain('2020-W19')
  })

  it('compares whom it reaches with the edition before, in short', async () => {
    const words = wordsOf(await next())
    expect(words).toContain('Rien n’a changé en regard de la précédente (Semaine 18 · du 27 avril au 3 mai).')
    const file = join(desk.world.config.recipientsDir, 'mandate-holders.csv')
    const roster = readFileSync(file, 'utf8')
    writeFileSync(file, roster.replaceAll(/^(?!id|ixelles)[^;]*-mayor;.*\n/gm, ''))
    const fewer = wordsOf(await next())
    expect(fewer).toContain('18 mandats ont quitté la liste Anderlecht,')
    expect(fewer).toContain('et 13 autres')
    writeFileSync(file, roster)
  })

  it('leads to the mail as anybody would read it', async () => {
    const page = await next()
    expect(page).toContain('<a class="button primary" href="/editions/next/mail?lang=fr">')
    const mail = await (await (await desk.as('spoc')).get('/editions/next/mail/shown?commune=21001')).text()
    expect(mail).toContain('Réouverture des commerces')
  })

  it('is not shown to somebody who is not logged in, who would read names in it', async () => {
    for (const path of ['/editions/next', '/editions/next/mail', '/editions/next/mail/shown'])
      expect((await fetch(new URL(path, desk.pages.url))).status).toBe(401)
  })

  it('says so when nobody knows who would get it, or when no edition is planned', async () => {
    const session = await desk.as('editor')
    const shown = async () => wordsOf(await mainOf(await session.get('/editions/next?lang=fr')))
    const calendar = join(desk.world.config.recipientsDir, 'calendar.yaml')
    writeFileSync(
      calendar,
      'pauses:\n  - {from: 2020-05-01, until: 2030-12-31, reason: {fr: Fin, nl: Einde}}\n',
    )
    expect(await shown()).toContain('Le calendrier ne prévoit aucune édition')
    expect((await session.get('/editions/next/mail')).status).toBe(404)
    expect((await session.get('/?lang=fr')).status).toBe(200)
    writeFileSync(calendar, 'pauses: []\n')
    writeFileSync(join(desk.world.config.recipientsDir, 'mandate-holders.csv'), 'nothing of a roster\n')
    const words = await shown()
    expect(words).toContain('On ne peut pas dire qui la recevrait')
    expect(words).toContain('updates/cassee.md')
    expect(words).not.toContain(STAFF.editor)
  })
})
