import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { messageToken, returnPath } from '../../../src/model/delivery/delivery.js'
import { OWN_BEGINNINGS } from '../../../src/model/delivery/own-words.js'
import { settleInDoubt } from '../../../src/postgres/delivery/settlements.js'
import { heldAddresses } from '../../../src/postgres/delivery/suppressed.js'
import { listReports } from '../../../src/postgres/returned-mail/listed-reports.js'
import type { TestDatabase } from '../../support/ledger.js'
import {
  answer,
  arrive,
  type Delivery,
  EVENTS,
  endOf,
  LATER,
  NOW,
  openReported,
  SECRET,
  setUp,
} from '../../support/reported.js'
import { awayMail, dsnMail, replyMail } from '../../support/reports.js'

let database: TestDatabase
beforeAll(async () => {
  database = await openReported()
})
afterAll(() => database.close())

describe('a report', () => {
  it('that comes before the dot keeps the gate shut', async () => {
    const delivery = await setUp({ passed: false })
    await EVENTS['failed DSN'](delivery)
    expect(await delivery.ledger.passGate({ ...delivery.claimed, now: NOW })).toBe(false)
    await answer(delivery, 'lost')
    expect(await endOf(delivery)).toMatchObject({ state: 'bounced', attempts: ['lost'], isClaimed: false })
  })

  it('refutes the assumption of the person who settled a doubt, and says who that was', async () => {
    const { db } = database
    const delivery = await setUp()
    await EVENTS['the worker is swept']()
    await settleInDoubt(db, delivery.delivery, 'accepted', 'a@agence.example', NOW)
    await EVENTS.reply(delivery)
    expect(await endOf(delivery)).toMatchObject({ state: 'accepted' })
    await EVENTS['failed DSN'](delivery)
    expect(await endOf(delivery)).toMatchObject({ state: 'bounced' })
    const row = await db
      .selectFrom('delivery')
      .where('id', '=', delivery.delivery)
      .selectAll()
      .executeTakeFirst()
    expect(row?.settled_by).toBe('a@agence.example')
  })

  it('that the first copy arrived spares the second one that a person asked for', async () => {
    const delivery = await setUp()
    await EVENTS['the worker is swept']()
    await settleInDoubt(database.db, delivery.delivery, 'again', 'a@agence.example', NOW)
    await EVENTS.reply(delivery)
    expect(await delivery.ledger.claim({ delivery: delivery.delivery, now: LATER })).toBeNull()
    expect(await endOf(delivery)).toMatchObject({ state: 'accepted', attempts: ['in-doubt'] })
  })

  it.each([
    [
      'a forged token',
      (one: Delivery) => ({ to: one.path.replace(/[0-9a-f]{20}@/, '0123456789abcdef0123@') }),
    ],
    ['a token of nobody', () => ({ to: returnPath('2026-W01.nobody', 'b.example', SECRET) })],
    [
      'a guessed Message-ID',
      (one: Delivery) => ({
        to: 'a@b.example',
        returned: `Message-ID: <${one.delivery}.0@estafette.example>`,
      }),
    ],
    ['the address alone', () => ({ to: 'reports@estafette.example' })],
  ])('with %s is written down without its words, and changes nothing', async (_, forge) => {
    const { db } = database
    const delivery = await setUp()
    await EVENTS['commit of accepted'](delivery)
    const forged = dsnMail({
      recipient: 'mayor@ixelles.example',
      action: 'failed',
      status: '5.1.1',
      words: '550 5.1.1 User unknown',
      headers: `X-About: ${delivery.delivery}`,
      ...forge(delivery),
    })
    expect(await arrive(forged)).toMatchObject({ isNew: true, kind: 'dsn', match: null, state: null })
    expect(await endOf(delivery)).toMatchObject({ state: 'accepted', open: [] })
    const row = await db.selectFrom('report').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      match: null,
      delivery: null,
      evidence: null,
      status: null,
      reason: '',
      reply_text: '',
    })
  })

  it.each([
    [
      'a Message-ID alone',
      (one: Delivery) => ({ to: 'reports@estafette.example', returned: `Message-ID: ${one.messageId}` }),
    ],
    [
      'the Message-ID’s token in a return path',
      (one: Delivery) => ({
        to: one.path.replace(/[0-9a-f]{20}/, messageToken(one.delivery, SECRET)),
        returned: `Message-ID: ${one.messageId}`,
      }),
    ],
  ])('with %s is shown to a person, and changes nothing, however often it comes', async (_, forge) => {
    const { db } = database
    for (const first of ['commit of accepted', 'commit of a doubt'] as const) {
      const delivery = await setUp()
      await EVENTS[first](delivery)
      const before = await endOf(delivery)
      for (const [index, action] of (['failed', 'failed', 'delayed', 'relayed'] as const).entries()) {
        const status = { failed: '5.1.1', delayed: '4.4.1', relayed: '2.0.0' }[action]
        const forged = dsnMail({
          recipient: 'mayor@ixelles.example',
          action,
          status,
          words: '550 5.1.1 User unknown',
          headers: `X-Nth: ${index}`,
          ...forge(delivery),
        })
        expect(await arrive(forged)).toMatchObject({
          isNew: true,
          match: 'message-id',
          evidence: null,
          refusesUs: null,
        })
      }
      const after = await endOf(delivery)
      expect(after.open).toEqual([
        ...before.open,
        `unproven: ${OWN_BEGINNINGS.unproven}550 5.1.1 User unknown`,
      ])
      expect({ ...after, open: before.open }).toEqual(before)
      expect(await heldAddresses(db)).toEqual([])
      const listed = await listReports(db, { since: new Date(0), unmatched: true })
      expect(listed.filter(one => one.delivery === delivery.delivery && one.isUnproven)).toHaveLength(4)
    }
  })

  it('counts where the mail that it returns carries the return path, and from an earlier version’s Message-ID', async () => {
    const carried = await setUp()
    await EVENTS['commit of accepted'](carried)
    const returned = `Message-ID: ${carried.messageId}\r\nReturn-Path: <${carried.path}>`
    const said = {
      recipient: 'mayor@ixelles.example',
      action: 'failed',
      status: '5.1.1',
      words: '550 no',
    } as const
    expect(await arrive(dsnMail({ to: 'a@b.example', returned, ...said }))).toMatchObject({
      match: 'returned-part',
      state: 'bounced',
    })
    const old = await setUp()
    await database.db
      .updateTable('delivery')
      .set({ path_token: null })
      .where('id', '=', old.delivery)
      .execute()
    await EVENTS['commit of accepted'](old)
    const to = old.path.replace(/[0-9a-f]{20}/, messageToken(old.delivery, SECRET))
    expect(await arrive(dsnMail({ to, ...said }))).toMatchObject({ match: 'return-path', state: 'bounced' })
  })

  it('of an absence never keeps why', async () => {
    const { db } = database
    const delivery = await setUp()
    await EVENTS['out of office'](delivery)
    const rows = JSON.stringify([
      await db.selectFrom('report').selectAll().execute(),
      await db.selectFrom('follow_up').selectAll().execute(),
    ])
    expect(rows).toContain('2026-12-05')
    expect(rows).not.toMatch(/santé|absente/)
  })

  it.each([
    ['a deadline falls within', 'jusqu’au 5 décembre 2026', ['2026-12-01'], ['away: until 2026-12-05']],
    ['the edition can’t be read', 'jusqu’au 5 décembre 2026', null, ['away: until 2026-12-05']],
    ['the deadlines fall outside', 'jusqu’au 5 décembre 2026', ['2026-11-25', '2026-12-06'], []],
    [
      'somebody stands in',
      'jusqu’au 5 décembre 2026. En mon absence, contactez cabinet@ixelles.example',
      ['2026-12-01'],
      [],
    ],
    ['no end is named', 'pour le moment', ['2026-12-01'], []],
  ])('of an absence while %s', async (_, words, deadlines, open) => {
    const delivery = await setUp()
    await EVENTS['commit of accepted'](delivery)
    await arrive(awayMail({ to: delivery.path, text: `Je suis absente ${words}.` }), {}, deadlines)
    expect((await endOf(delivery)).open).toEqual(open)
  })

  it('in which somebody writes again reopens what was done, and a second bounce does not', async () => {
    const { db } = database
    const delivery = await setUp()
    for (const event of ['commit of accepted', 'reply', 'failed DSN'] as const) await EVENTS[event](delivery)
    await db.updateTable('follow_up').set({ state: 'done' }).where('edition', '=', delivery.edition).execute()
    for (const event of ['second failed DSN', 'reply', 'failed DSN'] as const) await EVENTS[event](delivery)
    expect((await endOf(delivery)).open).toEqual([])
    await EVENTS['second reply'](delivery)
    expect((await endOf(delivery)).open).toEqual([
      'question: Quel est le délai ?\n\nEt pour les indépendants ?',
    ])
  })

  it('answering several of our mails is about the latest', async () => {
    const { db } = database
    const [earlier, later] = [await setUp(), await setUp()]
    await db.updateTable('delivery').set({ created_at: LATER }).where('id', '=', later.delivery).execute()
    const headers = `References: ${later.messageId} ${earlier.messageId}`
    const recorded = await arrive(replyMail({ to: 'a@b.example', text: 'Merci.', headers }))
    expect(recorded).toMatchObject({ match: 'message-id', delivery: later.delivery, topic: 'other' })
  })

  it('with a NUL in its text is kept without it', async () => {
    const delivery = await setUp()
    await arrive(replyMail({ to: delivery.path, inReplyTo: delivery.messageId, text: 'Bien\0 reçu.' }))
    expect((await endOf(delivery)).open).toEqual(['reply: Bien reçu.'])
  })
})
