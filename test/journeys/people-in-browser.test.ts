import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Browser } from 'playwright-core'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import { hasBrowser, openBrowser } from '../support/browser.js'
import { type DeskWeek, layWeek, openDesk, STAFF, TUESDAY } from '../support/desk-week.js'
import { mailTo, replies } from '../support/follow-ups.js'
import { type Did, enters, replay } from '../support/person.js'
import { askedEdition } from '../support/signing.js'
import { deliverAll } from '../support/world.js'

const FRENCH = ['Se connecter', 'Adresse e-mail', 'Recevoir un lien', 'Se connecter'] as const
const DUTCH = ['Aanmelden', 'E-mailadres', 'Link ontvangen', 'Aanmelden'] as const
const NEW_ADDRESS = 'bourgmestre.nouveau@anderlecht.example'
const MAYOR = "Bourgmestre d'Anderlecht"

const TELEPHONED: Did[] = [
  ['click', 'link', 'Anderlecht · Adres geweigerd'],
  ['see', 'De gemeente bellen'],
  ['type', `Nieuw adres: ${MAYOR}`, NEW_ADDRESS],
  ['type', 'Nota (facultatief)', 'Gebeld: nieuw adres gekregen.'],
  ['click', 'button', 'Adres nakijken'],
  ['see', 'Stuur ook meteen “Week 18'],
  ['click', 'button', 'In de lijst schrijven'],
  ['see', 'Adres in de lijst van de mandaten gezet'],
]
const ANSWERED: Did[] = [
  ['click', 'link', 'Anderlecht · Vraag'],
  ['type', 'Uw antwoord', 'Ja, voor alle handelszaken.'],
  ['click', 'button', 'Antwoord noteren'],
]
const HANDED_OVER: Did[] = [
  ['click', 'link', 'Anderlecht · Vraag'],
  ['see', 'Wie betaalt?'],
  ['unfold', 'Aan iemand anders toevertrouwen'],
  ['choose', 'Aan wie?', 'Contactpunt Noord'],
  ['click', 'button', 'Toevertrouwen'],
]

const WROTE: Did[] = [
  ['click', 'link', 'Informations'],
  ['click', 'link', 'Prime unique'],
  ['click', 'link', 'Modifier'],
  ['type', 'Date limite', '1er juillet 2020'],
  ['type', 'Jusqu’au', '1er juillet 2020'],
  ['replace', 'FR Texte', '1er juin 2020', '1er juillet 2020'],
  ['replace', 'NL Texte', '1 juni 2020', '1 juli 2020'],
  ['type', 'FR Ce qui change', 'La date limite passe au 1er juillet.'],
  ['type', 'NL Ce qui change', 'De uiterste datum wordt 1 juli.'],
  ['click', 'button', 'Enregistrer'],
  ['see', 'Enregistré.'],
  ['click', 'link', 'Mon bureau'],
  ['click', 'link', 'Écrire une information'],
  ['type', 'FR Titre', 'Terrasses : autorisation provisoire'],
  ['type', 'NL Titre', 'Terrassen: voorlopige vergunning'],
  ['type', 'FR Texte', 'Une commune peut autoriser une terrasse jusqu’au 30 septembre 2020.'],
  ['type', 'NL Texte', 'Een gemeente kan een terras toestaan tot 31 oktober 2020.'],
  ['choose', 'Genre', 'Mesure'],
  ['choose', 'Thème', 'Horeca'],
  ['type', 'Jusqu’au', '30 septembre 2020'],
  ['click', 'button', 'Enregistrer'],
  ['see', 'Niveau manque.'],
  ['see', 'ne figure que dans le texte néerlandais'],
  ['choose', 'Niveau', 'Région'],
  ['replace', 'NL Texte', '31 oktober', '30 september'],
  ['click', 'button', 'Enregistrer'],
  ['click', 'link', 'La prochaine édition, à cette heure'],
  ['see', 'Terrasses : autorisation provisoire'],
  ['click', 'link', 'Lire comme un destinataire'],
  ['choose', 'Fonction', 'échevines et échevins'],
  ['choose', 'Langues', 'Nederlands'],
  ['click', 'button', 'Voir'],
  ['see in the mail', 'woensdag 1 juli'],
  ['see in the mail', 'Terrassen: voorlopige vergunning'],
]

const PREMIUM = 'Eenmalige premie'
const LOAN = 'Aankondiging van de lening'
const SENT_BACK: Did[] = [
  ['click', 'link', 'Lezen en beslissen'],
  ['unfold', 'Een opmerking toevoegen', PREMIUM],
  ['type', `: ${PREMIUM}`, 'Minder dan 60, niet 50.'],
  ['unfold', 'Een opmerking toevoegen', LOAN],
  ['type', `: ${LOAN}`, 'Vanaf 12 juni, niet 11 juni.'],
  ['unfold', 'Terugsturen voor verbetering'],
  ['click', 'button', 'De editie terugsturen'],
  ['see', 'is teruggestuurd voor verbetering'],
]
const CORRECTED: Did[] = [
  ['click', 'link', 'Prime unique'],
  ['see', 'Minder dan 60, niet 50.'],
  ['click', 'link', 'Modifier'],
  ['replace', 'FR Texte', 'moins de 50', 'moins de 60'],
  ['replace', 'NL Texte', 'minder dan 50', 'minder dan 60'],
  ['click', 'button', 'Enregistrer'],
  ['see', 'Enregistré.'],
  ['click', 'link', 'Mon bureau'],
  ['click', 'link', 'Annonce du prêt Recover'],
  ['click', 'link', 'Modifier'],
  ['replace', 'FR Texte', '11 juin', '12 juin'],
  ['replace', 'NL Texte', '11 juni', '12 juni'],
  ['click', 'button', 'Enregistrer'],
  ['see', 'Enregistré.'],
  ['click', 'link', 'Mon bureau'],
  ['click', 'link', 'Voir ce qui doit changer'],
  ['unfold', 'Préparer une nouvelle version'],
  ['click', 'button', 'Préparer et faire signer'],
  ['see', 'attend une signature'],
]
const SIGNED: Did[] = [
  ['click', 'link', 'Mijn bureau'],
  ['click', 'link', 'Lezen en beslissen'],
  ['see', 'Eerder teruggestuurd, en wat er is gedaan'],
  ['click', 'button', 'De editie goedkeuren'],
  ['see', 'is goedgekeurd'],
  ['unfold', 'Uw goedkeuring intrekken'],
  ['type', 'Reden (niet verplicht)', 'Nog een keer nalezen.'],
  ['click', 'button', 'Mijn goedkeuring intrekken'],
  ['see', 'Goedkeuring ingetrokken'],
  ['click', 'button', 'De editie goedkeuren'],
  ['see', 'is goedgekeurd'],
]

const DESKTOP = { viewport: { width: 1280, height: 900 } }
const PHONE = { viewport: { width: 375, height: 760 }, hasTouch: true, isMobile: true }
const ADVISER = 'conseil-economie@cabinet.example'

const browserTests = hasBrowser() ? describe : describe.skip

browserTests('somebody who has only a browser and one task', () => {
  let desk: DeskWeek
  let browser: Browser
  const clicks: Record<string, number> = {}
  beforeAll(async () => {
    browser = await openBrowser()
    desk = await openDesk()
    await layWeek(desk)
    const more = { edition: '2020-W18', recipient: 'anderlecht-alderman-public-space' }
    await replies(desk.world, desk.relay, { ...more, text: 'Wie betaalt?' })
  }, 120_000)
  afterAll(async () => {
    for (const [who, n] of Object.entries(clicks)) process.stdout.write(`${who}: ${n} clicks\n`)
    await browser?.close()
    await desk?.close()
  })

  it('finds as a point of contact whom a mail did not reach, corrects, sends again, answers and hands over', async () => {
    const { app, config } = desk.world
    desk.setClock('2020-05-01T10:00:00+02:00')
    const context = await browser.newContext({ ...PHONE, locale: 'nl-BE' })
    const person = await enters(desk, context, { email: STAFF.spoc, words: DUTCH })
    await replay(person, TELEPHONED)
    const back: Did[] = [
      ['click', 'button', 'Menu'],
      ['click', 'link', 'Opvolging'],
    ]
    await replay(person, [...back, ...ANSWERED, ...back, ...HANDED_OVER])
    await context.close()
    clicks['a point of contact'] = person.clicks
    await deliverAll(desk.world, '2020-W18')
    expect(readFileSync(join(config.recipientsDir, 'mandate-holders.csv'), 'utf8')).toContain(NEW_ADDRESS)
    const sent = await mailTo(desk.world, desk.relay, '2020-W18', 'anderlecht-mayor')
    expect(sent.email).toBe(NEW_ADDRESS)
    const open = await listFollowUps(app.engine.db, { communes: ['21001'] })
    expect(open.map(({ reason, spoc, state }) => `${reason} ${spoc} ${state}`)).toEqual([
      'question spoc-nord open',
    ])
    expect(person.clicks).toBeLessThanOrEqual(20)
  }, 60_000)

  it('makes as an editor a date and a new measure ready in both languages, and reads them as an alderman', async () => {
    desk.setClock(TUESDAY)
    const context = await browser.newContext({ ...DESKTOP, locale: 'fr-BE' })
    const person = await enters(desk, context, { email: STAFF.editor, words: FRENCH })
    await replay(person, WROTE)
    await context.close()
    clicks['an editor'] = person.clicks
    const written = (name: string) => readFileSync(join(desk.world.config.updatesDir, name), 'utf8')
    expect(written('prime-unique.md')).toContain('deadline: "1er juillet 2020"')
    expect(written('terrasses-autorisation-provisoire.md')).toContain('30 september 2020')
    expect(person.clicks).toBeLessThanOrEqual(17)
  }, 60_000)

  it('sends as an approver an edition back, signs it, withdraws the signature, and signs at last', async () => {
    desk.setClock('2020-05-06T13:05:00+02:00')
    await askedEdition(desk.world, desk.relay, '2020-W19')
    const [cabinet, writers] = [
      await browser.newContext({ ...DESKTOP, locale: 'nl-BE' }),
      await browser.newContext({ ...DESKTOP, locale: 'fr-BE' }),
    ]
    const approver = await enters(desk, cabinet, { email: ADVISER, words: DUTCH })
    await replay(approver, SENT_BACK)
    const editor = await enters(desk, writers, { email: STAFF.editor, words: FRENCH })
    await replay(editor, CORRECTED)
    await replay(approver, SIGNED)
    await cabinet.close()
    await writers.close()
    clicks['an approver'] = approver.clicks
    const edition = await readEdition(desk.world.app, '2020-W19')
    expect(edition).toMatchObject({ state: 'approved', version: 2 })
    expect(edition?.decisions.map(({ decision }) => decision)).toEqual(['approve', 'withdraw', 'approve'])
    expect(approver.clicks).toBeLessThanOrEqual(16)
  }, 60_000)
})
