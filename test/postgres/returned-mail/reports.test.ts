import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { TestDatabase } from '../../support/ledger.js'
import { EVENTS, type Event, endOf, openReported, setUp } from '../../support/reported.js'
import { permutations } from '../../support/reports.js'

let database: TestDatabase
beforeAll(async () => {
  database = await openReported()
})
afterAll(() => database.close())

describe('a delivery ends in the same state', () => {
  const QUESTION = 'question: Quel est le délai ?'
  const BOUNCE = 'bounced: 550 5.1.1 User unknown'
  it.each<[Event[], Awaited<ReturnType<typeof endOf>>['state'], string[], boolean]>([
    [
      ['commit of accepted', 'delayed DSN', 'failed DSN', 'reply', 'second failed DSN'],
      'bounced',
      [BOUNCE, QUESTION],
      false,
    ],
    [
      ['the worker is swept', 'commit of accepted', 'delayed DSN', 'failed DSN', 'reply'],
      'bounced',
      [BOUNCE, QUESTION],
      false,
    ],
    [['the worker is swept', 'commit of accepted', 'delayed DSN'], 'accepted', [], true],
    [
      ['the worker is swept', 'reply', 'second reply'],
      'accepted',
      [`${QUESTION}\n\nEt pour les indépendants ?`],
      false,
    ],
    [['the worker is swept', 'failed DSN', 'out of office'], 'bounced', [BOUNCE], false],
    [['commit of a doubt', 'relayed DSN', 'delayed DSN'], 'accepted', [], false],
    [['commit of a doubt', 'out of office'], 'accepted', [], false],
    [
      ['commit of accepted', 'full mailbox DSN', 'reply', 'delayed DSN'],
      'gave-up',
      ['gave-up: 452 4.2.2 Mailbox full', QUESTION],
      false,
    ],
    [['commit of accepted', 'full mailbox DSN', 'failed DSN', 'relayed DSN'], 'bounced', [BOUNCE], false],
    [['commit of a refusal', 'reply', 'delayed DSN'], 'bounced', ['bounced: ', QUESTION], false],
    [['commit of a refusal', 'failed DSN', 'reply'], 'bounced', [BOUNCE, QUESTION], false],
    [['commit of a deferral', 'reply', 'delayed DSN'], 'accepted', [QUESTION], false],
  ])(
    'in every order of %j: %s',
    async (events, state, open, isDelayed) => {
      const ends = []
      for (const order of permutations(events)) {
        const delivery = await setUp()
        for (const event of order) await EVENTS[event](delivery)
        const once = await endOf(delivery)
        // Everything once more, in the same order: nothing changes.
        for (const event of order) await EVENTS[event](delivery)
        expect([order, await endOf(delivery)]).toEqual([order, once])
        ends.push(once)
      }
      const [first] = ends
      expect(first).toMatchObject({ state, open, isDelayed, isClaimed: false })
      for (const end of ends) expect(end).toEqual(first)
    },
    300_000,
  )

  it('when all happens at once', async () => {
    const events: Event[] = ['commit of accepted', 'delayed DSN', 'failed DSN', 'reply', 'second failed DSN']
    for (let round = 0; round < 10; round++) {
      const delivery = await setUp()
      await Promise.all([...events, ...events].map(event => EVENTS[event](delivery)))
      expect(await endOf(delivery)).toMatchObject({ state: 'bounced', open: [BOUNCE, QUESTION] })
    }
  }, 120_000)
})
