import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import writeExcelFile from 'write-excel-file/node'
import { importCommand } from '../../src/cli/import-command.js'
import { rosterToday } from '../../src/steps/context.js'
import { readEdition, readSummary } from '../../src/steps/editions/read-edition.js'
import { editionCoverage } from '../../src/steps/follow-ups/coverage.js'
import type { ImportWishes } from '../../src/steps/roster/import-roster.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { openWorld, parsed, sentEdition, type World } from '../support/world.js'
import { writeUpdate } from '../support/written-updates.js'

/** Jette has a new college since 7 December 2026; its town hall sends a sheet on the 8th. */
const TODAY = new Date('2026-12-08T10:00:00+01:00')
const HEADINGS = ['Fonction', 'Nom et prénom', 'Attributions', 'Courriel', 'Rôle linguistique', 'Depuis le']
const COLLEGE = [
  ['Bourgmestre f.f.', 'Marc Peeters', '', 'm.peeters@jette.example', 'N', '07/12/2026'],
  ['1er échevin', 'Marc Peeters', 'Économie, Horeca', 'm.peeters@jette.example', 'N', '07/12/2026'],
  [
    'Échevine',
    'Échevine des Finances de Jette',
    'Finances et Énergie',
    'echevin.finances@jette.example',
    'F',
    '07/12/2026',
  ],
  ['Échevine', 'Claire D’Hoore', 'Culture', 'cabinet@jette.example', 'F', '07/12/2026'],
  ['Échevin', 'Jan D’Hoore', 'Mobilité', 'cabinet@jette.example', 'F', '07/12/2026'],
  ['Échevin', 'à désigner', 'Propreté', '', '', ''],
]

let relay: TestRelay
let world: World
let before: string
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: TODAY.toISOString() })
  before = roster()
}, 180_000)
afterAll(async () => {
  await world.close()
  await relay.close()
})

const path = () => join(world.dir, 'recipients/mandate-holders.csv')
const roster = () => readFileSync(path(), 'utf8')
const linesOf = (text: string, commune: string) =>
  text.split('\n').filter(line => line.split(';')[1] === commune)
const withoutCommune = (text: string, commune: string) =>
  text
    .split('\n')
    .filter(line => line.split(';')[1] !== commune)
    .join('\n')

async function sheet(name: string, rows: string[][]): Promise<string> {
  const cells = [
    ['Commune de Jette – Collège des bourgmestre et échevins'],
    ['Installé le 7 décembre 2026'],
    [],
    HEADINGS,
    ...rows,
  ].map(row => row.map(value => (value === '' ? null : { value, type: String })))
  const file = join(world.dir, name)
  await writeExcelFile(cells as never, { sheet: 'Collège' } as never).toFile(file)
  return file
}
const NO: ImportWishes = { yes: false, allowShrink: false, allowUncovered: false, commune: '21010' }
const run = (file: string, wishes: Partial<ImportWishes> = {}) =>
  importCommand({ config: world.config, clock: () => TODAY }, file, { ...NO, ...wishes })

describe('a commune’s new college, from the sheet of its town hall', () => {
  it('is shown as a difference: who stays, who begins, who ends, and what the sheet does not say', async () => {
    const { json, text, status } = await run(await sheet('college.xlsx', COLLEGE))
    expect({ status, problems: (json as { problems: unknown[] }).problems }).toEqual({
      status: 0,
      problems: [],
    })
    expect(json).toMatchObject({
      sheet: 'Collège',
      commune: '21010',
      applied: false,
      added: [
        {
          id: 'jette-mayor-2026',
          role: 'mayor',
          acting: 'yes',
          name: 'Marc Peeters',
          salutation_fr: 'Monsieur le Bourgmestre f.f.,',
        },
        {
          id: 'jette-alderman-economy-2026',
          competences: 'economy horeca',
          salutation_fr: "Monsieur l'Échevin,",
          salutation_nl: 'Mijnheer de schepen,',
          languages: 'nl',
          since: '2026-12-07',
        },
        { id: 'jette-alderman-culture', name: 'Claire D’Hoore', salutation_nl: 'Mevrouw de schepen,' },
        { id: 'jette-alderman-mobility', name: 'Jan D’Hoore' },
        { id: 'jette-alderman-cleanliness', name: '', email: '', salutation_fr: '', since: '2026-12-08' },
      ],
      ended: [
        { id: 'jette-mayor', until: '2026-12-06' },
        { id: 'jette-alderman-economy', until: '2026-12-06' },
      ],
      removed: [],
      needs: [],
      mayorsLost: [],
    })
    expect((json as { changed: { id: string; fields: unknown[] }[] }).changed).toContainEqual({
      id: 'jette-alderman-finance',
      fields: [{ field: 'competences', old: 'finance taxes', new: 'finance energy' }],
    })
    expect(text).toContain('× jette-mayor: ends on 2026-12-06, and its line stays')
    expect(text).toContain('--commune 21010 --yes')
    expect(roster()).toBe(before)
  })

  it('names what is wrong by its cell, once a mistake, and changes nothing', async () => {
    const wrong = COLLEGE.map(row => [...row])
    wrong[1] = [
      '1er échevin',
      'Marc Peeters',
      'Économie, Horeca',
      'm.peeters(at)jette.example',
      'N',
      '07/12/2026',
    ]
    wrong[4] = ['Échevin', 'Jan D’Hoore', 'Mobilté', 'cabinet@jette.example', 'F', '31/02/2026']
    const { json, status } = await run(await sheet('wrong.xlsx', wrong), { yes: true })
    expect(status).toBe(1)
    const places = (json as { problems: { place: string }[] }).problems.map(({ place }) => place)
    expect(places).toEqual(['cell D6', 'cell C9', 'cell F9'])
    expect(roster()).toBe(before)
  })

  it('of another commune, or with lines of another one, is a problem', async () => {
    const head = 'Commune;Fonction;Nom;Attributions;Courriel;Langues'
    const line = (commune: string) => `${commune};Échevin;Jan D’Hoore;Mobilité;cabinet@jette.example;F`
    const file = join(world.dir, 'mixed.csv')
    writeFileSync(file, [head, line('Jette'), line('1080'), line('21001'), ''].join('\n'))
    const { json, status } = await run(file, { yes: true, commune: 'Jette' })
    expect(status).toBe(1)
    const { problems } = json as { problems: { line: number; message: string }[] }
    expect(problems.map(({ line }) => line)).toEqual([3])
    expect(problems[0]?.message).toContain('This list is the college of 21010 Jette')
    await expect(run(file, { commune: 'Jete' })).rejects.toThrow('Did you mean "Jette"?')
  })

  it('asks before a commune is left without its mayor, and before most of a college goes', async () => {
    const without = await run(await sheet('no-mayor.xlsx', COLLEGE.slice(1)), { yes: true, commune: 'jette' })
    expect(without).toMatchObject({
      status: 1,
      json: { needs: ['--allow-no-mayor'], mayorsLost: ['21010'], communesLost: [], applied: false },
    })
    const vacant = [['Bourgmestre', 'N.', '', '', '', ''], ...COLLEGE.slice(1)]
    expect((await run(await sheet('vacant.xlsx', vacant), { yes: true })).json).toMatchObject({
      needs: ['--allow-no-mayor'],
    })
    const one = await run(await sheet('one.xlsx', COLLEGE.slice(0, 1)), { yes: true })
    expect(one.json).toMatchObject({ needs: ['--allow-shrink'], applied: false })
    expect(roster()).toBe(before)
  })

  it('with --yes is written: the other 18 communes byte for byte, what ends with its last day', async () => {
    const { json, status } = await run(await sheet('college.xlsx', COLLEGE), { yes: true })
    expect([status, json]).toMatchObject([0, { applied: true }])
    const after = roster()
    expect(withoutCommune(after, '21010')).toBe(withoutCommune(before, '21010'))
    const [mayor, economy, finance] = linesOf(before, '21010')
    expect(linesOf(after, '21010')).toEqual([
      `${mayor}2026-12-06`,
      `${economy}2026-12-06`,
      finance?.replace('finance taxes', 'finance energy'),
      'jette-mayor-2026;21010;mayor;yes;;Marc Peeters;Monsieur le Bourgmestre f.f.,;Mijnheer de waarnemend burgemeester,;nl;m.peeters@jette.example;2026-12-07;',
      "jette-alderman-economy-2026;21010;alderman;no;economy horeca;Marc Peeters;Monsieur l'Échevin,;Mijnheer de schepen,;nl;m.peeters@jette.example;2026-12-07;",
      "jette-alderman-culture;21010;alderman;no;culture;Claire D’Hoore;Madame l'Échevine,;Mevrouw de schepen,;fr;cabinet@jette.example;2026-12-07;",
      "jette-alderman-mobility;21010;alderman;no;mobility;Jan D’Hoore;Monsieur l'Échevin,;Mijnheer de schepen,;fr;cabinet@jette.example;2026-12-07;",
      'jette-alderman-cleanliness;21010;alderman;no;cleanliness;;;;fr+nl;;2026-12-08;',
    ])
    expect((await rosterToday(world.app)).problems).toEqual([])
    const again = await run(await sheet('college.xlsx', COLLEGE), { yes: true })
    expect(again.text).toContain('says all of that already')
    expect(roster()).toBe(after)
  })

  it('gets the next edition: two people on one mailbox each, one person with two offices once', async () => {
    writeUpdate(world, { id: 'mesure' })
    await sentEdition(world, '2026-W50')
    const to = relay.received.map(mail => mail.to).filter(mail => mail.endsWith('@jette.example'))
    expect(to.sort()).toEqual([
      'cabinet@jette.example',
      'cabinet@jette.example',
      'echevin.finances@jette.example',
      'm.peeters@jette.example',
    ])
    const mail = relay.received.find(one => one.to === 'm.peeters@jette.example')
    const { text = '' } = await parsed(mail as never)
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Eén mail voor al uw mandaten: waarnemend burgemeester van Jette; schepen van Jette (Economie, Horeca).',
    )
    const row = await readEdition(world.app, '2026-W50')
    const summary = row && (await readSummary(world.app, row))
    const jette = summary?.exclusions.filter(({ recipient }) => recipient.startsWith('jette-'))
    expect(jette).toEqual([
      { recipient: 'jette-alderman-cleanliness', reason: 'vacant' },
      { recipient: 'jette-alderman-economy', reason: 'mandate-ended' },
      { recipient: 'jette-alderman-economy-2026', reason: 'same-person', standsFor: 'jette-mayor-2026' },
      { recipient: 'jette-mayor', reason: 'mandate-ended' },
    ])
    const found = await editionCoverage(world.app, '2026-W50')
    expect(found?.coverage.balanced).toBe(true)
    expect(found?.coverage.communes.list.find(({ nis }) => nis === '21010')).toMatchObject({
      state: 'reached',
      addressees: 4,
      accepted: 4,
      exclusions: 4,
    })
  })
})
