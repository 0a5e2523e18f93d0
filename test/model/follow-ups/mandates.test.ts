import { describe, expect, it } from '@jest/globals'
import { standingCauses } from '../../../src/model/follow-ups/mandates.js'
import type { MandateHolder } from '../../../src/model/roster/recipient.js'

const TODAY = '2026-11-26'

const mandate = (id: string, change: Partial<MandateHolder> = {}): MandateHolder => ({
  id,
  commune: '21009',
  role: 'mayor',
  acting: false,
  competences: [],
  name: `Holder of ${id}`,
  salutation: { fr: 'Monsieur,', nl: 'Mijnheer,' },
  languages: 'fr+nl',
  email: `${id}@ixelles.example`,
  since: '2024-12-01',
  until: null,
  ...change,
})
const vacant = (id: string, change: Partial<MandateHolder> = {}) =>
  mandate(id, { name: '', email: '', since: null, ...change })
const reasons = (...mandates: MandateHolder[]) =>
  standingCauses(mandates, TODAY).map(({ recipient, reason, detail }) =>
    `${recipient} ${reason} ${detail}`.trim(),
  )

describe('what the roster gives to follow up', () => {
  it('is a vacancy on this day, not one that is over or to come', () => {
    expect(
      reasons(
        vacant('now'),
        vacant('over', { until: '2026-11-25' }),
        vacant('later', { since: '2026-12-01' }),
      ),
    ).toEqual(['now vacant'])
  })

  it.each([
    ['2026-11-26', true],
    ['2026-12-24', true],
    ['2026-12-25', false],
    ['2026-03-01', true],
    ['2025-11-25', false],
  ])('is a mandate until %s with nobody to follow: %s', (until, found) => {
    expect(reasons(mandate('a', { until }))).toEqual(found ? [`a mandate-ending ${until}`] : [])
  })

  it.each([
    ['a mayor who begins the day after', mandate('b', { since: '2026-12-01' }), true],
    ['an acting mayor', mandate('b', { since: '2026-11-01', acting: true }), true],
    ['a vacancy that is followed up itself', vacant('b', { since: '2026-12-01' }), true],
    ['the mayor of another commune', mandate('b', { commune: '21004', since: '2026-12-01' }), false],
    ['an alderman', mandate('b', { role: 'alderman', since: '2026-12-01' }), false],
    ['somebody who was there before', mandate('b', { since: '2024-01-01' }), false],
    ['somebody who begins a month later', mandate('b', { since: '2027-01-01' }), false],
  ])('knows whether %s takes over', (_who, other, isFollowed) => {
    const found = reasons(mandate('a', { until: '2026-11-30' }), other)
    expect(found).toEqual(isFollowed ? [] : ['a mandate-ending 2026-11-30'])
  })

  it('asks of aldermen that they share a competence', () => {
    const ends = mandate('a', { role: 'alderman', competences: ['economy', 'horeca'], until: '2026-11-30' })
    const next = (competences: string[]) =>
      mandate('b', { role: 'alderman', competences, since: '2026-12-01' })
    expect(reasons(ends, next(['horeca']))).toEqual([])
    expect(reasons(ends, next(['youth']))).toEqual(['a mandate-ending 2026-11-30'])
  })
})
