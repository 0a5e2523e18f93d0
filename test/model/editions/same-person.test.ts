import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { type Audience, audienceOn, coverage } from '../../../src/model/editions/audience.js'
import { correctedAddresses, mandateDifferences } from '../../../src/model/editions/differences.js'
import { audienceHash } from '../../../src/model/editions/freeze.js'
import { inCommunes } from '../../../src/model/editions/in-communes.js'
import { whoGotIt } from '../../../src/model/editions/out-of-turn.js'
import type { MandateHolder } from '../../../src/model/roster/recipient.js'
import { ANDERLECHT, HEAD, JETTE, parse } from '../../support/roster-files.js'

const DAY = '2026-11-26'
const FOLDER = join(PROJECT_ROOT, 'test/fixtures/people')
const lists = (kind: string) => readdirSync(join(FOLDER, kind)).map(file => [file, join(FOLDER, kind, file)])
const rosterOf = (path: string) => parse({ mandates: readFileSync(path) })
const codes = (problems: readonly { code: string }[]) =>
  problems.map(({ code }) => code).filter(code => code !== 'commune-without-holder')
const isBalanced = ({ candidates, addressees, exclusions }: Audience) =>
  candidates === addressees.length + exclusions.length

describe('one person with several mandates', () => {
  it.each(lists('one-person'))('is one addressee, who stands for the other line: %s', (_, path) => {
    const { roster, problems, warnings } = rosterOf(path)
    expect([codes(problems), codes(warnings)]).toEqual([[], []])
    const { addressees, exclusions, candidates } = audienceOn(DAY, roster.mandateHolders)
    expect(candidates).toBe(2)
    const [lead, other] = roster.mandateHolders
    expect(addressees).toMatchObject([
      { id: lead?.id, also: [{ id: other?.id, role: other?.role, competences: other?.competences }] },
    ])
    expect(exclusions).toEqual([
      {
        recipient: other?.id,
        commune: other?.commune,
        role: other?.role,
        reason: 'same-person',
        standsFor: lead?.id,
      },
    ])
  })

  it.each(lists('several-people'))('is never made of several people: %s', (file, path) => {
    const { roster, problems, warnings } = rosterOf(path)
    expect(codes(problems)).toEqual([])
    const isInDoubt = ['man-and-woman.csv', 'one-accent.csv'].includes(file as string)
    expect(codes(warnings)).toEqual(isInDoubt ? ['person-perhaps-twice'] : [])
    const { addressees, exclusions } = audienceOn(DAY, roster.mandateHolders)
    expect(addressees.map(({ id, also }) => [id, also])).toEqual(
      roster.mandateHolders.map(({ id }) => [id, undefined]).sort(),
    )
    expect(exclusions).toEqual([])
  })

  it('reads the languages of all their mandates, that of the first one first', () => {
    const { roster } = rosterOf(join(FOLDER, 'one-person/two-communes.csv'))
    expect(audienceOn(DAY, roster.mandateHolders).addressees[0]?.languages).toBe('fr+nl')
  })

  it('is counted in each of their communes', () => {
    const { roster } = rosterOf(join(FOLDER, 'one-person/two-communes.csv'))
    const { addressees } = audienceOn(DAY, roster.mandateHolders)
    expect(coverage(['21001', '21010'], addressees).missing).toEqual([])
  })

  it('is named twice where a line says nothing that another does not say', () => {
    const again = `${JETTE.replace('jette-mayor', 'jette-again')}`
    const person = (line: string) => line.replace(';Bourgmestre;', ';Anne Dupont;')
    const { problems } = parse({ mandates: [HEAD, ANDERLECHT, person(JETTE), person(again)].join('\n') })
    expect(codes(problems)).toEqual(['mandate-twice'])
  })
})

describe('who gets a flash or an erratum, of people with several mandates', () => {
  const { mandateHolders } = rosterOf(join(FOLDER, 'one-person/two-communes.csv')).roster
  const everybody = audienceOn(DAY, mandateHolders)
  const short = ({ addressees, exclusions }: Audience) => [
    addressees.map(({ id, also }) => [id, also?.map(office => office.id)]),
    exclusions.map(({ recipient, reason, standsFor }) => [recipient, reason, standsFor]),
  ]

  it('is the person as what they are in the communes of a flash', () => {
    const flash = inCommunes(everybody, ['21010'])
    expect(short(flash)).toEqual([
      [['jette-alderman-economy', undefined]],
      [['anderlecht-mayor', 'not-concerned', undefined]],
    ])
    expect(flash.addressees[0]).toMatchObject({ name: 'Claire D’Hoore', email: 'c.dhoore@college.example' })
    expect(short(inCommunes(everybody, ['21001', '21010']))).toEqual(short(everybody))
    expect(isBalanced(flash)).toBe(true)
  })

  it('is the person once, also where the wrong edition came twice', () => {
    const twice = mandateHolders.map(({ since, until, phones, ...one }) => one)
    const erratum = whoGotIt(everybody, twice)
    expect(short(erratum)).toEqual([
      [['anderlecht-mayor', ['jette-alderman-economy']]],
      [['jette-alderman-economy', 'same-person', 'anderlecht-mayor']],
    ])
    expect(isBalanced(erratum)).toBe(true)
    expect(short(whoGotIt(everybody, []))).toEqual([
      [],
      [
        ['anderlecht-mayor', 'not-affected', undefined],
        ['jette-alderman-economy', 'not-affected', undefined],
      ],
    ])
  })

  it('is nobody where a person decided not to write to one of the mandates', () => {
    const silent = audienceOn(DAY, mandateHolders, new Set(['jette-alderman-economy']))
    expect(short(silent)).toEqual([
      [],
      [
        ['anderlecht-mayor', 'suppressed', undefined],
        ['jette-alderman-economy', 'suppressed', undefined],
      ],
    ])
  })
})

describe('a frozen audience', () => {
  const { mandateHolders } = rosterOf(join(FOLDER, 'one-person/two-communes.csv')).roster
  const [mayor, alderman] = mandateHolders as [MandateHolder, MandateHolder]
  const together = audienceOn(DAY, mandateHolders)
  const apart = audienceOn(DAY, [mayor, { ...alderman, name: 'Marie D’Hoore' }])

  it('of before people were known has the hash that it had', () => {
    const { addressees, exclusions } = audienceOn(DAY, [mayor])
    expect(addressees[0]).not.toHaveProperty('also')
    const lines = audienceHash()
    for (const addressee of addressees) lines.addressee(addressee)
    for (const exclusion of exclusions) lines.exclusion(exclusion)
    expect(lines.digest()).toBe('cc4db8513012525c1c2b1e2816aa90364340cf0fb88a8910c31d641b36899773')
  })

  it('differs from a roster in which the second mandate is somebody else’s, and not by its end', () => {
    expect(mandateDifferences(together, apart, true).map(({ kind, recipient }) => [kind, recipient])).toEqual(
      [
        ['details', 'anderlecht-mayor'],
        ['new', 'jette-alderman-economy'],
      ],
    )
    expect(mandateDifferences(apart, together, true).map(({ kind, recipient }) => [kind, recipient])).toEqual(
      [['details', 'anderlecht-mayor']],
    )
  })

  it('is corrected by the line of its own mandate', () => {
    const moved = mandateHolders.map(one => ({ ...one, email: 'new@college.example' }))
    expect(correctedAddresses(together.addressees, moved)).toEqual([
      { recipient: 'anderlecht-mayor', email: 'new@college.example' },
    ])
  })
})

describe('any roster, with shared mailboxes and people with several mandates', () => {
  /** Numbers that are the same at each run (Park and Miller, 1988). */
  function* numbers(seed: number): Generator<number, never> {
    const next = (n: number) => (n * 48_271) % 2_147_483_647
    for (let n = next(seed); ; n = next(n)) yield n
  }
  const NAMES = [
    'Anne Dupont',
    'ANNE DUPONT',
    'Marc Peeters',
    'Échevin',
    'Bourgmestre de Jette',
    'Cabinet',
    '',
  ]
  const MAILS = ['cabinet@a.example', 'Cabinet@a.example', 'a@a.example', 'b@b.example', '']
  const HAILS = ['Madame la Bourgmestre,', 'Monsieur l’Échevin,', 'Madame, Monsieur,']
  const UNTIL = [null, null, null, '2026-01-01', '2026-12-31']

  function roster(seed: number): MandateHolder[] {
    const draw = numbers(seed)
    const one = <T>(list: readonly T[]): T => list[draw.next().value % list.length] as T
    return Array.from({ length: 1 + (draw.next().value % 12) }, (_, index) => ({
      id: `r${String(index).padStart(2, '0')}`,
      commune: one(['21001', '21009', '21010']),
      role: one(['mayor', 'alderman'] as const),
      acting: one([true, false]),
      competences: one([[], ['economy'], ['health', 'economy']]),
      name: one(NAMES),
      salutation: { fr: one(HAILS), nl: '' },
      languages: one(['fr', 'nl', 'fr+nl'] as const),
      email: one(MAILS),
      since: null,
      until: one(UNTIL),
    }))
  }

  it.each(Array.from({ length: 400 }, (_, index) => [index + 1]))(
    'accounts for each mandate once, and for nobody twice: roster %i',
    seed => {
      const mandates = roster(seed)
      const silenced = new Set(seed % 3 === 0 ? ['r01', 'b@b.example'] : [])
      const everybody = audienceOn(DAY, mandates, silenced)
      const flash = inCommunes(everybody, ['21010'])
      const erratum = whoGotIt(everybody, audienceOn('2025-12-31', mandates).addressees)
      for (const audience of [everybody, flash, erratum]) {
        const { addressees, exclusions } = audience
        const ids = [...addressees.map(({ id }) => id), ...exclusions.map(({ recipient }) => recipient)]
        expect([...ids].sort()).toEqual(mandates.map(({ id }) => id))
        expect(isBalanced(audience)).toBe(true)
        const written = new Set(addressees.map(({ id }) => id))
        for (const { reason, standsFor, recipient } of exclusions) {
          expect(standsFor !== undefined).toBe(reason === 'same-person')
          if (standsFor === undefined) continue
          expect(written).toContain(standsFor)
          const [a, b] = [standsFor, recipient].map(id => mandates.find(one => one.id === id))
          expect(a?.email.toLowerCase()).toBe(b?.email.toLowerCase())
          expect(a?.name.toLowerCase()).toBe(b?.name.toLowerCase())
        }
      }
      const stood = everybody.exclusions.filter(({ reason }) => reason === 'same-person')
      const further = everybody.addressees.flatMap(({ also = [] }) => also.map(({ id }) => id))
      expect(further.sort()).toEqual(stood.map(({ recipient }) => recipient).sort())
      // The order of the lines says nothing.
      expect(audienceOn(DAY, [...mandates].reverse(), silenced)).toEqual(everybody)
    },
  )
})
