import { describe, expect, it } from '@jest/globals'
import type { Addressee, Exclusion } from '../../../src/model/editions/audience.js'
import { correctedAddresses, mandateDifferences, markOf } from '../../../src/model/editions/differences.js'
import { updateDifferences } from '../../../src/model/editions/update-differences.js'
import { sampleItem } from '../../support/sample-edition.js'

function addressee(change: Partial<Addressee> = {}): Addressee {
  return {
    id: 'ixelles-mayor',
    commune: '21009',
    role: 'mayor',
    acting: false,
    competences: ['health'],
    name: 'Bourgmestre d’Ixelles',
    salutation: { fr: 'Madame la Bourgmestre,', nl: 'Mevrouw de burgemeester,' },
    languages: 'fr+nl',
    email: 'bourgmestre@ixelles.example',
    ...change,
  }
}

const exclusion = (reason: Exclusion['reason'], recipient = 'ixelles-mayor'): Exclusion => ({
  recipient,
  commune: '21009',
  role: 'mayor',
  reason,
})
const audience = (addressees: Addressee[], exclusions: Exclusion[] = []) => ({ addressees, exclusions })
const mandates = (before: ReturnType<typeof audience>, after: ReturnType<typeof audience>, isWhole = true) =>
  mandateDifferences(before, after, isWhole).map(({ kind, recipient }) => `${recipient} ${kind}`)

describe('mandates that differ from the frozen ones', () => {
  it.each([
    ['address', { email: 'cabinet@ixelles.example' }],
    ['holder', { name: 'Bourgmestre f.f. d’Ixelles', email: 'autre@ixelles.example' }],
    ['holder', { commune: '21004' }],
    ['details', { languages: 'nl' as const }],
    ['details', { competences: ['culture'] }],
    ['details', { acting: true }],
  ])('are seen as %s', (kind, change) => {
    expect(mandates(audience([addressee()]), audience([addressee(change)]))).toEqual([
      `ixelles-mayor ${kind}`,
    ])
  })

  it.each(['vacant', 'mandate-ended'] as const)('end when they are %s, or gone from the roster', reason => {
    const frozen = audience([addressee()])
    expect(mandates(frozen, audience([], [exclusion(reason)]))).toEqual(['ixelles-mayor ended'])
    expect(mandates(frozen, audience([]))).toEqual(['ixelles-mayor ended'])
  })

  it('say nothing by being missing from a roster that can’t be read as a whole', () => {
    const frozen = audience([addressee()])
    expect(mandates(frozen, audience([]), false)).toEqual([])
    expect(mandates(frozen, audience([], [exclusion('mandate-ended')]), false)).toEqual([
      'ixelles-mayor ended',
    ])
  })

  it('are new where nobody was, and not where a flash is for others', () => {
    const now = audience([addressee()])
    expect(mandates(audience([]), now)).toEqual(['ixelles-mayor new'])
    expect(mandates(audience([], [exclusion('vacant')]), now)).toEqual(['ixelles-mayor new'])
    expect(mandates(audience([], [exclusion('not-concerned')]), now)).toEqual([])
    expect(mandates(audience([], [exclusion('not-affected')]), now)).toEqual([])
  })

  it('are none when nothing changed', () => {
    const same = audience([addressee()], [exclusion('vacant', 'jette-mayor')])
    expect(mandates(same, same)).toEqual([])
  })
})

describe('a corrected address', () => {
  it('is that of the same person in the same mandate', () => {
    const email = 'cabinet@ixelles.example'
    const frozen = [addressee()]
    expect(correctedAddresses(frozen, [addressee({ email })])).toEqual([
      { recipient: 'ixelles-mayor', email },
    ])
    expect(correctedAddresses(frozen, [addressee()])).toEqual([])
    expect(correctedAddresses(frozen, [addressee({ email: '' })])).toEqual([])
    expect(correctedAddresses(frozen, [])).toEqual([])
    for (const other of [{ name: 'Quelqu’un d’autre' }, { role: 'alderman' as const }, { commune: '21004' }])
      expect(correctedAddresses(frozen, [addressee({ email, ...other })])).toEqual([])
  })
})

describe('the mark of a change', () => {
  it('is the same for an update that is saved again, and another for another address', () => {
    const [first] = updateDifferences(
      [sampleItem()],
      [sampleItem({ deadline: '2026-12-01' }, { revision: 2 })],
    )
    const [again] = updateDifferences(
      [sampleItem()],
      [sampleItem({ deadline: '2026-12-02' }, { revision: 3 })],
    )
    expect(first && markOf(first)).toBe(again && markOf(again))
    const to = (email: string) =>
      mandateDifferences(audience([addressee()]), audience([addressee({ email })]), true)
    expect(to('a@ixelles.example').map(markOf)).not.toEqual(to('b@ixelles.example').map(markOf))
  })
})
