import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { takeIn } from '../../src/steps/updates/take-in.js'
import {
  type DeskWeek,
  layWeek,
  mainOf,
  openDesk,
  removeFile,
  type StaffRole,
  wordsOf,
  writeFile,
} from '../support/desk-week.js'
import { askedEdition } from '../support/signing.js'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const deskOf = async (who: StaffRole, language = 'fr') =>
  mainOf(await (await desk.as(who)).get(`/?lang=${language}`))
/** A list of work as its lines: due, title, what is said, act. */
const jobsOf = (page: string) =>
  [...page.matchAll(/<li class="job[\s\S]*?\n<\/li>/g)].map(([job]) => wordsOf(job))
const primaryOf = (page: string) =>
  [...page.matchAll(/<a class="button[^"]* primary[^>]*href="([^"]*)"/g)].map(([, href]) => href)
const numbersOf = (page: string) =>
  [...page.matchAll(/<li class="(\w*)"><a href="[^"]*"><strong>(\d+)<\/strong><span>([^<]*)/g)].map(
    ([, tone, n, what]) => `${n} ${what}${tone ? `, ${tone}` : ''}`,
  )

describe('my desk before the first edition', () => {
  it.each([
    ['editor', 'fr', 'Rien à faire pour vous en ce moment'],
    ['approver', 'nl', 'Niets te doen voor u op dit ogenblik'],
    ['spoc', 'nl', 'Niets te doen voor u op dit ogenblik'],
    ['head', 'fr', 'Rien à faire pour vous en ce moment'],
  ] as const)(
    'says to the %s in %s that nothing waits; an editor may begin an update',
    async (who, language, words) => {
      const page = await deskOf(who, language)
      expect(wordsOf(page)).toContain(words)
      const primary = who === 'editor' ? ['/updates/new?lang=fr'] : []
      expect([jobsOf(page), primaryOf(page)]).toEqual([[], primary])
      expect(page).not.toContain('class="map"')
    },
  )

  it('says where the week is, with a link to what the edition would hold', async () => {
    const page = await deskOf('editor')
    expect(wordsOf(page)).toContain('Collecte (en cours) jusqu’au mercredi 6 mai à 12 h Clôture')
    expect(page).toContain('<a href="/editions/next?lang=fr">Semaine 19 · du 4 au 10 mai</a>')
  })
})

describe('my desk in a week', () => {
  beforeAll(async () => {
    await layWeek(desk)
    writeFile(desk.world, 'cassee', { deadline: '2020-02-30' })
    await takeIn(desk.world.app)
  })

  it('shows an editor first the refused file with what is wrong in it, one filled button, and how much is ready', async () => {
    const page = await deskOf('editor')
    expect(jobsOf(page)).toEqual([
      '1 problème cassee.md deadline « 2020-02-30 » n’est pas une date. Ce fichier n’est pas repris tant qu’il n’est pas corrigé. Voir tout',
    ])
    expect(primaryOf(page)).toEqual(['/updates?lang=fr'])
    expect(numbersOf(page)).toEqual([
      '1 fichier refusé, late',
      '0 fichier à vérifier, none',
      '0 fichier disparu, none',
      '8 nouveautés prêtes',
    ])
  })

  it('shows an editor the file to check, and the files that are gone instead of nothing to do', async () => {
    const file = join(desk.world.config.updatesDir, 'pret-recover.md')
    const asDropped = readFileSync(file)
    writeFile(desk.world, 'appels', { french: 'En tout 7373 appels.' })
    removeFile(desk.world, 'cassee')
    removeFile(desk.world, 'pret-recover')
    await takeIn(desk.world.app)
    const page = await deskOf('editor')
    expect(jobsOf(page)).toEqual([expect.stringMatching(/^1 à vérifier appels\.md .*7373/)])
    expect(numbersOf(page).slice(1, 3)).toEqual(['1 fichier à vérifier, today', '1 fichier disparu, late'])
    const approver = await deskOf('approver')
    expect(approver).toContain('<a href="/updates/gone?lang=fr">1 fichier a disparu du dossier')
    expect(approver).not.toContain('Rien à faire')
    writeFileSync(file, asDropped)
    await takeIn(desk.world.app)
  })

  it('shows a point of contact what is late first, with the number to call as the one filled button', async () => {
    const page = await deskOf('spoc')
    const jobs = jobsOf(page)
    expect(jobs.map(job => job.split(' Appeler')[0])).toEqual([
      expect.stringMatching(/^4 jours de retard Anderlecht · Question .* Répondre$/),
      expect.stringMatching(
        /^1 jour de retard Anderlecht · Adresse refusée .* Téléphoner et demander une adresse/,
      ),
    ])
    expect(primaryOf(page)).toEqual(['tel:+3220002101'])
    expect(numbersOf(page).slice(0, 3)).toEqual([
      '2 en retard, late',
      '0 aujourd’hui, none',
      '0 plus tard, none',
    ])
    expect(await deskOf('spoc', 'nl')).toMatch(/<strong>4 dagen<\/strong> te laat/)
    expect(page).not.toContain('/updates')
  })

  it('underlines the own communes of a point of contact on the map, each with how many are reached', async () => {
    const page = await deskOf('spoc')
    const tiles = [...page.matchAll(/<li data-nis="(\d+)"><a class="tile (\w+)( mine)?"[\s\S]*?<\/li>/g)]
    expect(tiles).toHaveLength(19)
    const own = tiles.filter(([, , , mine]) => mine).map(([, nis]) => nis)
    expect(own).toContain('21001')
    expect(own.length).toBeLessThan(19)
    const [anderlecht] = tiles.find(([, nis]) => nis === '21001') ?? ['']
    expect(wordsOf(anderlecht)).toBe('Anderlecht 2 / sur 3 , atteinte en partie')
    expect(page).toContain('Souligné : vos communes.')
  })

  it.each(['head', 'admin'] as const)('shows the %s who carries what, what is late first', async who => {
    const page = await deskOf(who)
    const table = page.slice(page.indexOf('id="carried"'))
    expect([...table.matchAll(/<tr><th scope="row">.*<\/tr>/g)].map(([row]) => wordsOf(row))).toEqual([
      'Point de contact Ouest 2 0 2',
      'Point de contact Sud 0 0 1',
    ])
    expect(jobsOf(page).map(job => /Anderlecht|Saint-Gilles/.exec(job)?.[0])).toEqual([
      'Anderlecht',
      'Anderlecht',
      'Saint-Gilles',
    ])
    expect(primaryOf(page)).toHaveLength(1)
  })

  it('shows nobody in particular the week, the map and the ways, and no person, number or file', async () => {
    const page = await mainOf(await fetch(new URL('/?lang=fr', desk.pages.url)))
    for (const part of ['class="week"', 'class="map"', '<a href="/log-in?lang=fr">Se connecter</a>'])
      expect(page).toContain(part)
    for (const part of ['tel:', 'Point de contact Ouest', 'class="tally"', 'class="job', 'Rien à faire'])
      expect(page).not.toContain(part)
  })

  it('shows an approver the edition to sign first, with the time that is left and the one filled button', async () => {
    desk.setClock('2020-05-06T13:05:00+02:00')
    await askedEdition(desk.world, desk.relay, '2020-W19')
    const page = await deskOf('approver')
    expect(page.indexOf('class="hero"')).toBeLessThan(page.indexOf('class="map"'))
    const words = wordsOf(page)
    for (const part of [
      'Une édition attend votre signature',
      'Semaine 19 · du 4 au 10 mai',
      '19 h 55 avant le départ, jeudi 7 mai à 9 h',
      'Signée plus tard, et jusqu’au vendredi 8 mai à 9 h, elle part aussitôt.',
      'Lire et décider',
    ])
      expect(words).toContain(part)
    expect(primaryOf(page)).toEqual(['/editions/2020-W19?lang=fr'])
    expect(page).toMatch(/<li class="now" aria-current="step">.*Signature/)
    expect(page).toContain('<a href="/editions/2020-W19?lang=fr">Semaine 19 · du 4 au 10 mai</a></p>')
    desk.setClock('2020-05-08T08:30:00+02:00')
    expect(await deskOf('approver')).toMatch(/class="hero late"[\s\S]*<strong>0 h 30<\/strong>/)
  })

  it('shows a person with several roles one filled button: that of the signature', async () => {
    const staff = join(desk.world.dir, 'recipients', 'staff.yaml')
    const before = readFileSync(staff, 'utf8')
    writeFileSync(staff, before.replace('roles: [approver]', 'roles: [approver, head]'))
    const page = await deskOf('approver')
    writeFileSync(staff, before)
    expect(jobsOf(page).length).toBeGreaterThan(2)
    expect(primaryOf(page)).toEqual(['/editions/2020-W19?lang=fr'])
  })
})
