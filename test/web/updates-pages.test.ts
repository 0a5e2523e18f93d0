import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { takeIn } from '../../src/steps/updates/take-in.js'
import {
  type DeskWeek,
  layWeek,
  ledgerOf,
  mainOf,
  openDesk,
  removeFile,
  TUESDAY,
  wordsOf,
  writeFile,
} from '../support/desk-week.js'
import { sampleUpdate } from '../support/sample-edition.js'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
  writeFile(desk.world, 'ecluse', { title: 'Écluse {{evil}} & Cie < 5', body: '{{{evil}}} & < 5' })
  writeFile(desk.world, 'cassee', { deadline: '2020-02-30' })
  writeFile(desk.world, 'appels', { french: 'En tout 7373 appels.' })
  writeFile(desk.world, 'perdue', {})
  await takeIn(desk.world.app)
  removeFile(desk.world, 'perdue')
  await takeIn(desk.world.app)
})
afterAll(() => desk.close())

const list = async (query = '', language = 'fr') =>
  mainOf(await (await desk.as('editor')).get(`/updates?lang=${language}${query && `&${query}`}`))
const update = async (id: string, language = 'fr') =>
  (await desk.as('editor')).get(`/updates/${id}?lang=${language}`)
/** The ids of the accepted updates that are listed. */
const listed = (page: string) =>
  [...page.matchAll(/<th scope="row"><a href="\/updates\/([^?]+)\?/g)].map(([, id]) => id)
const section = (page: string, id: string) => {
  const from = page.indexOf(`aria-labelledby="${id}"`)
  return from < 0 ? '' : page.slice(from, page.indexOf('</section>', from))
}

describe('the list of updates', () => {
  it('has each accepted update by its title in the reader’s language, and not one whose file is gone', async () => {
    const page = await list()
    expect(listed(page)).toHaveLength(16)
    expect(listed(page)).not.toContain('perdue')
    const titles = [...page.matchAll(/<th scope="row"><a [^>]*>([^<]*)/g)].map(([, title = '']) => title)
    expect(titles).toEqual([...titles].sort((one, other) => one.localeCompare(other, 'fr')))
    expect(wordsOf(page)).toContain('Reprises 16 informations')
    const dutch = await list('', 'nl')
    expect(dutch).toContain('Eenmalige premie van 4.000 euro')
    expect(dutch).not.toContain('Prime unique')
    expect(page).toMatch(/stationnement-commerces\?lang=fr">[^<]*<\/a> <span class="tag gone">Retirée/)
    expect(page).toContain('<a href="/updates/gone?lang=fr">1 fichier a disparu du dossier')
  })

  it.each([
    ['q=ECLUSE', ['ecluse']],
    ['q=%C3%A9cluse', ['ecluse']],
    ['q=reouverture', ['reouverture-commerces']],
    ['q=prime+4.000', ['prime-unique']],
    ['q=premie', ['prime-unique']],
    ['q=numero-1819.md', ['numero-1819']],
    ['q=none+of+these', []],
    ['q=%25', []],
    ['topic=mobility', ['masques-transports', 'stationnement-commerces']],
    ['kind=event', ['concertation-commerce']],
    ['topic=mobility&q=masque', ['masques-transports']],
    ['topic=economy&kind=event', []],
  ])('narrowed by %s has %j', async (query, ids) => {
    expect([...listed(await list(query))].sort()).toEqual(ids)
  })

  it('narrows by level, keeps what was asked in the form, and says so when nothing fits', async () => {
    const page = await list('level=federal&kind=measure&q=masque')
    expect(listed(page)).toEqual(['masques-transports'])
    for (const kept of [
      'value="federal" selected',
      'value="measure" selected',
      'name="q" type="search" maxlength="200" value="masque"',
    ])
      expect(page).toContain(kept)
    const whole = await (await (await desk.as('editor')).get('/updates?lang=fr&kind=measure&q=a%26b')).text()
    expect(whole.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')).toContain(
      'href="/updates?q=a%26b&kind=measure&lang=nl"',
    )
    expect(wordsOf(await list('q=nothing'))).toContain('Aucune information ne correspond')
    expect(wordsOf(await list('q=nothing', 'nl'))).toContain('Geen enkel bericht past hierbij')
  })

  it.each(['kind=none', 'topic=', 'q=+++', 'kind=event&kind=notice', `q=${'x'.repeat(300)}`])(
    'is narrowed by no impossible value: %s',
    async query => {
      expect(listed(await list(query))).toHaveLength(16)
    },
  )

  it('takes what is searched for as text', async () => {
    const page = await list(`q=${encodeURIComponent('"><script>alert(1)</script>{{evil}}')}`)
    expect(page).not.toContain('<script')
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{evil}}"')
  })

  it('has the refused files with what is wrong, where, and what would be right; and the files to check', async () => {
    const page = await list()
    expect(wordsOf(section(page, 'refused'))).toContain(
      'cassee.md ligne 6, colonne 11 · deadline « 2020-02-30 » n’est pas une date. → Écrivez 2020-02-29',
    )
    expect(listed(page)).not.toContain('cassee')
    const toCheck = section(page, 'to-check')
    expect(toCheck).toContain('appels.md')
    expect(toCheck).toContain('7373')
    expect(toCheck).toContain('C’est voulu ainsi')
    const approver = await mainOf(await (await desk.as('approver')).get('/updates?lang=fr'))
    expect(section(approver, 'to-check')).not.toContain('C’est voulu ainsi')
  })

  it('is for who writes, signs or administers, and for who sits at this machine, who marks nothing', async () => {
    for (const [who, status] of [
      ['editor', 200],
      ['approver', 200],
      ['admin', 200],
      ['spoc', 403],
      ['head', 403],
    ] as const)
      for (const path of ['/updates', '/updates/prime-unique'])
        expect([who, path, (await (await desk.as(who)).get(path)).status]).toEqual([who, path, status])
    const beside = await mainOf(await fetch(new URL('/updates?lang=fr', desk.pages.url)))
    expect(beside).toContain('connectez-vous')
    expect(beside).not.toContain('C’est voulu ainsi')
  })

  it('changes nothing when it is read, nor does the page of an update', async () => {
    await desk.as('editor')
    const before = await ledgerOf(desk.world)
    await list('q=masque')
    await update('prime-unique')
    await update('none')
    expect(await ledgerOf(desk.world)).toEqual(before)
  })
})

describe('an update', () => {
  it('has both languages side by side, its facts, its revisions from → to, and the editions that carried them', async () => {
    const page = await mainOf(await update('prime-unique'))
    for (const part of ['<div class="letter-body" lang="fr">', '<div class="letter-body" lang="nl">'])
      expect(page).toContain(part)
    const words = wordsOf(page)
    for (const part of [
      'Prime unique de 4.000',
      'Eenmalige premie van 4.000 euro',
      'Date limite 1er juin 2020',
      'Niveau Région',
    ])
      expect(words).toContain(part)
    const revisions = section(page, 'revisions')
    expect([...revisions.matchAll(/<h3>(.*?)<\/h3>/g)].map(([, title]) => title)).toEqual([
      'Révision 2',
      'Révision 1',
    ])
    expect(revisions).toMatch(
      /Date limite<\/span> <del>[^<]*18 mai 2020<\/del> .*<ins>[^<]*1er juin 2020<\/ins>/,
    )
    expect(wordsOf(revisions)).toMatch(
      /Révision 1 mercredi 29 avril à 12 h · auteur inconnu · Semaine 18 · du 27 avril au 3 mai$/,
    )
    expect(revisions).toContain('<a href="/editions/2020-W18?lang=fr">')
    expect(revisions).not.toContain('**')
    expect(page).not.toContain(' style=')
  })

  it('is in Dutch for who reads Dutch, and says that it is withdrawn', async () => {
    const dutch = wordsOf(await mainOf(await update('prime-unique', 'nl')))
    for (const part of ['Revisie 2', 'Uiterste datum', 'Berichten']) expect(dutch).toContain(part)
    expect(await mainOf(await update('stationnement-commerces'))).toContain(
      '<span class="tag gone">Retirée</span>',
    )
  })

  it('has the words of its editor as text, and runs nothing', async () => {
    const answer = await update('ecluse')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    const page = await mainOf(answer)
    expect(page).toContain('<h1>Écluse {{evil}} &amp; Cie &lt; 5</h1>')
    expect(page).toContain('{{{evil}}} &amp; &lt; 5')
    expect(page).not.toContain('<script')
  })

  it('shows even what no parser let in as text', async () => {
    const evil = '<script>alert(1)</script> [x](javascript:alert(2)) <img src=x onerror=alert(3)>'
    const content = sampleUpdate({
      id: 'planted',
      text: {
        fr: { title: evil, summary: evil, body: evil },
        nl: { title: evil, summary: evil, body: evil },
      },
    })
    const row = {
      update_id: 'planted',
      number: 1,
      hash: 'x',
      content: JSON.stringify(content),
      file: 'updates/x.md',
    }
    await desk.world.app.engine.db
      .insertInto('revision')
      .values({ ...row, editor: '<b>nobody', taken_in_at: new Date(TUESDAY) })
      .execute()
    const page = await mainOf(await update('planted'))
    expect(page).toContain('<h1>&lt;script&gt;alert(1)&lt;/script&gt;')
    expect(page).toContain('&lt;b&gt;nobody')
    expect(page).not.toMatch(/<script|<img|href="javascript:|<b>nobody/)
  })

  it.each([
    'none',
    'PRIME-UNIQUE',
    'prime-unique%27--',
    '..%2f..%2fetc',
    'cassee',
    '%3Cscript%3E',
    'x'.repeat(3000),
  ])('that is not there is a page that says so: %s', async id => {
    const answer = await update(id)
    const page = await answer.text()
    expect([answer.status, page.includes('Cette page n’existe pas')]).toEqual([404, true])
    expect(page).not.toContain('<script')
  })
})
