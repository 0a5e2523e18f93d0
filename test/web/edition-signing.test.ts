import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { draft } from '../../src/steps/editions/draft.js'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import { signOff } from '../../src/steps/sign-off/sign-off.js'
import { withdrawApproval } from '../../src/steps/sign-off/withdraw-approval.js'
import { askLogIn, formTokenOf } from '../../src/steps/staff/log-in.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { logIn, type Session } from '../support/follow-ups.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { askedEdition, signOffState } from '../support/signing.js'
import { emptied, openWorld, type World } from '../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const EDITION = '2020-W18'
const DIRECTOR = 'direction@cabinet.example'
const ADVISER = 'conseil-economie@cabinet.example'
const EDITOR = 'redaction-economie@agence.example'
const DECISION = `/editions/${EDITION}/decision`

let relay: TestRelay
let world: World
let pages: Pages
let hash: string
let tokens: Map<string, string>
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY, settings: { PORT: '0' } })
  world.layOut('2020-W18')
})
beforeEach(async () => {
  await emptied(world)
  world.config.approvalsRequired = 1
  world.setClock(WEDNESDAY)
  pages = await startPages(world.app, world.config)
  const asked = await askedEdition(world, relay, EDITION)
  hash = asked.hash
  tokens = asked.tokens
})
afterEach(async () => {
  await pages.close()
  cpSync(join(PROJECT_ROOT, 'recipients'), join(world.dir, 'recipients'), { recursive: true })
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

const as = (email: string) => logIn({ world, relay, pages }, email)
const state = async () => (await readEdition(world.app, EDITION))?.state
const plain = (page: string) =>
  page
    .slice(page.indexOf('<main '))
    .replaceAll('\u00a0', ' ')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#x3D;', '=')
async function read(session: Session, path: string) {
  return plain(await (await session.get(path)).text())
}
const form = (decision: string, fields: Record<string, string> = {}) => ({
  decision,
  hash,
  version: '1',
  comment: '',
  ...fields,
})
/** Gives somebody other roles in staff.yaml. */
function become(id: string, roles: string) {
  const file = join(world.dir, 'recipients', 'staff.yaml')
  const staff = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    staff.replace(new RegExp(`(- id: ${id}\\n(?:    .*\\n)*?    roles: )\\[.*\\]`), `$1[${roles}]`),
  )
}

describe('an approver who is logged in', () => {
  it.each([
    [
      'fr',
      'Une édition attend votre signature',
      'avant le départ, jeudi 30 avril à 9 h',
      'Lire et décider',
      'Signer « Semaine 18 · du 27 avril au 3 mai »',
      'Vous décidez comme Direction du cabinet.',
      'Vous pourrez retirer votre approbation jusqu’au départ, le jeudi 30 avril à 9 h.',
    ],
    [
      'nl',
      'Een editie wacht op uw handtekening',
      'tot het vertrek, donderdag 30 april om 9 uur',
      'Lezen en beslissen',
      '“Week 18 · van 27 april tot en met 3 mei” ondertekenen',
      'U beslist als Kabinetsdirectie.',
      'U kunt uw goedkeuring intrekken tot het vertrek, op donderdag 30 april om 9 uur.',
    ],
  ])(
    'sees in %s what waits, and the same page as behind the link',
    async (language, title, leaves, act, sign, who, after) => {
      const session = await as(DIRECTOR)
      const before = await signOffState(world)
      const desk = await read(session, `/?lang=${language}`)
      for (const words of [title, leaves, act, `href="/editions/${EDITION}?lang=${language}"`])
        expect(desk).toContain(words)
      expect(desk).toContain(language === 'fr' ? '21 h 00' : '21 u 00')
      expect(desk.match(/class="button[^"]* primary/g)).toHaveLength(1)
      const page = await read(session, `/editions/${EDITION}?lang=${language}`)
      for (const words of [sign, who, after, hash, `/editions/${EDITION}/mail/fr`])
        expect(page).toContain(words)
      const linked = plain(
        await (await fetch(new URL(`/sign/${tokens.get(DIRECTOR)}?lang=${language}`, pages.url))).text(),
      )
      const tables = (html: string) => html.slice(html.indexOf('<h2>'), html.indexOf('<iframe'))
      const withoutMails = (html: string) => tables(html).replace(/href="[^"]*"/g, '')
      expect(withoutMails(page)).toBe(withoutMails(linked))
      for (const method of ['HEAD', 'OPTIONS'])
        await fetch(new URL(`/editions/${EDITION}?decision=approve`, pages.url), {
          method,
          headers: { cookie: session.cookie },
        })
      expect(await signOffState(world)).toBe(before)
    },
  )

  it('sees what the first one did, and gets back what they typed for nothing', async () => {
    world.config.approvalsRequired = 2
    const [director, adviser] = [await as(DIRECTOR), await as(ADVISER)]
    await director.post(DECISION, form('approve', { comment: 'Bien' }))
    const second = await read(adviser, `/editions/${EDITION}?lang=fr`)
    for (const words of ['Approuvée par Direction du cabinet', 'Bien']) expect(second).toContain(words)
    await director.post(DECISION, form('withdraw'))
    await director.post(DECISION, form('reject', { why: 'Le montant.' }))
    const typed = { comment: 'Mon avis', 'remark.prime-unique': 'Ma <remarque>' }
    const late = await adviser.post(`${DECISION}?lang=fr`, form('approve', typed))
    const page = plain(await late.text())
    expect(late.status).toBe(409)
    for (const words of [
      'Renvoyée pour correction par Direction du cabinet',
      'Le montant.',
      'n’attend plus de signature',
    ])
      expect(page).toContain(words)
    for (const words of ['Mon avis', 'Ma &lt;remarque&gt;'])
      expect(page).toContain(`<blockquote>${words}</blockquote>`)
  })

  it('keeps what was typed when the session ended, and decides nothing', async () => {
    const session = await as(DIRECTOR)
    const typed = { form: 'old', why: 'Le montant.', 'remark.prime-unique': 'Lequel ?' }
    const ended = await session.post(`${DECISION}?lang=fr`, form('reject', typed))
    const page = plain(await ended.text())
    expect([ended.status, await state()]).toEqual([403, 'awaiting-sign-off'])
    for (const words of ['>Le montant.</textarea>', '>Lequel ?</textarea>', 'rien n’est décidé'])
      expect(page).toContain(words)
  })

  it('sends remarks without a decision, and only where there are some', async () => {
    const session = await as(DIRECTOR)
    const none = await session.post(`${DECISION}?lang=fr`, form('remark'))
    expect([none.status, plain(await none.text())]).toEqual([
      422,
      expect.stringContaining('Écrivez d’abord une remarque'),
    ])
    const sent = await session.post(
      `${DECISION}?lang=fr`,
      form('remark', { 'remark.prime-unique': 'Lequel ?' }),
    )
    expect([sent.status, await state()]).toEqual([303, 'awaiting-sign-off'])
    expect(await read(session, `/editions/${EDITION}?lang=fr`)).toContain('<blockquote>Lequel ?</blockquote>')
  })

  it('signs there what they read, sees what comes of it, and takes it back', async () => {
    const session = await as(DIRECTOR)
    const signed = await session.post(`${DECISION}?lang=fr`, form('approve', { comment: 'Bien' }))
    expect([signed.status, signed.headers.get('location')]).toEqual([303, `/editions/${EDITION}?lang=fr`])
    expect(await readEdition(world.app, EDITION)).toMatchObject({
      state: 'approved',
      decisions: [{ by: DIRECTOR, hash, decision: 'approve', comment: 'Bien' }],
    })
    const page = await read(session, `/editions/${EDITION}?lang=fr`)
    for (const words of [
      '« Semaine 18 · du 27 avril au 3 mai » est approuvée',
      'Approuvée par Direction du cabinet',
      'Bien',
      'Retirer mon approbation',
    ])
      expect(page).toContain(words)
    expect(await read(session, '/?lang=fr')).toContain('Voir, ou retirer votre approbation')
    const again = await session.post(DECISION, form('approve'))
    expect([again.status, plain(await again.text())]).toEqual([
      409,
      expect.stringContaining('n’attend plus de signature'),
    ])
    expect(
      (await session.post(`${DECISION}?lang=fr`, form('withdraw', { comment: 'Le montant' }))).status,
    ).toBe(303)
    expect(await state()).toBe('awaiting-sign-off')
    expect((await session.post(DECISION, form('withdraw'))).status).toBe(409)
    expect(await read(session, `/editions/${EDITION}?lang=fr`)).toContain('Approuver l’édition')
    const other = await as(ADVISER)
    expect((await other.post(DECISION, form('reject', { comment: 'nee' }))).status).toBe(303)
    expect(await read(other, `/editions/${EDITION}`)).toContain(
      'Teruggestuurd voor verbetering door Kabinetsadvies Economie',
    )
    expect(await read(other, '/')).toContain('Niets te doen')
  })

  it('too late, is told so and pointed to the emergency stop', async () => {
    const session = await as(DIRECTOR)
    await session.post(DECISION, form('approve'))
    await dispatch(world.app, EDITION)
    const late = await session.post(`${DECISION}?lang=nl`, form('withdraw'))
    const text = plain(await late.text())
    expect(late.status).toBe(409)
    for (const words of ['Het is te laat om uw goedkeuring in te trekken', 'De verzending stoppen'])
      expect(text).toContain(words)
    expect(await state()).toBe('sending')
  })

  it('signs nothing else than what the page held, without a decision, or without a reason to reject', async () => {
    const session = await as(DIRECTOR)
    const prime = join(world.config.updatesDir, 'prime-unique.md')
    const asDropped = readFileSync(prime, 'utf8')
    try {
      for (const [fields, status, words] of [
        [form('reject'), 422, 'Écrivez ce qui doit changer'],
        [form('reject', { comment: 'x'.repeat(2001) }), 422, 'trop long'],
        [form('maybe'), 422, 'Choisissez'],
        [form('approve', { hash: 'x' }), 422, 'L’édition a changé'],
        [form('approve', { hash: '0'.repeat(64) }), 409, 'L’édition a changé'],
        [form('approve', { version: '2' }), 409, 'L’édition a changé'],
      ] as const) {
        const answer = await session.post(`${DECISION}?lang=fr`, fields)
        expect([answer.status, plain(await answer.text())]).toEqual([status, expect.stringContaining(words)])
      }
      writeFileSync(prime, asDropped.replaceAll('4.000', '4.500'))
      await draft(world.app, EDITION, null)
      expect((await session.post(DECISION, form('approve'))).status).toBe(409)
      expect(await readEdition(world.app, EDITION)).toMatchObject({
        state: 'awaiting-sign-off',
        decisions: [],
      })
    } finally {
      writeFileSync(prime, asDropped)
    }
  })

  it('is one person by whichever door: link and log-in make one decision', async () => {
    const session = await as(DIRECTOR)
    const link = () =>
      fetch(new URL(`/sign/${tokens.get(DIRECTOR)}`, pages.url), {
        method: 'POST',
        body: new URLSearchParams({ decision: 'approve' }),
      })
    const both = await Promise.all([link(), session.post(DECISION, form('approve'))])
    expect(both.filter(({ status }) => status === 200 || status === 303)).toHaveLength(1)
    expect((await readEdition(world.app, EDITION))?.decisions).toHaveLength(1)
  })

  it('with a second role is led to what waits for the signature, and to the follow-ups when nothing does', async () => {
    become('approver-director', 'approver, spoc')
    const opened = async () => {
      await askLogIn(world.app, DIRECTOR)
      const { sentNotices } = await import('../support/follow-ups.js')
      const mail = (await sentNotices(world, relay)).find(({ text }) => text.includes('/log-in/'))
      const token = /\/log-in\/([0-9a-f.]+)/.exec(mail?.text ?? '')?.[1]
      return fetch(new URL(`/log-in/${token}`, pages.url), { method: 'POST', redirect: 'manual' })
    }
    expect((await opened()).headers.get('location')).toBe('/')
    await signOff(world.app, { edition: EDITION, hash, by: ADVISER, decision: 'approve', comment: null })
    expect((await opened()).headers.get('location')).toBe('/follow-ups')
  })
})

describe('who may not sign', () => {
  it('is refused, with the reason on the page, and changes nothing', async () => {
    const before = await signOffState(world)
    const editor = await as(EDITOR)
    expect(await read(editor, '/')).not.toContain('attend votre signature')
    const page = await read(editor, `/editions/${EDITION}`)
    expect(page).toContain('Elle est signée par une personne habilitée du cabinet.')
    expect(page).not.toContain('value="approve"')
    expect((await editor.post(DECISION, form('approve'))).status).toBe(403)
    await draft(world.app, EDITION, DIRECTOR)
    const author = await as(DIRECTOR)
    expect(await read(author, `/editions/${EDITION}`)).toContain('Vous l’avez écrite ou préparée')
    expect(await read(author, '/')).toContain('Vous ne pouvez pas la signer.')
    const refused = await author.post(DECISION, form('approve'))
    expect([refused.status, plain(await refused.text())]).toEqual([
      403,
      expect.stringContaining('Vous l’avez écrite ou préparée'),
    ])
    expect(await signOffState(world)).toBe(before)
  })

  it('without a session, from another site, or without the form’s token gets nowhere', async () => {
    const before = await signOffState(world)
    const session = await as(DIRECTOR)
    const post = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
      fetch(new URL(DECISION, pages.url), {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers,
        redirect: 'manual',
      })
    const good = { ...form('approve'), form: formTokenOf(world.app, session.cookie.split('=')[1] ?? '') }
    expect((await post(good)).status).toBe(401)
    expect((await post({ ...good, form: formTokenOf(world.app, '') })).status).toBe(401)
    const { cookie } = session
    expect((await post(form('approve'), { cookie })).status).toBe(403)
    expect((await post(good, { cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect(await signOffState(world)).toBe(before)
    expect((await post(good, { cookie })).status).toBe(303)
  })

  it('and sits at this machine sees no name, and is told to log in', async () => {
    await signOff(world.app, { edition: EDITION, hash, by: DIRECTOR, decision: 'approve', comment: null })
    await withdrawApproval(world.app, { edition: EDITION, by: DIRECTOR, reason: null })
    const page = plain(await (await fetch(new URL(`/editions/${EDITION}?lang=fr`, pages.url))).text())
    expect(page).toContain('connectez-vous')
    for (const words of ['Direction du cabinet', DIRECTOR, 'value="approve"'])
      expect(page).not.toContain(words)
  })
})
