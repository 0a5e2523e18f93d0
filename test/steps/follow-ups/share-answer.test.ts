import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openFollowUps } from '../../../src/postgres/follow-ups/follow-ups.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { rosterToday } from '../../../src/steps/context.js'
import { actOnFollowUp } from '../../../src/steps/follow-ups/act-on-follow-up.js'
import { proposeSharing } from '../../../src/steps/follow-ups/propose-sharing.js'
import { firstSharedIn, shareAnswer } from '../../../src/steps/follow-ups/share-answer.js'
import { openWorld, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const SPOC = 'spoc-ouest@agence.example'
const ANSWER = 'Jusqu’au 31 janvier, à Anderlecht comme ailleurs.'

let world: World
let id: string
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-26T09:00:00+01:00' })
  writeUpdate(world, { id: 'mesure' })
  await openFollowUps(world.app.engine.db, [
    {
      ...{ edition: null, commune: '21001', recipient: 'anderlecht-mayor', reason: 'question' },
      ...{ action: 'answer', spoc: 'spoc-ouest', detail: 'Quel est le délai ?', due: '2026-11-30' },
      openedAt: world.app.clock(),
    },
  ])
  id = (await listFollowUps(world.app.engine.db))[0]?.id ?? ''
})
afterAll(() => world.close())

describe('the answer to all', () => {
  it('is not proposed, and not shared, while nobody has answered', async () => {
    expect(await proposeSharing(world.app, id)).toBeNull()
    const question = { kind: 'notice', language: 'fr', question: 'Q', answer: 'A' } as const
    expect(await shareAnswer(world.app, { id, by: SPOC, question })).toMatchObject({ reason: 'not-answered' })
  })

  it('is a draft without who asked, once, of which the editors are told', async () => {
    await actOnFollowUp(world.app, { id, by: SPOC, act: { kind: 'answer', text: ANSWER } })
    const question = await proposeSharing(world.app, id)
    expect(question?.question).toBe('Quel est le délai ?')
    expect(question?.answer).not.toContain('Anderlecht')
    if (!question) throw new Error('nothing is proposed')
    const other = { id, by: 'spoc-sud@agence.example', question }
    expect(await shareAnswer(world.app, other)).toMatchObject({ reason: 'not-theirs' })
    const shared = await shareAnswer(world.app, { id, by: SPOC, question })
    if (shared.kind !== 'shared') throw new Error(shared.reason)
    expect(readFileSync(join(world.dir, shared.file), 'utf8')).toContain('Quel est le délai ?')
    expect(await shareAnswer(world.app, { id, by: SPOC, question })).toMatchObject({
      reason: 'shared-already',
    })
    const told = (await listNotices(world.app.engine.db)).filter(({ kind }) => kind === 'question-shared')
    const editors = (await rosterToday(world.app)).roster.staff.filter(({ roles }) =>
      roles.includes('editor'),
    )
    expect(told.map(({ to_email }) => to_email).sort()).toEqual(editors.map(({ email }) => email).sort())
    expect(await firstSharedIn(world.app, id)).toBeNull()
  })
})
