import { describe, expect, it } from '@jest/globals'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { figuresIn } from '../../../src/model/updates/figures.js'
import { parityWarnings } from '../../../src/model/updates/parity.js'
import { type Update, updateIn } from '../../../src/model/updates/update.js'
import { formatProblem } from '../../../src/present/problem/texts.js'

function update(fr: string, nl: string): Update {
  const text = { fr: { title: 'T', summary: fr, body: '' }, nl: { title: 'T', summary: nl, body: '' } }
  return updateIn(BRUSSELS).parse({ id: 'a', kind: 'notice', topic: 'economy', level: 'region', text })
}

function warnings(fr: string, nl: string): string[] {
  return parityWarnings(update(fr, nl), 'u.md').map(one => formatProblem(one, 'en'))
}

describe('figures', () => {
  it.each([
    ['4.000 €', ['4000']],
    ['4\u202f000 €', ['4000']],
    ['€ 4.000,00', ['4000']],
    ['1 291,69 €', ['1291.69']],
    ['1,75\u00a0%', ['1.75']],
    ['1.75 %', ['1.75']],
    ['le 1er juin 2020', ['2020-06-01']],
    ['1 juni 2020', ['2020-06-01']],
    ['01/06/2020', ['2020-06-01']],
    ['juin 2020', ['2020-06---']],
    ['8 h 30', ['8:30']],
    ['22h', ['22:00']],
    ['8.30 uur', ['8:30']],
    ['22 uur', ['22:00']],
    ['COVID-19 et B2B', []],
    ['du 8 au 30 juin', ['8', '-----06-30']],
    ['[x](https://a.example/2020)', ['https://a.example/2020']],
  ])('%j holds %j', (text, values) => {
    expect(figuresIn(text).map(({ value }) => value)).toEqual(values)
  })
})

describe('parity', () => {
  it.each([
    ['4.000 € avant le 1er juin 2020 à 8 h 30', '€ 4 000 vóór 1 juni 2020 om 8.30 uur'],
    ['le 18 mai', '18 mei 2020'],
    ['1,75 % sur 3 ans, 3 fois', '1,75% over 3 jaar'],
    ['deux mille euros, vingt-cinq agents, quatre-vingt-dix cas', '2.000 euro, 25 ambtenaren, 90 gevallen'],
    ['500 dossiers, 22 jours et 14 musées', 'vijfhonderd dossiers, tweeëntwintig dagen en veertien musea'],
    ['au XIXe siècle, sous Léopold II, titre IV', 'in de 19de eeuw, onder Leopold 2, titel 4'],
    ['24h/24, 24 heures sur 24', '24/24, dag en nacht'],
    ['de 22 h → 6 h, soit 9 h 30', 'van 22 → 6 uur, dus 9,5 uur'],
    ['le lundi 4 janvier, car le 3 est un dimanche', 'op maandag 4 januari, want 3 januari is een zondag'],
    ['[ici](https://economie-emploi.example)', '[hier](https://economie-werk.example)'],
  ])('%j and %j say the same', (fr, nl) => {
    expect(warnings(fr, nl)).toEqual([])
  })

  it.each([
    [
      '50 ETP',
      '60 VTE',
      [
        'u.md:2:1 "50" stands in the French text only. Check the Dutch text.',
        'u.md:2:1 "60" stands in the Dutch text only. Check the French text.',
      ],
    ],
    [
      'le 1er juin 2020',
      '18 mei 2020',
      [
        'u.md:2:4 The date "1er juin 2020" stands in the French text only. Check the Dutch text.',
        'u.md:2:1 The date "18 mei 2020" stands in the Dutch text only. Check the French text.',
      ],
    ],
    [
      '[ici](https://a.example)',
      'hier',
      ['u.md:2:5 The link "https://a.example" has no counterpart in Dutch. Check the Dutch text.'],
    ],
    [
      'le 3 juin, car le 4 est férié',
      '3 juni, want 5 juni is een feestdag',
      [
        'u.md:2:19 "4" stands in the French text only. Check the Dutch text.',
        'u.md:2:14 The date "5 juni" stands in the Dutch text only. Check the French text.',
      ],
    ],
    [
      'trois mille euros',
      '2.000 euro',
      ['u.md:2:1 "2.000" stands in the Dutch text only. Check the French text.'],
    ],
  ])('%j and %j differ', (fr, nl, expected) => {
    expect(warnings(fr, nl)).toEqual(expected)
  })

  it('lists at most 50 differences a language', () => {
    const many = Array.from({ length: 500 }, (_, i) => `${i} x`).join(' ')
    expect(warnings(many, 'niets')).toHaveLength(50)
  })
})
