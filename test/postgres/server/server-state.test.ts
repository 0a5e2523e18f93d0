import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { hasUnsent } from '../../../src/postgres/server/server-state.js'
import { startDatabase, type TestDatabase } from '../../support/ledger.js'

const NOW = new Date('2026-11-26T08:00:00Z')
const DAY = 24 * 3_600_000

let database: TestDatabase
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())

/** An edition that was approved so many days ago, and never sent. */
async function approved(edition: string, days: number) {
  const { db } = database
  const at = new Date(NOW.getTime() - days * DAY)
  await db
    .insertInto('edition')
    .values({
      id: edition,
      kind: 'regular',
      version: 1,
      created_at: at,
      stop_reason: null,
      prepared_by: null,
    })
    .execute()
  const hashes = { hash: 'h', content_hash: 'c', audience_hash: 'a' }
  await db
    .insertInto('frozen')
    .values({ edition, version: 1, ...hashes, content: '{}', candidates: 1, frozen_at: at })
    .execute()
  await db
    .insertInto('sign_off')
    .values({
      ...{ edition, version: 1, hash: 'h', decision: 'approve' as const },
      ...{ by_email: 'direction@cabinet.example', comment: null, decided_at: at },
    })
    .execute()
}

describe('what a failover may have kept from the ledger', () => {
  it('is nothing of an edition that was approved months ago and never left', async () => {
    expect(await hasUnsent(database.db, NOW)).toBe(false)
    await approved('2026-W30', 120)
    expect(await hasUnsent(database.db, NOW)).toBe(false)
  })

  it('may be that an approved edition has left', async () => {
    await approved('2026-W48', 1)
    expect(await hasUnsent(database.db, NOW)).toBe(true)
  })
})
