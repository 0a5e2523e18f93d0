import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readAudience } from '../../src/steps/editions/read-audience.js'
import { type DeskWeek, layWeek, ledgerOf, mainOf, openDesk, wordsOf } from '../support/desk-week.js'

const SENT = '/editions/2020-W18/audience'
const NEXT = '/editions/next/audience'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
})
afterAll(() => desk.close())

const get = async (path: string) => (await desk.as('spoc')).get(path)
const page = async (path: string) => (await mainOf(await get(path))).replaceAll('&#x27;', "'")

/** Changes the list of mandates as a person would. */
function changeRoster(change: (lines: string[]) => string[]) {
  const file = join(desk.world.dir, 'recipients', 'mandate-holders.csv')
  writeFileSync(file, change(readFileSync(file, 'utf8').split('\n')).join('\n'))
}

describe('the audience of an edition', () => {
  it('before any other is told in sentences and numbers, then by commune, then by mandate', async () => {
    const words = wordsOf(await page(`${SENT}?lang=fr`))
    expect(words).toContain('59 mandats la reçoivent, dans 19 communes. 3 mandats ne la reçoivent pas.')
    expect(words).toContain('Aucune édition régulière n’a été envoyée avant elle.')
    expect(words).toContain('Anderlecht 3 0 0 Auderghem 3 0 0')
    expect(words).toContain('échevin(e) ixelles-alderman-economy-2018 Ixelles échevin(e) mandat terminé')
    const dutch = wordsOf(await page(`${SENT}?lang=nl`))
    expect(dutch).toContain('59 mandaten krijgen ze, in 19 gemeenten. 3 mandaten krijgen ze niet.')
  })

  it('is searched by name without accents, and by commune; each leads to the mail as they read it', async () => {
    const html = await page(`${SENT}?lang=fr&q=echevine+ECONOMIE&commune=21009`)
    expect(html.match(/mail\?reader=/g)).toHaveLength(1)
    expect(html).toContain('/editions/2020-W18/mail?reader=ixelles-alderman-economy&amp;lang=fr')
    expect(html).toContain('<option value="21009" selected>')
    expect(wordsOf(await page(`${SENT}?lang=fr&q=personne+ici`))).toContain('Aucun mandat ne correspond')
    for (const impossible of ['page=-1', 'page=x', 'commune=99999&q=%25'])
      expect([impossible, (await get(`${SENT}?${impossible}`)).status]).toEqual([impossible, 200])
  })

  it('has fifty mandates on a page, and a link to the rest that keeps what is searched', async () => {
    const first = await page(`${SENT}?lang=fr&q=e`)
    expect(first).toContain('?q=e&amp;page=1&amp;lang=fr#people')
    const second = await page(`${SENT}?lang=fr&q=e&page=1`)
    expect((first + second).match(/data-label="La reçoit-il \?"/g)).toHaveLength(62)
    expect(second).toContain('?q=e&amp;lang=fr#people')
  })

  it('of the next edition is as the list is now, against the one that was sent', async () => {
    expect(wordsOf(await page(`${NEXT}?lang=fr`))).toContain(
      'Rien n’a changé en regard de la précédente (Semaine 18 · du 27 avril au 3 mai).',
    )
    const before = await ledgerOf(desk.world)
    changeRoster(lines =>
      lines.flatMap(line => {
        const [id] = line.split(';')
        if (id === 'evere-mayor') return []
        if (id === 'jette-mayor') return [line.replace(/;[^;@]*@/, ';autre@')]
        if (id === 'uccle-mayor') return [line.replace(/[^;]*$/, '2020-05-01')]
        if (id === 'ixelles-alderman-economy-2018') return [line.replace(/[^;]*$/, '')]
        if (id === 'forest-mayor')
          return [line, line.replace('forest-mayor', 'forest-alderman-ten').replace(/;[^;@]*@/, ';dix@')]
        return [line]
      }),
    )
    const { changes = [], counts = [] } =
      (await readAudience(desk.world.app, 'next', { q: '', commune: '', page: 0 })) ?? {}
    expect(changes.map(({ recipient, change, n, reason }) => [recipient, change, n, reason])).toEqual([
      ['jette-mayor', 'address', 1, null],
      ['ixelles-alderman-economy-2018', 'back', 1, null],
      ['forest-alderman-ten', 'came', 1, null],
      ['uccle-mayor', 'excluded', 1, 'mandate-ended'],
      ['evere-mayor', 'left', 1, null],
    ])
    expect(counts.find(({ commune }) => commune === '21006')).toMatchObject({
      gets: 2,
      excluded: 0,
      before: 3,
    })
    const words = wordsOf(await page(`${NEXT}?lang=fr`))
    for (const part of [
      '59 mandats la recevraient, dans 19 communes.',
      'Un mandat s’ajoute',
      "Un mandat n’en est plus, ou pas encore Uccle, Bourgmestre d'Uccle · mandat terminé",
      'Un mandat a quitté la liste Evere, Burgemeester van Evere',
    ])
      expect(words).toContain(part)
    expect(await ledgerOf(desk.world)).toEqual(before)
  })

  it('is for all staff who are logged in, and for no edition that is not there', async () => {
    for (const who of ['editor', 'approver', 'head', 'admin'] as const)
      expect([who, (await (await desk.as(who)).get(SENT)).status]).toEqual([who, 200])
    expect((await fetch(new URL(SENT, desk.pages.url))).status).toBe(401)
    for (const none of ['/editions/2020-W30/audience', '/editions/x/audience'])
      expect([none, (await get(none)).status]).toEqual([none, 404])
    const link = `href="${SENT}?lang=fr"`
    expect(await page('/editions/2020-W18?lang=fr')).toContain(link)
    expect(await mainOf(await fetch(new URL('/editions/2020-W18?lang=fr', desk.pages.url)))).not.toContain(
      link,
    )
  })
})
