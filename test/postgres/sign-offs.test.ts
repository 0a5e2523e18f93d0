import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import { findEdition } from '../../src/postgres/editions.js'
import { keepLink } from '../../src/postgres/sign-links.js'
import { keepDecision } from '../../src/postgres/sign-offs.js'
import { startDatabase, type TestDatabase } from '../support/ledger.js'

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
    keepDecision(db, { edition, version: 1, hash: `hash ${edition}`, decision, by, comment: null, now, link })
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
      person: 'a@cabinet.example',
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
