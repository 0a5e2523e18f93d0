import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openFollowUps } from '../../../src/postgres/follow-ups/follow-ups.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { digestsAbout, summaryFor } from '../../../src/steps/follow-ups/digest-contents.js'
import { newFollowUp } from '../../../src/steps/follow-ups/new-follow-up.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'

let world: World
beforeAll(async () => {
  const settings = { BASE_URL: 'https://estafette.example' }
  world = await openWorld({ now: '2026-11-26T09:00:00+01:00', settings })
  writeUpdate(world, { id: 'mesure' })
})
afterAll(() => world.close())

const lies = (state: 'accepted' | 'bounced', commune: string) =>
  world.app.engine.db.updateTable('delivery').set({ state }).where('commune', '=', commune).execute()

describe('before anything was sent', () => {
  it('there is a digest of the morning, about no edition, and no summary', async () => {
    const { about } = await digestsAbout(world.app, null)
    expect(about).toMatchObject({ edition: null, sentAt: null, isSettled: true })
    expect(await summaryFor(world.app, EDITION)).toBeNull()
  })
})

describe('after an edition was sent', () => {
  beforeAll(async () => {
    await signedEdition(world, EDITION)
    await dispatch(world.app, EDITION)
    await lies('accepted', '21001')
    await lies('bounced', '21006')
    const about = { edition: EDITION, commune: '21006', recipient: 'evere-mayor', reason: 'bounced' as const }
    await openFollowUps(world.app.engine.db, [await newFollowUp(world.app, about, world.app.clock())])
  })

  it('each SPOC has a digest with their communes, every commune in one', async () => {
    const { digests, about } = await digestsAbout(world.app, EDITION)
    expect(about).toEqual({
      edition: EDITION,
      sentAt: '2026-11-26T09:00:00+01:00',
      isSettled: false,
      link: 'https://estafette.example/follow-ups',
    })
    expect(digests).toHaveLength(4)
    const communes = digests.flatMap(one => one.communes)
    expect(communes).toHaveLength(19)
    const evere = communes.find(({ name }) => name.fr === 'Evere')
    expect(evere).toMatchObject({ state: 'not-reached', tasks: [{ reason: 'bounced' }] })
  })

  it('the morning’s digest is about the last one', async () => {
    expect((await digestsAbout(world.app, null)).about).toMatchObject({ edition: EDITION })
  })

  it('the heads read what came of it: everybody counted, the communes’ states, and what is open at whom', async () => {
    const summary = await summaryFor(world.app, EDITION)
    if (!summary) throw new Error('there is none')
    expect(summary).toMatchObject({
      edition: EDITION,
      editions: [EDITION],
      accountedFor: 19,
      isSettled: false,
    })
    expect(summary.candidates).toBe(summary.addressees + summary.exclusions)
    const stateOf = (fr: string) => summary.communes.find(({ name }) => name.fr === fr)?.states
    expect([stateOf('Anderlecht'), stateOf('Evere')]).toEqual([['reached'], ['not-reached']])
    expect(summary.communes.find(({ name }) => name.fr === 'Evere')?.open).toBe(1)
    const open = summary.spocs.map(one => one.open)
    expect(open.reduce((sum, one) => sum + one, 0)).toBe(summary.followUps.open + summary.followUps.inHand)
  })

  it('it is settled once no mail is open any more', async () => {
    await world.app.engine.db.updateTable('delivery').set({ state: 'accepted' }).execute()
    expect(await summaryFor(world.app, EDITION)).toMatchObject({ isSettled: true })
    expect((await digestsAbout(world.app, EDITION)).about).toMatchObject({ isSettled: true })
  })
})
