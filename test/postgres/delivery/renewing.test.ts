import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Ledger, openLedger } from '../../../src/postgres/delivery/ledger.js'
import { sweepStaleClaims } from '../../../src/postgres/delivery/stale-claims.js'
import { dispatched, letClaimsExpire, startDatabase, type TestDatabase } from '../../support/ledger.js'

const NOW = new Date('2026-11-26T08:00:00Z')

let database: TestDatabase
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())

async function swept(): Promise<string[]> {
  const nobodysDoubt = async () => {
    throw new Error('nothing is in doubt before the dot')
  }
  return (await sweepStaleClaims(database.db, NOW, nobodysDoubt)).map(({ delivery }) => delivery)
}

describe('a worker that was silent for longer than its claim holds', () => {
  it('renews nobody else’s claim when it comes back: one that fell silent after it is swept as well', async () => {
    const { db } = database
    const [delivery] = (await dispatched(db, '2026-W48', ['mayor'], NOW)) as [string]
    const [silent, next] = ['one', 'two'].map(worker => openLedger(database, worker)) as [Ledger, Ledger]
    expect(await silent.claim({ delivery, now: NOW })).toMatchObject({ attempt: 1 })
    await letClaimsExpire(db)
    expect(await swept()).toEqual([delivery])
    expect(await next.claim({ delivery, now: NOW })).toMatchObject({ attempt: 2 })
    await letClaimsExpire(db)
    await silent.renewClaims()
    expect(await swept()).toEqual([delivery])
  })

  it('gets no claim back that was swept, and nothing of one that nobody holds', async () => {
    const { db } = database
    const [delivery] = (await dispatched(db, '2026-W49', ['mayor'], NOW)) as [string]
    const silent = openLedger(database, 'one')
    await silent.claim({ delivery, now: NOW })
    await letClaimsExpire(db)
    expect(await swept()).toEqual([delivery])
    await silent.renewClaims()
    const row = await db.selectFrom('delivery').where('id', '=', delivery).selectAll().executeTakeFirst()
    expect(row).toMatchObject({ claimed_until: null, state: 'pending' })
  })
})
