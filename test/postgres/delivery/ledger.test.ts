import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Ending, openLedger } from '../../../src/postgres/delivery/ledger.js'
import type { Claimed } from '../../../src/postgres/delivery/ledger-claims.js'
import { settleInDoubt } from '../../../src/postgres/delivery/settlements.js'
import { type Swept, sweepStaleClaims } from '../../../src/postgres/delivery/stale-claims.js'
import { resumeEdition, stopEdition } from '../../../src/postgres/editions/stops.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { serverState } from '../../../src/postgres/server/server-state.js'
import { dispatched, letClaimsExpire, startDatabase, type TestDatabase } from '../../support/ledger.js'

const NOW = new Date('2026-11-26T08:00:00Z')
const LATER = new Date('2026-11-26T08:20:00Z')

let database: TestDatabase
let serial = 0
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())

/** One delivery of an edition of its own, and two workers' ledgers. */
async function setUp() {
  const { db } = database
  const edition = `2026-W48-flash-${++serial}`
  const [delivery] = (await dispatched(db, edition, ['mayor'], NOW)) as [string]
  const [one, two] = [openLedger(database, 'one'), openLedger(database, 'two')]
  const row = () => db.selectFrom('delivery').where('id', '=', delivery).selectAll().executeTakeFirstOrThrow()
  const attempts = () =>
    db.selectFrom('attempt').where('delivery', '=', delivery).selectAll().orderBy('number').execute()
  return { db, edition, delivery, one, two, row, attempts }
}

function ending(
  claimed: Claimed,
  outcome: 'accepted' | 'deferred' | 'lost',
  rest: Partial<Ending> = {},
): Ending {
  const { delivery, attempt, claim } = claimed
  const phase = outcome === 'lost' ? ('started' as const) : ('answered' as const)
  const state = outcome === 'accepted' ? ('accepted' as const) : ('deferred' as const)
  return {
    delivery,
    attempt,
    claim,
    outcome,
    phase,
    endedAt: NOW,
    replyCode: null,
    enhancedStatus: null,
    reply: null,
    state,
    dueAt: outcome === 'accepted' ? null : LATER,
    followUp: null,
    ...rest,
  }
}

const inDoubtFollowUp = async ({ edition, commune, recipient }: Swept) => ({
  edition,
  commune,
  recipient,
  reason: 'in-doubt' as const,
  action: 'settle-in-doubt' as const,
  spoc: 'spoc',
  detail: '',
  openedAt: NOW,
  due: '2026-11-26',
})

describe('the ledger', () => {
  it('gives a delivery to one of many that claim it, in one group or in many', async () => {
    const { delivery, one, two } = await setUp()
    const claims = await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 ? one : two).claim({ delivery, now: NOW })),
    )
    expect(claims.filter(claim => claim !== null)).toHaveLength(1)
  })

  it('gives nothing before it is due, of an unknown id, or of a stopped edition', async () => {
    const { db, edition, delivery, one } = await setUp()
    expect(await one.claim({ delivery, now: new Date(NOW.getTime() - 1000) })).toBeNull()
    expect(await one.claim({ delivery: 'no-such-delivery', now: NOW })).toBeNull()
    await stopEdition(db, edition, { reason: 'test', cause: 'person' }, NOW)
    expect(await one.claim({ delivery, now: NOW })).toBeNull()
    await resumeEdition(db, edition, NOW)
    expect(await one.claim({ delivery, now: NOW })).not.toBeNull()
  })

  it('commits the attempt before anything leaves, and the outcome after the answer', async () => {
    const { delivery, one, attempts, row } = await setUp()
    const claimed = (await one.claim({ delivery, now: NOW })) as Claimed
    expect(await attempts()).toMatchObject([{ number: 1, phase: 'started', outcome: null }])
    expect(await one.passGate({ ...claimed, now: NOW })).toBe(true)
    expect(await attempts()).toMatchObject([{ phase: 'dot', outcome: null }])
    expect(await one.record(ending(claimed, 'accepted', { replyCode: 250 }))).toBe(true)
    expect(await attempts()).toMatchObject([{ phase: 'answered', outcome: 'accepted', reply_code: 250 }])
    expect(await row()).toMatchObject({ state: 'accepted', claimed_until: null })
    expect(await one.claim({ delivery, now: LATER })).toBeNull()
  })

  it('keeps the dot of a stopped edition back', async () => {
    const { db, edition, delivery, one } = await setUp()
    const claimed = (await one.claim({ delivery, now: NOW })) as Claimed
    await stopEdition(db, edition, { reason: 'emergency', cause: 'person' }, NOW)
    expect(await one.passGate({ ...claimed, now: NOW })).toBe(false)
  })

  it('passes the gate once per attempt', async () => {
    const { delivery, one } = await setUp()
    const claimed = (await one.claim({ delivery, now: NOW })) as Claimed
    const passes = [
      await one.passGate({ ...claimed, now: NOW }),
      await one.passGate({ ...claimed, now: NOW }),
    ]
    expect(passes).toEqual([true, false])
  })

  it('takes a delivery from a worker that fell silent before the dot, and keeps that worker’s dot back', async () => {
    const { db, delivery, one, two, attempts } = await setUp()
    const silent = (await one.claim({ delivery, now: NOW })) as Claimed
    await letClaimsExpire(db)
    expect(await sweepStaleClaims(db, NOW, inDoubtFollowUp)).toContainEqual(
      expect.objectContaining({ delivery, outcome: 'lost' }),
    )
    const next = (await two.claim({ delivery, now: NOW })) as Claimed
    expect(next.claim).not.toBe(silent.claim)
    expect(await one.passGate({ ...silent, now: NOW })).toBe(false)
    expect(await two.passGate({ ...next, now: NOW })).toBe(true)
    expect(await one.record(ending(silent, 'lost'))).toBe(false)
    expect(await two.record(ending(next, 'accepted'))).toBe(true)
    expect(await attempts()).toMatchObject([{ outcome: 'lost' }, { outcome: 'accepted' }])
  })

  it('does not let a claim be taken while it is renewed', async () => {
    const { db, delivery, one, two } = await setUp()
    await one.claim({ delivery, now: NOW })
    await letClaimsExpire(db)
    await one.renewClaims()
    expect(await sweepStaleClaims(db, NOW, inDoubtFollowUp)).toEqual([])
    expect(await two.claim({ delivery, now: NOW })).toBeNull()
  })

  it('does not renew a claim that was let go without an outcome, so that it falls to the recovery', async () => {
    const { db, delivery, one, two } = await setUp()
    const claimed = (await one.claim({ delivery, now: NOW })) as Claimed
    one.letGo({ ...claimed, claim: claimed.claim + 1 })
    await letClaimsExpire(db)
    await one.renewClaims()
    expect(await two.claim({ delivery, now: NOW })).toBeNull()
    one.letGo(claimed)
    await letClaimsExpire(db)
    await one.renewClaims()
    await sweepStaleClaims(db, NOW, inDoubtFollowUp)
    expect(await two.claim({ delivery, now: NOW })).not.toBeNull()
  })

  it('puts a delivery in doubt when its worker fell silent after the dot, and opens a follow-up', async () => {
    const { db, edition, delivery, one, two, row } = await setUp()
    const claimed = (await one.claim({ delivery, now: NOW })) as Claimed
    await one.passGate({ ...claimed, now: NOW })
    await letClaimsExpire(db)
    await sweepStaleClaims(db, NOW, inDoubtFollowUp)
    expect(await row()).toMatchObject({ state: 'in-doubt' })
    expect(await two.claim({ delivery, now: LATER })).toBeNull()
    expect((await listFollowUps(db)).filter(one => one.edition === edition)).toMatchObject([
      { reason: 'in-doubt' },
    ])
  })

  it('settles a doubt by the answer that comes late after all', async () => {
    const { db, edition, delivery, one, row } = await setUp()
    const claimed = (await one.claim({ delivery, now: NOW })) as Claimed
    await one.passGate({ ...claimed, now: NOW })
    await letClaimsExpire(db)
    await sweepStaleClaims(db, NOW, inDoubtFollowUp)
    expect(await one.record(ending(claimed, 'accepted'))).toBe(true)
    expect(await row()).toMatchObject({ state: 'accepted' })
    expect((await listFollowUps(db)).filter(one => one.edition === edition)).toEqual([])
  })

  it('lets a person settle a doubt: count it as accepted, or send again with the same Message-ID', async () => {
    const { db, delivery, one, two, row } = await setUp()
    const claimed = (await one.claim({ delivery, now: NOW })) as Claimed
    await one.passGate({ ...claimed, now: NOW })
    expect(await settleInDoubt(db, delivery, 'again', 'a@agence.example', NOW)).toBeNull()
    await letClaimsExpire(db)
    await sweepStaleClaims(db, NOW, inDoubtFollowUp)
    expect(await settleInDoubt(db, delivery, 'again', 'a@agence.example', NOW)).not.toBeNull()
    const log = await db.selectFrom('settlement_log').where('delivery', '=', delivery).selectAll().execute()
    expect(log).toMatchObject([{ attempt: 1, decision: 'again', by_email: 'a@agence.example', at: NOW }])
    await expect(db.deleteFrom('settlement_log').execute()).rejects.toThrow('append-only')
    const again = (await two.claim({ delivery, now: NOW })) as Claimed
    expect(again).toMatchObject({ attempt: 2, messageId: claimed.messageId })
    // The answer to the first attempt, known by now, ends that attempt; the second goes its own way.
    await one.record(ending(claimed, 'accepted'))
    expect(await row()).toMatchObject({ state: 'pending', attempts: 2 })
  })

  it('answers a whole group when one of its deliveries was taken away', async () => {
    const { db } = database
    const edition = '2026-W49'
    const deliveries = await dispatched(db, edition, ['a', 'b', 'c'], NOW)
    const ledger = openLedger(database, 'group')
    const claims = (await Promise.all(
      deliveries.map(delivery => ledger.claim({ delivery, now: NOW })),
    )) as Claimed[]
    const gates = await Promise.all(
      claims.map((claimed, index) =>
        ledger.passGate({ ...claimed, claim: claimed.claim + (index === 1 ? 7 : 0), now: NOW }),
      ),
    )
    expect(gates).toEqual([true, false, true])
    const kept = await Promise.all(
      claims.map((claimed, index) =>
        ledger.record(ending({ ...claimed, claim: claimed.claim + (index === 2 ? 7 : 0) }, 'accepted')),
      ),
    )
    expect(kept).toEqual([true, true, false])
  })

  it('gives two the same delivery when its server lost its last second, and only one of them the gate', async () => {
    const { db, delivery, one, two } = await setUp()
    const lost = (await one.claim({ delivery, now: NOW })) as Claimed
    // As the server is after a crash that took its last commits along.
    await db.deleteFrom('attempt').where('delivery', '=', delivery).execute()
    await db
      .updateTable('delivery')
      .set({ claim: 0, attempts: 0, claimed_by: null, claimed_until: null })
      .where('id', '=', delivery)
      .execute()
    const next = (await two.claim({ delivery, now: NOW })) as Claimed
    expect(next.attempt).toBe(lost.attempt)
    expect(await one.passGate({ ...lost, now: NOW })).toBe(false)
    expect(await two.passGate({ ...next, now: NOW })).toBe(true)
    expect(await one.record(ending(lost, 'lost'))).toBe(false)
  })

  it('lets no dot go on a server of another life than the one that was looked at', async () => {
    const { db, delivery, one } = await setUp()
    const claimed = (await one.claim({ delivery, now: NOW })) as Claimed
    const life = (await serverState(db))?.life
    expect(await one.passGate({ ...claimed, now: NOW, life: '1795988611.688782' })).toBe(false)
    expect(await one.passGate({ ...claimed, now: NOW, life: life ?? '' })).toBe(true)
  })

  it('draws each claim’s token', async () => {
    const tokens = new Set<number>()
    for (let time = 0; time < 20; time++) {
      const { delivery, one } = await setUp()
      tokens.add((await one.claim({ delivery, now: NOW }))?.claim ?? 0)
    }
    expect(tokens.size).toBe(20)
    for (const token of tokens) expect([token >= 0, token < 2 ** 30]).toEqual([true, true])
    expect(Math.max(...tokens)).toBeGreaterThan(2 ** 20)
  })
})

describe('the log of sign-offs', () => {
  it('can be neither changed, emptied nor shortened', async () => {
    const { db } = database
    await db
      .insertInto('sign_off')
      .values({
        edition: '2026-W49',
        version: 1,
        hash: 'h',
        decision: 'approve',
        by_email: 'a@cabinet.example',
        comment: null,
        decided_at: NOW,
      })
      .execute()
    await expect(db.updateTable('sign_off').set({ hash: 'x' }).execute()).rejects.toThrow('append-only')
    await expect(db.deleteFrom('sign_off').execute()).rejects.toThrow('append-only')
  })
})

describe('a delivery whose workers end', () => {
  it('is due at once after the first end, and after the second lets the others go first', async () => {
    const { db, delivery, row } = await setUp()
    for (const [worker, waits] of [
      ['first', 0],
      ['second', 20_000],
    ] as const) {
      const due = (await row()).due_at
      expect(await openLedger(database, worker).claim({ delivery, now: due })).not.toBeNull()
      await letClaimsExpire(db)
      await sweepStaleClaims(db, due, inDoubtFollowUp)
      expect((await row()).due_at.getTime() - due.getTime()).toBe(waits)
    }
  })

  it('is set aside with a follow-up when it was alone in the hands of the third', async () => {
    const { db, edition, delivery, row, attempts } = await setUp()
    for (const worker of ['first', 'second', 'third']) {
      await openLedger(database, worker).claim({ delivery, now: LATER })
      await letClaimsExpire(db)
      await sweepStaleClaims(db, NOW, async swept => ({
        ...(await inDoubtFollowUp(swept)),
        reason: 'gave-up' as const,
      }))
    }
    expect(await row()).toMatchObject({ state: 'gave-up' })
    expect(await attempts()).toMatchObject([{ outcome: 'lost' }, { outcome: 'lost' }, { outcome: 'lost' }])
    expect((await listFollowUps(db)).filter(one => one.edition === edition)).toMatchObject([
      { reason: 'gave-up' },
    ])
  })

  it('is not set aside when another was in the same hands, and waits no longer than a minute gives', async () => {
    const { db } = database
    const deliveries = await dispatched(db, '2026-W50', ['a', 'b'], NOW)
    const waits = []
    for (let end = 1; end <= 8; end++) {
      const worker = `worker-${end}`
      const now = new Date(NOW.getTime() + end * 60_000)
      for (const delivery of deliveries) await openLedger(database, worker).claim({ delivery, now })
      await letClaimsExpire(db)
      await sweepStaleClaims(db, now, inDoubtFollowUp)
      const rows = await db.selectFrom('delivery').where('edition', '=', '2026-W50').selectAll().execute()
      expect(rows).toMatchObject([{ state: 'pending' }, { state: 'pending' }])
      waits.push(...new Set(rows.map(row => (row.due_at.getTime() - now.getTime()) / 1000)))
    }
    expect(waits.slice(1)).toEqual([20, 30, 40, 50, 50, 50, 50])
  })
})
