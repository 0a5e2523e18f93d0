import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { eventsOf, findFollowUp } from '../../src/postgres/follow-ups/follow-up-histories.js'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { listNotices } from '../../src/postgres/staff/sent-notices.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { actOnFollowUp } from '../../src/steps/follow-ups/act-on-follow-up.js'
import { formTokenOf } from '../../src/steps/staff/log-in.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { graveViolations, hasBrowser, openBrowser } from '../support/browser.js'
import { bounces, comesBack, logIn, mailTo, replies, type Session } from '../support/follow-ups.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { awayMail } from '../support/reports.js'
import { readCard } from '../support/vcard.js'
import { deliverAll, openWorld, signedEdition, type World } from '../support/world.js'

const EDITION = '2020-W18'
/** Anderlecht: SPOC spoc-ouest, deputy spoc-nord. */
const PEOPLE = {
  nobody: '',
  spoc: 'spoc-ouest@agence.example',
  deputy: 'spoc-nord@agence.example',
  'spoc of another commune': 'spoc-sud@agence.example',
  editor: 'redaction-economie@agence.example',
  approver: 'direction@cabinet.example',
  admin: 'informatique@agence.example',
}
type Who = keyof typeof PEOPLE

let relay: TestRelay
let world: World
let pages: Pages
let question: string
let bounce: string
const sessions = new Map<Who, Session>()
beforeAll(async () => {
  relay = await startRelay()
  const settings = { PORT: '0', REPORTS_DIR: './reports' }
  world = await openWorld({ smtpPort: relay.port, now: '2020-04-29T12:00:00+02:00', settings })
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
  world.setClock('2020-04-30T09:00:00+02:00')
  await dispatch(world.app, EDITION)
  await deliverAll(world, EDITION)
  await bounces(world, relay, EDITION, 'anderlecht-mayor')
  const text = 'Bonjour,\nLa prime vaut-elle <script>alert(1)</script> {{evil}} pour tous ?\nCordialement'
  await replies(world, relay, { edition: EDITION, recipient: 'anderlecht-alderman-economy', text })
  pages = await startPages(world.app, world.config)
  const found = await listFollowUps(world.app.engine.db)
  question = found.find(({ reason }) => reason === 'question')?.id ?? ''
  bounce = found.find(({ reason }) => reason === 'bounced')?.id ?? ''
  for (const [who, email] of Object.entries(PEOPLE)) sessions.set(who as Who, await logInElsewhere(email))
})
afterAll(async () => {
  await pages.close()
  for (const each of doors) await each.close()
  await world.close()
  await relay.close()
})

/** Each person comes through a door of their own: together they ask more in a minute than one address may. */
const doors: Pages[] = []
async function logInElsewhere(email: string): Promise<Session> {
  const door = await startPages(world.app, world.config)
  doors.push(door)
  return logIn({ world, relay, pages: door }, email)
}

const as = (who: Who) => sessions.get(who) as Session
/** A page without what only its looks need: classes, icons, no-break spaces. */
const bare = (page: string) =>
  page
    .replace(/<svg class="icon".*?<\/svg> ?/g, '')
    .replace(/ class="[^"]*"/g, '')
    .replaceAll('\u00a0', ' ')
const ledger = async () => {
  const followUps = await listFollowUps(world.app.engine.db, { all: true })
  const histories = await Promise.all(followUps.map(({ id }) => eventsOf(world.app.engine.db, id)))
  return JSON.stringify([followUps, histories, (await listNotices(world.app.engine.db)).length])
}

/** What each route answers to each person, with forms that nobody could mean. Of nobody: 401, or what stands before. */
type Row = [method: 'GET' | 'POST', path: () => string, Record<Who, number>]
const everybody = (status: number): Record<Who, number> => ({
  nobody: status,
  spoc: status,
  deputy: status,
  'spoc of another commune': status,
  editor: status,
  approver: status,
  admin: status,
})
const staff = (status: number): Record<Who, number> => ({ ...everybody(status), nobody: 401 })
/** Of the updates: who sits at this machine, editors, approvers and admins. */
const readers = (status: number): Record<Who, number> => ({
  ...everybody(status),
  spoc: 403,
  deputy: 403,
  'spoc of another commune': 403,
})
const followers = (status: number): Record<Who, number> => ({
  ...everybody(status),
  nobody: 401,
  editor: 403,
  approver: 403,
})
const theirs = (status: number): Record<Who, number> => ({
  ...followers(status),
  'spoc of another commune': 403,
})
const ROUTES: Row[] = [
  ['GET', () => '/health', everybody(200)],
  ['GET', () => '/', everybody(200)],
  ['GET', () => '/desk.css', everybody(200)],
  ['GET', () => '/editions', everybody(200)],
  ['GET', () => '/editions/next', staff(200)],
  ['GET', () => '/editions/next/mail', staff(200)],
  ['GET', () => `/editions/${EDITION}`, everybody(200)],
  ['GET', () => `/editions/${EDITION}/mail`, staff(200)],
  ['GET', () => `/editions/${EDITION}/mail/shown`, staff(200)],
  ['GET', () => '/editions/2020-W17/mail', staff(404)],
  ['GET', () => '/updates', readers(200)],
  ['GET', () => '/updates/prime-unique', readers(200)],
  ['GET', () => '/updates/none', readers(404)],
  ['POST', () => '/updates', everybody(404)],
  ['POST', () => '/updates/prime-unique', everybody(404)],
  ['POST', () => '/editions/next', everybody(404)],
  ['POST', () => `/editions/${EDITION}/mail`, everybody(404)],
  ['GET', () => `/editions/${EDITION}/mail/fr`, everybody(200)],
  ['GET', () => '/sign/0.0', everybody(404)],
  ['GET', () => '/sign/0.0/mail/fr', everybody(404)],
  ['POST', () => '/sign/0.0', everybody(404)],
  ['GET', () => '/log-in', everybody(200)],
  ['POST', () => '/log-in', everybody(422)],
  ['GET', () => '/log-in/0.0', everybody(404)],
  ['POST', () => '/log-in/0.0', everybody(404)],
  ['GET', () => '/people/anderlecht-mayor.vcf', { ...everybody(200), nobody: 401 }],
  ['GET', () => '/people/nobody-at-all.vcf', { ...everybody(404), nobody: 401 }],
  ['GET', () => '/people/anderlecht-mayor', everybody(404)],
  ['GET', () => '/people/..%2fstaff.vcf', everybody(404)],
  ['GET', () => '/follow-ups', followers(200)],
  ['GET', () => `/follow-ups/${question}`, theirs(200)],
  ['GET', () => `/follow-ups/${question}/share`, theirs(303)],
  ['GET', () => '/follow-ups/999999', followers(403)],
  ['GET', () => '/follow-ups/1%27--', followers(403)],
  ['POST', () => `/follow-ups/${question}/done`, theirs(422)],
  ['POST', () => `/follow-ups/${question}/note`, theirs(422)],
  ['POST', () => `/follow-ups/${question}/answer`, theirs(422)],
  ['POST', () => `/follow-ups/${question}/assign`, theirs(422)],
  ['POST', () => `/follow-ups/${bounce}/address`, theirs(403)],
  ['POST', () => `/follow-ups/${bounce}/send-again`, theirs(403)],
  ['POST', () => `/follow-ups/${bounce}/undo`, theirs(422)],
  ['POST', () => `/follow-ups/${bounce}/topic`, theirs(422)],
  ['POST', () => `/follow-ups/${bounce}/reopen`, theirs(422)],
  ['POST', () => `/follow-ups/${question}/share`, theirs(403)],
  ['GET', () => `/follow-ups/${question}/take`, everybody(404)],
  ['POST', () => '/follow-ups', everybody(404)],
  ['GET', () => '/log-out', everybody(404)],
  ['GET', () => '/admin', everybody(404)],
  ['POST', () => '/', everybody(404)],
]

describe('each page', () => {
  it.each(Object.keys(PEOPLE) as Who[])('answers %s as it should, and nothing changes', async who => {
    const before = await ledger()
    const wrong: string[] = []
    for (const [method, path, statuses] of ROUTES) {
      const { status } = await (method === 'GET' ? as(who).get(path()) : as(who).post(path()))
      if (status !== statuses[who]) wrong.push(`${method} ${path()}: ${status}, not ${statuses[who]}`)
    }
    expect(wrong).toEqual([])
    expect(await ledger()).toBe(before)
  })

  it('is refused to a form from elsewhere: without the token of the session, with another’s, from another site', async () => {
    const before = await ledger()
    const { cookie } = as('spoc')
    const send = (form: string, headers: Record<string, string> = {}) =>
      fetch(new URL(`/follow-ups/${bounce}/take`, pages.url), {
        method: 'POST',
        headers: { cookie, ...headers },
        body: new URLSearchParams({ form }),
        redirect: 'manual',
      })
    const own = formTokenOf(world.app, cookie.split('=')[1] ?? '')
    const other = formTokenOf(world.app, as('admin').cookie.split('=')[1] ?? '')
    for (const form of ['', other, 'x'.repeat(64)]) expect((await send(form)).status).toBe(403)
    expect((await send(own, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await send(own, { 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect(await ledger()).toBe(before)
  })

  it('lets nothing run, be framed or be kept, and leads nowhere else', async () => {
    const { headers } = await as('spoc').get(`/follow-ups/${question}`)
    const policy = headers.get('content-security-policy') ?? ''
    for (const part of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"])
      expect(policy).toContain(part)
    expect(policy).not.toContain('script-src')
    expect(headers.get('cache-control')).toBe('no-store')
    const hostile = await as('spoc').get('/follow-ups?lang=nl&to=https://evil.example&whose=%22%3E')
    expect(await hostile.text()).not.toContain('evil.example')
  })
})

describe('the list', () => {
  it('shows a SPOC what concerns the own communes, what somebody wrote as text, and whom to reach', async () => {
    const page = await (await as('spoc').get('/follow-ups?lang=fr')).text()
    for (const text of [
      'Anderlecht',
      'Adresse refusée',
      'Téléphoner et demander une adresse qui fonctionne',
      '&lt;script&gt;alert(1)&lt;/script&gt; {{evil}}',
      'mailto:echevin.economie@anderlecht.example?subject',
    ])
      expect(page).toContain(text)
    expect(page).not.toContain('Saint-Gilles')
    const other = await (await as('spoc of another commune').get('/follow-ups')).text()
    expect(other).toContain('Saint-Gilles')
    expect(other).not.toContain('Anderlecht')
    const all = await (await as('admin').get('/follow-ups')).text()
    for (const text of ['Anderlecht', 'Saint-Gilles', 'tel:+3220000004']) expect(all).toContain(text)
  })

  it('names a vacant mandate by what the roster knows of it', async () => {
    for (const [language, words] of [
      ['fr', 'Échevinat · Jeunesse · Saint-Gilles (mandat vacant)'],
      ['nl', 'Schepenambt · Jeugd · Sint-Gillis (vacant mandaat)'],
    ])
      expect(bare(await (await as('admin').get(`/follow-ups?lang=${language}`)).text())).toContain(
        `<p>${words}</p>`,
      )
  })

  it('is in the first language of who looks, and in the other on request', async () => {
    expect(await (await as('spoc').get('/follow-ups')).text()).toContain('<html lang="nl">')
    expect(await (await as('deputy').get('/follow-ups')).text()).toContain('<html lang="fr">')
    expect(await (await as('deputy').get('/follow-ups?lang=nl')).text()).toContain('Adres geweigerd')
  })
})

describe('whom to call', () => {
  const roster = () => join(world.dir, 'recipients', 'mandate-holders.csv')
  let before = ''
  beforeAll(() => {
    before = readFileSync(roster(), 'utf8')
  })
  afterAll(() => writeFileSync(roster(), before))

  it('is the commune where nobody else is known, with its number as a link', async () => {
    const page = bare(await (await as('spoc').get(`/follow-ups/${bounce}?lang=fr`)).text())
    expect(page).toContain('<a href="tel:+3220002101">Appeler la commune : 02 000 21 01</a>')
    expect(page).toContain(
      '<a href="/people/anderlecht-mayor.vcf?lang=fr">Fiche de contact (vCard)</a>'.replaceAll(
        '=fr',
        '&#x3D;fr',
      ),
    )
  })

  it('is the person and the secretariat once the roster has them; and where nothing is known, the page says where to add it', async () => {
    const [head, ...lines] = before.trimEnd().split('\n')
    const numbers = (line: string) =>
      line.startsWith('anderlecht-mayor;') ? '0400/00.00.01;02 000 21 10 poste 12' : ';'
    writeFileSync(
      roster(),
      [`${head};phone;phone_secretariat`, ...lines.map(line => `${line};${numbers(line)}`), ''].join('\n'),
    )
    const list = bare(await (await as('spoc').get('/follow-ups?lang=nl')).text())
    expect(list).toContain('<a href="tel:+32400000001">Bellen: 0400 00 00 01</a>')
    expect(list).toContain(
      '<a href="tel:+3220002110;ext&#x3D;12">Het secretariaat bellen: 02 000 21 10, toestel 12</a>',
    )
    const response = await as('spoc').get('/people/anderlecht-mayor.vcf?lang=nl')
    expect(response.headers.get('content-type')).toBe('text/vcard; charset=utf-8')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="anderlecht-mayor.vcf"')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const card = readCard(await response.text())
    expect(card).toContainEqual(['item1.TEL', { TYPE: 'WORK,CELL,PREF' }, '+32 400 00 00 01'])
    expect(card).toContainEqual(['ORG', {}, 'Gemeente Anderlecht'])
    writeFileSync(roster(), before)
    const communes = join(world.dir, 'recipients', 'communes.yaml')
    const known = readFileSync(communes, 'utf8')
    writeFileSync(communes, known.replace(/^ {4}phone: .*\n/gm, ''))
    const none = await (await as('spoc').get(`/follow-ups/${bounce}?lang=fr`)).text()
    writeFileSync(communes, known)
    expect(none).toContain('Aucun numéro n’est connu.')
    expect(none).not.toContain('href="tel:')
  })
})

describe('an address that is none', () => {
  it.each([
    ['fr', 'echevin@@anderlecht.example', 'L’adresse « echevin@@anderlecht.example » n’est pas une adresse'],
    ['fr', '=A1@anderlecht.example', 'L’adresse « =A1@anderlecht.example » n’est pas une adresse'],
    ['nl', 'schepen van@anderlecht.example', 'Het adres “schepen van@anderlecht.example” is geen'],
  ])('is answered in %s by a sentence, not by the name of a column: %s', async (language, address, words) => {
    const answer = await as('spoc').post(`/follow-ups/${bounce}/address?lang=${language}`, { address })
    expect(answer.status).toBe(422)
    const page = (await answer.text()).replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll('&#x3D;', '=')
    expect(/id="problem"><a href="#address">([^<]*)/.exec(page)?.[1]).toMatch(new RegExp(`^${words}`))
  })
})

describe('a follow-up', () => {
  it('is taken, noted, given away and back, and ended, with a history that says so', async () => {
    const path = `/follow-ups/${bounce}`
    const taken = await as('deputy').post(`${path}/take`)
    expect([taken.status, taken.headers.get('location')]).toEqual([303, `${path}?lang=fr`])
    await as('spoc').post(`${path}/note`, { text: 'Appelé <b>le</b> secrétariat' })
    await as('spoc').post(`${path}/assign`, { to: PEOPLE.deputy })
    await as('deputy').post(`${path}/assign`, { to: PEOPLE.spoc })
    await as('spoc').post(`${path}/done`, { result: 'reached-otherwise', note: 'Par téléphone' })
    expect(await findFollowUp(world.app.engine.db, bounce)).toMatchObject({
      state: 'done',
      result: 'reached-otherwise',
      spoc: 'spoc-ouest',
    })
    const page = await (await as('spoc').get(`${path}?lang=fr`)).text()
    for (const text of [
      'Appelé &lt;b&gt;le&lt;/b&gt; secrétariat',
      'Terminé&nbsp;: Information donnée autrement que par courriel'.replace('&nbsp;', '\u00a0'),
      'Par téléphone',
      'Rouvrir le suivi',
    ])
      expect(page).toContain(text)
    expect((await as('spoc').post(`${path}/take`)).status).toBe(422)
  })

  it('that is a question is answered, and shared only when its words were read and confirmed', async () => {
    const path = `/follow-ups/${question}`
    await as('spoc').post(`${path}/answer`, { text: 'Oui, pour tous.\nBien à vous,\nPoint de contact' })
    const proposed = await (await as('spoc').get(`${path}/share?lang=fr`)).text()
    expect(proposed).toContain('La prime vaut-elle')
    expect(proposed).not.toContain('Cordialement')
    const form = {
      kind: 'notice',
      language: 'fr',
      question: 'La prime vaut-elle pour tous ?',
      answer: 'Oui.',
    }
    const file = join(world.config.updatesDir, `_question-${question}.md`)
    expect((await as('spoc').post(`${path}/share`, form)).status).toBe(422)
    expect((await as('spoc').post(`${path}/share`, { ...form, answer: ' ', confirmed: 'yes' })).status).toBe(
      422,
    )
    expect(
      (await as('spoc of another commune').post(`${path}/share`, { ...form, confirmed: 'yes' })).status,
    ).toBe(403)
    expect(existsSync(file)).toBe(false)
    expect((await as('spoc').post(`${path}/share`, { ...form, confirmed: 'yes' })).status).toBe(303)
    expect(readFileSync(file, 'utf8')).toContain('# fr: La prime vaut-elle pour tous ?')
    expect((await as('spoc').post(`${path}/share`, { ...form, confirmed: 'yes' })).status).toBe(422)
    // Only a draft is there: nothing has been shared with anybody.
    const page = (await (await as('spoc').get(`${path}?lang=fr`)).text()).replaceAll('\u00a0', ' ')
    expect(page).toContain(`Brouillon déposé : updates/_question-${question}.md`)
    expect(page).toContain('Brouillon déposé dans le dossier de dépôt')
    expect(page).not.toMatch(/Partagé/)
    const told = (await listNotices(world.app.engine.db)).filter(({ kind }) => kind === 'question-shared')
    expect(told.map(({ to_email }) => to_email)).toContain(PEOPLE.editor)
  })
})

describe('the topic of two messages', () => {
  it('goes one way when two people move them in opposite directions at once; the other one reads why not', async () => {
    const recipient = 'anderlecht-mayor'
    const at = { edition: EDITION, recipient }
    await replies(world, relay, { ...at, text: 'Je m’oppose à ces envois.' })
    await replies(world, relay, { ...at, text: 'Quel est le délai de la prime ?' })
    const mine = (await listFollowUps(world.app.engine.db)).filter(one => one.recipient === recipient)
    const idOf = (reason: string) => mine.find(one => one.reason === reason)?.id ?? ''
    const form = async (who: Who, id: string, to: string) => {
      const page = await (await as(who).get(`/follow-ups/${id}?lang=${LANGUAGE[who]}`)).text()
      const moves = /name="moves" value="(\d+)"/.exec(page)?.[1] ?? ''
      return () => as(who).post(`/follow-ups/${id}/topic?lang=${LANGUAGE[who]}`, { as: to, moves })
    }
    const LANGUAGE = { spoc: 'fr', deputy: 'nl' } as Record<Who, string>
    const forms = [
      await form('spoc', idOf('objection'), 'question'),
      await form('deputy', idOf('question'), 'objection'),
    ]
    const answers = await Promise.all(forms.map(send => send()))
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422])
    const page = await answers.find(({ status }) => status === 422)?.text()
    expect(page).toMatch(/Quelqu’un d’autre vient de changer le thème|Iemand anders heeft het thema zonet/)
    expect(page?.includes('lang="nl"')).toBe(answers[1]?.status === 422)
    const open = (await listFollowUps(world.app.engine.db)).filter(
      one => one.recipient === recipient && ['question', 'objection'].includes(one.reason),
    )
    expect(open).toHaveLength(1)
  })
})

describe('who stands in for somebody who is away', () => {
  it('is named with what is open about them, in the list and on its page, in the reader’s language', async () => {
    const { from } = await mailTo(world, relay, EDITION, 'anderlecht-mayor')
    const text = 'Je suis absent jusqu’au 15 mai 2020. En mon absence, écrivez à cabinet@anderlecht.example.'
    await comesBack(world, 'away.eml', awayMail({ to: from, text }))
    const list = await (await as('spoc').get('/follow-ups?lang=nl')).text()
    expect(list).toMatch(/Vervanging tijdens de afwezigheid, tot\sen\smet\svrijdag\s15\smei/)
    const page = await (await as('spoc').get(`/follow-ups/${bounce}?lang=fr`)).text()
    expect(page).toMatch(/Remplacement pendant l’absence, jusqu’au\svendredi\s15\smai/)
    expect(page).toContain('href="mailto:cabinet@anderlecht.example"')
    const other = await (await as('spoc').get(`/follow-ups/${question}?lang=fr`)).text()
    expect(other).not.toContain('Remplacement')
  })
})

describe('an address that was corrected', () => {
  const recipient = 'anderlecht-alderman-economy'
  const [old, fresh] = ['echevin.economie@anderlecht.example', 'economie.nouvelle@anderlecht.example']
  const pageOf = async (id: string, language = 'fr') =>
    (await (await as('spoc').get(`/follow-ups/${id}?lang=${language}`)).text())
      .replaceAll(/[\u00a0\u202f]/g, ' ')
      .replaceAll('&#x3D;', '=')

  it('is confirmed by the page: which was refused, which is new, what else ended, where the old list is, how to go back', async () => {
    const { from, messageId } = await mailTo(world, relay, EDITION, recipient)
    await bounces(world, relay, EDITION, recipient)
    const text = `Bonjour,\nCette boîte n’est plus lue. Ma nouvelle adresse est ${fresh}.`
    await comesBack(world, 'moved.eml', awayMail({ to: from, inReplyTo: messageId, text }))
    const open = (await listFollowUps(world.app.engine.db)).filter(one => one.recipient === recipient)
    const idOf = (reason: string) => open.find(one => one.reason === reason)?.id ?? ''
    const [bounced, correction] = [idOf('bounced'), idOf('correction')]
    expect(await pageOf(bounced)).toContain(`<p>Adresse refusée : ${old}</p>`)
    const shown = await as('spoc').post(`/follow-ups/${bounced}/address?lang=fr`, { address: fresh })
    expect(await shown.text()).toContain('Une copie de l’ancienne liste est gardée.')
    const path = `/follow-ups/${bounced}/address?lang=fr`
    const written = await as('spoc').post(path, { address: fresh, confirmed: 'yes' })
    expect([written.status, written.headers.get('location')]).toEqual([303, `/follow-ups/${bounced}?lang=fr`])

    const page = await pageOf(bounced)
    for (const words of [
      `<p>Adresse refusée : ${old}</p>`,
      `<p>Nouvelle adresse : ${fresh}</p>`,
      `Adresse écrite dans la liste des mandats. Toutes les prochaines éditions partent à ${fresh} (jusqu’ici : ${old}).`,
      `<a href="/follow-ups/${correction}?lang=fr">Terminé en même temps : Demande de correction, ${EDITION}</a>`,
      `<p>La liste des mandats reprend ${old}, rien ne part plus à ${fresh},`,
      `<button type="submit" class="button stop">Reprendre ${old}</button>`,
    ])
      expect(page).toContain(words)
    expect(page).toContain('L’ancienne liste est gardée par le service informatique.')
    const dutch = await pageOf(bounced, 'nl')
    for (const words of [`<p>Geweigerd adres: ${old}</p>`, `<p>Nieuw adres: ${fresh}</p>`])
      expect(dutch).toContain(words)
    const other = await pageOf(correction)
    expect(other).toContain(
      `<a href="/follow-ups/${bounced}?lang=fr">Terminé en même temps : Adresse refusée`,
    )
    expect(other).toContain('Adresse écrite dans la liste des mandats.')

    const undo = `/follow-ups/${bounced}/undo?lang=fr`
    expect((await as('spoc of another commune').post(undo)).status).toBe(403)
    const undone = await as('spoc').post(undo)
    expect([undone.status, undone.headers.get('location')]).toEqual([303, `/follow-ups/${bounced}?lang=fr`])
    const twice = await as('spoc').post(undo)
    expect([twice.status, await twice.text()]).toEqual([422, expect.stringContaining('Aucun changement')])
    expect(await pageOf(correction)).toContain(
      `Cette correction a été reprise : la liste a de nouveau ${old}.`,
    )
    expect(await pageOf(bounced)).not.toContain('Adresse écrite')
    await actOnFollowUp(world.app, {
      id: bounced,
      by: PEOPLE.spoc,
      act: { kind: 'done', result: 'no-answer', text: null },
    })
  })
})

const browserTests = hasBrowser() ? describe : () => {}

browserTests('the pages in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  it.each([
    ['/log-in', 375, 'light'],
    ['/follow-ups?whose=all&done=yes', 375, 'light'],
    ['/follow-ups?done=yes&lang=nl', 1000, 'dark'],
    ['/follow-ups/QUESTION?lang=fr', 375, 'dark'],
    ['/follow-ups/BOUNCE?lang=nl', 1000, 'light'],
    ['/follow-ups/QUESTION/share?lang=nl', 375, 'light'],
  ] as const)('%s: nothing serious for axe at %i px, and no wider', async (path, width, colorScheme) => {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme })
    const [name = '', value = ''] = as('spoc').cookie.split('=')
    await context.addCookies([{ name, value, url: pages.url }])
    const page = await context.newPage()
    const found = path.replace('QUESTION', question).replace('BOUNCE', bounce)
    await page.goto(new URL(found, pages.url).href)
    expect(await graveViolations(page)).toEqual([])
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    await context.close()
  })
})

describe('a session', () => {
  it('ends when somebody logs out, when it runs out, and when they leave staff.yaml', async () => {
    const spare = await logInElsewhere(PEOPLE.admin)
    expect((await spare.get('/follow-ups')).status).toBe(200)
    expect((await spare.post('/log-out')).headers.get('set-cookie')).toContain('Expires=Thu, 01 Jan 1970')
    expect((await spare.get('/follow-ups')).status).toBe(401)

    const staff = join(world.dir, 'recipients', 'staff.yaml')
    const before = readFileSync(staff, 'utf8')
    writeFileSync(staff, before.replace(PEOPLE.spoc, 'successor@agence.example'))
    expect((await as('spoc').get('/follow-ups')).status).toBe(401)
    writeFileSync(staff, before)
    expect((await as('spoc').get('/follow-ups')).status).toBe(200)
    world.setClock('2020-04-30T21:00:01+02:00')
    expect((await as('spoc').get('/follow-ups')).status).toBe(401)
  })
})

describe('the list some days later', () => {
  it('comes by due date over all communes: what is late first, and by how many days', async () => {
    world.setClock('2020-05-09T08:00:00+02:00')
    const session = await logInElsewhere(PEOPLE.admin)
    const page = bare(await (await session.get('/follow-ups?lang=fr')).text())
    const shown = [
      ...page.matchAll(/<p><strong>([^<]*)<\/strong>([^<]*)<\/p>\s*<div><h3><a href="\/follow-ups\/(\d+)\?/g),
    ]
    const listed = await listFollowUps(world.app.engine.db)
    expect(shown.map(([, , , id]) => id)).toEqual(listed.map(({ id }) => id))
    const dues = listed.map(({ due }) => due)
    expect(dues).toEqual([...dues].sort())
    expect(new Set(listed.map(({ commune }) => commune)).size).toBeGreaterThan(1)
    const late = (Date.parse('2020-05-09') - Date.parse(dues[0] ?? '')) / 86_400_000
    expect(late).toBeGreaterThanOrEqual(2)
    expect(shown[0]?.slice(1, 3)).toEqual([`${late} jours`, ' de retard'])
    const groups = [...page.matchAll(/<h2 id="(\w+)">/g)].map(([, id]) => id).filter(id => id !== 'missed')
    expect(groups).toEqual(['late', 'today', 'later'].filter(id => groups.includes(id)))
  })
})
