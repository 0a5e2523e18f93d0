import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { EDITOR_LANGUAGES } from '../../../src/model/language/language.js'
import type { NameList } from '../../../src/model/language/names.js'
import { contentHash } from '../../../src/model/updates/hash.js'
import { FIELDS, type Field, type Fields } from '../../../src/model/updates/update-fields.js'
import { amountWritten } from '../../../src/parse/update/written-amount.js'
import { formatProblem } from '../../../src/present/problem/texts.js'
import { NAMED, parse, problems } from '../../support/update-files.js'

const file = (name: string) => readFileSync(join(PROJECT_ROOT, 'test/fixtures/fields', `${name}.md`), 'utf8')
const CODES = file('codes')

function hashOf(content: string): string {
  const parsed = parse(content, NAMED)
  return 'update' in parsed ? contentHash(parsed.update) : problems(content, 'fr', NAMED).join('\n')
}

describe('an update in its editor’s own language', () => {
  it('is the same update in codes, in French, in Dutch and in all of them at once', () => {
    expect(parse(CODES, NAMED)).toMatchObject({
      update: { kind: 'support', from: '2026-12-07', concerns: { communes: ['21009', '21004', '21013'] } },
      warnings: [],
    })
    for (const name of ['french', 'dutch', 'mixed'])
      expect([name, hashOf(file(name))]).toEqual([name, hashOf(CODES)])
  })

  it('is the same update as its example in codes', () => {
    for (const name of ['droit-passerelle.md', 'appels-aines.md']) {
      const example = (folder: string) => readFileSync(join(PROJECT_ROOT, 'examples', folder, name), 'utf8')
      expect([name, hashOf(example('own-language'))]).toEqual([name, hashOf(example('2020-W19'))])
      expect(hashOf(example('2020-W19'))).toMatch(/^[0-9a-f]{64}$/)
    }
  })

  it('keeps the hash that it had before fields had names', () => {
    expect(hashOf(CODES)).toBe('a165acf13e1ce16c5d8326074c8b595208a49e29f82256b0d4950ce9b074b217')
  })

  it('is the same update whatever the names, of any combination', () => {
    const random = generator(20261207)
    for (let round = 0; round < 200; round++) {
      const renamed = renamedAtRandom(random)
      expect([renamed, hashOf(renamed)]).toEqual([renamed, hashOf(CODES)])
    }
  })

  it('takes an id, a text, a link and a place as they are written, whatever they look like', () => {
    const content = CODES.replace('terrasses-hiver', 'aide')
      .replace('fr: Halles, nl: Hallen', 'fr: 7/12/2026, nl: steun')
      .replace('fr: Bruxelles Mobilité', 'fr: aide')
    expect(parse(content, NAMED)).toMatchObject({
      update: { id: 'aide', event: { place: { fr: '7/12/2026', nl: 'steun' } }, authority: { fr: 'aide' } },
    })
  })
})

/** Numbers from 0 up to 1, always the same ones (Park and Miller, 1988). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

const VALUES: Record<string, unknown> = {
  id: 'terrasses-hiver',
  kind: 'support',
  topic: 'mobility',
  level: 'region',
  authority: { fr: 'Bruxelles Mobilité', nl: 'Brussel Mobiliteit' },
  urgency: 'urgent',
  from: '2026-12-07',
  until: '2027-03-31',
  deadline: '2027-02-01',
  amount: { min: '1000', max: '4000.5', unit: 'EUR', per: { fr: 'par terrasse', nl: 'per terras' } },
  concerns: {
    roles: ['mayor', 'alderman'],
    competences: ['public-space', 'horeca'],
    communes: ['21009', '21004', '21013'],
  },
  links: [
    {
      fr: 'https://fr.example',
      nl: 'https://nl.example',
      label: { fr: 'Demande', nl: 'Aanvraag' },
    },
  ],
  event: {
    start: '2026-12-14T18:30',
    end: '2026-12-14T20:00',
    place: { fr: 'Halles', nl: 'Hallen' },
    url: 'https://x.example',
  },
  change: { fr: 'Délai prolongé', nl: 'Termijn verlengd' },
  status: 'in-force',
}

/** The update of the fixtures, each of its keys and values under its code or a name, in any case, with accents or without. */
function renamedAtRandom(random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const styled = (name: string) =>
    pick([
      name,
      name.toUpperCase(),
      name.normalize('NFD'),
      name.replaceAll("'", '’'),
      name.replaceAll(' ', '-'),
    ])
  const nameOf = (code: string, list: NameList) =>
    pick([code, ...EDITOR_LANGUAGES.flatMap(language => (list[code]?.[language] ?? []).map(styled))])
  const write = (value: unknown, field: Field | undefined): string => {
    if (Array.isArray(value)) return `[${value.map(item => write(item, field)).join(', ')}]`
    if (typeof value === 'object') {
      const parts = field?.parts ?? {}
      return `{${keys(value as object, parts).join(', ')}}`
    }
    const list = typeof field?.values === 'string' ? NAMED.names?.[field.values] : field?.values
    return JSON.stringify(list ? nameOf(String(value), list) : value)
  }
  const keys = (value: object, fields: Fields): string[] =>
    Object.entries(value).map(([key, inner]) => {
      const names = Object.fromEntries(Object.entries(fields).map(([code, { names }]) => [code, names]))
      return `${JSON.stringify(nameOf(key, names))}: ${write(inner, fields[key])}`
    })
  const front = keys(VALUES, FIELDS).join('\n')
  return `---\n${front}\n---\n${CODES.slice(CODES.indexOf('# fr:'))}`
}

const fileOf = (front: string) => `---\n${front}\n---\n# fr: Titre\nRésumé.\n\n# nl: Titel\nSamenvatting.\n`

describe('a mistake is told under the names of the editor and of the reader', () => {
  it.each([
    [
      'id: x\ntype: aides\nthème: mobilité\nniveau: Région',
      '3:7 type «\u00a0aides\u00a0» n’est pas admis. Valeurs admises\u00a0: mesure, aide, événement, bonne pratique, avis. Vouliez-vous dire aide\u00a0?',
      '3:7 type “aides” is niet toegestaan. Toegestaan: maatregel, steun, evenement, goede praktijk, bericht. Bedoelt u steun?',
    ],
    [
      'id: x\nsoort: stuen\nonderwerp: mobiliteit\nniveau: Gewest',
      '3:8 soort «\u00a0stuen\u00a0» n’est pas admis. Valeurs admises\u00a0: mesure, aide, événement, bonne pratique, avis. Vouliez-vous dire aide\u00a0?',
      '3:8 soort “stuen” is niet toegestaan. Toegestaan: maatregel, steun, evenement, goede praktijk, bericht. Bedoelt u steun?',
    ],
    [
      'id: x\ntype: aide\nthème: mobilte\nniveau: Région',
      '4:8 thème «\u00a0mobilte\u00a0» n’est pas admis. Valeurs admises\u00a0: Économie, Horeca, Emploi, Indépendants, Financement, Énergie, Santé, Espace public, Événements, Culture, Action sociale, Mobilité, Taxes, Échanges. Vouliez-vous dire Mobilité\u00a0?',
      '4:8 thème “mobilte” is niet toegestaan. Toegestaan: Economie, Horeca, Werk, Zelfstandigen, Financiering, Energie, Gezondheid, Openbare ruimte, Evenementen, Cultuur, Welzijn, Mobiliteit, Belastingen, Uitwisseling. Bedoelt u Mobiliteit?',
    ],
    [
      'id: x\nsoort: steun\nonderwerp: gezondheit\nniveau: Gewest',
      '4:12 onderwerp «\u00a0gezondheit\u00a0» n’est pas admis. Valeurs admises\u00a0: Économie, Horeca, Emploi, Indépendants, Financement, Énergie, Santé, Espace public, Événements, Culture, Action sociale, Mobilité, Taxes, Échanges. Vouliez-vous dire Santé\u00a0?',
      '4:12 onderwerp “gezondheit” is niet toegestaan. Toegestaan: Economie, Horeca, Werk, Zelfstandigen, Financiering, Energie, Gezondheid, Openbare ruimte, Evenementen, Cultuur, Welzijn, Mobiliteit, Belastingen, Uitwisseling. Bedoelt u Gezondheid?',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité',
      '1:1 niveau manque. Complétez.',
      '1:1 niveau ontbreekt. Vul dit in.',
    ],
    [
      'id: x\nkind: support\ntopic: mobility',
      '1:1 level manque. Complétez.',
      '1:1 level ontbreekt. Vul dit in.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nkind: support',
      '6:1 «\u00a0kind\u00a0» désigne le même champ que «\u00a0type\u00a0» à la ligne 3. N’en gardez qu’un.',
      '6:1 “kind” is hetzelfde veld als “type” op regel 3. Behoud er één.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nType: mesure',
      '6:1 «\u00a0Type\u00a0» désigne le même champ que «\u00a0type\u00a0» à la ligne 3. N’en gardez qu’un.',
      '6:1 “Type” is hetzelfde veld als “type” op regel 3. Behoud er één.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\néchéanse: 7/12/2026',
      '6:1 «\u00a0échéanse\u00a0» n’est pas une clé connue. Vouliez-vous dire échéance\u00a0?',
      '6:1 “échéanse” is geen bekende sleutel. Bedoelt u uiterste datum?',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nlieu: {fr: a, nl: b}',
      '6:1 «\u00a0lieu\u00a0» n’est pas une clé connue. Vouliez-vous dire événement.lieu\u00a0?',
      '6:1 “lieu” is geen bekende sleutel. Bedoelt u evenement.plaats?',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nurgence: haute',
      '6:10 urgence «\u00a0haute\u00a0» n’est pas admis. Valeurs admises\u00a0: urgent, normal, info.',
      '6:10 urgence “haute” is niet toegestaan. Toegestaan: dringend, normaal, info.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nstatut: annulé',
      '6:9 statut «\u00a0annulé\u00a0» n’est pas admis. Valeurs admises\u00a0: en vigueur, retiré.',
      '6:9 statut “annulé” is niet toegestaan. Toegestaan: van kracht, ingetrokken.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\néchéance: 12/7',
      '6:11 échéance «\u00a012/7\u00a0» n’a pas d’année. Ajoutez-la\u00a0: AAAA-07-12.',
      '6:11 échéance “12/7” heeft geen jaar. Voeg het toe: JJJJ-07-12.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\néchéance: mardi 7 décembre 2026',
      '6:11 échéance «\u00a0mardi 7 décembre 2026\u00a0»\u00a0: ce jour est un lundi. Écrivez 2026-12-07, si c’est ce jour\u00a0; sinon, corrigez la date.',
      '6:11 échéance “mardi 7 décembre 2026”: die dag is een maandag. Schrijf 2026-12-07, als u die dag bedoelt; verbeter anders de datum.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\néchéance: 30/2/2027',
      '6:11 échéance «\u00a030/2/2027\u00a0» n’est pas une date. Écrivez 2027-02-28, si c’est ce jour.',
      '6:11 échéance “30/2/2027” is geen datum. Schrijf 2027-02-28, als u die dag bedoelt.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\néchéance: 12/25/2026',
      '6:11 échéance «\u00a012/25/2026\u00a0» n’est pas une date. Écrivez 2026-12-25, si c’est ce jour.',
      '6:11 échéance “12/25/2026” is geen datum. Schrijf 2026-12-25, als u die dag bedoelt.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\néchéance: bientôt',
      '6:11 échéance «\u00a0bientôt\u00a0» n’est pas une date. Écrivez AAAA-MM-JJ ou JJ/MM/AAAA.',
      '6:11 échéance “bientôt” is geen datum. Schrijf JJJJ-MM-DD of DD/MM/JJJJ.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nmontant: {maximum: 4.000}',
      '6:20 montant.maximum «\u00a04.000\u00a0» n’est pas un montant. Écrivez 4000, sans signe ni séparateur de milliers.',
      '6:20 montant.maximum “4.000” is geen bedrag. Schrijf 4000, zonder teken of scheiding van duizendtallen.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nmontant: {maximum: "4,000"}',
      '6:20 montant.maximum «\u00a04,000\u00a0» n’est pas un montant. Écrivez 4000, sans signe ni séparateur de milliers.',
      '6:20 montant.maximum “4,000” is geen bedrag. Schrijf 4000, zonder teken of scheiding van duizendtallen.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nmontant: 4000',
      '6:10 montant «\u00a04000\u00a0» n’a pas de clés. Écrivez {…} avec minimum, maximum, unité, par.',
      '6:10 montant “4000” heeft geen sleutels. Schrijf {…} met minimum, maximum, eenheid, per.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nmontant: {minimum: 5, maximum: 3}',
      '6:20 montant.minimum 5 dépasse montant.maximum 3. Corrigez l’un des deux montants.',
      '6:20 montant.minimum 5 is hoger dan montant.maximum 3. Verbeter een van beide bedragen.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nmontant: {maximum: 5, max: 6}',
      '6:23 «\u00a0max\u00a0» désigne le même champ que «\u00a0maximum\u00a0» à la ligne 6. N’en gardez qu’un.',
      '6:23 “max” is hetzelfde veld als “maximum” op regel 6. Behoud er één.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nconcerne: {rôles: échevin}',
      '6:19 concerne.rôles «\u00a0échevin\u00a0» n’est pas une liste. Écrivez [échevin].',
      '6:19 concerne.rôles “échevin” is geen lijst. Schrijf [échevin].',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nconcerne: {rôles: [président]}',
      '6:20 concerne.rôles «\u00a0président\u00a0» n’est pas admis. Valeurs admises\u00a0: bourgmestre, échevin.',
      '6:20 concerne.rôles “président” is niet toegestaan. Toegestaan: burgemeester, schepen.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nconcerne: {communes: [Ixeles]}',
      '6:23 concerne.communes «\u00a0Ixeles\u00a0» n’est ni le nom ni le code INS d’une commune d’ici. Vouliez-vous dire Ixelles\u00a0?',
      '6:23 concerne.communes “Ixeles” is de naam noch de NIS-code van een gemeente hier. Bedoelt u Elsene?',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nliens: [{fr: "https://a.be", nl: "https://b.be"}]',
      '6:9 liens.libellé manque. Complétez.',
      '6:9 liens.label ontbreekt. Vul dit in.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\névénement: {fin: 7/12/2026 18h}',
      '6:12 événement.début manque. Complétez.',
      '6:12 événement.begin ontbreekt. Vul dit in.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\névénement: {début: 7/12/2026}',
      '6:20 événement.début «\u00a07/12/2026\u00a0» n’est pas une date avec heure. Écrivez 2026-12-07T14:00, si c’est ce moment.',
      '6:20 événement.début “7/12/2026” is geen datum met uur. Schrijf 2026-12-07T14:00, als u dat tijdstip bedoelt.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\névénement: {début: demain}',
      '6:20 événement.début «\u00a0demain\u00a0» n’est pas une date avec heure. Écrivez JJ/MM/AAAA 18h30 ou AAAA-MM-JJThh:mm.',
      '6:20 événement.début “demain” is geen datum met uur. Schrijf DD/MM/JJJJ 18u30 of JJJJ-MM-DDTuu:mm.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\nautorité: {fr: a}',
      '6:11 autorité manque en néerlandais. Ajoutez «\u00a0nl: …\u00a0».',
      '6:11 autorité ontbreekt in het Nederlands. Voeg “nl: …” toe.',
    ],
    [
      'id: x\ntype: aide\nthème: mobilité\nniveau: Région\ndu: 8/12/2026\nau: 7/12/2026',
      '7:5 au 2026-12-07 précède du 2026-12-08. Corrigez l’une des deux dates.',
      '7:5 au 2026-12-07 ligt vóór du 2026-12-08. Verbeter een van beide datums.',
    ],
    [
      'id: x\nsoort: steun\nonderwerp: mobiliteit\nniveau: Gewest\nbedrag: 4000',
      '6:9 bedrag «\u00a04000\u00a0» n’a pas de clés. Écrivez {…} avec minimum, maximum, unité, par.',
      '6:9 bedrag “4000” heeft geen sleutels. Schrijf {…} met minimum, maximum, eenheid, per.',
    ],
    [
      'id: x\nsoort: steun\nonderwerp: mobiliteit\nniveau: Gewest\ntot: 7 december',
      '6:6 tot «\u00a07 december\u00a0» n’a pas d’année. Ajoutez-la\u00a0: AAAA-12-07.',
      '6:6 tot “7 december” heeft geen jaar. Voeg het toe: JJJJ-12-07.',
    ],
    [
      'id: x\nsoort: steun\nonderwerp: mobiliteit\nniveau: Gewest\ngemeenten: [Elsene]',
      '6:1 «\u00a0gemeenten\u00a0» n’est pas une clé connue. Vouliez-vous dire concerne.communes\u00a0?',
      '6:1 “gemeenten” is geen bekende sleutel. Bedoelt u betreft.gemeenten?',
    ],
    [
      'id: x\nsoort: steun\nonderwerp: mobiliteit\nniveau: Gewest\nbetreft: {gemeenten: [Elzene]}',
      '6:23 betreft.gemeenten «\u00a0Elzene\u00a0» n’est ni le nom ni le code INS d’une commune d’ici. Vouliez-vous dire Ixelles\u00a0?',
      '6:23 betreft.gemeenten “Elzene” is de naam noch de NIS-code van een gemeente hier. Bedoelt u Elsene?',
    ],
  ])('%j', (front, french, dutch) => {
    expect(problems(fileOf(front), 'fr', NAMED)).toEqual([french])
    expect(problems(fileOf(front), 'nl', NAMED)).toEqual([dutch])
  })

  it('and in English under that of the editor, with codes', () => {
    const front = 'id: x\ntype: aides\nthème: mobilité\nniveau: Région\nkind: aide'
    expect(problems(fileOf(front), 'en', NAMED)).toEqual([
      '3:7 type "aides" is not allowed. Allowed: measure, support, event, practice, notice. Did you mean support?',
      '6:1 "kind" names the same field as "type" on line 3. Keep one of them.',
    ])
  })

  it('and as a warning, too', () => {
    const front = 'id: x\ntype: aide\nthème: mobilité\nniveau: Région\ndu: 8/12/2026\néchéance: 7/12/2026'
    expect(parse(fileOf(front), NAMED).warnings.map(one => formatProblem(one, 'fr'))).toEqual([
      'updates/prime.md:7:11 échéance 2026-12-07 précède du 2026-12-08. Vérifiez les deux dates.',
    ])
  })
})

describe('an amount as people write it', () => {
  it.each([
    ['4000', '4000'],
    ['1291.69', '1291.69'],
    ['12,5', '12.5'],
    ['4 000', '4000'],
    ['4\u00a0000\u00a0€', '4000'],
    ['4\u202f000,50 euros', '4000.50'],
    ['€ 4000', '4000'],
    ['€4.000,5', '4000.5'],
    ['1.234.567', '1234567'],
    ["4'000 EUR", '4000'],
    ['4.000', null],
    ['4,000', null],
    ['4.000 €', null],
    ['4.00.000', null],
    ['12 34', null],
    ['1 000.000', null],
    ['4000 $', null],
    ['4000 par an', null],
    ['-4000', null],
    ['', null],
  ])('%s', (text, amount) => {
    expect(amountWritten(text)).toBe(amount)
  })
})
