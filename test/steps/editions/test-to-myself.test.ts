import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readMails } from '../../../src/steps/editions/read-mails.js'
import { isTestedLately, testsLeft, testToMyself } from '../../../src/steps/editions/test-to-myself.js'
import { type DeskWeek, layWeek, ledgerOf, openDesk, STAFF } from '../../support/desk-week.js'
import { parsed } from '../../support/world.js'

const EDITION = '2020-W18'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
})
afterAll(() => desk.close())

const test = (edition: string, wishes = {}, by = STAFF.editor) =>
  testToMyself(desk.world.app, { edition, by, wishes })

describe('the mails of an edition', () => {
  it('are those that are frozen, and of the next one those that would be; else there are none', async () => {
    const { app } = desk.world
    // One of each commune, role and reading; all of a commune that is chosen.
    const { kinds, whole } = {
      kinds: (await readMails(app, EDITION))?.addressees ?? [],
      whole: (await readMails(app, EDITION, '21004'))?.addressees ?? [],
    }
    const key = (one: (typeof kinds)[number]) => [one.commune, one.role, one.languages].join()
    expect(new Set(kinds.map(key)).size).toBe(kinds.length)
    expect(new Set(whole.map(key)).size).toBe(kinds.length)
    expect(whole.filter(({ commune }) => commune === '21004')).toHaveLength(5)
    expect(await readMails(app, 'next')).toMatchObject({ edition: '2020-W19' })
    for (const none of ['2020-W19', 'x', '..']) expect(await readMails(app, none)).toBeNull()
  })
})

describe('a test to oneself', () => {
  it('goes to the own address alone, as the chosen reader reads it, marked, and is in no table', async () => {
    const before = await ledgerOf(desk.world)
    const had = desk.relay.received.length
    expect(await test(EDITION, { recipient: 'evere-mayor' })).toMatchObject({
      kind: 'tested',
      outcome: { kind: 'accepted' },
    })
    expect(await test('next', { commune: '21004', languages: 'fr' })).toMatchObject({ kind: 'tested' })
    const mails = desk.relay.received.slice(had)
    expect(mails.map(({ to }) => to)).toEqual([STAFF.editor, STAFF.editor])
    const [first, second] = await Promise.all(mails.map(parsed))
    for (const mail of [first, second]) expect(mail?.subject).toMatch(/^\[TEST\] /)
    expect(first?.text).toContain('Evere')
    expect(second?.text).toContain('Réouverture des commerces')
    expect(await ledgerOf(desk.world)).toEqual(before)
    expect(isTestedLately(desk.world.app, STAFF.editor)).toBe(true)
    expect(isTestedLately(desk.world.app, STAFF.head)).toBe(false)
  })

  it('is refused to a stranger, for nobody, and where mail may not leave for the address', async () => {
    const had = desk.relay.received.length
    expect(await test(EDITION, {}, 'passant@ailleurs.example')).toMatchObject({ reason: 'unknown-person' })
    expect(await test(EDITION, { commune: '99999' })).toMatchObject({ reason: 'nobody' })
    expect(await test('2020-W40')).toMatchObject({ reason: 'nobody' })
    desk.world.config.allowedRecipients = ['@commune.example']
    expect(await test(EDITION)).toMatchObject({ kind: 'refused', reason: 'not-allowed' })
    desk.world.config.allowedRecipients = ['*']
    expect(desk.relay.received).toHaveLength(had)
  })

  it('is had ten times within an hour at most', async () => {
    const by = STAFF.approver
    expect(testsLeft(desk.world.app, by)).toBe(10)
    for (let left = 9; left >= 0; left--) {
      expect(await test(EDITION, {}, by)).toMatchObject({ kind: 'tested' })
      expect(testsLeft(desk.world.app, by)).toBe(left)
    }
    expect(await test(EDITION, {}, by)).toEqual({ kind: 'refused', reason: 'too-many' })
    expect(await test(EDITION, {}, STAFF.head)).toMatchObject({ kind: 'tested' })
    desk.world.setClock('2020-05-05T11:00:01+02:00')
    expect(testsLeft(desk.world.app, by)).toBe(10)
  }, 30_000)
})
