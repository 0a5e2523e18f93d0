import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { forgetOldNumbers, keepUnread } from '../../../src/postgres/returned-mail/keep-unread.js'
import {
  lastRead,
  moveOn,
  quarantined,
  quarantineItem,
} from '../../../src/postgres/returned-mail/report-sources.js'
import { unreadMails } from '../../../src/postgres/returned-mail/unread-mails.js'
import type { TestDatabase } from '../../support/ledger.js'
import { arrive, dsn, NOW, openReported, setUp } from '../../support/reported.js'

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

  it('passes a mail that its server does not give only with the mail remembered, until it is dealt with', async () => {
    const { db } = database
    await lastRead(db, 'imap:c', 7)
    const place = { uidValidity: 7, uid: 6 }
    await keepUnread(db, 'imap:c', place, { words: 'NO [INUSE] Busy', at: NOW })
    await keepUnread(db, 'imap:c', place, {
      words: 'NO [UNAVAILABLE] Later',
      at: new Date(NOW.getTime() + 60_000),
    })
    expect(await lastRead(db, 'imap:c', 7)).toBe(6)
    expect(await unreadMails(db, 'imap:c')).toMatchObject([
      { uid: 6, looks: 2, words: 'NO [UNAVAILABLE] Later', since: NOW, toldAt: null },
    ])
    await moveOn(db, 'imap:c', { uidValidity: 7, uid: 9 })
    expect(await unreadMails(db, 'imap:c')).toHaveLength(1)
    await moveOn(db, 'imap:c', place)
    expect([await unreadMails(db, 'imap:c'), await lastRead(db, 'imap:c', 7)]).toEqual([[], 9])
  })

  it('keeps the reason of what can’t be recorded, which is no more unread', async () => {
    const { db } = database
    await lastRead(db, 'imap:d', 7)
    const place = { uidValidity: 7, uid: 6 }
    await keepUnread(db, 'imap:d', place, { words: 'BAD', at: NOW })
    await quarantineItem(db, { source: 'imap:d', item: '7.6', place, reason: 'no content', at: NOW })
    expect([await lastRead(db, 'imap:d', 7), await unreadMails(db, 'imap:d')]).toEqual([6, []])
    expect(await quarantined(db)).toEqual([{ source: 'imap:d', item: '7.6', reason: 'no content', at: NOW }])
  })

  it('forgets the numbers of a mailbox that was made anew', async () => {
    const { db } = database
    await keepUnread(db, 'imap:e', { uidValidity: 7, uid: 6 }, { words: 'BAD', at: NOW })
    await keepUnread(db, 'imap:e', { uidValidity: 8, uid: 1 }, { words: 'BAD', at: NOW })
    expect(await forgetOldNumbers(db, 'imap:e', 8)).toBe(1)
    expect((await unreadMails(db, 'imap:e')).map(({ uid }) => uid)).toEqual([1])
  })
})
