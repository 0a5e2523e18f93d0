import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { EditionRow } from '../../../src/postgres/editions/editions.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { cancel } from '../../../src/steps/editions/cancel.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { signStory } from '../../../src/steps/sign-off/sign-story.js'
import { tellDecision } from '../../../src/steps/sign-off/tell-decision.js'
import { withdrawApproval } from '../../../src/steps/sign-off/withdraw-approval.js'
import { emptied, openWorld, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'
const WEDNESDAY = '2026-11-25T12:00:00+01:00'
const THURSDAY = '2026-11-26T09:00:00+01:00'
const DIRECTOR = 'direction@cabinet.example'
const ADVISER = 'conseil-economie@cabinet.example'
const ADMIN = 'informatique@agence.example'
const EDITORS = ['redactie-werkgelegenheid@agence.example', 'redaction-economie@agence.example']

let world: World
beforeAll(async () => {
  world = await openWorld({ now: WEDNESDAY })
})
beforeEach(async () => {
  await emptied(world)
  world.setClock(WEDNESDAY)
  writeUpdate(world, { id: 'mesure' })
  await draft(world.app, EDITION, ADMIN)
})
afterAll(() => world.close())

async function rowOf(): Promise<EditionRow> {
  const row = await readEdition(world.app, EDITION)
  if (!row) throw new Error(`there is no ${EDITION}`)
  return row
}
const story = async (person = DIRECTOR, version = 1) => signStory(world.app, await rowOf(), version, person)
const decide = async (decision: 'approve' | 'reject', comment: string | null = null) =>
  signOff(world.app, {
    edition: EDITION,
    hash: (await rowOf()).hash ?? '',
    by: DIRECTOR,
    decision,
    comment,
  })

describe('the history of a version', () => {
  it('waits, with nothing decided, before its slot', async () => {
    expect(await story()).toMatchObject({
      outcome: 'waiting',
      isDue: false,
      decisions: [],
      cancelling: null,
      reached: null,
      person: { id: 'approver-director' },
      own: { canWithdraw: false, hasWithdrawn: false, isTooLate: false },
    })
    world.setClock(THURSDAY)
    expect((await story()).isDue).toBe(true)
  })

  it('names who decided, and lets only them take it back', async () => {
    await decide('approve')
    const told = await story(DIRECTOR.toUpperCase())
    expect(told.decisions).toMatchObject([
      { decision: 'approve', by: DIRECTOR, name: 'Direction du cabinet / Kabinetsdirectie' },
    ])
    expect(told.own).toEqual({ canWithdraw: true, hasWithdrawn: false, isTooLate: false })
    expect((await story(ADVISER)).own.canWithdraw).toBe(false)
    await withdrawApproval(world.app, { edition: EDITION, by: DIRECTOR, reason: null })
    expect((await story()).own).toEqual({ canWithdraw: false, hasWithdrawn: true, isTooLate: false })
  })

  it('says how many it reached once it has left, and that it is too late to take back', async () => {
    await decide('approve')
    world.setClock(THURSDAY)
    await dispatch(world.app, EDITION)
    const { own, reached } = await story()
    expect(own).toEqual({ canWithdraw: false, hasWithdrawn: false, isTooLate: true })
    expect(reached).toMatchObject({ accepted: 0, communes: 0, allCommunes: 19 })
    expect(reached?.mails).toBeGreaterThan(19)
  })

  it('of an earlier version has its own decisions, and was replaced', async () => {
    await decide('reject', 'Le montant')
    writeUpdate(world, { id: 'mesure', title: 'Autre' })
    await draft(world.app, EDITION, ADMIN)
    expect((await story(DIRECTOR, 2)).decisions).toEqual([])
    const before = await story(DIRECTOR, 1)
    expect(before.decisions).toMatchObject([{ decision: 'reject', comment: 'Le montant' }])
    expect(before.outcome).not.toBe('waiting')
  })

  it('says who cancelled it, and knows nobody who left the staff', async () => {
    await cancel(world.app, EDITION, ADVISER, 'Tout change')
    const told = await story('former@cabinet.example')
    expect(told.cancelling).toMatchObject({
      reason: 'Tout change',
      name: 'Conseil Économie du cabinet / Kabinetsadvies Economie',
    })
    expect(told.person).toBeNull()
  })
})

describe('a decision', () => {
  const told = async () =>
    (await listNotices(world.app.engine.db))
      .filter(({ kind }) => kind === 'sign-off-done')
      .map(({ to_email }) => to_email)
      .sort()

  it('is told to the editors and to who drafted the edition, once', async () => {
    await decide('reject', 'Le montant')
    expect(await told()).toEqual([ADMIN, ...EDITORS].sort())
    await tellDecision(world.app, await rowOf())
    expect(await told()).toHaveLength(3)
  })

  it('is none before it is final, and no news a day later', async () => {
    await tellDecision(world.app, await rowOf())
    expect(await told()).toEqual([])
    await decide('approve')
    await world.app.engine.db.deleteFrom('notice').execute()
    world.setClock('2026-11-26T12:00:01+01:00')
    await tellDecision(world.app, await rowOf())
    expect(await told()).toEqual([])
    world.setClock('2026-11-26T12:00:00+01:00')
    await tellDecision(world.app, await rowOf())
    expect(await told()).toHaveLength(3)
  })
})
