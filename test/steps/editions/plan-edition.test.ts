import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { rosterToday } from '../../../src/steps/context.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { suppress } from '../../../src/steps/delivery/suppressions.js'
import { dropped, everybodyOn, type Plan, type Wishes } from '../../../src/steps/editions/plan.js'
import { leftOutOf, planEdition } from '../../../src/steps/editions/plan-edition.js'
import { planErratum, planFlash } from '../../../src/steps/editions/plan-out-of-turn.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'
const IXELLES = '21009'
const reason = { fr: 'Le montant était faux.', nl: 'Het bedrag was fout.' }

/** W48 carries one update and was received by all; another is new since, and a third was withdrawn before any edition told it. */
let world: World
const refused: unknown[] = []
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-25T12:00:00+01:00' })
  writeUpdate(world, { id: 'masques' })
  await signedEdition(world, EDITION)
  refused.push(await planErratum(world.app, await asked('2026-W48-erratum-1', about)))
  world.setClock('2026-11-26T09:00:00+01:00')
  await dispatch(world.app, EDITION)
  refused.push(await planErratum(world.app, await asked('2026-W48-erratum-1', about)))
  await world.app.engine.db.updateTable('delivery').set({ state: 'accepted' }).execute()
  world.setClock('2026-11-27T09:00:00+01:00')
  writeUpdate(world, { id: 'marches', urgency: 'urgent', communes: [IXELLES] })
  writeUpdate(world, { id: 'retire', withdrawn: true })
  await takeIn(world.app)
})
afterAll(() => world.close())

const about: Wishes = { erratum: { corrects: EDITION, reason } }
async function asked(edition: string, wishes: Wishes = {}) {
  return { edition, date: '2026-12-03', roster: (await rosterToday(world.app)).roster, wishes }
}
const flash = async (wishes?: Wishes) => planFlash(world.app, await asked('2026-W48-flash-1', wishes))
const erratum = async (wishes?: Wishes) => planErratum(world.app, await asked('2026-W48-erratum-1', wishes))

function planned(plan: object): Plan {
  if (!('items' in plan)) throw new Error(JSON.stringify(plan))
  return plan as Plan
}
const sections = (plan: object) => planned(plan).items.map(({ update, section }) => `${update.id} ${section}`)

describe('what an edition of the week would hold', () => {
  it('is what is new and what stands, for everybody; it names what it leaves out, and where that lies', async () => {
    const plan = planned(await planEdition(world.app, await asked('2026-W49')))
    expect(sections(plan)).toEqual(['marches new', 'masques standing'])
    expect(plan.leftOut).toMatchObject([
      { update: { id: 'retire' }, reason: 'withdrawn-before-first', file: 'updates/retire.md' },
    ])
    expect(plan.audience).toEqual(await everybodyOn(world.app, await asked('2026-W49')))
  })

  it('leaves out the same once it is frozen, for who signs', async () => {
    expect(await leftOutOf(world.app, '2026-W49', '2026-12-03')).toMatchObject([
      { update: { id: 'retire' }, file: 'updates/retire.md' },
    ])
  })

  it('is nothing by the calendar while nothing is new; a person may still have it', async () => {
    // As the first edition: all that it told stands.
    await world.app.engine.db.deleteFrom('dropped_file').where('update_id', '<>', 'masques').execute()
    const bySchedule = await asked('2026-W49', { bySchedule: true })
    expect(await planEdition(world.app, bySchedule)).toEqual({
      code: 'nothing-new',
      standing: 1,
      leftOut: [],
    })
    expect(sections(await planEdition(world.app, await asked('2026-W49')))).toEqual(['masques standing'])
    await takeIn(world.app)
  })

  it('is planned by the kind that its name says', async () => {
    expect(sections(await planEdition(world.app, await asked('2026-W48-flash-1')))).toEqual(['marches new'])
    expect(await planEdition(world.app, await asked('2026-W48-erratum-1'))).toEqual({ code: 'nothing-said' })
  })
})

describe('a flash', () => {
  it('holds what is urgent and new, and follows the week’s edition', async () => {
    const plan = planned(await flash())
    expect(sections(plan)).toEqual(['marches new'])
    expect([plan.extra, plan.files]).toEqual([{ follows: EDITION }, ['updates/marches.md']])
  })

  it('goes to the communes that its updates concern, if that is asked', async () => {
    const plan = planned(await flash({ communes: 'concerned' }))
    expect(plan.extra.onlyFor).toEqual([IXELLES])
    expect(new Set(plan.audience.addressees.map(({ commune }) => commune))).toEqual(new Set([IXELLES]))
    expect(plan.audience.candidates).toBe(plan.audience.addressees.length + plan.audience.exclusions.length)
  })

  it('is refused for a commune or an update that there is not, and where nothing is new', async () => {
    expect(await flash({ communes: ['99999'] })).toEqual({ code: 'commune-unknown', communes: ['99999'] })
    expect(await flash({ updates: ['rien'] })).toEqual({ code: 'update-unknown', updates: ['rien'] })
    await world.app.engine.db.deleteFrom('dropped_file').where('update_id', '=', 'marches').execute()
    expect(await flash()).toEqual({ code: 'nothing-new', standing: 0, leftOut: [] })
    await takeIn(world.app)
  })
})

describe('an erratum', () => {
  it('is refused of an edition that was not sent, or is still on its way', () => {
    expect(refused).toEqual([
      { code: 'not-sent', corrects: EDITION },
      { code: 'still-sending', corrects: EDITION, open: expect.any(Number) },
    ])
  })

  it('is refused while it says nothing, or while the update is as it was', async () => {
    expect(await erratum()).toEqual({ code: 'nothing-said' })
    expect(await erratum(about)).toEqual({ code: 'not-corrected', corrects: EDITION, updates: [] })
  })

  it('holds what was corrected, for those who got the edition', async () => {
    const got = (await world.app.engine.db.selectFrom('delivery').select('recipient').execute()).length
    await world.app.engine.db
      .updateTable('delivery')
      .set({ state: 'bounced' })
      .where('recipient', '=', 'anderlecht-mayor')
      .execute()
    writeUpdate(world, { id: 'masques', title: 'Autre', change: 'Le montant' })
    await takeIn(world.app)
    const plan = planned(await erratum(about))
    expect(sections(plan)).toEqual(['masques changed'])
    expect(plan.extra.erratum).toEqual({ corrects: EDITION, reason })
    expect(plan.audience.addressees).toHaveLength(got - 1)
    expect(await erratum({ ...about, updates: ['marches'] })).toMatchObject({
      code: 'not-corrected',
      updates: ['marches'],
    })
  })
})

describe('what every plan starts from', () => {
  it('is every mandate of the roster, without whom we are not to write to', async () => {
    const before = await everybodyOn(world.app, await asked('2026-W49'))
    await suppress(world.app, {
      whom: 'bourgmestre@anderlecht.example',
      cause: 'asked',
      by: 'informatique@agence.example',
    })
    const after = await everybodyOn(world.app, await asked('2026-W49'))
    expect(after.addressees).toHaveLength(before.addressees.length - 1)
    expect(after.candidates).toBe(before.candidates)
    expect(after.exclusions).toContainEqual(
      expect.objectContaining({ recipient: 'anderlecht-mayor', reason: 'suppressed' }),
    )
  })

  it('is what was taken in, numbered by content: what is as it was has its first number again', async () => {
    const numberOf = async () =>
      (await dropped(world.app)).current.find(({ update }) => update.id === 'masques')?.revision
    expect(await numberOf()).toBe(2)
    writeUpdate(world, { id: 'masques' })
    await takeIn(world.app)
    expect(await numberOf()).toBe(1)
    expect((await dropped(world.app)).files).toContainEqual({ id: 'masques', file: 'updates/masques.md' })
  })
})
