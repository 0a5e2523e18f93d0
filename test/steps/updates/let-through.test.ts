import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { digestOf } from '../../../src/files/read-update.js'
import { loadLocales } from '../../../src/mjml/load.js'
import { renderEdition } from '../../../src/mjml/render.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { inLanguage } from '../../../src/model/language/language.js'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { keepSaved } from '../../../src/postgres/updates/saved.js'
import { summaryTables } from '../../../src/present/staff-mail/sign-off-tables.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { cancel } from '../../../src/steps/editions/cancel.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import type { Looked } from '../../../src/steps/sign-off/look-at.js'
import { lookAt } from '../../../src/steps/sign-off/look-at.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { followTranslations } from '../../../src/steps/updates/follow-translations.js'
import {
  askLetThrough,
  letThrough,
  letThroughLinkFor,
  readLetThroughLink,
} from '../../../src/steps/updates/let-through.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { type Pages, startPages } from '../../../src/web/pages.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { askedEdition, sendNotices } from '../../support/signing.js'
import { deliverAll, emptied, openWorld, parsed, type World } from '../../support/world.js'

const DIRECTOR = 'direction@cabinet.example'
const ADVISER = 'conseil-economie@cabinet.example'
const FLASH = '2026-W48-flash-1'
const HEAD = `---
id: couvre-feu
kind: measure
topic: health
level: region
urgency: urgent
---
`
const FRENCH = `# fr: Couvre-feu à partir de 22 heures
Le couvre-feu s'applique dès ce soir.
`
const DUTCH = `
# nl: Avondklok vanaf 22 uur
De avondklok geldt vanaf vanavond.
`

let relay: TestRelay
let world: World
let pages: Pages
beforeAll(async () => {
  relay = await startRelay()
  const settings = { PORT: '0', BASE_URL: 'https://estafette.example/' }
  world = await openWorld({ smtpPort: relay.port, now: '2026-11-23T18:00:00+01:00', settings })
  pages = await startPages(world.app, world.config)
  write(HEAD + FRENCH)
})
afterAll(async () => {
  await pages.close()
  await world.close()
  await relay.close()
})

function write(text: string) {
  mkdirSync(world.config.updatesDir, { recursive: true })
  writeFileSync(join(world.config.updatesDir, 'couvre-feu.md'), text)
}

const noticesOf = async (kind: string) =>
  (await listNotices(world.app.engine.db)).filter(one => one.kind === kind)
const flash = () => draft(world.app, FLASH, null, {})
const links = () =>
  Promise.all(
    relay.received.map(async mail => ({
      to: mail.to,
      token: /\/sign\/urgent\/(\S+)/.exec((await parsed(mail)).text ?? '')?.[1],
    })),
  )

function sampleOf({ addressees: [first] }: Looked) {
  if (!first) throw new Error('nobody gets it')
  return first
}

describe('an urgent update without one of its languages', () => {
  it('holds its edition up, is named, and the approvers are asked, once', async () => {
    const { rejected } = await takeIn(world.app)
    expect(rejected).toMatchObject([
      { file: 'updates/couvre-feu.md', problems: [{ code: 'section-awaited' }] },
    ])
    for (let time = 0; time < 2; time++)
      expect(await flash()).toMatchObject({ kind: 'problems', problems: [{ code: 'section-awaited' }] })
    expect((await noticesOf('let-through-request')).map(one => one.to_email).sort()).toEqual([
      ADVISER,
      DIRECTOR,
    ])
  })

  it('is let through by nobody but an approver, for a reason', async () => {
    const update = 'couvre-feu'
    const reasons = [
      { by: 'redaction-economie@agence.example', reason: 'urgent' },
      { by: 'nobody@agence.example', reason: 'urgent' },
      { by: DIRECTOR, reason: ' ' },
      { by: DIRECTOR, reason: 'urgent', hash: 'f'.repeat(64) },
    ]
    const answers = []
    for (const one of reasons) answers.push(await letThrough(world.app, { update, ...one }))
    expect(answers).toMatchObject(
      ['not-approver', 'unknown-person', 'no-reason', 'not-waiting'].map(reason => ({
        kind: 'refused',
        reason,
      })),
    )
    expect(await flash()).toMatchObject({ kind: 'problems' })
  })

  it('is let through by nobody who saved it', async () => {
    const own = `${HEAD}${FRENCH}Il vaut pour tous.\n`
    write(own)
    const saved = { file: 'updates/couvre-feu.md', version: digestOf(own), by: ADVISER, at: new Date() }
    await keepSaved(world.app.engine.db, saved)
    const asked = { update: 'couvre-feu', by: ADVISER, reason: 'urgent' }
    expect(await letThrough(world.app, asked)).toMatchObject({ kind: 'refused', reason: 'author' })
    write(HEAD + FRENCH)
  })

  it('is shown by the link of the mail, which decides by POST alone, and once', async () => {
    await sendNotices(world)
    const token = (await links()).find(({ to, token }) => to === DIRECTOR && token)?.token ?? ''
    const at = new URL(`/sign/urgent/${token}`, pages.url)
    for (const method of ['GET', 'HEAD', 'OPTIONS']) await fetch(at, { method })
    const page = await (await fetch(at)).text()
    expect(page).toContain('Couvre-feu à partir de 22')
    expect(page).toContain('Deze tekst volgt in het Nederlands.')
    const post = (reason: string, url = at) =>
      fetch(url, { method: 'POST', body: new URLSearchParams({ reason }) })
    expect((await post('')).status).toBe(422)
    expect((await post('x', new URL(`${at.href.slice(0, -1)}x`))).status).toBe(404)
    expect(await flash()).toMatchObject({ kind: 'problems' })
    expect((await post('Le couvre-feu commence ce soir.')).status).toBe(200)
    expect((await post('encore')).status).toBe(409)
  })

  it('says in the missing language that the text follows, and to whoever signs who decided it and why', async () => {
    const prepared = await flash()
    expect(prepared.kind).toBe('frozen')
    const row = await readEdition(world.app, FLASH)
    const looked = row && (await lookAt(world.app, row))
    expect(looked?.content.letThrough).toMatchObject([
      { update: 'couvre-feu', missing: 'nl', by: DIRECTOR, reason: 'Le couvre-feu commence ce soir.' },
    ])
    const reader = looked?.addressees[0]
    if (!looked || !reader) throw new Error('nobody gets it')
    const { html, text } = renderEdition(looked.content, { ...reader, languages: 'nl' })
    expect(text).toContain('Deze tekst volgt in het Nederlands.')
    expect(text).not.toContain('Ce texte suit en français')
    expect(html).toMatch(/<h3[^>]* lang="fr"[^>]*>Couvre-feu/)
    const strings = await loadLocales(world.config.templatesDir, BRUSSELS)
    const remarks = summaryTables(looked.summary, inLanguage(strings, 'nl'), 'nl').flatMap(({ rows }) =>
      rows.flat(),
    )
    expect(remarks.join('\n')).toContain(`De Nederlandse tekst volgt: ${DIRECTOR} besliste op`)
  })

  it('is held up again by another byte of its text', async () => {
    write(HEAD + FRENCH.replace('22 heures', '23 heures'))
    expect(await draft(world.app, '2026-W48-flash-2', null, {})).toMatchObject({ kind: 'problems' })
    write(HEAD + FRENCH)
  })

  it('went out, and its editors know that the translation is due; then the erratum is prepared, once', async () => {
    const { hash } = await askedEdition(world, relay, FLASH)
    await signOff(world.app, { edition: FLASH, hash, by: ADVISER, decision: 'approve', comment: null })
    await dispatch(world.app, FLASH)
    await followTranslations(world.app)
    await followTranslations(world.app)
    const due = await noticesOf('translation-awaited')
    expect(due.map(one => one.to_email).sort()).toEqual([
      'redactie-werkgelegenheid@agence.example',
      'redaction-economie@agence.example',
    ])

    write(HEAD + FRENCH + DUTCH)
    expect((await takeIn(world.app)).rejected).toEqual([])
    await followTranslations(world.app)
    expect(await readEdition(world.app, '2026-W48-erratum-1')).toBeNull()
    await deliverAll(world, FLASH)
    await Promise.all([followTranslations(world.app), followTranslations(world.app)])
    await followTranslations(world.app)
    expect(await readEdition(world.app, '2026-W48-erratum-2')).toBeNull()
    const row = await readEdition(world.app, '2026-W48-erratum-1')
    expect(row?.state).toBe('awaiting-sign-off')
    const looked = row && (await lookAt(world.app, row))
    expect(looked?.content.erratum?.corrects).toBe(FLASH)
    expect(looked?.addressees).toHaveLength((await deliveriesOf(world.app.engine.db, FLASH)).length)
    const mail = looked && renderEdition(looked.content, { ...sampleOf(looked), languages: 'nl' })
    expect(mail?.text).toContain('De avondklok geldt vanaf vanavond.')
    expect(mail?.text).toContain('De vertaling, die bij de eerste verzending ontbrak, is nu beschikbaar.')
    expect(
      (await noticesOf('translation-awaited')).filter(one => one.payload.includes('erratum-1')),
    ).toHaveLength(2)
    expect((await noticesOf('sign-off-request')).filter(one => one.key.includes('erratum-1'))).toHaveLength(2)
  })

  it('is brought by another erratum when nobody decided on the first in time', async () => {
    const told = (await noticesOf('translation-awaited')).length
    world.setClock('2026-11-25T08:00:00+01:00')
    expect((await readEdition(world.app, '2026-W48-erratum-1'))?.state).toBe('expired')
    for (let time = 0; time < 2; time++) await followTranslations(world.app)
    expect((await readEdition(world.app, '2026-W48-erratum-2'))?.state).toBe('awaiting-sign-off')
    expect(await readEdition(world.app, '2026-W48-erratum-3')).toBeNull()
    expect((await noticesOf('sign-off-request')).filter(one => one.key.includes('erratum-2'))).toHaveLength(2)
    expect(await noticesOf('translation-awaited')).toHaveLength(told)
  })

  it('is brought by another one after a person turned it down, when the text is another', async () => {
    const refuse = async (edition: string) => {
      const hash = (await readEdition(world.app, edition))?.hash ?? ''
      const decision = { by: ADVISER, decision: 'reject', comment: 'Slordig vertaald.' } as const
      await signOff(world.app, { edition, hash, ...decision })
    }
    const follow = async (text: string) => {
      write(HEAD + FRENCH + text)
      await takeIn(world.app)
      for (let time = 0; time < 2; time++) await followTranslations(world.app)
    }
    await refuse('2026-W48-erratum-2')
    await follow(DUTCH)
    expect(await readEdition(world.app, '2026-W48-erratum-3')).toBeNull()
    await follow(DUTCH.replace('geldt vanaf', 'begint'))
    expect((await readEdition(world.app, '2026-W48-erratum-3'))?.state).toBe('awaiting-sign-off')

    await cancel(world.app, '2026-W48-erratum-3', DIRECTOR, 'Komt in de volgende editie.')
    await follow(DUTCH.replace('geldt vanaf', 'begint'))
    expect(await readEdition(world.app, '2026-W48-erratum-4')).toBeNull()
    await follow(DUTCH.replace('geldt vanaf', 'start'))
    expect((await readEdition(world.app, '2026-W48-erratum-4'))?.state).toBe('awaiting-sign-off')
    expect(await readEdition(world.app, '2026-W48-erratum-5')).toBeNull()
  })
})

describe('who may let an update through', () => {
  const asked = async () =>
    (await noticesOf('let-through-request')).map(one => ({
      to: one.to_email,
      values: JSON.parse(one.payload),
    }))
  /** The link of the mail to one who is asked, or why there is none. */
  async function linkFor(email: string) {
    const { values } = (await asked()).find(({ to }) => to === email) ?? {}
    const to = { email, name: 'Direction', languages: ['fr' as const] }
    return letThroughLinkFor(world.app, { key: 'k', kind: 'let-through-request', to, values })
  }
  const tokenFor = async (email = DIRECTOR) => {
    const made = await linkFor(email)
    return 'link' in made ? (made.link.split('/sign/urgent/')[1] ?? '') : made.stale
  }

  beforeEach(async () => {
    await emptied(world)
    world.setClock('2026-11-23T18:00:00+01:00')
    write(HEAD + FRENCH)
    await askLetThrough(world.app, FLASH, ['couvre-feu'])
  })

  it('is asked once per content, and nobody about what does not wait', async () => {
    await askLetThrough(world.app, FLASH, ['couvre-feu', 'another'])
    expect((await asked()).map(({ to }) => to).sort()).toEqual([ADVISER, DIRECTOR])
    expect((await asked())[0]?.values).toMatchObject({ edition: FLASH, missing: 'nl', id: 'couvre-feu' })
    write(HEAD + FRENCH.replace('22 heures', '23 heures'))
    await askLetThrough(world.app, FLASH, ['another'])
    expect(await asked()).toHaveLength(2)
    await askLetThrough(world.app, FLASH, ['couvre-feu'])
    expect(await asked()).toHaveLength(4)
  })

  it('has a link that is theirs, for three days, and shows the text', async () => {
    const token = await tokenFor()
    expect(await readLetThroughLink(world.app, token)).toMatchObject({
      kind: 'open',
      person: { email: DIRECTOR },
      waiting: { update: { id: 'couvre-feu' }, file: 'updates/couvre-feu.md' },
    })
    expect(await readLetThroughLink(world.app, `${token}0`)).toEqual({ kind: 'invalid' })
    world.setClock('2026-11-26T18:00:00+01:00')
    expect(await readLetThroughLink(world.app, token)).toEqual({ kind: 'expired', id: 'couvre-feu' })
  })

  it('has none once it does not wait any more; the link that they have says why', async () => {
    const token = await tokenFor()
    write(HEAD + FRENCH + DUTCH)
    expect(await readLetThroughLink(world.app, token)).toEqual({ kind: 'replaced', id: 'couvre-feu' })
    expect(await linkFor(DIRECTOR)).toEqual({ stale: 'couvre-feu does not wait for a decision any more' })
    write(HEAD + FRENCH)
    await letThrough(world.app, { update: 'couvre-feu', by: ADVISER, reason: 'Ce soir.' })
    expect(await readLetThroughLink(world.app, token)).toEqual({ kind: 'used', id: 'couvre-feu' })
  })

  it('has one that lets nobody through who is no approver by then', async () => {
    const token = await tokenFor()
    const file = join(world.config.recipientsDir, 'staff.yaml')
    const text = readFileSync(file, 'utf8')
    writeFileSync(file, text.replace(DIRECTOR, 'successor@cabinet.example'))
    expect(await readLetThroughLink(world.app, token)).toEqual({ kind: 'refused', id: 'couvre-feu' })
    writeFileSync(file, text)
  })
})
