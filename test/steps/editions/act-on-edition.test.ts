import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { EditionAct } from '../../../src/model/editions/acts.js'
import { cancellingOf } from '../../../src/postgres/editions/cancelling.js'
import { publications } from '../../../src/postgres/editions/publications.js'
import { stopsOf } from '../../../src/postgres/editions/stops.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { actOnEdition, actsNow, resumeAtOnce } from '../../../src/steps/editions/act-on-edition.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { emptied, openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'
const WHO = {
  editor: 'redaction-economie@agence.example',
  approver: 'direction@cabinet.example',
  spoc: 'spoc-ouest@agence.example',
  head: 'direction@agence.example',
  admin: 'informatique@agence.example',
  stranger: 'somebody@elsewhere.example',
}

let world: World
beforeEach(async () => {
  if (world) await emptied(world)
  world ??= await openWorld({ now: '2020-04-29T12:00:00+02:00' })
  world.setClock('2020-04-29T12:00:00+02:00')
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
}, 60_000)
afterAll(() => world.close())

const sent = async () => {
  world.setClock('2020-04-30T09:00:00+02:00')
  await dispatch(world.app, EDITION)
}
const act = (what: EditionAct, who: keyof typeof WHO, reason = '', edition = EDITION) =>
  actOnEdition(world.app, { edition, act: what, by: WHO[who], reason })
const state = async () => (await readEdition(world.app, EDITION))?.state

describe('an act on an edition', () => {
  it('stops it before it leaves, and lets it go on; who and why is written down', async () => {
    expect(await act('stop', 'head', '  wrong amount ')).toBe('done')
    expect(await state()).toBe('paused')
    expect(await act('stop', 'head', 'again')).toBe('not-now')
    expect(await act('resume', 'head')).toBe('may-not')
    expect(await act('resume', 'approver')).toBe('done')
    expect(await state()).toBe('approved')
    expect(await act('resume', 'approver')).toBe('not-now')
    expect(await stopsOf(world.app.engine.db, EDITION)).toMatchObject([
      { action: 'stop', by: WHO.head, reason: 'wrong amount' },
      { action: 'resume', by: WHO.approver, reason: null },
    ])
  })

  it('stops it while it leaves', async () => {
    await sent()
    expect(await act('stop', 'editor', 'wrong')).toBe('done')
    expect(await state()).toBe('paused')
    expect(await act('cancel', 'admin', 'wrong')).toBe('not-now')
    expect(await act('resume', 'admin')).toBe('done')
    expect(await state()).toBe('sending')
  })

  it('cancels it before it leaves, for good', async () => {
    expect(await act('cancel', 'editor', 'replaced')).toBe('done')
    expect(await cancellingOf(world.app.engine.db, EDITION)).toMatchObject({
      by: WHO.editor,
      reason: 'replaced',
    })
    expect(await state()).toBe('cancelled')
    for (const one of ['stop', 'resume', 'cancel'] as const)
      expect(await act(one, 'admin', 'x')).toBe('not-now')
  })

  it('is offered when there is room for it, and goes on by a command in nobody’s name', async () => {
    const row = async () => {
      const found = await readEdition(world.app, EDITION)
      if (!found) throw new Error('no edition')
      return found
    }
    expect(await actsNow(world.app, await row(), ['admin'])).toEqual(['stop', 'cancel'])
    expect(await resumeAtOnce(world.app, EDITION, null)).toBe(false)
    await act('stop', 'admin', 'wrong')
    expect(await actsNow(world.app, await row(), ['admin'])).toEqual(['prepare', 'resume', 'cancel'])
    expect(await resumeAtOnce(world.app, EDITION, null)).toBe(true)
    expect((await stopsOf(world.app.engine.db, EDITION)).at(-1)).toMatchObject({ action: 'resume', by: null })
    expect(await actsNow(world.app, await row(), ['spoc'])).toEqual([])
  })

  it('prepares a new version of what was returned, and asks for its signature', async () => {
    expect(await act('prepare', 'editor')).toBe('not-now')
    await act('stop', 'editor', 'wrong amount')
    expect(await act('prepare', 'editor')).toBe('unchanged')
    const file = join(world.config.updatesDir, 'prime-unique.md')
    const before = readFileSync(file, 'utf8')
    writeFileSync(file, before.replace('max: 4000', 'max: many'))
    expect(await act('prepare', 'editor')).toBe('has-problems')
    expect(await state()).toBe('paused')
    writeFileSync(file, before.replaceAll('4.000', '5.000').replace('max: 4000', 'max: 5000'))
    expect(await act('prepare', 'editor')).toBe('done')
    const asked = await readEdition(world.app, EDITION)
    expect(asked).toMatchObject({ state: 'awaiting-sign-off', version: 2, preparedBy: WHO.editor })
    const reject = { edition: EDITION, hash: asked?.hash ?? '', by: WHO.approver, comment: 'why?' }
    await signOff(world.app, { ...reject, decision: 'reject' })
    expect(await act('prepare', 'admin')).toBe('done')
    const { db } = world.app.engine
    const mails = db.selectFrom('notice').where('kind', '=', 'sign-off-request').select('key')
    expect(await mails.execute()).toHaveLength(4)
    expect(await readEdition(world.app, EDITION)).toMatchObject({ state: 'awaiting-sign-off', version: 3 })
  })

  it('publishes it once it is sent, and withdraws it, by an approver', async () => {
    expect(await act('publish', 'approver')).toBe('not-now')
    await sent()
    expect(await act('unpublish', 'approver')).toBe('not-now')
    expect(await act('publish', 'approver')).toBe('done')
    expect(await publications(world.app.engine.db)).toMatchObject([{ edition: EDITION }])
    expect(await act('publish', 'approver')).toBe('not-now')
    expect(await act('unpublish', 'approver')).toBe('done')
    expect(await publications(world.app.engine.db)).toEqual([])
  })

  it.each<[EditionAct, string]>([
    ['prepare', 'approver spoc head stranger'],
    ['stop', 'spoc stranger'],
    ['resume', 'editor spoc head stranger'],
    ['cancel', 'spoc head stranger'],
    ['publish', 'editor spoc head admin stranger'],
    ['unpublish', 'editor spoc head admin stranger'],
  ])('to %s is refused of %s', async (what, whose) => {
    for (const who of whose.split(' ') as (keyof typeof WHO)[])
      expect([who, await act(what, who, 'why')]).toEqual([
        who,
        who === 'stranger' ? 'unknown-person' : 'may-not',
      ])
    expect(await state()).toBe('approved')
  })

  it('to stop or cancel wants a reason, and each an edition', async () => {
    for (const one of ['stop', 'cancel'] as const) {
      expect(await act(one, 'editor', ' \n ')).toBe('no-reason')
      expect(await act(one, 'editor', 'x', '2020-W40')).toBe('not-now')
    }
    expect(await state()).toBe('approved')
  })

  it('of two at once is done once', async () => {
    const answers = await Promise.all([act('cancel', 'editor', 'one'), act('cancel', 'admin', 'two')])
    expect(answers.sort()).toEqual(['done', 'not-now'])
  })

  it('to stop, of two at once, is done once and written down once', async () => {
    const answers = await Promise.all([act('stop', 'editor', 'one'), act('stop', 'admin', 'two')])
    expect(answers.sort()).toEqual(['done', 'not-now'])
    expect(await stopsOf(world.app.engine.db, EDITION)).toHaveLength(1)
  })
})
