import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import { PROJECT_ROOT } from '../../../src/config.js'
import { DELIVERY_STATES, OPEN_STATES, stateAfter } from '../../../src/model/delivery/delivery.js'
import { communeState } from '../../../src/model/follow-ups/commune-state.js'
import { dueDeliveries } from '../../../src/postgres/delivery/deliveries.js'
import { openLedger } from '../../../src/postgres/delivery/ledger.js'
import { OPEN_LIST } from '../../../src/postgres/delivery/states.js'
import { communesNotReached } from '../../../src/postgres/follow-ups/communes-not-reached.js'
import { dispatched, startDatabase, type TestDatabase } from '../../support/ledger.js'

const NOW = new Date('2026-11-26T08:00:00Z')

/** Each state with each: a recipient for every pair, named by both. */
const PAIRS = DELIVERY_STATES.flatMap(one => DELIVERY_STATES.map(other => ({ one, other })))

let database: TestDatabase
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())

describe('what the database says of the states of a delivery', () => {
  it('allows exactly those of the model', async () => {
    const { rows } = await sql<{ allowed: string }>`
      select pg_get_constraintdef(oid) as allowed from pg_constraint where conname = 'delivery_state_check'`.execute(
      database.db,
    )
    const allowed = [...(rows[0]?.allowed.matchAll(/'([^']+)'/g) ?? [])].map(([, state]) => state)
    expect(allowed).toEqual(DELIVERY_STATES)
  })

  it('keeps an index of those that are open', async () => {
    const { rows } = await sql<{ where: string }>`
      select pg_get_expr(indpred, indrelid) as where from pg_index
      where indexrelid = 'delivery_open'::regclass`.execute(database.db)
    const indexed = [...(rows[0]?.where.matchAll(/'([^']+)'/g) ?? [])].map(([, state]) => state)
    expect([indexed, OPEN_LIST]).toEqual([OPEN_STATES, "('pending', 'deferred')"])
  })

  it('offers and claims those that are open, and no others', async () => {
    const { db } = database
    const ids = await dispatched(db, '2026-W45', DELIVERY_STATES, NOW)
    await sql`update delivery set state = recipient where edition = '2026-W45'`.execute(db)
    const open = OPEN_STATES.map(state => `2026-W45.${state}`).sort()
    expect((await dueDeliveries(db, NOW, 100)).map(({ id }) => id).sort()).toEqual(open)
    const ledger = openLedger(database, 'one')
    const claims = await Promise.all(ids.map(delivery => ledger.claim({ delivery, now: NOW })))
    expect(claims.flatMap(claim => claim?.delivery ?? []).sort()).toEqual(open)
    const passed = await Promise.all(
      claims.flatMap(claim => (claim ? [ledger.passGate({ ...claim, now: NOW })] : [])),
    )
    expect(passed).toEqual(open.map(() => true))
  })

  it('lets the end of an attempt replace a state as the model does, for each pair', async () => {
    const { db } = database
    const named = PAIRS.map(({ one, other }) => `${one}_${other}`)
    const ids = await dispatched(db, '2026-W46', named, NOW)
    const ledger = openLedger(database, 'one')
    const claims = await Promise.all(ids.map(delivery => ledger.claim({ delivery, now: NOW })))
    await sql`update delivery set state = split_part(recipient, '_', 1) where edition = '2026-W46'`.execute(
      db,
    )
    const about = { endedAt: NOW, replyCode: null, enhancedStatus: null, reply: null, dueAt: null }
    await Promise.all(
      claims.map(async (claim, index) => {
        const state = PAIRS[index]?.other ?? null
        const end = { ...about, outcome: 'accepted', phase: 'answered', state, followUp: null } as const
        if (claim) await ledger.record({ ...claim, ...end })
      }),
    )
    const rows = await db
      .selectFrom('delivery')
      .where('edition', '=', '2026-W46')
      .select(['recipient', 'state'])
      .execute()
    const found = new Map(rows.map(({ recipient, state }) => [recipient, state]))
    expect(PAIRS.map(({ one, other }) => `${one}_${other} ${found.get(`${one}_${other}`)}`)).toEqual(
      PAIRS.map(({ one, other }) => `${one}_${other} ${stateAfter(one, other)}`),
    )
  })

  it('tells a commune that nobody was reached in as the model does, for each pair', async () => {
    const { db } = database
    const named = PAIRS.flatMap(({ one, other }) => [`${one}_${other}_${one}`, `${one}_${other}_${other}`])
    await dispatched(db, '2026-W47', [...new Set(named)], NOW)
    await sql`update delivery set state = split_part(recipient, '_', 3),
      commune = split_part(recipient, '_', 1) || ' ' || split_part(recipient, '_', 2) where edition = '2026-W47'`.execute(
      db,
    )
    const told = (await communesNotReached(db, new Date(0))).filter(({ edition }) => edition === '2026-W47')
    const lost = PAIRS.filter(({ one, other }) => communeState([one, other]) === 'not-reached')
    expect(told.map(({ commune }) => commune).sort()).toEqual(
      lost.map(({ one, other }) => `${one} ${other}`).sort(),
    )
  })

  it('is nowhere else written out as a list', () => {
    const folder = join(PROJECT_ROOT, 'src/postgres')
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const listing = files.filter(
      file =>
        file.endsWith('.ts') &&
        // What a schema says is held against the model above.
        !/^(?:migrations|schema)/.test(file) &&
        /'(pending|deferred|gave-up|bounced)', '(pending|deferred|gave-up|bounced|suppressed)'/.test(
          readFileSync(join(folder, file), 'utf8').replace(/FollowUpReason\[\] = .*/g, ''),
        ),
    )
    expect(listing).toEqual([])
  })
})
