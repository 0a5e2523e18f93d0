import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { namesFrom } from '../../../src/model/language/names.js'
import { communesLost, mayorsLost } from '../../../src/model/roster/difference.js'
import type { MandateHolder } from '../../../src/model/roster/recipient.js'
import { withCollegeLines } from '../../../src/parse/roster/college-lines.js'
import { isCollegeShrunk, withCollege } from '../../../src/parse/roster/new-college.js'
import { parseRoster } from '../../../src/parse/roster/read-roster.js'
import { describeProblem } from '../../../src/present/problem/texts.js'

const TODAY = '2026-12-08'
const JETTE = '21010'
const read = (file: string) => readFileSync(join(PROJECT_ROOT, file))
const competences = {
  fr: JSON.parse(read('templates/locales/fr.json').toString()).competences,
  nl: JSON.parse(read('templates/locales/nl.json').toString()).competences,
}

function rosterWith(mandateHolders: Uint8Array, isCollege: boolean, known: MandateHolder[] = []) {
  return parseRoster(
    { communes: read('recipients/communes.yaml'), staff: read('recipients/staff.yaml'), mandateHolders },
    {
      files: { communes: 'communes.yaml', staff: 'staff.yaml', mandateHolders: 'college' },
      agency: BRUSSELS,
      competences: Object.keys(competences.fr),
      names: { competences: namesFrom(competences) },
      today: TODAY,
      ...(isCollege ? { college: { nis: JETTE, name: 'Jette', known, today: TODAY } } : {}),
    },
  )
}
const SHIPPED = read('recipients/mandate-holders.csv').toString()
const before = rosterWith(Buffer.from(SHIPPED), false).roster.mandateHolders

/** What comes of a sheet of Jette: problems, warnings, the roster, what ends. */
function imported(sheet: Uint8Array, known = before) {
  const parsed = rosterWith(sheet, true, known)
  const own = (list: typeof parsed.problems) =>
    list.filter(({ file }) => file === 'college').map(one => describeProblem(one, 'en').message)
  const { after, ended } = withCollege(known, parsed.roster.mandateHolders, { nis: JETTE, today: TODAY })
  return { problems: own(parsed.problems), warnings: own(parsed.warnings), after, ended }
}
const fixture = (name: string) => imported(read(`test/fixtures/colleges/${name}`))
const ofJette = (list: readonly MandateHolder[]) => list.filter(({ commune }) => commune === JETTE)
const shown = (list: readonly MandateHolder[]) =>
  ofJette(list).map(({ id, since, until }) => `${id} ${since ?? ''}–${until ?? ''}`)
const one = (list: readonly MandateHolder[], id: string) => list.find(mandate => mandate.id === id)

describe('a college as town halls send it', () => {
  it('keeps the ids and first days of who stays, read from a Dutch list with a vacancy', () => {
    const { problems, warnings, after, ended } = fixture('in-dutch.csv')
    expect([problems, warnings]).toEqual([[], []])
    expect(shown(after)).toEqual([
      'jette-mayor 2018-12-03–',
      'jette-alderman-economy 2018-12-03–',
      'jette-alderman-finance 2018-12-03–2026-12-07',
      'jette-alderman-finance-2026 2026-12-08–',
    ])
    expect(one(after, 'jette-mayor')).toMatchObject({
      competences: ['public-space', 'health'],
      languages: 'nl',
      salutation: { fr: 'Madame la Bourgmestre,', nl: 'Mevrouw de burgemeester,' },
    })
    expect(one(after, 'jette-alderman-finance-2026')).toMatchObject({
      name: '',
      email: '',
      salutation: { fr: '' },
    })
    expect(ended).toEqual([{ id: 'jette-alderman-finance', until: '2026-12-07' }])
  })

  it('begins later than it is imported, in Windows-1252, with two of one name on a mailbox', () => {
    const { problems, warnings, after } = fixture('as-excel-writes-it.csv')
    expect([problems, warnings]).toEqual([[], []])
    expect(shown(after)).toEqual([
      'jette-mayor 2018-12-03–2026-12-31',
      'jette-alderman-economy 2018-12-03–2026-12-31',
      'jette-alderman-finance 2018-12-03–2026-12-31',
      'jette-mayor-2027 2027-01-01–',
      'jette-alderman-economy-2027 2027-01-01–',
      'jette-alderman-finance-2027 2027-01-01–',
    ])
    expect(one(after, 'jette-mayor-2027')).toMatchObject({
      name: 'L’Hoir, Anne',
      salutation: { fr: 'Madame la Bourgmestre,', nl: 'Mevrouw de burgemeester,' },
      phones: { own: {} },
    })
    expect([communesLost(before, after, TODAY), mayorsLost(before, after, TODAY)]).toEqual([[], []])
  })

  it('is taken as it says where it has ids: a new address, a last day', () => {
    const { problems, after, ended } = fixture('with-ids.csv')
    expect([problems, ended]).toEqual([[], []])
    expect(one(after, 'jette-mayor')?.email).toBe('kabinet@jette.example')
    expect(one(after, 'jette-alderman-finance')?.until).toBe('2026-12-31')
  })

  const HEAD = 'Fonction;Nom;Attributions;Courriel;Langues'
  const list = (...lines: string[]) => Buffer.from([HEAD, ...lines, ''].join('\n'))
  const PEETERS = 'Échevin;Marc Peeters;Économie;m.peeters@jette.example;F'

  it('warns once of people whom it does not say how to address, or what they read', () => {
    const bare = Buffer.from(
      'Fonction;Nom;Courriel\nÉchevin;A. Un;a@jette.example\nÉchevin;B. Deux;b@jette.example\n',
    )
    const { problems, warnings, after } = imported(bare)
    expect(problems).toEqual([])
    expect(warnings).toEqual([
      'The list doesn\'t say how A. Un is addressed: "Madame, Monsieur," stands in the mails. The same on 1 more line.',
      "The list doesn't say what A. Un reads: French comes first, then Dutch. The same on 1 more line.",
    ])
    expect(ofJette(after).filter(({ email }) => email === 'a@jette.example')).toMatchObject([
      { languages: 'fr+nl', salutation: { fr: 'Madame, Monsieur,', nl: 'Geachte mevrouw, geachte heer,' } },
    ])
  })

  it('takes who has moved, or is spelled better, for the same; a new name on the address of an office for somebody else', () => {
    const first = imported(list(PEETERS)).after
    const id = ofJette(first).find(({ name }) => name === 'Marc Peeters')?.id
    const again = (line: string) =>
      ofJette(imported(list(line), first).after).filter(({ until }) => until === null)
    expect(again(PEETERS.replace('m.peeters@', 'marc@')).map(mandate => mandate.id)).toEqual([id])
    expect(again(PEETERS.replace('Marc Peeters', 'PEETERS Marc')).map(mandate => mandate.id)).toEqual([id])
    const [other, ...none] = again(PEETERS.replace('Marc Peeters', 'Anne Leroy'))
    expect([none, other?.id === id, other?.name]).toEqual([[], false, 'Anne Leroy'])
  })

  it.each([
    'vacant',
    'Vacant',
    'à désigner',
    'A DESIGNER',
    'nog aan te duiden',
    'N.',
    'N.N.',
    'en attente',
    'mandat vacant',
    'te begeven',
    '',
  ])('reads %j in place of a name as nobody', word => {
    const { problems, after } = imported(list(PEETERS, `Échevin;${word};Culture;;`))
    expect(problems).toEqual([])
    expect(ofJette(after).filter(({ competences: [first] }) => first === 'culture')).toMatchObject([
      { name: '', email: '', id: 'jette-alderman-culture' },
    ])
  })

  it('says when a commune loses its mayor from a day on, and when most of a college goes', () => {
    const { after, ended } = imported(list(PEETERS))
    expect(mayorsLost(before, after, TODAY)).toEqual([JETTE])
    expect(communesLost(before, after, TODAY)).toEqual([])
    const fresh = ofJette(after).filter(({ name }) => name === 'Marc Peeters')
    expect(isCollegeShrunk(before, ended, fresh, { nis: JETTE, today: TODAY })).toBe(true)
  })

  it('never ends before it began, nor later than was known, and forgets what never began', () => {
    const odd = before.map(mandate => {
      if (mandate.id === 'jette-mayor') return { ...mandate, since: TODAY }
      if (mandate.id === 'jette-alderman-economy') return { ...mandate, since: '2027-03-01' }
      return mandate.id === 'jette-alderman-finance' ? { ...mandate, until: '2026-12-01' } : mandate
    })
    const { after } = imported(list('Bourgmestre;Anne Leroy;Santé;a.leroy@jette.example;F'), odd)
    expect(shown(after)).toEqual([
      'jette-mayor 2026-12-08–2026-12-08',
      'jette-alderman-finance 2018-12-03–2026-12-01',
      'jette-mayor-2026 2026-12-08–',
    ])
  })
})

describe('the file with another college', () => {
  const { after } = fixture('as-excel-writes-it.csv')
  const others = (text: string) => text.split(/(?<=\n)/).filter(line => !line.includes(';21010;'))

  it.each([
    ['as shipped', SHIPPED],
    ['with CRLF and a BOM', `\ufeff${SHIPPED.replaceAll('\n', '\r\n')}`],
    ['without a last line end', SHIPPED.trimEnd()],
    ['with quotes, spaces and a note', SHIPPED.replaceAll(';no;', '; "no";').replace('\n', '\n# note\n')],
  ])('keeps every other line byte for byte: %s', (_, text) => {
    const made = withCollegeLines(text, before, after) ?? ''
    const [head, ...lines] = others(made)
    const [oldHead, ...oldLines] = others(text)
    expect(head?.trimEnd()).toBe(`${oldHead?.trimEnd()};phone`)
    expect(lines.map(line => line.trimEnd())).toEqual(oldLines.map(line => line.trimEnd()))
    const again = rosterWith(Buffer.from(made), false)
    expect(again.problems.map(({ code }) => code)).toEqual([])
    expect(new Map(again.roster.mandateHolders.map(mandate => [mandate.id, mandate]))).toEqual(
      new Map(after.map(mandate => [mandate.id, mandate])),
    )
    expect(made.includes('\r\n')).toBe(text.includes('\r\n'))
    expect(withCollegeLines(made, after, after)).toBe(made)
  })

  it('is null where lines can’t be told for sure', () => {
    expect(withCollegeLines('nothing of ours\n', before, after)).toBeNull()
    expect(withCollegeLines(SHIPPED.replace('jette-mayor;', '"jette-mayor;'), before, after)).toBeNull()
  })
})
