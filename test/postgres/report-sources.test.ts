import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  lastRead,
  moveOn,
  noteTrouble,
  quarantined,
  quarantineItem,
} from '../../src/postgres/report-sources.js'
import type { TestDatabase } from '../support/ledger.js'
import { arrive, dsn, NOW, openReported, setUp } from '../support/reported.js'

let database: TestDatabase
beforeAll(async () => {
  database = await openReported()
})
afterAll(() => database.close())

describe('the place in a mailbox', () => {
  it('moves on with each report, in the same transaction, and never back', async () => {
    const { db } = database
    const delivery = await setUp()
    expect(await lastRead(db, 'imap:a', 7)).toBe(0)
    const bytes = dsn(delivery, 'failed', '5.1.1', 'no')
    await arrive(bytes, { source: 'imap:a', item: '7.12', place: { uidValidity: 7, uid: 12 } })
    await moveOn(db, 'imap:a', { uidValidity: 7, uid: 3 })
    expect(await lastRead(db, 'imap:a', 7)).toBe(12)
    // The same mail again, known by its bytes: only the place moves.
    const again = await arrive(bytes, { source: 'imap:a', item: '7.13', place: { uidValidity: 7, uid: 13 } })
    expect(again).toMatchObject({ isNew: false })
    expect(await lastRead(db, 'imap:a', 7)).toBe(13)
  })

  it('begins anew when the mailbox was made anew', async () => {
    const { db } = database
    await lastRead(db, 'imap:b', 7)
    await moveOn(db, 'imap:b', { uidValidity: 7, uid: 12 })
    expect(await lastRead(db, 'imap:b', 8)).toBe(0)
    await moveOn(db, 'imap:b', { uidValidity: 7, uid: 99 })
    expect(await lastRead(db, 'imap:b', 8)).toBe(0)
  })

  it('passes over a mail that breaks the connection again and again, and keeps its reason', async () => {
    const { db } = database
    await lastRead(db, 'imap:c', 7)
    expect([await noteTrouble(db, 'imap:c', 5), await noteTrouble(db, 'imap:c', 5)]).toEqual([1, 2])
    expect(await noteTrouble(db, 'imap:c', 6)).toBe(1)
    const place = { uidValidity: 7, uid: 6 }
    await quarantineItem(db, { source: 'imap:c', item: '7.6', place, reason: 'no content', at: NOW })
    expect(await lastRead(db, 'imap:c', 7)).toBe(6)
    expect(await quarantined(db)).toEqual([{ source: 'imap:c', item: '7.6', reason: 'no content', at: NOW }])
  })
})
