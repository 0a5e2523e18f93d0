import { describe, expect, it } from '@jest/globals'
import { formatProblem } from '../../../src/present/problem/texts.js'
import { ALDERMAN, ANDERLECHT, HEAD, JETTE, parse, problems, withLine } from '../../support/roster-files.js'

describe('a line of mandate-holders.csv', () => {
  it.each([
    [
      ALDERMAN.replace('21001', '21999'),
      ['m.csv:4:3 commune "21999" is not the NIS code of a commune here. The codes stand in communes.yaml.'],
    ],
    [
      ALDERMAN.replace('alderman', 'échevin honoraire'),
      ['m.csv:4:9 role "échevin honoraire" is not allowed. Allowed: mayor, alderman.'],
    ],
    [
      ALDERMAN.replace(';no;', ';maybe;'),
      ['m.csv:4:18 acting "maybe" is neither yes nor no. Write yes or no.'],
    ],
    [
      ALDERMAN.replace(';no;;', ';nee;economy horecca;'),
      [
        'm.csv:4:22 competences "horecca" is not allowed. Allowed: economy, health, horeca. Did you mean horeca?',
      ],
    ],
    [
      ALDERMAN.replace(';fr;', ';en;'),
      ['m.csv:4:37 languages "en" is not allowed. Allowed: fr, nl, fr+nl, nl+fr.'],
    ],
    [
      ALDERMAN.replace('x;', 'X y;'),
      ['m.csv:4:1 id "X y" is not an id. Write it with a-z, 0-9 and hyphens: x-y.'],
    ],
    [
      ALDERMAN.replace('c@', 'Échevine <c @').replace('.example;', '.example>;'),
      [
        'm.csv:4:40 email "Échevine <c @anderlecht.example>" is not an email address. Write it as name@commune.example, without spaces, quotes or accents.',
      ],
    ],
    [
      ALDERMAN.replace('c@', '"""a@evil x""@').replace('.example;', '.example";'),
      [
        'm.csv:4:40 email ""a@evil x"@anderlecht.example" is not an email address. Write it as name@commune.example, without spaces, quotes or accents.',
      ],
    ],
    [
      `${ALDERMAN.slice(0, -1)}2019-06-30;2018-12-03`,
      ['m.csv:4:72 until 2018-12-03 is before since 2019-06-30. Correct one of the two.'],
    ],
    [
      `${ALDERMAN.slice(0, -1)}2019-02-29;`,
      ['m.csv:4:61 since "2019-02-29" is not a date. Write it as 2019-02-28.'],
    ],
    [ALDERMAN.replace('c@anderlecht.example', ''), ['m.csv:4:40 email is missing. Fill it in.']],
    [ALDERMAN.replace('Échevine', ''), ['m.csv:4:22 name is missing. Fill it in.']],
    [
      ALDERMAN.replace('S,;S,', `${'x'.repeat(201)};S,`),
      ['m.csv:4:31 salutation_fr has 201 characters. Write at most 200.'],
    ],
    [
      ALDERMAN.replace('Échevine', 'É\u2028B'),
      ['m.csv:4:22 name goes over more than one line. Write it on one line.'],
    ],
    [
      ALDERMAN.replace('Échevine', 'É\u202eB'),
      ['m.csv:4:23 The invisible character U+202E is not allowed. Delete it and type the passage again.'],
    ],
    [
      ALDERMAN.replace('x;', 'jette-mayor;'),
      ['m.csv:4:1 The id "jette-mayor" already stands on line 3. Give each line its own id.'],
    ],
    [
      ANDERLECHT.replace('anderlecht-mayor', 'x').replace('a@anderlecht', 'A@Anderlecht'),
      [
        'm.csv:4:104 A@anderlecht.example is already mayor of 21001 at that time, on line 2. Delete one line, or end the first mandate with "until".',
      ],
    ],
    [
      'x;y',
      [
        'm.csv:4:1 This line has 2 cells; the first line has 12. Put a cell that holds the separator in quotes.',
      ],
    ],
    [
      ALDERMAN.replace('Échevine', 'É"B'),
      [
        'm.csv:4:23 A quote is opened or closed in the wrong place. Quote the whole cell, on one line, and double each " inside.',
      ],
    ],
  ])('%j is answered with its place', (line, expected) => expect(problems(withLine(line))).toEqual(expected))

  it('may follow another mandate of the same person', () => {
    const jette = JETTE.replace(';Bourgmestre;', ';Anne Exemple;')
    const overlapping = jette.replace('jette-mayor', 'x').replace(/;;$/, ';2012-01-01;2018-12-03')
    expect(
      problems({
        mandates: [HEAD, ANDERLECHT, jette.replace(/;;$/, ';2018-12-03;'), overlapping].join('\n'),
      }),
    ).toEqual([expect.stringContaining('m.csv:4:')])
    const sound = JETTE.replace('jette-mayor', 'x').replace(/;;$/, ';2012-01-01;2018-12-02')
    expect(
      problems({ mandates: [HEAD, ANDERLECHT, JETTE.replace(/;;$/, ';2018-12-03;'), sound].join('\n') }),
    ).toEqual([])
  })

  it('warns of two mayors of one commune, unless one is acting', () => {
    const second = JETTE.replace('jette-mayor', 'x').replace('b@', 'c@')
    expect(parse(withLine(second)).warnings.map(one => formatProblem(one, 'en'))).toEqual([
      'm.csv:4:9 21010 already has a mayor at that time, on line 3. End one mandate with "until", or mark one as acting.',
    ])
    expect(parse(withLine(second.replace(';non;', ';oui;'))).warnings).toEqual([])
  })
})

describe('the columns of mandate-holders.csv', () => {
  it('are named when missing, unknown or twice', () => {
    const head = HEAD.replace('competences', 'competances').replace('until', 'since')
    expect(problems({ mandates: [head, ANDERLECHT, JETTE].join('\n') })).toEqual([
      'm.csv:1:1 The column competences is missing. Add it to the first line; it may stay empty below.',
      'm.csv:1:1 The column until is missing. Add it to the first line; it may stay empty below.',
      'm.csv:1:24 "competances" is not a known column. Did you mean competences?',
      'm.csv:1:91 The column since stands twice. Keep one of them.',
    ])
  })
})
