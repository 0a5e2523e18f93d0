import { describe, expect, it } from '@jest/globals'
import {
  ALDERMAN,
  ANDERLECHT,
  COMMUNES,
  type Files,
  HEAD,
  JETTE,
  parse,
  problems,
  STAFF,
  withLine,
} from '../../support/roster-files.js'

describe('a roster', () => {
  it('gives communes, mandate holders and staff', () => {
    const parsed = parse({})
    expect(parsed).toMatchObject({
      problems: [],
      warnings: [],
      counts: { communes: 2, mandateHolders: 2, staff: 3 },
    })
    expect(parsed.roster.communes[0]).toEqual({
      nis: '21001',
      name: { fr: 'Anderlecht', nl: 'Anderlecht' },
      deFr: "d'Anderlecht",
      postalCodes: ['1070'],
      spoc: 'spoc-ouest',
      deputy: 'spoc-nord',
      agreement: {
        signed: '2019-06-14',
        themes: ['economy'],
        priorities: [{ fr: 'Soutenir', nl: 'Ondersteunen' }],
      },
    })
    expect(parsed.roster.mandateHolders[0]).toEqual({
      id: 'anderlecht-mayor',
      commune: '21001',
      role: 'mayor',
      acting: false,
      competences: ['health', 'economy'],
      name: 'Bourgmestre',
      salutation: { fr: 'Monsieur le Bourgmestre,', nl: 'Mijnheer de burgemeester,' },
      languages: 'nl+fr',
      email: 'a@anderlecht.example',
      since: '2018-12-03',
      until: null,
    })
    expect(parsed.roster.staff[0]).toMatchObject({ phone: '+32 2 000 00 01', roles: ['spoc'] })
  })

  it('is the same with commas, CRLF, a BOM, other column order and empty lines at the end', () => {
    const columns = HEAD.split(';').reverse()
    const rows = [ANDERLECHT, JETTE].map(row => {
      const cells = row.replaceAll('"', '').split(';').reverse()
      return cells.map(cell => (cell.includes(',') ? `"${cell}"` : cell)).join(',')
    })
    const mandates = `\ufeff${[columns.join(','), ...rows, ',,,,,,,,,,,', ''].join('\r\n')}`
    expect(parse({ mandates }).roster).toEqual(parse({}).roster)
  })

  it('keeps a vacant mandate, without name, address and languages', () => {
    const parsed = parse(withLine('vacant;21001;alderman;no;horeca;;;;;;;'))
    expect(parsed).toMatchObject({ problems: [], counts: { mandateHolders: 3, vacant: 1 } })
    expect(parsed.roster.mandateHolders[2]).toMatchObject({ name: '', email: '', languages: 'fr+nl' })
  })

  it('counts and gives the good lines beside the bad ones', () => {
    const parsed = parse(
      withLine(
        `${ALDERMAN.replace('c@', 'c c@')}\n"open;21001\nshort;21001\n${ALDERMAN.replace('x;', 'y;')}`,
      ),
    )
    expect(parsed.roster.mandateHolders.map(({ id }) => id)).toEqual(['anderlecht-mayor', 'jette-mayor', 'y'])
    expect(parsed.counts.unusable).toBe(3)
    expect(parsed.problems).toHaveLength(3)
  })

  it('reads the other files when one is not there', () => {
    const parsed = parse({ staff: null })
    expect(parsed).toMatchObject({ problems: [], counts: { communes: 2, mandateHolders: 2, staff: 0 } })
  })
})

describe('communes and staff', () => {
  it.each([
    [
      { communes: COMMUNES.replace('spoc: spoc-ouest', 'spoc: spoc-oest') },
      ['communes.yaml:7:11 spoc "spoc-oest" is not in staff.yaml. Did you mean spoc-ouest?'],
    ],
    [
      { communes: COMMUNES.replace('deputy: spoc-nord', 'deputy: redaction') },
      [
        'communes.yaml:8:13 deputy "redaction" does not have the role spoc. Add "spoc" to their roles in staff.yaml.',
      ],
    ],
    [
      { communes: COMMUNES.replace('[1070]', '[0170]') },
      ['communes.yaml:6:20 postal_codes "0170" is not a postal code. Write four digits.'],
    ],
    [
      { communes: COMMUNES.replace('[economy]', '[économie]') },
      [
        'communes.yaml:9:46 agreement.themes "économie" is not allowed. Allowed: economy, health, horeca. Did you mean economy?',
      ],
    ],
    [
      { communes: COMMUNES.replace('2019-06-14', '2019-06-31') },
      ['communes.yaml:9:25 agreement.signed "2019-06-31" is not a date. Write it as 2019-06-30.'],
    ],
    [
      { communes: COMMUNES.replace('    de_fr', '    de-fr') },
      [
        'communes.yaml:2:5 de_fr is missing. Fill it in.',
        'communes.yaml:5:5 "de-fr" is not a known key. Did you mean de_fr?',
      ],
    ],
    [
      { communes: COMMUNES.replace('21010', '21001') },
      [
        'communes.yaml:10:11 The id "21001" already stands on line 2. Give each line its own id.',
        'm.csv:3:13 commune "21010" is not the NIS code of a commune here. The codes stand in communes.yaml.',
      ],
    ],
    [
      { staff: STAFF.replace('"+32 2 000 00 02"', '0475123456') },
      ['staff.yaml:3:76 phone "0475123456" is not an international number. Write it as +32 475123456.'],
    ],
    [
      { staff: STAFF.replace('roles: [spoc],', 'roles: [approver], deputy: redacton,') },
      [
        'communes.yaml:7:11 spoc "spoc-ouest" does not have the role spoc. Add "spoc" to their roles in staff.yaml.',
        expect.stringMatching(
          /^staff\.yaml:2:\d+ deputy "redacton" is not in staff\.yaml\. Did you mean redaction\?$/,
        ),
      ],
    ],
    [
      { staff: STAFF.replace('roles: [spoc, admin],', 'roles: [spoc, approver], deputy: redaction,') },
      [expect.stringMatching(/^staff\.yaml:3:\d+ deputy "redaction" does not have the role approver/)],
    ],
    [
      { staff: STAFF.replace('[editor]', '[editr]') },
      [
        expect.stringMatching(
          /^staff\.yaml:4:\d+ roles "editr" is not allowed\. Allowed: editor, approver, spoc, admin, head\. Did you mean editor\?$/,
        ),
      ],
    ],
    [
      { staff: STAFF.replace('nord@', 'OUEST@') },
      [
        'staff.yaml:3:48 The address "OUEST@agence.example" already stands on line 2. Give each person their own address.',
      ],
    ],
    [
      { staff: STAFF.replace('staff:', 'personnel:') },
      [
        'staff.yaml:1:1 "personnel" is not a known key. Known here: staff.',
        'staff.yaml:1:1 staff is missing. Fill it in.',
      ],
    ],
    [
      { communes: 'communes: none\n', mandates: HEAD },
      ['communes.yaml:1:11 communes "none" is not a list. Write [none].'],
    ],
  ] as [Files, unknown[]][])('%# is answered with its place', (files, expected) => {
    expect(problems(files)).toEqual(expected)
  })

  it.each([
    ['nobody', [HEAD, ANDERLECHT]],
    ['a vacant mandate', [HEAD, ANDERLECHT, 'jette-mayor;21010;mayor;no;;;;;;;;']],
    ['a mandate that has ended', [HEAD, ANDERLECHT, `${JETTE}2020-04-29`]],
    ['a mandate that has not begun', [HEAD, ANDERLECHT, JETTE.replace(/;;$/, ';2020-05-01;')]],
  ])('a commune with %s is named', (_, lines) => {
    expect(problems({ mandates: lines.join('\n') })).toEqual([
      'communes.yaml:10:11 On 2020-04-30 nobody can be reached in 21010 Jette. Add a mandate holder with an address to mandate-holders.csv.',
    ])
  })

  it('are named in French and Dutch too', () => {
    const files = { mandates: [HEAD, ANDERLECHT].join('\n') }
    expect(problems(files, 'fr')[0]).toBe(
      'communes.yaml:10:11 Le 2020-04-30, personne n’est joignable à 21010 Jette. Ajoutez un mandataire avec une adresse dans mandate-holders.csv.',
    )
    expect(problems(files, 'nl')[0]).toBe(
      'communes.yaml:10:11 Op 2020-04-30 is in 21010 Jette niemand bereikbaar. Voeg in mandate-holders.csv een mandataris met een adres toe.',
    )
  })
})
