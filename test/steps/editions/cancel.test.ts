import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { cancel } from '../../../src/steps/editions/cancel.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'
const EDITOR = 'redaction-economie@agence.example'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: '2020-04-29T12:00:00+02:00' })
  world.layOut(EDITION)
})
afterAll(() => world.close())

const refusal = async (by: string, reason: string) => {
  const answer = await cancel(world.app, EDITION, by, reason)
  return answer.kind === 'refused' ? answer.reason : answer.kind
}

describe('cancelling an edition', () => {
  it('is for those who make and sign it, who say why, and for an edition that is there', async () => {
    expect(await refusal('somebody@elsewhere.example', 'no news')).toBe('unknown-person')
    expect(await refusal('spoc-nord@agence.example', 'no news')).toBe('may-not')
    expect(await refusal(EDITOR, ' ')).toBe('no-reason')
    expect(await refusal(EDITOR, 'no news')).toBe('no-edition')
  })

  it('gives it up for good and tells those who write and sign, once', async () => {
    await draft(world.app, EDITION, null)
    expect(await refusal(EDITOR.toUpperCase(), 'no news')).toBe('cancelled')
    expect((await readEdition(world.app, EDITION))?.state).toBe('cancelled')
    expect(await dispatch(world.app, EDITION)).toEqual({ kind: 'refused', state: 'cancelled' })
    expect(await refusal(EDITOR, 'again')).toBe('cancelled')
    const told = (await listNotices(world.app.engine.db)).map(({ key }) => key)
    expect(told.sort()).toEqual(
      [
        'conseil-economie@cabinet.example',
        'direction@cabinet.example',
        'redactie-werkgelegenheid@agence.example',
        'redaction-economie@agence.example',
      ].map(email => `edition-cancelled ${EDITION} ${email}`),
    )
  })

  it('comes too late for one that has left: that is stopped', async () => {
    world.setClock('2020-05-06T12:00:00+02:00')
    world.layOut('2020-W19')
    await signedEdition(world, '2020-W19')
    world.setClock('2020-05-07T09:00:00+02:00')
    await dispatch(world.app, '2020-W19')
    const answer = await cancel(world.app, '2020-W19', EDITOR, 'too late')
    expect(answer).toEqual({ kind: 'refused', reason: 'sent' })
  })
})
