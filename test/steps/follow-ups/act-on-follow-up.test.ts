import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { findFollowUp } from '../../../src/postgres/follow-ups/follow-up-histories.js'
import { openFollowUps } from '../../../src/postgres/follow-ups/follow-ups.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { actOnFollowUp, followUpAccess } from '../../../src/steps/follow-ups/act-on-follow-up.js'
import { newFollowUp } from '../../../src/steps/follow-ups/new-follow-up.js'
import { tellReassigned } from '../../../src/steps/follow-ups/tell-reassigned.js'
import { staffOf } from '../../../src/steps/staff/staff.js'
import { dispatched } from '../../support/ledger.js'
import { openWorld, type World } from '../../support/world.js'

/** Anderlecht (21001): SPOC spoc-ouest, deputy spoc-nord. */
const OWN = 'spoc-ouest@agence.example'
const DEPUTY = 'spoc-nord@agence.example'
const OTHER = 'spoc-sud@agence.example'
const ADMIN = 'informatique@agence.example'
const EDITOR = 'redaction-economie@agence.example'

let world: World
let ids: string[]
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-26T09:00:00+01:00' })
  const recipients = ['anderlecht-mayor', 'anderlecht-alderman-economy']
  await dispatched(world.app.engine.db, '2026-W48', recipients, world.app.clock())
  for (const recipient of recipients) {
    const about = { edition: '2026-W48', commune: '21001', recipient, reason: 'bounced' as const }
    await openFollowUps(world.app.engine.db, [await newFollowUp(world.app, about, world.app.clock())])
  }
  ids = (await listFollowUps(world.app.engine.db)).map(({ id }) => id).sort()
})
afterAll(() => world.close())

const why = async (id: string, by: string) => {
  const access = await followUpAccess(world.app, id, by)
  return 'refused' in access ? access.refused : access.person.email
}
const told = async () =>
  (await listNotices(world.app.engine.db))
    .filter(({ kind }) => kind === 'follow-ups-reassigned')
    .map(({ to_email, payload }) => ({ to: to_email, values: JSON.parse(payload) }))
const forget = () => world.app.engine.db.deleteFrom('notice').execute()

describe('a follow-up', () => {
  it('is open to the SPOC of its commune, the deputy and the admins', async () => {
    const [id = ''] = ids
    for (const by of [OWN, DEPUTY, ADMIN]) expect(await why(id, by.toUpperCase())).toBe(by)
    expect(await followUpAccess(world.app, id, OWN)).toMatchObject({
      before: { id, state: 'open' },
      commune: { nis: '21001' },
    })
  })

  it('is closed to others, and says why', async () => {
    const [id = ''] = ids
    expect(await why(id, OTHER)).toBe('not-theirs')
    expect(await why(id, EDITOR)).toBe('not-theirs')
    expect(await why(id, 'nobody@else.example')).toBe('unknown-person')
    expect(await why('999', OWN)).toBe('unknown')
  })

  it('is open to whom it was given, who is told; given back, it follows the roster again', async () => {
    const [id = ''] = ids
    const give = (to: string) => actOnFollowUp(world.app, { id, by: OWN, act: { kind: 'assign', to } })
    expect(await give(EDITOR)).toEqual({ kind: 'refused', reason: 'not-a-spoc' })
    expect(await give(OTHER)).toMatchObject({ kind: 'done', followUp: { spoc: 'spoc-sud', assignedBy: OWN } })
    expect(await why(id, OTHER)).toBe(OTHER)
    expect(await told()).toMatchObject([{ to: OTHER, values: { to: 'you' } }])
    expect(await give(OWN)).toMatchObject({
      kind: 'done',
      followUp: { spoc: 'spoc-ouest', assignedBy: null },
    })
    await forget()
  })

  it('that was refused stays as it was', async () => {
    const [id = ''] = ids
    const before = await findFollowUp(world.app.engine.db, id)
    const acts = { id, by: OWN, act: { kind: 'done' as const, result: 'no such result', text: null } }
    expect(await actOnFollowUp(world.app, acts)).toEqual({ kind: 'refused', reason: 'result-unknown' })
    expect(await findFollowUp(world.app.engine.db, id)).toEqual(before)
  })
})

describe('follow-ups that go from one to another', () => {
  const given = (from: string, to: string) => ids.map(id => ({ id, commune: '21001', from, to }))

  it('are told to both in one mail each, once', async () => {
    for (let times = 0; times < 2; times++) await tellReassigned(world.app, given('spoc-ouest', 'spoc-sud'))
    expect((await told()).sort((a, b) => (a.to < b.to ? -1 : 1))).toMatchObject([
      { to: OWN, values: { to: 'other', other: expect.stringContaining('Sud') } },
      { to: OTHER, values: { to: 'you', other: expect.stringContaining('Ouest') } },
    ])
    const [first] = await told()
    expect(first?.values.items).toMatchObject([
      { commune: { fr: 'Anderlecht' }, recipient: expect.stringContaining('Anderlecht'), reason: 'bounced' },
      { reason: 'bounced' },
    ])
    await forget()
  })

  it('are not told to who did it, nor to who is on the staff no more', async () => {
    const by = (await staffOf(world.app)).find(({ email }) => email === OWN)
    await tellReassigned(world.app, given('spoc-ouest', 'spoc-sud'), by)
    expect((await told()).map(({ to }) => to)).toEqual([OTHER])
    await forget()
    await tellReassigned(world.app, given('spoc-former', 'spoc-sud'))
    expect(await told()).toMatchObject([{ to: OTHER, values: { other: null } }])
    await forget()
  })

  it('are none, and no mail, where nothing goes', async () => {
    await tellReassigned(world.app, [])
    expect(await told()).toEqual([])
  })
})
