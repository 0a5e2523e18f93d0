import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { calendarNow, rosterToday, todayOf } from '../../src/steps/context.js'
import { openWorld, type World } from '../support/world.js'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-25T12:00:00+01:00' })
})
afterAll(() => world.close())

describe('what every step asks', () => {
  it('is the day where the agency is, not in Greenwich', () => {
    world.setClock('2026-11-25T23:30:00Z')
    expect(todayOf(world.app)).toBe('2026-11-26')
    world.setClock('2026-06-30T21:59:00Z')
    expect(todayOf(world.app)).toBe('2026-06-30')
    world.setClock('2026-06-30T22:00:00Z')
    expect(todayOf(world.app)).toBe('2026-07-01')
  })

  it('is the roster as its files say now', async () => {
    const { roster, problems } = await rosterToday(world.app)
    expect([roster.communes.length, problems]).toEqual([19, []])
    writeFileSync(join(world.config.recipientsDir, 'mandate-holders.csv'), 'nothing of a roster\n')
    expect((await rosterToday(world.app)).problems).not.toEqual([])
  })

  it('is the configured week, with the days off that calendar.yaml has now', async () => {
    const before = await calendarNow(world.app)
    expect(before).toMatchObject({ ...world.config.week, pauses: [] })
    writeFileSync(
      join(world.config.recipientsDir, 'calendar.yaml'),
      'pauses:\n  - {from: 2026-12-21, until: 2027-01-03, reason: {fr: Fêtes, nl: Feesten}}\n',
    )
    expect((await calendarNow(world.app)).pauses).toMatchObject([{ from: '2026-12-21', until: '2027-01-03' }])
  })
})
