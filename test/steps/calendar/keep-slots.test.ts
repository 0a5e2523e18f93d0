import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { type Calendar, dueSlots } from '../../../src/model/calendar/calendar.js'
import type { Cron } from '../../../src/model/calendar/cron.js'
import { parseCron } from '../../../src/model/calendar/parse-cron.js'
import { doSlotOnce } from '../../../src/postgres/calendar/slots.js'
import { type Database, type OpenDatabase, openDatabase } from '../../../src/postgres/server/database.js'
import { keepSlots } from '../../../src/steps/calendar/keep-slots.js'
import { startDatabase, type TestDatabase } from '../../support/ledger.js'

const cron = (expression: string) => parseCron(expression) as Cron
const calendar: Calendar = {
  timeZone: 'Europe/Brussels',
  draft: cron('0 12 * * 3'),
  send: cron('0 9 * * 4'),
  holidaySend: 'before',
  rules: BRUSSELS.holidays,
  holidays: [],
  pauses: [],
}
const WINDOW_HOURS = 24
const DAY = 86_400_000

/** A scheduler that writes down what it does, as "edition slot" and, for a send past its window, "late". */
function scheduler(
  once: (slot: Parameters<typeof doSlotOnce>[1], work: () => Promise<{ done: string }>) => unknown,
) {
  const did: string[] = []
  const tick = (now: Date) =>
    keepSlots(
      {
        once: (slot, work) => once(slot, work as never) as never,
        draft: async ({ edition }) => {
          did.push(`${edition} draft`)
          return { done: 'frozen' }
        },
        send: async ({ edition }, late) => {
          did.push(`${edition} send${late ? ' late' : ''}`)
          return { done: 'dispatched' }
        },
      },
      calendar,
      WINDOW_HOURS,
      now,
    )
  return { did, tick }
}

/** Keeps the slots that are done in memory. */
function inMemory() {
  const done = new Set<string>()
  return scheduler(async ({ edition, slot }, work) => {
    if (done.has(`${edition} ${slot}`)) return null
    const outcome = await work()
    done.add(`${edition} ${slot}`)
    return outcome
  })
}

describe('a scheduler', () => {
  it.each([
    ['ticks every hour', 1],
    ['ticks every five hours', 5],
    ['was down for a day', 24],
    ['was down for two days', 48],
  ])('that %s does each slot of two years once, in order', async (_, hours) => {
    const { did, tick } = inMemory()
    const [from, until] = [new Date('2025-12-28T23:00:00Z'), new Date('2028-01-02T22:00:00Z')]
    const due = dueSlots(calendar, from, until)
    // Only around the slots, for the rest of the week has none; what LOOK_BACK_MS finds from before is not of interest.
    const step = hours * 3_600_000
    const ticks = due.map(
      ({ at }) => new Date(from.getTime() + Math.ceil((at.getTime() - from.getTime()) / step) * step),
    )
    for (const now of ticks) await tick(now)
    const expected = new Set(due.map(({ edition, slot }) => `${edition} ${slot}`))
    const found = did.filter(one => expected.has(one.replace(' late', '')))
    expect(found).toHaveLength(new Set(found).size)
    expect(found.map(one => one.replace(' late', '')).sort()).toEqual([...expected].sort())
    if (hours <= 24) expect(found.filter(one => one.endsWith('late'))).toEqual([])
  })

  it('that was down for a day makes the draft late and sends in time', async () => {
    const { did, tick } = inMemory()
    await tick(new Date('2026-11-24T18:00:00+01:00'))
    did.splice(0)
    await tick(new Date('2026-11-26T08:00:00+01:00'))
    expect(did).toEqual(['2026-W48 draft'])
    await tick(new Date('2026-11-26T09:00:00+01:00'))
    expect(did).toEqual(['2026-W48 draft', '2026-W48 send'])
  })

  it('that was down for eight days leaves the week that is over to a person and makes the one that can still go', async () => {
    const { did, tick } = inMemory()
    await tick(new Date('2026-12-02T09:00:00+01:00'))
    did.splice(0)
    await tick(new Date('2026-12-10T11:00:00+01:00'))
    expect(did).toEqual(['2026-W49 send late', '2026-W50 draft', '2026-W50 send'])
  })
})

describe('two schedulers on one database', () => {
  let database: TestDatabase
  let other: OpenDatabase
  beforeAll(async () => {
    database = await startDatabase()
    other = await openDatabase(database.url, { connections: 3 })
  })
  afterAll(async () => {
    await other.close()
    await database.close()
  })

  it('do each slot once between them, a hundred weeks over', async () => {
    const on = (db: Database, now: () => Date) => scheduler((slot, work) => doSlotOnce(db, slot, now(), work))
    let now = new Date('2026-01-01T00:00:00Z')
    const both = [on(database.db, () => now), on(other.db, () => now)]
    const due = dueSlots(calendar, now, new Date(now.getTime() + 710 * DAY)).slice(0, 200)
    expect(due).toHaveLength(200)
    for (const slot of due) {
      now = slot.at
      await Promise.all(both.map(({ tick }) => tick(now)))
    }
    const did = both.flatMap(one => one.did)
    const mine = due.map(({ edition, slot }) => `${edition} ${slot}`)
    expect(did.filter(one => mine.includes(one)).sort()).toEqual([...mine].sort())
  })
})
