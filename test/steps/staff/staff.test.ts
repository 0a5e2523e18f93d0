import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { onNotice, staffOf, tellStaff } from '../../../src/steps/staff/staff.js'
import { SAMPLE_VALUES } from '../../support/notices.js'
import { openWorld, type World } from '../../support/world.js'

const DIRECTOR = 'direction@cabinet.example'
const ADVISER = 'conseil-economie@cabinet.example'
const VALUES = SAMPLE_VALUES['edition-held']

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-25T12:00:00+01:00' })
})
afterAll(() => world.close())

const keys = async (about: string) =>
  (await listNotices(world.app.engine.db)).flatMap(({ key }) => (key.includes(` ${about} `) ? [key] : []))

describe('the staff', () => {
  it('are all of staff.yaml, or those who have one of the roles', async () => {
    const [all, some] = [await staffOf(world.app), await staffOf(world.app, 'approver', 'admin')]
    expect(all.length).toBeGreaterThan(some.length)
    expect(some.map(({ email }) => email)).toEqual([DIRECTOR, ADVISER, 'informatique@agence.example'])
  })

  it('are told by role, each once', async () => {
    expect(await tellStaff(world.app, 'approver', 'edition-held', 'W48', VALUES)).toBe(true)
    expect(await tellStaff(world.app, 'approver', 'edition-held', 'W48', VALUES)).toBe(false)
    expect(await keys('W48')).toEqual([`edition-held W48 ${ADVISER}`, `edition-held W48 ${DIRECTOR}`])
  })

  it('are told by name, and whoever listens is called for what is new', async () => {
    const heard: string[] = []
    const end = onNotice(world.app, () => heard.push('notice'))
    const people = (await staffOf(world.app)).filter(({ email }) => email === ADVISER)
    for (let times = 0; times < 2; times++) await tellStaff(world.app, people, 'edition-held', 'W49', VALUES)
    end()
    await tellStaff(world.app, people, 'edition-held', 'W50', VALUES)
    expect([heard, await keys('W49')]).toEqual([['notice'], [`edition-held W49 ${ADVISER}`]])
  })

  it('hear nothing where no machine may answer', async () => {
    const because = { ...world.app, neverTold: [DIRECTOR.toUpperCase()] }
    expect(await tellStaff(because, 'approver', 'edition-held', 'W51', VALUES)).toBe(true)
    expect(await keys('W51')).toEqual([`edition-held W51 ${ADVISER}`])
  })
})
