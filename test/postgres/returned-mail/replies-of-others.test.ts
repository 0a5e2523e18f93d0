import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { keepAct } from '../../../src/postgres/follow-ups/follow-up-acts.js'
import { eventsOf } from '../../../src/postgres/follow-ups/follow-up-histories.js'
import { openFollowUps } from '../../../src/postgres/follow-ups/follow-ups.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { listReports } from '../../../src/postgres/returned-mail/listed-reports.js'
import type { TestDatabase } from '../../support/ledger.js'
import { arrive, type Delivery, EVENTS, NOW, openReported, setUp } from '../../support/reported.js'
import { awayMail, replyMail } from '../../support/reports.js'

const SPOC = 'spoc-nord@agence.example'

let database: TestDatabase
beforeAll(async () => {
  database = await openReported()
})
afterAll(() => database.close())

const openOf = async ({ edition }: Delivery) =>
  (await listFollowUps(database.db, { all: true }))
    .filter(one => one.edition === edition)
    .map(({ id, reason, state, detail, spoc, action }) => ({ id, reason, state, detail, spoc, action }))
const historyOf = async (id: string) =>
  (await eventsOf(database.db, id)).map(({ kind, by, became, words }) => ({
    kind,
    by,
    became,
    words,
  }))
const stateOf = async ({ delivery }: Delivery) =>
  (await database.db.selectFrom('delivery').where('id', '=', delivery).select('state').executeTakeFirst())
    ?.state

/** A mail in the thread of a delivery whose author claims this address. */
const from = (address: string, mail: Uint8Array) =>
  Buffer.from(
    Buffer.from(mail).toString('utf8').replace('<bourgmestre@ixelles.example>', `<${address}>`),
    'utf8',
  )
const writes = (one: Delivery, text: string, minute = 0) =>
  replyMail({
    to: one.path,
    inReplyTo: one.messageId,
    text,
    date: `Thu, 26 Nov 2026 11:${String(minute).padStart(2, '0')}:00 +0100`,
  })

describe('a mail that asks for no more mails', () => {
  it.each([
    ['a mail program’s own', (one: Delivery) => mailProgram(one), ''],
    [
      'a reply',
      (one: Delivery) => writes(one, 'Merci de me désinscrire de cette liste.'),
      'Merci de me désinscrire de cette liste.',
    ],
  ])('%s opens what a click opens, and is one with it', async (_, mail, detail) => {
    const one = await setUp()
    const clicked = { edition: one.edition, commune: '21009', recipient: 'mayor', spoc: 'spoc-nord' }
    const rule = { reason: 'unsubscribe', action: 'decide-unsubscribe', due: '2026-11-30' } as const
    expect(await arrive(mail(one))).toMatchObject({ isNew: true, kind: 'reply', topic: 'unsubscribe' })
    await openFollowUps(database.db, [{ ...clicked, ...rule, detail: '', openedAt: NOW }])
    expect(await openOf(one)).toEqual([
      { ...rule, due: undefined, id: expect.any(String), state: 'open', detail, spoc: 'spoc-nord' },
    ])
    const [report] = await listReports(database.db, { since: new Date(0), unmatched: false })
    expect(report).toMatchObject({ delivery: one.delivery, kind: 'reply', topic: 'unsubscribe' })
  })

  it('can be given another topic by hand, and back', async () => {
    const one = await setUp()
    await arrive(writes(one, 'Uitschrijven hoeft niet, mails zijn goed.'))
    const [first] = await openOf(one)
    const acting = { by: SPOC, ownSpoc: 'spoc-nord', today: '2026-11-26', now: NOW }
    const move = (reason: 'reply' | 'unsubscribe') =>
      keepAct(database.db, first?.id ?? '', { kind: 'move', reason, moves: null }, acting)
    expect(await move('reply')).toMatchObject({ followUp: { reason: 'reply' } })
    await arrive(writes(one, 'Prima.', 5))
    expect(await openOf(one)).toEqual([
      expect.objectContaining({
        reason: 'reply',
        detail: 'Uitschrijven hoeft niet, mails zijn goed.\n\nPrima.',
      }),
    ])
    expect(await move('unsubscribe')).toMatchObject({ followUp: { reason: 'unsubscribe' } })
  })

  it('goes where the first of two wants it who move it in opposite directions at once; the other is told', async () => {
    for (let round = 0; round < 6; round++) {
      const one = await setUp()
      await arrive(writes(one, 'Merci de me désinscrire de cette liste.'))
      await arrive(writes(one, 'Bien reçu, tout est clair.', 5))
      const [wish, reply] = await openOf(one)
      const acting = { by: SPOC, ownSpoc: 'spoc-nord', today: '2026-11-26', now: NOW }
      const move = (id: string | undefined, reason: 'reply' | 'unsubscribe') =>
        keepAct(database.db, id ?? '', { kind: 'move', reason, moves: 0 }, acting)
      const ends = await Promise.all([move(wish?.id, 'reply'), move(reply?.id, 'unsubscribe')])
      expect(ends.filter(end => 'followUp' in end)).toHaveLength(1)
      expect(ends.filter(end => 'refused' in end)).toEqual([{ refused: 'moved-meanwhile' }])
      const open = (await openOf(one)).filter(({ state }) => state !== 'done')
      expect(open).toHaveLength(1)
      for (const words of ['désinscrire', 'Bien reçu']) expect(open[0]?.detail).toContain(words)
    }
  })

  it('goes to its new topic while a report brings more words to it', async () => {
    for (let round = 0; round < 6; round++) {
      const one = await setUp()
      await arrive(writes(one, 'Merci de me désinscrire de cette liste.'))
      const [wish] = await openOf(one)
      const acting = { by: SPOC, ownSpoc: 'spoc-nord', today: '2026-11-26', now: NOW }
      await Promise.all([
        keepAct(database.db, wish?.id ?? '', { kind: 'move', reason: 'reply', moves: null }, acting),
        arrive(writes(one, 'Bien reçu, tout est clair.', 5)),
      ])
      const open = (await openOf(one)).filter(({ state }) => state !== 'done')
      expect(open.map(({ reason }) => reason)).toEqual(['reply'])
      for (const words of ['désinscrire', 'Bien reçu']) expect(open[0]?.detail).toContain(words)
    }
  })

  const mailProgram = ({ path }: Delivery) =>
    Buffer.from(
      `From: Bourgmestre <bourgmestre@ixelles.example>\r\nTo: ${path}\r\nSubject: unsubscribe\r\nDate: Thu, 26 Nov 2026 11:00:00 +0100\r\n\r\n`,
    )
})

describe('a mail whose author is on the staff', () => {
  it('is noted with the open question in its thread, once, and ends nothing', async () => {
    const one = await setUp()
    await EVENTS['commit of accepted'](one)
    await EVENTS.reply(one)
    const [question] = await openOf(one)
    const answer = from(SPOC, writes(one, 'Le délai est fixé au 1er juin. Puis-je vous aider ?'))
    for (const isNew of [true, false])
      expect(await arrive(answer)).toMatchObject({ isNew, ...(isNew ? { kind: 'unknown' } : {}) })
    expect(await openOf(one)).toEqual([question])
    expect(question).toMatchObject({ reason: 'question', state: 'open', detail: 'Quel est le délai ?' })
    expect(await historyOf(question?.id ?? '')).toEqual([
      { kind: 'opened', by: null, became: null, words: null },
      {
        kind: 'noted',
        by: null,
        became: 'spoc-nord',
        words: 'Le délai est fixé au 1er juin. Puis-je vous aider ?',
      },
    ])
  })

  it.each<[string, (one: Delivery) => Uint8Array]>([
    ['an answer', one => writes(one, 'Mijn nieuw adres is nieuw@agence.example. Schrijf mij uit.')],
    [
      'an absence',
      one => awayMail({ to: one.path, inReplyTo: one.messageId, text: 'Absent jusqu’au 5 décembre 2026.' }),
    ],
  ])('changes nothing where nobody asked: %s', async (_, mail) => {
    const one = await setUp()
    await EVENTS['commit of a doubt'](one)
    const before = await openOf(one)
    expect(await arrive(from(SPOC, mail(one)), {}, ['2026-12-01'])).toMatchObject({
      isNew: true,
      delivery: one.delivery,
      evidence: null,
      topic: null,
      state: 'in-doubt',
    })
    expect(await openOf(one)).toEqual(before)
    expect(await stateOf(one)).toBe('in-doubt')
  })

  it('is the official’s own where the address is the addressee’s, whoever else has it', async () => {
    const one = await setUp({ email: SPOC })
    await arrive(from(SPOC, writes(one, 'Quand ?')))
    expect(await openOf(one)).toEqual([expect.objectContaining({ reason: 'question' })])
  })
})
