import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { doSlotOnce } from '../../../src/postgres/calendar/slots.js'
import { startDatabase, type TestDatabase } from '../../support/ledger.js'

const AT = new Date('2026-11-26T09:00:00+01:00')

let database: TestDatabase
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())

describe('a slot', () => {
  it('is done once however many ask for it at once, fifty times over', async () => {
    const { db } = database
    for (let week = 1; week <= 50; week++) {
      const slot = { edition: `2027-W${String(week).padStart(2, '0')}`, slot: 'send' as const, at: AT }
      let done = 0
      const race = [1, 2, 3, 4].map(() =>
        doSlotOnce(db, slot, AT, async () => {
          done++
          return { done: 'sent' }
        }),
      )
      await Promise.all(race)
      await doSlotOnce(db, slot, AT, async () => ({ done: `${done++}` }))
      expect(done).toBe(1)
    }
  })

  it('stays open when it has to wait', async () => {
    const slot = { edition: '2027-W51', slot: 'draft' as const, at: AT }
    expect(await doSlotOnce(database.db, slot, AT, async () => ({ wait: 'nothing yet' }))).toEqual({
      wait: 'nothing yet',
    })
    expect(await doSlotOnce(database.db, slot, AT, async () => ({ done: 'frozen' }))).toEqual({
      done: 'frozen',
    })
  })
})
