import { describe, expect, it } from '@jest/globals'
import { byAge } from '../../../src/model/follow-ups/age.js'
import { type CoverageFacts, coverageOf } from '../../../src/model/follow-ups/coverage.js'
import { spreadOf } from '../../../src/model/follow-ups/spread.js'

const SENT = new Date('2026-11-26T08:00:00Z')
const after = (seconds: number) => new Date(SENT.getTime() + seconds * 1000)
const took = (seconds: number) => ({ endedAt: after(seconds), outcome: 'accepted' as const })
const deferred = { endedAt: after(1), outcome: 'deferred' as const }

const FACTS: CoverageFacts = {
  dispatchedAt: SENT,
  candidates: 4,
  addressees: [
    { id: 'jette-mayor', commune: '21010' },
    { id: 'jette-alderman', commune: '21010' },
    { id: 'uccle-mayor', commune: '21016' },
  ],
  exclusions: [{ recipient: 'evere-mayor', commune: '21006', role: 'mayor', reason: 'vacant' }],
  communes: [
    { nis: '21006', name: { fr: 'Evere', nl: 'Evere' }, state: 'not-reached' },
    { nis: '21010', name: { fr: 'Jette', nl: 'Jette' }, state: 'reached' },
    { nis: '21016', name: { fr: 'Uccle', nl: 'Ukkel' }, state: 'not-reached' },
  ],
  deliveries: [
    { recipient: 'jette-mayor', commune: '21010', state: 'accepted', attempts: [took(3)] },
    { recipient: 'jette-alderman', commune: '21010', state: 'accepted', attempts: [deferred, took(600)] },
    // Accepted by the next hop, then returned: no response time counts.
    { recipient: 'uccle-mayor', commune: '21016', state: 'bounced', attempts: [took(4)] },
  ],
  replies: [
    { recipient: 'jette-mayor', at: after(7200) },
    { recipient: 'jette-mayor', at: after(90) },
  ],
  followUps: [
    { commune: '21016', reason: 'bounced', state: 'open', openedOn: '2026-11-20', due: '2026-11-24' },
    { commune: '21010', reason: 'question', state: 'done', openedOn: '2026-11-26', due: '2026-11-27' },
  ],
}

describe('the coverage of an edition', () => {
  it('accounts for each candidate and each commune, and says how long it took', () => {
    const coverage = coverageOf(FACTS, '2026-11-27')
    expect(coverage).toMatchObject({
      candidates: 4,
      addressees: 3,
      exclusionsByReason: { vacant: 1 },
      balanced: true,
      communes: { total: 3, accountedFor: 3, missing: [] },
      attempts: { total: 4, byOutcome: { accepted: 3, deferred: 1 } },
      times: { accepted: { count: 2, median: 3, max: 600 }, replied: { count: 1, median: 90 } },
      replied: 1,
      followUps: { total: 2, open: 1, inHand: 0, done: 1, overdue: 1 },
    })
    expect(coverage.communes.list[1]).toMatchObject({ addressees: 2, accepted: 2, openFollowUps: 0 })
    expect(coverage.followUps.byAge.find(({ from }) => from === 4)?.count).toBe(1)
  })

  it('does not balance when a candidate is neither written to nor excluded, or an addressee has no delivery', () => {
    expect(coverageOf({ ...FACTS, candidates: 5 }, '2026-11-27').balanced).toBe(false)
    const lost = { ...FACTS, deliveries: FACTS.deliveries.slice(1) }
    expect(coverageOf(lost, '2026-11-27').balanced).toBe(false)
    expect(coverageOf({ ...lost, dispatchedAt: null }, '2026-11-27').balanced).toBe(true)
  })

  it('names a commune of which nobody stands in the roster', () => {
    const { communes } = coverageOf({ ...FACTS, candidates: 3, exclusions: [] }, '2026-11-27')
    expect(communes).toMatchObject({ total: 3, accountedFor: 2, missing: ['21006'] })
  })
})

describe('a spread', () => {
  it('is of values that occurred', () => {
    expect(spreadOf([])).toBeNull()
    expect(spreadOf([7])).toEqual({ count: 1, median: 7, p90: 7, max: 7 })
    expect(spreadOf([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toEqual({ count: 10, median: 5, p90: 9, max: 10 })
  })
})

describe('ages', () => {
  it('count each day once, over the change of the clock too, and what is dated tomorrow as of today', () => {
    const days = ['2026-10-24', '2026-10-25', '2026-10-26', '2026-10-27', '2026-10-10']
    expect(byAge(days, '2026-10-26').map(({ count }) => count)).toEqual([3, 1, 0, 0, 1])
  })
})
