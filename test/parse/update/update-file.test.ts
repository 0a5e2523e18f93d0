import { describe, expect, it } from '@jest/globals'
import { contentHash } from '../../../src/model/updates/hash.js'
import { PRIME, parse, problems, SHORT } from '../../support/update-files.js'

describe('an update file', () => {
  it('gives every key and both languages', () => {
    const parsed = parse(PRIME)
    expect(parsed).toMatchObject({
      warnings: [],
      idPlace: { line: 2, column: 5 },
      update: {
        id: 'prime-unique',
        amount: { min: null, max: 4000, unit: 'EUR', per: { fr: 'par entreprise', nl: 'per onderneming' } },
        concerns: { roles: ['mayor', 'alderman'], competences: ['economy'], communes: ['21001'] },
        event: { start: '2020-04-06T14:00', end: '2020-04-06T15:30' },
        deadline: '2020-06-01',
        text: {
          fr: {
            title: 'Prime unique de 4.000 €',
            summary: 'Une prime pour les entreprises fermées.\nElle est versée une fois.',
            body: 'Demande [en ligne](https://fr.example) :\n\n- avant le **1er juin 2020**',
          },
          nl: { summary: 'Een premie voor gesloten ondernemingen.' },
        },
      },
    })
  })

  it('needs id, kind, topic, level and both languages only', () => {
    expect(parse(SHORT)).toMatchObject({
      update: {
        urgency: 'normal',
        status: 'in-force',
        from: null,
        amount: null,
        links: [],
        concerns: { roles: [], competences: [], communes: [] },
        text: { fr: { summary: 'Résumé.', body: '' } },
      },
    })
  })

  it('is the same with a BOM, CRLF and decomposed accents', () => {
    const parsed = parse(`\ufeff${PRIME.replaceAll('\n', '\r\n').normalize('NFD')}`)
    expect(parsed).toEqual(parse(PRIME))
  })

  it('accepts the French space before the colon of a language', () => {
    expect(parse(SHORT.replace('# fr:', '# FR\u00a0:'))).toMatchObject({
      update: { text: { fr: { title: 'Masques' } } },
    })
  })

  it('shows ten different mistakes at once', () => {
    const bad = PRIME.replace('prime-unique  ', 'Prime Unique!')
      .replace('kind: support', 'kind: suport')
      .replace('topic: economy', 'topic: economie')
      .replace('level: region', 'levle: region')
      .replace('until: 2020-06-01', 'until: 2020-02-30')
      .replace('max: 4000', 'min: 5000, max: 4000')
      .replace('[21001]', '[21999]')
      .replace('"https://fr.example"', '"http://fr.example"')
      .replace('T15:30', 'T13:30')
      .replace('(https://nl.example)', '(javascript:alert)')
      .replace('Elle est', '![logo](logo.png) Elle est')
    expect(problems(bad)).toEqual([
      '1:1 level is missing. Fill it in.',
      '2:5 id "Prime Unique!" is not an id. Write it with a-z, 0-9 and hyphens: prime-unique.',
      '3:7 kind "suport" is not allowed. Allowed: measure, support, event, practice, notice. Did you mean support?',
      '4:8 topic "economie" is not allowed. Allowed: economy, health, employment, mobility, culture, social, public-space, energy, horeca. Did you mean economy?',
      '5:1 "levle" is not a known key. Did you mean level?',
      '9:8 until "2020-02-30" is not a date. Write it as 2020-02-29.',
      '11:15 amount.min 5000 is above amount.max 4000. Correct one of the two.',
      '12:73 concerns.communes "21999" is not the NIS code of a commune here. The codes stand in communes.yaml.',
      '13:14 "http://fr.example" is not a link that a mail may carry. Write it as https://fr.example.',
      '14:39 event.end 2020-04-06T13:30 is before event.start 2020-04-06T14:00. Correct one of the two.',
      '20:1 A mail carries no image. Describe it, or link to a page that shows it.',
      '29:11 "javascript:alert" is not a link that a mail may carry. Write https://…, mailto:… or tel:+32….',
    ])
  })
})

describe('the bytes of an update', () => {
  it.each([
    ['nothing', '', ['1:1 The file is empty. Copy the template and fill it in.']],
    ['white space', ' \r\n\t', ['1:1 The file is empty. Copy the template and fill it in.']],
    [
      'UTF-16',
      Buffer.from(`\ufeff${SHORT}`, 'utf16le'),
      ['1:1 The file is saved as UTF-16. Save it as UTF-8.'],
    ],
    ['Latin 1', Buffer.from(SHORT, 'latin1'), ['8:2 Byte 0xE9 is not UTF-8. Save the file as UTF-8.']],
    [
      'a letter cut in half',
      Buffer.concat([Buffer.from(SHORT), Buffer.from([0xc3])]),
      ['12:1 Byte 0xC3 is not UTF-8. Save the file as UTF-8.'],
    ],
    [
      'NUL',
      SHORT.replace('Résumé', 'Rés\0umé'),
      ['8:4 The invisible character U+0000 is not allowed. Delete it and type the passage again.'],
    ],
    [
      'a lone CR',
      SHORT.replace('Masques', 'Masques\rBcc: x'),
      [expect.stringMatching(/^7:14 The invisible character U\+000D/)],
    ],
    [
      'turned text',
      SHORT.replace('Résumé', '\u2066Résumé'),
      [expect.stringMatching(/^8:1 The invisible character U\+2066/)],
    ],
  ])('%s is answered with its place', (_, content, expected) => {
    expect(problems(content)).toEqual(expected)
  })

  it('more than 256 KiB is refused whole', () => {
    expect(problems(new Uint8Array(256 * 1024 + 1))).toEqual([
      '1:1 The file is larger than 256 KiB. Shorten it, without pictures or attachments.',
    ])
  })

  it('names a lost letter with its word', () => {
    expect(problems(SHORT.replace('é', '\uFFFD'))).toEqual([
      '8:2 A letter was lost in "R\uFFFDsum\u00e9.". Type the word again.',
    ])
  })
})

describe('problems for editors', () => {
  const bad = SHORT.replace('federal', 'federall')
    .replace(/# nl[\s\S]*/, '')
    .replace('Résumé.', 'Résumé ![x](y)')

  it('are in French', () => {
    expect(problems(bad, 'fr')).toEqual([
      '5:8 level «\u00a0federall\u00a0» n’est pas admis. Valeurs admises\u00a0: commune, Région, Communauté, fédéral, Europe. Vouliez-vous dire fédéral\u00a0?',
      '8:8 Un courriel ne contient pas d’image. Décrivez-la ou mettez un lien vers la page qui la montre.',
      '10:1 Le texte néerlandais manque. Ajoutez «\u00a0# nl: Titre\u00a0» et le texte en dessous.',
    ])
  })

  it('are in Dutch', () => {
    expect(problems(bad, 'nl')).toEqual([
      '5:8 level “federall” is niet toegestaan. Toegestaan: gemeente, Gewest, Gemeenschap, federaal, Europa. Bedoelt u federaal?',
      '8:8 Een mail bevat geen afbeeldingen. Beschrijf de afbeelding of link naar de pagina die ze toont.',
      '10:1 De Nederlandse tekst ontbreekt. Voeg “# nl: Titel” toe, met de tekst eronder.',
    ])
  })
})

describe('the content hash', () => {
  const hashOf = (content: string) => {
    const parsed = parse(content)
    return 'update' in parsed ? contentHash(parsed.update) : null
  }
  it('does not depend on the order of the keys, their quotes or comments', () => {
    const other = SHORT.replace('id: masques\nkind: notice', 'kind: "notice"   # avis\nid: masques')
    expect(hashOf(other)).toBe(hashOf(SHORT))
    expect(hashOf(SHORT)).toMatch(/^[0-9a-f]{64}$/)
  })
  it('changes with one letter of the text', () => {
    expect(hashOf(SHORT.replace('Résumé', 'Resumé'))).not.toBe(hashOf(SHORT))
  })
})
