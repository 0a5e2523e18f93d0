import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { openDatabase } from '../../../src/postgres/server/database.js'
import type { TestDatabase } from '../../support/ledger.js'
import { arrive, NOW, openReported, setUp } from '../../support/reported.js'
import { replyMail } from '../../support/reports.js'

let database: TestDatabase
beforeAll(async () => {
  database = await openReported()
})
afterAll(() => database.close())

const topicsIn = async (delivery: string) =>
  (await database.db.selectFrom('report').where('delivery', '=', delivery).select('topic').execute()).map(
    ({ topic }) => topic,
  )

/** The tables as they were before migration 0020. */
async function takeBack(): Promise<void> {
  for (const statement of [
    `update report set topic = null where topic = 'unsubscribe'`,
    `alter table report drop constraint report_topic_check, add constraint report_topic_check
      check (topic in ('objection', 'correction', 'question', 'other'))`,
    'alter table follow_up drop constraint follow_up_open_without_result',
    'drop table address_change_plan',
    `delete from kysely_migration where name = '0020-loose-ends'`,
  ])
    await sql.raw(statement).execute(database.db)
}

describe('a database from before migration 0020', () => {
  it('gets its wishes for no more mails back, and no result where something is open', async () => {
    const one = await setUp()
    const mail = { to: one.path, inReplyTo: one.messageId }
    await arrive(replyMail({ ...mail, text: 'Merci de me désinscrire de cette liste.' }))
    expect(await topicsIn(one.delivery)).toEqual(['unsubscribe'])
    await takeBack()
    expect(await topicsIn(one.delivery)).toEqual([null])
    await sql`insert into follow_up (commune, recipient, reason, action, spoc, detail, opened_at, due, state, result)
      values ('21009', 'old', 'vacant', 'find-successor', 'spoc-nord', '', ${NOW}, '2026-12-01', 'open', 'settled'),
        ('21009', 'older', 'vacant', 'find-successor', 'spoc-nord', '', ${NOW}, '2026-12-01', 'done', 'settled')`.execute(
      database.db,
    )

    await (await openDatabase(database.url, { connections: 1 })).close()

    expect(await topicsIn(one.delivery)).toEqual(['unsubscribe'])
    const vacancies = (await listFollowUps(database.db, { all: true })).filter(
      ({ reason }) => reason === 'vacant',
    )
    expect(vacancies.map(({ recipient, state, result }) => [recipient, state, result])).toEqual([
      ['old', 'open', null],
      ['older', 'done', 'settled'],
    ])
    const again = sql`update follow_up set state = 'open' where recipient = 'older'`.execute(database.db)
    await expect(again).rejects.toMatchObject({ code: '23514' })
  })
})
