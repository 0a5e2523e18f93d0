import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import type { NewFollowUp } from '../../../src/model/follow-ups/follow-up.js'
import { type Ending, openLedger } from '../../../src/postgres/delivery/ledger.js'
import type { Claimed } from '../../../src/postgres/delivery/ledger-claims.js'
import { type Swept, sweepStaleClaims } from '../../../src/postgres/delivery/stale-claims.js'
import { dispatched, letClaimsExpire, startDatabase, type TestDatabase } from '../../support/ledger.js'

const NOW = new Date('2026-11-26T08:00:00Z')
const RECIPIENTS = Array.from({ length: 60 }, (_, index) => `r${String(index).padStart(2, '0')}`)

let database: TestDatabase
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())

const lost = ({ delivery, attempt, claim }: Claimed): Ending => ({
  delivery,
  attempt,
  claim,
  outcome: 'lost',
  phase: 'started',
  endedAt: NOW,
  replyCode: null,
  enhancedStatus: null,
  reply: null,
  state: 'deferred',
  dueAt: NOW,
  followUp: null,
})

/** Whoever of the two comes first: a dot that was committed before the sweep leaves its delivery in doubt. */
const followUpOf = async ({ delivery }: Swept): Promise<NewFollowUp> => ({
  edition: '2026-W48',
  commune: '21004',
  recipient: delivery,
  reason: 'in-doubt',
  action: 'settle-in-doubt',
  spoc: 'spoc',
  detail: '',
  openedAt: NOW,
  due: '2026-11-26',
})

describe('a worker that wakes up while its deliveries are swept', () => {
  it('neither waits for the sweep that waits for it, nor the other way round, in whatever order they meet', async () => {
    const { db } = database
    const deliveries = await dispatched(db, '2026-W48', RECIPIENTS, NOW)
    const deadlocks = async () => {
      const { rows } = await sql<{
        n: number
      }>`select deadlocks as n from pg_stat_database where datname = current_database()`.execute(db)
      return rows[0]?.n ?? 0
    }
    for (let round = 0; round < 8; round++) {
      const sleeper = openLedger(database, `sleeper ${round}`)
      const claims = (
        await Promise.all(deliveries.map(delivery => sleeper.claim({ delivery, now: NOW })))
      ).filter(claim => claim !== null)
      await letClaimsExpire(db)
      const backwards = [...claims].reverse()
      const ends = await Promise.allSettled([
        ...backwards.map(claim => sleeper.record(lost(claim))),
        sweepStaleClaims(db, NOW, followUpOf),
        sleeper.renewClaims(),
        ...backwards.map(claim => sleeper.passGate({ ...claim, now: NOW })),
        sweepStaleClaims(db, NOW, followUpOf),
      ])
      expect(ends.flatMap(end => (end.status === 'rejected' ? [String(end.reason)] : []))).toEqual([])
      await letClaimsExpire(db)
      await sql`update attempt set outcome = 'lost', phase = 'started', reply = null`.execute(db)
      await sql`update delivery set claimed_until = null, state = 'pending', due_at = ${NOW}`.execute(db)
    }
    expect(await deadlocks()).toBe(0)
  })
})
