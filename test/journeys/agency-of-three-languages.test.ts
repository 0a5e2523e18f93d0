import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openApp } from '../../src/app.js'
import { previewCommand } from '../../src/cli/editorial-commands.js'
import { silent } from '../../src/log.js'
import { doDueSlots } from '../../src/steps/calendar/do-due-slots.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { draft } from '../../src/steps/editions/draft.js'
import { importRoster } from '../../src/steps/roster/import-roster.js'
import { signOff } from '../../src/steps/sign-off/sign-off.js'
import { checkInput } from '../../src/steps/updates/check-input.js'
import { letThrough } from '../../src/steps/updates/let-through.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { layGermanTemplates, layRecipients } from '../support/agencies.js'
import { passableFolder } from '../support/folders.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { askedEdition, sendNotices } from '../support/signing.js'
import { deliverAll, openWorld, parsed, type World } from '../support/world.js'

const WEEK = '2026-W48'
const FLASH = '2026-W48-flash-1'
const APPROVER = 'approver@agency.example'
const LANGUAGES = ['fr', 'nl', 'de']
const GERMAN_SALUTATIONS = {
  unknown: 'Sehr geehrte Damen und Herren,',
  acting: 'amtierende ',
  mayor: {
    woman: 'Sehr geehrte Frau {acting}Bürgermeisterin,',
    man: 'Sehr geehrter Herr {acting}Bürgermeister,',
  },
  alderman: { woman: 'Sehr geehrte Frau {acting}Schöffin,', man: 'Sehr geehrter Herr {acting}Schöffe,' },
}
const COMMUNES = [
  {
    nis: '63023',
    names: { fr: 'Eupen', nl: 'Eupen', de: 'Eupen' },
    de_fr: "d'Eupen",
    reading: 'de',
    competence: 'sport',
  },
  { nis: '62063', names: { fr: 'Liège', nl: 'Luik', de: 'Lüttich' }, de_fr: 'de Liège', reading: 'fr+de' },
  {
    nis: '71022',
    names: { fr: 'Hasselt', nl: 'Hasselt', de: 'Hasselt' },
    de_fr: 'de Hasselt',
    reading: 'nl',
  },
]
const update = (id: string, urgency: string, ...parts: string[]) => `---
id: ${id}
kind: support
topic: economy
level: ${urgency === 'normal' ? 'Provinz' : 'region'}
urgency: ${urgency}
concerns: {competences: [Sport und Freizeit]}
authority: {fr: Agence, nl: Agentschap, de: Agentur}
---
${parts.join('\n\n')}
`
const PREMIUM = update(
  'prime',
  'normal',
  '# fr: Prime de 4.000 euros\nUne prime pour les commerces.',
  '# nl: Premie van 4.000 euro\nEen premie voor de handel.',
  '# de: Prämie von 4.000 Euro\nEine Prämie für den "Handel".',
)
const WITHOUT_GERMAN = update(
  'tests',
  'urgent',
  '# fr: Tests gratuits\nLes tests sont gratuits.',
  '# nl: Gratis tests\nDe tests zijn gratis.',
)

let relay: TestRelay
let world: World
let pages: Pages
beforeAll(async () => {
  relay = await startRelay()
  const dir = passableFolder('estafette-agency-')
  layRecipients(
    join(dir, 'recipients'),
    {
      languages: LANGUAGES,
      salutations: { de: GERMAN_SALUTATIONS },
      levels: {
        municipality: null,
        province: { fr: 'Province', nl: 'Provincie', de: 'Provinz' },
        region: null,
      },
      competences: { economy: null, sport: { fr: 'Sports', nl: 'Sport', de: 'Sport und Freizeit' } },
      roles: { de: { mayor: ['Bürgermeister', 'Bürgermeisterin'], alderman: ['Schöffe', 'Schöffin'] } },
    },
    COMMUNES,
  )
  layGermanTemplates(join(dir, 'german'))
  mkdirSync(join(dir, 'updates'))
  writeFileSync(join(dir, 'updates', 'prime.md'), PREMIUM)
  const settings = {
    PORT: '0',
    BASE_URL: 'https://estafette.example/',
    TEMPLATES_DIR: join(dir, 'german'),
  }
  world = await openWorld({ smtpPort: relay.port, now: '2026-11-25T12:00:00+01:00', settings, dir })
  pages = await startPages(world.app, world.config)
})
afterAll(async () => {
  await pages.close()
  await world.close()
  await relay.close()
})

const page = async (path: string) => (await fetch(new URL(path, pages.url))).text()
/** The languages of a mail's parts, in order. */
const partsOf = (html: unknown) =>
  [...String(html).matchAll(/<div lang="([a-z]{2})"/g)].map(([, language]) => language)
const mailsTo = async (from: number) =>
  new Map(
    await Promise.all(
      relay.received
        .slice(from)
        .map(async one => [one.to, { raw: one.raw, ...(await parsed(one)) }] as const),
    ),
  )

describe('a week of an agency that writes French, Dutch and German', () => {
  let hash = ''

  it('asks for a text in each of its languages, and finds nothing else wrong', async () => {
    const checked = async () =>
      (await checkInput({ config: world.config, clock: world.app.clock, log: silent })).problems
    expect(await checked()).toEqual([])
    writeFileSync(join(world.dir, 'updates', 'tests.md'), WITHOUT_GERMAN.replace('urgent', 'normal'))
    expect(await checked()).toMatchObject([{ code: 'section-missing', values: { language: 'de' } }])
    writeFileSync(join(world.dir, 'updates', 'tests.md'), `${WITHOUT_GERMAN}\n# de: Gratis Tests\nGratis.\n`)
    expect(await checked()).toEqual([])
  })

  it('takes levels, competences and offices from its own list, and no others', async () => {
    const file = join(world.dir, 'updates', 'federal.md')
    writeFileSync(
      file,
      PREMIUM.replace('id: prime', 'id: federal')
        .replace('Provinz', 'federal')
        .replace('Sport und', 'Kultur und'),
    )
    const { problems } = await checkInput({ config: world.config, clock: world.app.clock, log: silent })
    expect(problems).toMatchObject([
      { code: 'not-allowed', values: { allowed: ['municipality', 'province', 'region'] } },
      { code: 'not-allowed', values: { allowed: ['economy', 'sport'] } },
    ])
    rmSync(file)
    const list = join(world.dir, 'liste.csv')
    writeFileSync(
      list,
      [
        'Functie;Bevoegdheden;Naam;Taal;E-mail',
        'Frau Bürgermeisterin;sport;Mayor 63023;de;mayor@c63023.example',
        'amtierende Schöffin;Sport und Freizeit;Anna Beispiel;de;schoeffin@c63023.example',
      ].join('\n'),
    )
    const wishes = {
      yes: false,
      allowShrink: true,
      allowUncovered: true,
      allowNoMayor: true,
      commune: 'Eupen',
    }
    const imported = await importRoster({ config: world.config, clock: world.app.clock }, list, wishes)
    const salutation_de = 'Sehr geehrte Frau amtierende Schöffin,'
    expect(imported).toMatchObject({
      problems: [],
      difference: { added: [{ role: 'alderman', acting: 'yes', competences: 'sport', salutation_de }] },
    })
  })

  it('asks for the sign-off in the three of them', async () => {
    const { mails, ...asked } = await askedEdition(world, relay, WEEK)
    hash = asked.hash
    const [mail] = mails
    if (!mail) throw new Error('nobody is asked')
    const { html } = await parsed(mail)
    expect(partsOf(html)).toEqual(expect.arrayContaining(LANGUAGES))
    expect(mail.raw).toMatch(/^Content-Language: fr, nl, de\r?$/m)
  })

  it('shows the mail in each language, and leads from one to the others', async () => {
    const home = await page('/?lang=de')
    expect(home).toContain('lang="de"')
    expect(home).toMatch(/hreflang="fr".*hreflang="nl"/s)
    expect(await page(`/editions/${WEEK}/mail/de`)).toContain('Prämie von 4.000')
    const to = join(world.dir, 'preview')
    await previewCommand(world.app, WEEK, to, [])
    expect(readdirSync(to).sort()).toEqual(LANGUAGES.flatMap(one => [`${one}.html`, `${one}.txt`]).sort())
  })

  it('sends each mayor all languages, theirs first, each with its salutation', async () => {
    await signOff(world.app, { edition: WEEK, hash, by: APPROVER, decision: 'approve', comment: null })
    world.setClock('2026-11-26T09:00:00+01:00')
    const from = relay.received.length
    await doDueSlots(world.app)
    await deliverAll(world, WEEK)
    const mails = await mailsTo(from)
    expect(COMMUNES.map(({ nis }) => partsOf(mails.get(`mayor@c${nis}.example`)?.html).join(' '))).toEqual([
      'de fr nl',
      'fr de nl',
      'nl fr de',
    ])
    const german = mails.get('mayor@c63023.example')
    expect(german?.subject).toContain('Gratis Tests')
    expect(german?.text).toContain('Prämie von 4.000')
    expect(german?.text).toContain('Agentur (Provinz)')
    expect(german?.text).toContain('Agence (province)')
    expect(german?.text).toContain('bevoegdheid: Sport und Freizeit')
    expect(german?.text).toContain('Eine Prämie für den „Handel“.')
    expect(german?.text?.match(/^Salutation (?:de|fr|nl),$/gm)).toEqual([
      'Salutation de,',
      'Salutation fr,',
      'Salutation nl,',
    ])
    expect(german?.text?.match(/^\[.*\]$/gm)).toEqual(['[Français]', '[Nederlands]', '[Deutsch]'])
    expect(german?.raw).toMatch(/^Content-Language: de, fr, nl\r?$/m)
  })

  it('lets an urgent update go without its German, and says in the German part that it follows', async () => {
    writeFileSync(join(world.dir, 'updates', 'tests.md'), WITHOUT_GERMAN.replace('id: tests', 'id: masks'))
    writeFileSync(
      join(world.dir, 'updates', 'tests-2.md'),
      `${WITHOUT_GERMAN}\n# de: Gratis Tests\nGratis.\n`,
    )
    expect(await draft(world.app, FLASH, null, {})).toMatchObject({
      kind: 'problems',
      problems: [{ code: 'section-awaited', values: { language: 'de' } }],
    })
    await sendNotices(world)
    const decided = await letThrough(world.app, { update: 'masks', by: APPROVER, reason: 'Ab heute Abend.' })
    expect(decided).toMatchObject({ decided: { missing: 'de' } })
    const prepared = await draft(world.app, FLASH, null, {})
    if (prepared.kind !== 'frozen') throw new Error(JSON.stringify(prepared))
    await signOff(world.app, {
      edition: FLASH,
      hash: prepared.hash,
      by: APPROVER,
      decision: 'approve',
      comment: null,
    })
    const from = relay.received.length
    await dispatch(world.app, FLASH)
    await deliverAll(world, FLASH)
    const { text = '' } = (await mailsTo(from)).get('mayor@c63023.example') ?? {}
    expect(text).toContain('DE·Deze tekst volgt')
  })

  it('does not start in a language for which the templates have no words', async () => {
    const config = { ...world.config, templatesDir: join(world.dir, 'nowhere') }
    const opened = openApp({ config, clock: world.app.clock, log: silent })
    await expect(opened).rejects.toThrow(/agency\.yaml:2:5 The templates have no words in "fr"/)
  })
})
