import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import type { FollowUpAct } from '../../../src/model/follow-ups/act.js'
import { eventsOf, findFollowUp } from '../../../src/postgres/follow-ups/follow-up-histories.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { actOnFollowUp } from '../../../src/steps/follow-ups/act-on-follow-up.js'
import { keepFollowUpRules } from '../../../src/steps/follow-ups/keep-follow-up-rules.js'
import { openWorld, type World } from '../../support/world.js'

/** Anderlecht (21001): SPOC spoc-ouest, deputy spoc-nord. Saint-Gilles: a vacant alderman. */
const OWN = 'spoc-ouest@agence.example'
const DEPUTY = 'spoc-nord@agence.example'
const OTHER = 'spoc-sud@agence.example'
const ADMIN = 'informatique@agence.example'
const EDITOR = 'redaction-economie@agence.example'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2020-04-30T09:00:00+02:00' })
})
afterAll(() => world.close())

function edit(file: string, change: (text: string) => string) {
  const path = join(world.dir, 'recipients', file)
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

/** A mandate of the roster loses or gets its holder. */
const MAYOR =
  /^anderlecht-mayor;.*$/m.exec(
    readFileSync(join(PROJECT_ROOT, 'recipients', 'mandate-holders.csv'), 'utf8'),
  )?.[0] ?? ''
const empty = () =>
  edit('mandate-holders.csv', text => text.replace(MAYOR, 'anderlecht-mayor;21001;mayor;no;health;;;;;;;'))
const fill = () => edit('mandate-holders.csv', text => text.replace(/^anderlecht-mayor;.*$/m, MAYOR))

const about = async (recipient: string) =>
  (await listFollowUps(world.app.engine.db, { all: true })).filter(one => one.recipient === recipient)
const idOf = async (recipient: string) => (await about(recipient))[0]?.id ?? ''
const act = (id: string, by: string, what: FollowUpAct) => actOnFollowUp(world.app, { id, by, act: what })
const history = async (id: string) =>
  (await eventsOf(world.app.engine.db, id)).map(({ kind, by }) => `${kind} ${by ?? 'rule'}`)

describe('a vacancy', () => {
  it('is one follow-up, for the SPOC of the commune, however often the rules are kept', async () => {
    empty()
    for (let times = 0; times < 3; times++) await keepFollowUpRules(world.app)
    expect(await about('anderlecht-mayor')).toMatchObject([
      { reason: 'vacant', spoc: 'spoc-ouest', edition: null, state: 'open', due: '2020-05-07' },
    ])
  })

  it('is taken, noted and ended by those who may, each step kept with who did it', async () => {
    const id = await idOf('anderlecht-mayor')
    expect(await act(id, OTHER, { kind: 'take' })).toEqual({ kind: 'refused', reason: 'not-theirs' })
    expect(await act(id, EDITOR, { kind: 'take' })).toEqual({ kind: 'refused', reason: 'not-theirs' })
    expect(await act(id, 'nobody@agence.example', { kind: 'take' })).toEqual({
      kind: 'refused',
      reason: 'unknown-person',
    })
    expect(await act('999', ADMIN, { kind: 'take' })).toEqual({ kind: 'refused', reason: 'unknown' })
    expect(await act(id, DEPUTY.toUpperCase(), { kind: 'take' })).toMatchObject({
      followUp: { state: 'in-hand', takenBy: DEPUTY },
    })
    await act(id, OWN, { kind: 'note', text: 'Appelé le secrétariat.' })
    await act(id, OWN, { kind: 'done', result: 'no-successor-yet', text: null })
    expect(await findFollowUp(world.app.engine.db, id)).toMatchObject({
      state: 'done',
      result: 'no-successor-yet',
      doneBy: OWN,
    })
    expect(await history(id)).toEqual(['opened rule', `taken ${DEPUTY}`, `noted ${OWN}`, `done ${OWN}`])
    await keepFollowUpRules(world.app)
    expect(await findFollowUp(world.app.engine.db, id)).toMatchObject({ state: 'done' })
  })

  it('opens again when the mandate was held and is vacant once more; not while a line of the roster is wrong', async () => {
    const id = await idOf('anderlecht-mayor')
    edit('mandate-holders.csv', text => text.replace('anderlecht-mayor;21001', 'anderlecht-mayor;99999'))
    await keepFollowUpRules(world.app)
    empty()
    edit('mandate-holders.csv', text => text.replace('anderlecht-mayor;99999', 'anderlecht-mayor;21001'))
    await keepFollowUpRules(world.app)
    expect(await findFollowUp(world.app.engine.db, id)).toMatchObject({
      state: 'done',
      result: 'no-successor-yet',
    })
    fill()
    await keepFollowUpRules(world.app)
    empty()
    await keepFollowUpRules(world.app)
    expect(await findFollowUp(world.app.engine.db, id)).toMatchObject({
      state: 'open',
      result: null,
      doneBy: null,
    })
    expect((await history(id)).at(-1)).toBe('reopened rule')
  })
})

describe('an open follow-up', () => {
  it('goes to the new SPOC of its commune, and both are told', async () => {
    const id = await idOf('anderlecht-mayor')
    edit('communes.yaml', text =>
      text.replace('spoc: spoc-ouest\n    deputy: spoc-nord', 'spoc: spoc-est\n    deputy: spoc-nord'),
    )
    await keepFollowUpRules(world.app)
    await keepFollowUpRules(world.app)
    expect(await findFollowUp(world.app.engine.db, id)).toMatchObject({ spoc: 'spoc-est', state: 'open' })
    const told = (await listNotices(world.app.engine.db)).filter(
      ({ kind }) => kind === 'follow-ups-reassigned',
    )
    expect(told.map(({ to_email }) => to_email).sort()).toEqual(['spoc-est@agence.example', OWN])
    expect(await act(id, OWN, { kind: 'take' })).toMatchObject({ kind: 'refused', reason: 'not-theirs' })
  })

  it('stays with whom a person gave it to, until that person leaves', async () => {
    const id = await idOf('anderlecht-mayor')
    expect(await act(id, DEPUTY, { kind: 'assign', to: EDITOR })).toMatchObject({ reason: 'not-a-spoc' })
    expect(await act(id, DEPUTY, { kind: 'assign', to: OTHER })).toMatchObject({
      followUp: { spoc: 'spoc-sud', assignedBy: DEPUTY },
    })
    await keepFollowUpRules(world.app)
    expect(await act(id, OTHER, { kind: 'take' })).toMatchObject({ kind: 'done' })
    edit('staff.yaml', text => text.replace('id: spoc-sud', 'id: spoc-sud-2'))
    edit('communes.yaml', text => text.replaceAll('spoc-sud', 'spoc-sud-2'))
    await keepFollowUpRules(world.app)
    expect(await findFollowUp(world.app.engine.db, id)).toMatchObject({
      spoc: 'spoc-est',
      state: 'open',
      takenBy: null,
    })
  })
})

describe('the history', () => {
  it('can’t be changed or shortened', async () => {
    const { openLedgerEngine } = await import('../../../src/steps/operations/engines.js')
    const engine = await openLedgerEngine(world.config, 2)
    try {
      await expect(engine.db.deleteFrom('follow_up_event').execute()).rejects.toThrow(/permission denied/)
      await expect(engine.db.updateTable('follow_up_event').set({ by_email: 'x' }).execute()).rejects.toThrow(
        /permission denied/,
      )
    } finally {
      await engine.close()
    }
  })
})
