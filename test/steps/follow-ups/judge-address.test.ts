import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { FollowUpReason } from '../../../src/model/follow-ups/follow-up.js'
import { addressChanges, plannedAddressChanges } from '../../../src/postgres/follow-ups/address-changes.js'
import { eventsOf, findFollowUp } from '../../../src/postgres/follow-ups/follow-up-histories.js'
import { openFollowUps } from '../../../src/postgres/follow-ups/follow-ups.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { planAddressChange } from '../../../src/postgres/follow-ups/planned-address-changes.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { suppress, unsuppress } from '../../../src/steps/delivery/suppressions.js'
import { proposeAddress } from '../../../src/steps/follow-ups/confirm-address.js'
import { changingAlone, finishChange } from '../../../src/steps/follow-ups/finish-address-change.js'
import { reopenCorrected } from '../../../src/steps/follow-ups/finish-address-changes.js'
import { type Change, judge } from '../../../src/steps/follow-ups/judge-address.js'
import { newFollowUp } from '../../../src/steps/follow-ups/new-follow-up.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'
const ADMIN = 'informatique@agence.example'
const MAYOR = 'anderlecht-mayor'
const OLD = 'bourgmestre@anderlecht.example'
const NEW = 'cabinet@anderlecht.example'

let world: World
let list: string
beforeAll(async () => {
  // Nothing leaves here: the relay is only named.
  const settings = { SMTP_URL: 'smtp://127.0.0.1:1', ALLOWED_RECIPIENTS: '*' }
  world = await openWorld({ now: '2026-11-26T09:00:00+01:00', settings })
  writeUpdate(world, { id: 'mesure' })
  await signedEdition(world, EDITION)
  await dispatch(world.app, EDITION)
  list = readFileSync(roster(), 'utf8')
})
beforeEach(() => writeFileSync(roster(), list))
afterAll(() => world.close())

const roster = () => join(world.dir, 'recipients', 'mandate-holders.csv')
async function opened(reason: FollowUpReason, recipient = MAYOR): Promise<string> {
  const about = { edition: EDITION, commune: '21001', recipient, reason }
  await openFollowUps(world.app.engine.db, [await newFollowUp(world.app, about, world.app.clock())])
  const open = await listFollowUps(world.app.engine.db)
  return open.find(one => one.reason === reason && one.recipient === recipient)?.id ?? ''
}
const stateOf = async (id: string) => (await findFollowUp(world.app.engine.db, id))?.state

describe('a new address for the list', () => {
  const judged = (after: string, change: Partial<Change> = {}) =>
    judge(world.app, {
      ...{ recipient: MAYOR, after, only: null, followUp: null, edition: null, by: ADMIN, text: null },
      ...change,
    })

  it('changes its one cell, and nothing is written yet', async () => {
    const found = await judged(NEW)
    if ('kind' in found) throw new Error(found.why)
    expect(found.made).toMatchObject({ before: OLD, also: [] })
    expect(found.made.text).toBe(list.replace(OLD, NEW))
    expect(readFileSync(roster(), 'utf8')).toBe(list)
  })

  it.each([
    ['no address', 'Mme Dupont', {}, 'not-an-address'],
    ['a formula', '=cmd@anderlecht.example', {}, 'not-an-address'],
    ['as before', OLD, {}, 'same-address'],
    ['of nobody', NEW, { recipient: 'nobody' }, 'not-in-roster'],
    ['of a cell that was changed since', NEW, { only: NEW }, 'changed-since'],
  ])('is refused where it is %s', async (_, after, change, why) => {
    expect(await judged(after, change)).toMatchObject({ kind: 'refused', why })
  })

  it('is refused where mail would not get there', async () => {
    Object.assign(world.config, { allowedRecipients: ['@agence.example'] })
    expect(await judged(NEW)).toMatchObject({ why: 'not-allowed' })
    Object.assign(world.config, { allowedRecipients: ['*'] })
    await suppress(world.app, { whom: NEW, cause: 'asked', by: ADMIN })
    expect(await judged(NEW)).toMatchObject({ why: 'suppressed' })
    // To take a change back is no new address: who wants no mail stays unwritten to.
    expect(await judged(NEW, { only: OLD })).toHaveProperty('made')
    await unsuppress(world.app, { whom: NEW, cause: 'asked', by: ADMIN })
  })

  it('is refused where this edition bounced there', async () => {
    writeFileSync(roster(), list.replace(OLD, NEW))
    await world.app.engine.db
      .updateTable('delivery')
      .set({ state: 'bounced' })
      .where('recipient', '=', MAYOR)
      .execute()
    expect(await judged(OLD, { edition: EDITION })).toMatchObject({ why: 'refused-address', detail: OLD })
    expect(await judged(OLD)).toHaveProperty('made')
  })

  it('is refused in a list that would not come back as it was', async () => {
    writeFileSync(roster(), Buffer.concat([Buffer.from(list), Buffer.from([0xe9, 0x0a])]))
    expect(await judged(NEW)).toMatchObject({ why: 'not-writable', detail: 'it is not in UTF-8' })
  })
})

describe('what confirming an address would do', () => {
  it('is said before it is done, with who else has that address', async () => {
    const id = await opened('bounced')
    const asked = { id, by: ADMIN, address: ' echevin.economie@anderlecht.example ' }
    expect(await proposeAddress(world.app, asked)).toEqual({
      kind: 'proposed',
      recipient: MAYOR,
      before: OLD,
      after: 'echevin.economie@anderlecht.example',
      others: ['anderlecht-alderman-economy'],
    })
    expect([readFileSync(roster(), 'utf8'), await stateOf(id)]).toEqual([list, 'open'])
  })

  it('is nothing for a stranger, without an address, and of what is done', async () => {
    const id = await opened('bounced')
    const asked = { id, by: ADMIN, address: NEW }
    expect(await proposeAddress(world.app, { ...asked, by: 'nobody@else.example' })).toMatchObject({
      why: 'unknown-person',
    })
    expect(await proposeAddress(world.app, { ...asked, address: null })).toMatchObject({ why: 'no-address' })
    await world.app.engine.db.updateTable('follow_up').set({ state: 'done' }).where('id', '=', id).execute()
    expect(await proposeAddress(world.app, asked)).toMatchObject({ why: 'done-already' })
  })
})

describe('a change of an address', () => {
  /** The plan of a change, whose list is written. */
  const written = async (recipient: string, before: string, followUp: string) => {
    const change = { recipient, before, after: `new-${before}`, followUp, by: ADMIN, at: world.app.clock() }
    writeFileSync(roster(), list.replace(before, change.after))
    return planAddressChange(world.app.engine.db, change)
  }
  const lastOf = async (id: string) => (await eventsOf(world.app.engine.db, id)).at(-1)

  it('is made by one at a time; another is told so at once', async () => {
    const within = await changingAlone(world.app, async () => [
      await changingAlone(world.app, async () => 'both'),
    ])
    expect(within).toEqual([null])
    expect(await changingAlone(world.app, async () => 'after')).toBe('after')
  })

  it('that is in the list ends what waited for it, and is logged', async () => {
    const recipient = 'auderghem-mayor'
    const bounced = await opened('bounced', recipient)
    const [gaveUp, away] = [await opened('gave-up', recipient), await opened('away', recipient)]
    const plan = await written(recipient, 'bourgmestre@auderghem.example', bounced)
    await finishChange(world.app, plan, 'par téléphone')
    expect(await findFollowUp(world.app.engine.db, bounced)).toMatchObject({
      state: 'done',
      result: 'new-address',
    })
    expect([await stateOf(gaveUp), await stateOf(away)]).toEqual(['done', 'open'])
    expect([(await lastOf(bounced))?.words, (await lastOf(gaveUp))?.words]).toEqual(['par téléphone', null])
    expect(await plannedAddressChanges(world.app.engine.db)).toEqual([])
    expect(await addressChanges(world.app.engine.db, recipient)).toMatchObject([{ followUp: bounced }])
  })

  it('that was taken back has what had failed done again; a person’s request gets a note', async () => {
    const recipient = 'berchem-mayor'
    const [bounced, asked] = [await opened('bounced', recipient), await opened('correction', recipient)]
    const change = await written(recipient, 'bourgmestre@berchem.example', bounced)
    await finishChange(world.app, change)
    const corrected = { state: 'done' as const, result: 'corrected' as const, done_at: world.app.clock() }
    await world.app.engine.db.updateTable('follow_up').set(corrected).where('id', '=', asked).execute()
    await reopenCorrected(world.app, change, ADMIN.toUpperCase())
    expect([await stateOf(bounced), await stateOf(asked)]).toEqual(['open', 'done'])
    expect(await lastOf(bounced)).toMatchObject({ kind: 'reopened', by: ADMIN })
    expect(await lastOf(asked)).toMatchObject({
      kind: 'noted',
      words: 'new-bourgmestre@berchem.example → bourgmestre@berchem.example',
    })
  })

  it('that was taken back leaves what was done before it', async () => {
    const recipient = 'bruxelles-mayor'
    const id = await opened('bounced', recipient)
    const change = await written(recipient, 'bourgmestre@bruxelles.example', id)
    await finishChange(world.app, change)
    const later = new Date(world.app.clock().getTime() + 1)
    await reopenCorrected(world.app, { ...change, at: later }, ADMIN)
    expect(await stateOf(id)).toBe('done')
  })
})
