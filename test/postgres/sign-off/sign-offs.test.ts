import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import { freeze } from '../../../src/model/editions/freeze.js'
import { dispatchEdition } from '../../../src/postgres/delivery/dispatch-edition.js'
import { findEdition } from '../../../src/postgres/editions/editions.js'
import { signedContent } from '../../../src/postgres/editions/frozen.js'
import { keepDrafter, keepFrozen } from '../../../src/postgres/editions/keep-frozen.js'
import { keepDecision } from '../../../src/postgres/sign-off/sign-offs.js'
import { keepWithdrawal } from '../../../src/postgres/sign-off/withdrawals.js'
import { keepLink } from '../../../src/postgres/staff/links.js'
import { startDatabase, type TestDatabase } from '../../support/ledger.js'
import { sampleEdition } from '../../support/sample-edition.js'

const NOW = new Date('2026-11-25T14:00:00Z')
const CLOSES = new Date('2026-11-27T08:00:00Z')

let database: TestDatabase
let serial = 0
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())

/** A frozen edition that waits for its sign-off. */
async function waiting(approvalsRequired = 1) {
  const { db } = database
  const edition = `2026-W48-flash-${++serial}`
  await db
    .insertInto('edition')
    .values({ id: edition, kind: 'flash', version: 1, created_at: NOW, stop_reason: null, prepared_by: null })
    .execute()
  await db
    .insertInto('frozen')
    .values({
      edition,
      version: 1,
      hash: `hash ${edition}`,
      content_hash: 'c',
      audience_hash: 'a',
      content: '{}',
      candidates: 0,
      frozen_at: NOW,
      send_at: NOW,
      closes_at: CLOSES,
      approvals_required: approvalsRequired,
    })
    .execute()
  const decide = (by: string, decision: 'approve' | 'reject', link: string | null = null, now = NOW) =>
    keepDecision(db, {
      edition,
      version: 1,
      hash: `hash ${edition}`,
      decision,
      by,
      comment: null,
      remarks: [],
      now,
      link,
    })
  const row = async () =>
    (await findEdition(db, edition, NOW)) as NonNullable<Awaited<ReturnType<typeof findEdition>>>
  return { db, edition, decide, row }
}

describe('sign-off', () => {
  it('takes one decision, of two approvers and a rejecter at once, a hundred times', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 100; round++) {
      const { decide, row } = await waiting()
      const all = [
        () => decide('a@cabinet.example', 'approve'),
        () => decide('b@cabinet.example', 'approve'),
        () => decide('c@cabinet.example', 'reject'),
      ]
      const order = [0, 1, 2].map(index => all[(index + round) % 3] as (typeof all)[number])
      const kept = await Promise.all(order.map(decideOne => decideOne()))
      expect(kept.filter(one => 'at' in one)).toHaveLength(1)
      const { decisions, state } = await row()
      expect(decisions).toHaveLength(1)
      expect(state).toBe(decisions[0]?.decision === 'reject' ? 'rejected' : 'approved')
      outcomes.add(state)
    }
    expect([...outcomes].sort()).toEqual(['approved', 'rejected'])
  })

  it('counts to two when two are required, and a rejection in between ends it', async () => {
    for (let round = 0; round < 30; round++) {
      const { decide, row } = await waiting(2)
      const kept = await Promise.all([
        decide('a@cabinet.example', 'approve'),
        decide('c@cabinet.example', 'reject'),
        decide('b@cabinet.example', 'approve'),
        decide('A@cabinet.example', 'approve'),
      ])
      const finals = kept.filter(one => 'at' in one && one.final !== null)
      expect(finals).toHaveLength(1)
      const { decisions, state } = await row()
      const approvals = decisions.filter(({ decision }) => decision === 'approve').length
      expect(state).toBe(approvals === 2 ? 'approved' : 'rejected')
      expect(new Set(decisions.map(({ by }) => by.toLowerCase())).size).toBe(decisions.length)
    }
  })

  it('uses a link once, whoever is faster', async () => {
    const { db, edition, decide } = await waiting(3)
    const link = {
      purpose: 'sign-off' as const,
      email: 'a@cabinet.example',
      edition,
      version: 1,
      hash: `hash ${edition}`,
      expiresAt: CLOSES,
    }
    await keepLink(db, `id ${edition}`, link, NOW)
    const kept = await Promise.all(
      ['a', 'b', 'c', 'd'].map(name => decide(`${name}@cabinet.example`, 'approve', `id ${edition}`)),
    )
    expect(kept.filter(one => 'at' in one)).toHaveLength(1)
    expect(kept.filter(one => 'refused' in one && one.refused === 'link-used')).toHaveLength(3)
  })

  it('is refused from the instant on at which it closes', async () => {
    const { decide } = await waiting()
    expect(await decide('a@cabinet.example', 'approve', null, CLOSES)).toMatchObject({ refused: 'expired' })
    const before = new Date(CLOSES.getTime() - 1)
    expect(await decide('a@cabinet.example', 'approve', null, before)).toMatchObject({ final: 'approve' })
  })

  it('leaves decisions that nobody can change, take away or empty', async () => {
    const { db, edition, decide } = await waiting()
    await decide('a@cabinet.example', 'approve')
    for (const statement of [
      `update sign_off set decision = 'reject' where edition = '${edition}'`,
      `delete from sign_off where edition = '${edition}'`,
      'truncate sign_off',
    ])
      await expect(sql.raw(statement).execute(db)).rejects.toThrow(/append-only|permission denied/)
  })
})

/** The same, of an edition with a content and an addressee, as it can be dispatched. */
async function sendable(approvalsRequired = 1) {
  const { db } = database
  const edition = `2020-W19-flash-${++serial}`
  const content = { ...(await sampleEdition()), edition, items: [] }
  const audience = { candidates: 1, addressees: [MAYOR], exclusions: [] }
  const frozen = freeze(content, audience)
  const terms = { preparedBy: null, now: NOW, sendAt: NOW, closesAt: CLOSES, approvalsRequired }
  await keepFrozen(db, { edition, kind: 'flash', content, audience, frozen, ...terms })
  const { hash } = frozen
  return {
    db,
    edition,
    decide: (by: string, decision: 'approve' | 'reject' = 'approve') =>
      keepDecision(db, {
        edition,
        version: 1,
        hash,
        decision,
        by,
        comment: null,
        remarks: [],
        now: NOW,
        link: null,
      }),
    withdraw: (by: string) => keepWithdrawal(db, { edition, version: 1, by, reason: null, now: NOW }),
    dispatch: () =>
      dispatchEdition(db, {
        edition,
        now: NOW,
        expiresAt: CLOSES,
        slotAt: NOW,
        identify: ({ id }) => ({ id: `${edition}.${id}`, messageId: `<${edition}.${id}>`, pathToken: id }),
        followUps: async () => [],
      }),
    content: () => signedContent(db, edition, 1),
    row: async () =>
      (await findEdition(db, edition, NOW)) as NonNullable<Awaited<ReturnType<typeof findEdition>>>,
  }
}

const MAYOR = {
  id: 'ixelles-mayor',
  commune: '21009',
  role: 'mayor' as const,
  acting: false,
  competences: [],
  name: 'Bourgmestre',
  salutation: { fr: 'Madame la Bourgmestre,', nl: 'Mevrouw de burgemeester,' },
  languages: 'fr+nl' as const,
  email: 'bourgmestre@ixelles.example',
}
const [A, B, C] = ['a@cabinet.example', 'b@cabinet.example', 'c@cabinet.example'] as const

it('is refused to who drafted the same content, also when they did after its authors were looked up', async () => {
  const { db, edition, decide, row } = await sendable()
  await keepDrafter(db, { edition, hash: (await row()).hash ?? '', by: 'A@Cabinet.example', now: NOW })
  expect(await decide(A)).toMatchObject({ refused: 'author' })
  expect(await decide(B)).toMatchObject({ final: 'approve' })
})

describe('an approval that is withdrawn', () => {
  it('counts no more, its giver may decide again, and all of it stays in the log', async () => {
    const { decide, withdraw, dispatch, content, row } = await sendable()
    await decide(A)
    expect(await content()).not.toBeNull()
    expect(await withdraw('A@Cabinet.example')).toMatchObject({ given: 0, required: 1 })
    expect((await row()).state).toBe('awaiting-sign-off')
    expect(await content()).toBeNull()
    expect(await dispatch()).toEqual({ kind: 'refused', state: 'awaiting-sign-off' })
    expect(await withdraw(A)).toEqual({ refused: 'not-approved' })
    expect(await decide(A)).toMatchObject({ final: 'approve' })
    expect((await row()).decisions.map(({ decision, by }) => `${decision} ${by}`)).toEqual([
      `approve ${A}`,
      `withdraw ${A}`,
      `approve ${A}`,
    ])
    expect(await dispatch()).toMatchObject({ kind: 'dispatched' })
    expect(await withdraw(A)).toEqual({ refused: 'sent' })
  })

  it('is withdrawn or dispatched, of two at once, a hundred times', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 100; round++) {
      const { decide, withdraw, dispatch, row } = await sendable()
      await decide(A)
      const dispatched = round % 2 === 0 ? dispatch() : null
      const [taken, sent] = await Promise.all([withdraw(A), dispatched ?? dispatch()])
      const isTaken = 'at' in taken
      expect(sent.kind).toBe(isTaken ? 'refused' : 'dispatched')
      expect((await row()).state).toBe(isTaken ? 'awaiting-sign-off' : 'sending')
      outcomes.add(isTaken ? 'withdrawn' : 'sent')
      if (!isTaken) expect(taken).toEqual({ refused: 'sent' })
    }
    expect([...outcomes].sort()).toEqual(['sent', 'withdrawn'])
  }, 60_000)

  it('leaves one approval of two, whether the second comes before it or after, a hundred times', async () => {
    for (let round = 0; round < 100; round++) {
      const { decide, withdraw, row } = await waiting2()
      await decide(A)
      const [first, second] = round % 2 === 0 ? [withdraw(A), decide(B)] : [decide(B), withdraw(A)]
      for (const kept of await Promise.all([first, second])) expect(kept).toHaveProperty('at')
      expect((await row()).state).toBe('awaiting-sign-off')
    }
  }, 60_000)

  it('of two who withdraw and one who rejects at once, one withdraws at most, and rejected stays rejected', async () => {
    for (let round = 0; round < 100; round++) {
      const { decide, withdraw, row } = await waiting2()
      await decide(A)
      const acts = [() => withdraw(A), () => decide(C, 'reject'), () => withdraw(A)]
      const kept = await Promise.all([0, 1, 2].map(n => (acts[(n + round) % 3] as () => Promise<object>)()))
      expect(kept.filter(one => 'given' in one && !('final' in one)).length).toBeLessThanOrEqual(1)
      expect((await row()).state).toBe('rejected')
      expect(await withdraw(A)).toEqual({ refused: 'rejected' })
    }
  }, 60_000)

  it('can’t be written twice by statements at once, nor changed', async () => {
    const { db, edition, decide, withdraw } = await sendable()
    await decide(A)
    await withdraw(A)
    const twice = sql.raw(
      `insert into sign_off (edition, version, hash, decision, by_email, decided_at, number) values ('${edition}', 1, 'h', 'approve', '${A}', now(), 2)`,
    )
    await expect(twice.execute(db)).rejects.toThrow(/sign_off_once/)
    await expect(sql.raw(`delete from sign_off where edition = '${edition}'`).execute(db)).rejects.toThrow(
      /append-only|permission denied/,
    )
  })
})

const waiting2 = async () => {
  const made = await waiting(2)
  const { db, edition } = made
  return {
    ...made,
    decide: (by: string, decision: 'approve' | 'reject' = 'approve') => made.decide(by, decision),
    withdraw: (by: string) => keepWithdrawal(db, { edition, version: 1, by, reason: null, now: NOW }),
  }
}
