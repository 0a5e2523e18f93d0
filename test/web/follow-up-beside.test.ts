import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { type DeskWeek, layWeek, mainOf, openDesk, wordsOf } from '../support/desk-week.js'
import { bounces, logIn, type Session } from '../support/follow-ups.js'

const DEPUTY = 'spoc-nord@agence.example'

let desk: DeskWeek
let spoc: Session
let deputy: Session
let bounce = ''
let question = ''
let other = ''
let statements = 0
const { query } = pg.Client.prototype
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
  await bounces(desk.world, desk.relay, '2020-W18', 'anderlecht-alderman-public-space')
  spoc = await desk.as('spoc')
  deputy = await logIn(desk, DEPUTY)
  const found = await listFollowUps(desk.world.app.engine.db, { communes: ['21001'] })
  const idOf = (recipient: string, reason: string) =>
    found.find(one => one.recipient === recipient && one.reason === reason)?.id ?? ''
  bounce = idOf('anderlecht-mayor', 'bounced')
  other = idOf('anderlecht-alderman-public-space', 'bounced')
  question = idOf('anderlecht-alderman-economy', 'question')
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    statements++
    return (query as (...all: unknown[]) => unknown).apply(this, given)
  } as typeof query
}, 120_000)
afterAll(async () => {
  pg.Client.prototype.query = query
  await desk.close()
})

const open = async (who: Session, path: string) => mainOf(await who.get(path))
/** The addresses of the list's lines, in order. */
const linesOf = (main: string) =>
  [...main.matchAll(/<li class="job [^>]*>.*?<h3><a href="([^"#]*)#open"/gs)].map(([, href = '']) =>
    href.replaceAll('&amp;', '&'),
  )
const openedOf = (main: string) => main.match(/aria-current="true">\s*<p class="due">.*?<\/li>/gs) ?? []
const seenOn = (main: string) => /name="seen" value="(\d+)"/.exec(main)?.[1] ?? ''
const problemOf = (main: string) =>
  wordsOf(/(<p[^>]*role="alert".*?)<section class="panel" aria-labelledby="opened"/s.exec(main)?.[1] ?? '')

describe('a follow-up beside its list', () => {
  it('stands with the list as it was narrowed, and keeps it in each link and form', async () => {
    const main = await open(spoc, `/follow-ups/${question}?whose=mine&done=yes&lang=fr`)
    expect(openedOf(main)).toHaveLength(1)
    expect(openedOf(main)[0]).toContain(`/follow-ups/${question}?`)
    const list = await open(spoc, '/follow-ups?whose=mine&done=yes&lang=fr')
    const listed = [...list.matchAll(/<h3><a href="([^"]*)"/g)].map(([, href = '']) => href)
    expect(linesOf(main).map(href => href.replaceAll('&', '&amp;'))).toEqual(listed)
    for (const href of linesOf(main)) expect(href).toMatch(/\?whose=mine&done=yes&lang=fr$/)
    const actions = [...main.matchAll(/ action="(\/follow-ups\/[^"]*)"/g)].map(([, action = '']) => action)
    expect(actions.length).toBeGreaterThan(4)
    for (const action of actions) expect(action).toMatch(/\?whose=mine&amp;done=yes&amp;lang=fr#open$/)
  })

  it('has a link that skips the list, and the number to dial before each form', async () => {
    const main = await open(spoc, `/follow-ups/${bounce}?lang=fr`)
    expect(main.indexOf('href="#open">Aller au suivi ouvert')).toBeLessThan(main.indexOf('class="jobs'))
    const opened = main.slice(main.indexOf('id="opened"'))
    expect(opened.indexOf('href="tel:')).toBeGreaterThan(0)
    expect(opened.indexOf('href="tel:')).toBeLessThan(opened.indexOf('<form'))
  })

  it('says before it ends what each result does', async () => {
    const words = wordsOf(await open(spoc, `/follow-ups/${bounce}?lang=fr`))
    expect(words).toContain('Pas de réponse de la commune : rien d’autre ne change.')
    expect(words).toContain('L’adresse est bonne : réessayer : l’édition repart tout de suite')
    const dutch = wordsOf(await open(spoc, `/follow-ups/${bounce}?lang=nl`))
    expect(dutch).toContain('verder verandert er niets.')
  })

  it('costs at most 12 statements, and holds no other commune', async () => {
    await open(spoc, `/follow-ups/${bounce}?lang=fr`)
    for (const [path, who] of [
      [`/follow-ups/${bounce}?lang=fr`, spoc],
      [`/follow-ups/${question}?lang=fr&done=yes&ended=${bounce}`, deputy],
    ] as const) {
      statements = 0
      const main = await open(who, path)
      expect(statements).toBeGreaterThan(3)
      expect([path, Math.max(12, statements)]).toEqual([path, 12])
      expect(main).not.toContain('Saint-Gilles')
    }
  })
})

describe('two people at once', () => {
  it('the second who takes one reads who took it first, from its page and from the list', async () => {
    const path = `/follow-ups/${other}`
    const seen = seenOn(await open(spoc, `${path}?lang=fr`))
    expect((await deputy.post(`${path}/take`, { seen })).status).toBe(303)
    const forms: Record<string, string>[] = [{ seen }, { untaken: 'yes' }]
    for (const form of forms) {
      const late = await spoc.post(`${path}/take?lang=fr`, form)
      expect(late.status).toBe(422)
      const problem = problemOf(await mainOf(late))
      expect(problem).toContain('Entre-temps, quelqu’un d’autre a agi sur ce suivi')
      expect(problem).toContain('Pris en charge · Point de contact Nord')
    }
    const now = seenOn(await open(spoc, `${path}?lang=fr`))
    expect((await spoc.post(`${path}/take`, { seen: now })).status).toBe(303)
    // The own act is nothing that somebody else did.
    expect((await spoc.post(`${path}/take`, { seen: now })).status).toBe(303)
  })

  it('the second who ends one keeps the result chosen and the words, and may send them once more', async () => {
    const path = `/follow-ups/${other}`
    const seen = seenOn(await open(spoc, `${path}?lang=fr`))
    await deputy.post(`${path}/take`, { seen })
    const form = { result: 'no-answer', note: 'Sonné trois fois', seen }
    const late = await spoc.post(`${path}/done?lang=fr`, form)
    expect(late.status).toBe(422)
    const main = await mainOf(late)
    expect(main).toContain('<option value="no-answer" selected>')
    expect(main).toMatch(/<details class="act-with" open><summary>Terminer/)
    expect(main).toContain('Sonné trois fois</textarea>')
    expect(main).toContain('id="problem"><a href="#result">Entre-temps')
    expect(main).not.toContain('aria-invalid')
    expect(seenOn(main)).not.toBe(seen)
  })

  it('the second who answers one that is done reads how it ended, and finds the words under a note', async () => {
    const path = `/follow-ups/${question}`
    const seen = seenOn(await open(spoc, `${path}?lang=fr`))
    expect((await deputy.post(`${path}/answer`, { text: 'Oui.', seen })).status).toBe(303)
    const late = await spoc.post(`${path}/answer?lang=fr`, { text: 'Oui, pour <tous>.', seen })
    expect(late.status).toBe(422)
    const main = await mainOf(late)
    expect(problemOf(main)).toContain('Réponse notée · Point de contact Nord')
    expect(problemOf(main)).toContain('Votre texte n’est pas perdu')
    expect(main).toMatch(/<details class="act-with" open><summary>Ajouter une note/)
    expect(main).toMatch(/<textarea id="note"[^>]*>Oui, pour &lt;tous&gt;\.<\/textarea>/)
    const noted = await spoc.post(`${path}/note?lang=fr`, { text: 'Oui, pour <tous>.' })
    expect(noted.status).toBe(303)
  })

  it('the second who corrects the address of one that is done keeps it', async () => {
    const path = `/follow-ups/${other}`
    await deputy.post(`${path}/done`, { result: 'no-answer' })
    const late = await spoc.post(`${path}/address?lang=fr`, {
      address: 'neuve@anderlecht.example',
      note: 'dictée',
    })
    const main = await mainOf(late)
    expect(late.status).toBe(422)
    expect(problemOf(main)).toContain('Terminé : Pas de réponse de la commune · Point de contact Nord')
    expect(main).toMatch(/<textarea id="note"[^>]*>neuve@anderlecht\.example\ndictée<\/textarea>/)
    await spoc.post(`${path}/reopen`)
  })
})

describe('an act that ends a follow-up', () => {
  it('opens the next one of the list, says what was done, and leads back to it', async () => {
    const lines = linesOf(await open(spoc, `/follow-ups/${bounce}?whose=mine&lang=fr`))
    const at = lines.findIndex(href => href.startsWith(`/follow-ups/${bounce}?`))
    const next = (lines[at + 1] ?? lines[0] ?? '').split('?')[0]
    const ended = await spoc.post(`/follow-ups/${bounce}/done?whose=mine&lang=fr`, { result: 'no-answer' })
    const location = ended.headers.get('location') ?? ''
    expect(location).toBe(`${next}?whose=mine&ended=${bounce}&lang=fr`)
    const main = await open(spoc, location)
    const said = wordsOf(/role="status">(.*?)<\/div>/s.exec(main)?.[1] ?? '')
    expect(said).toContain('Terminé : Anderlecht · Adresse refusée. Résultat : Pas de réponse de la commune.')
    expect(main).toContain(
      `<a href="/follow-ups/${bounce}?whose=mine&amp;lang=fr">Le revoir ou le rouvrir</a>`,
    )
    expect(await open(spoc, `/follow-ups/${bounce}?lang=fr`)).toContain('Suivi suivant : Anderlecht · ')
  })

  it('goes back to the list when nothing is left, and says what was done there', async () => {
    for (;;) {
      const [line] = linesOf(await open(spoc, `/follow-ups/${bounce}?lang=fr`))
      if (!line) break
      const id = /follow-ups\/(\d+)/.exec(line)?.[1] ?? ''
      const path = `/follow-ups/${id}/done?lang=fr`
      const codes = [...(await open(spoc, line)).matchAll(/<option value="([a-z-]+)">/g)].map(
        ([, code = '']) => code,
      )
      const told = codes.find(code => ['no-answer', 'no-successor-yet', 'passed-on'].includes(code)) ?? ''
      const location = (await spoc.post(path, { result: told })).headers.get('location') ?? ''
      expect(location).toContain(`ended=${id}`)
      if (!location.startsWith('/follow-ups?')) continue
      expect(wordsOf(await open(spoc, location))).toContain('Terminé : Anderlecht')
    }
    expect(await listFollowUps(desk.world.app.engine.db, { communes: ['21001'] })).toEqual([])
  })

  it('tells nobody what ended in another commune, nor what has not ended', async () => {
    const south = await logIn(desk, 'spoc-sud@agence.example')
    for (const ended of [bounce, '999999', "1'--", ''])
      expect(await open(south, `/follow-ups?lang=fr&ended=${encodeURIComponent(ended)}`)).not.toContain(
        'role="status"',
      )
    await spoc.post(`/follow-ups/${bounce}/reopen`)
    expect(await open(spoc, `/follow-ups?lang=fr&ended=${bounce}`)).not.toContain('Le revoir ou le rouvrir')
  })
})
