import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { lateDeliveries, oldestDue } from '../../../src/postgres/delivery/deliveries.js'
import { settleInDoubt } from '../../../src/postgres/delivery/settlements.js'
import { resumeEdition, stopEdition } from '../../../src/postgres/editions/stops.js'
import { dispatched, startDatabase, type TestDatabase } from '../../support/ledger.js'

const NOW = new Date('2026-11-26T08:00:00Z')
const minutesOn = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)

let database: TestDatabase
let edition: string
let delivery: string
let serial = 0
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.db.deleteFrom('attempt').execute()
  await database.db.deleteFrom('delivery').execute()
  edition = `2026-W48-flash-${++serial}`
  delivery = (await dispatched(database.db, edition, ['mayor'], NOW))[0] as string
})

const late = async () => (await lateDeliveries(database.db, NOW)).length
const due = (isPaced = false, now = minutesOn(20)) => oldestDue(database.db, now, isPaced)
const row = () =>
  database.db.selectFrom('delivery').where('id', '=', delivery).selectAll().executeTakeFirstOrThrow()

describe('an edition that is stopped', () => {
  it('by a person waits because somebody wants it to: no backlog, nobody is warned', async () => {
    expect([await due(), await late()]).toEqual([1200, 1])
    await stopEdition(database.db, edition, { reason: 'a wrong date', cause: 'person' }, NOW)
    expect([await due(), await late()]).toEqual([0, 0])
  })

  it('by a refusal of ourselves waits for somebody who mends it: the watchdog and the SPOCs hear of it', async () => {
    await stopEdition(database.db, edition, { reason: '535 5.7.8', cause: 'refusal' }, NOW)
    expect([await due(), await late()]).toEqual([1200, 1])
  })

  it('by a refusal and then by a person waits because somebody wants it to', async () => {
    await stopEdition(database.db, edition, { reason: '535 5.7.8', cause: 'refusal' }, NOW)
    const person = { reason: 'not this week', cause: 'person' } as const
    expect(await stopEdition(database.db, edition, person, minutesOn(1))).toBe(true)
    expect([await due(), await late()]).toEqual([0, 0])
    expect(await stopEdition(database.db, edition, { reason: '535 5.7.8', cause: 'refusal' }, NOW)).toBe(
      false,
    )
  })

  it.each([
    ['at once what a refusal of ourselves had put off', 535, 5],
    ['later what somebody wants later', 450, 36],
  ])('tries, when it goes on, %s', async (_, code, dueAt) => {
    const later = { state: 'deferred' as const, attempts: 1, due_at: minutesOn(36) }
    await database.db.updateTable('delivery').set(later).execute()
    const attempt = {
      delivery,
      number: 1,
      claim: 1,
      phase: 'answered' as const,
      started_at: NOW,
      ended_at: NOW,
    }
    const answered = { ...attempt, outcome: 'deferred' as const, reply_code: code }
    await database.db.insertInto('attempt').values(answered).execute()
    await stopEdition(database.db, edition, { reason: '535 5.7.8', cause: 'refusal' }, NOW)
    expect(await resumeEdition(database.db, edition, minutesOn(5))).toBe(true)
    expect((await row()).due_at).toEqual(minutesOn(dueAt))
    expect(await resumeEdition(database.db, edition, minutesOn(6))).toBe(false)
  })
})

describe('mails that leave so many per minute', () => {
  it('lie when nothing is tried any more, not while they wait for their turn', async () => {
    const attempt = { delivery, number: 1, claim: 1, phase: 'started' as const, started_at: minutesOn(15) }
    await database.db.insertInto('attempt').values(attempt).execute()
    expect([await due(false), await due(true)]).toEqual([1200, 300])
    expect(await due(true, minutesOn(40))).toBe(1500)
  })
})

describe('a delivery in doubt whose edition has expired', () => {
  it('is not sent again: it stays in doubt, or counts as accepted', async () => {
    const settle = (as: 'again' | 'accepted', now: Date) =>
      settleInDoubt(database.db, delivery, as, 'a@agence.example', now)
    await database.db.updateTable('delivery').set({ state: 'in-doubt' }).execute()
    expect(await settle('again', minutesOn(72 * 60))).toBe('expired')
    expect((await row()).state).toBe('in-doubt')
    expect(await settle('accepted', minutesOn(72 * 60))).toMatchObject({ edition })
    expect((await row()).state).toBe('accepted')
  })
})
