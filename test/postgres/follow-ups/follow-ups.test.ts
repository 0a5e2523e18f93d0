import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openFollowUps } from '../../../src/postgres/follow-ups/follow-ups.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import type { TestDatabase } from '../../support/ledger.js'
import { NOW, openReported, setUp } from '../../support/reported.js'

let database: TestDatabase
beforeAll(async () => {
  database = await openReported()
})
afterAll(() => database.close())

describe('a follow-up', () => {
  it('is opened whatever the server’s words are cut in: half a character, or one that PostgreSQL can’t hold', async () => {
    const { edition } = await setUp()
    const about = { edition, commune: '21009', recipient: 'mayor', spoc: 'spoc-nord' }
    const rule = { reason: 'bounced', action: 'ask-new-address', due: '2026-11-30' } as const
    await openFollowUps(database.db, [
      { ...about, ...rule, detail: '550 5.1.1 Boîte \0 \ud83d', openedAt: NOW },
    ])
    const opened = (await listFollowUps(database.db)).filter(one => one.edition === edition)
    expect(opened.map(({ detail }) => detail)).toEqual(['550 5.1.1 Boîte  \ufffd'])
  })
})
