import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import { hasRedis } from '../support/redis.js'
import type { Taken } from '../support/scripted-smtp.js'
import { check, type Known, type Said, strays } from './checker.js'
import { gateWithoutDatabase } from './engines.js'
import { CONNECTIONS, type Fault, finish } from './fault.js'
import { killedAt } from './kills.js'
import { judged } from './main.js'
import { openRig, type Rig } from './rig.js'
import { wordOf } from './roster.js'

const BACKENDS = hasRedis() ? (['PostgreSQL', 'Redis'] as const) : (['PostgreSQL'] as const)
/** Any seed must do; this one can be repeated. */
const SEED = 2020

const FAULTS: Fault[] = [
  killedAt('worker killed before the final dot', ['MAIL', 'RCPT', 'DATA', 'body'], 1, CONNECTIONS),
  killedAt('worker killed after the final dot', ['dot'], 1, CONNECTIONS),
  gateWithoutDatabase,
]

describe.each(BACKENDS)('the faults of a delivery, queued in %s', backend => {
  let rig: Rig
  beforeAll(async () => {
    rig = await openRig(backend, 2)
  })
  afterAll(() => rig.close())

  it.each(FAULTS.map(fault => [fault.name, fault] as const))(
    'lose nothing and double nothing: %s',
    async (_name, fault) => {
      expect(await judged(rig, fault, SEED)).toMatchObject({ wrong: [], lost: 0, doubled: 0 })
    },
  )
})

describe('the checker', () => {
  let rig: Rig
  let edition: string
  let hash: string
  beforeAll(async () => {
    rig = await openRig('PostgreSQL', 1)
    edition = await rig.edition()
    hash = (await readEdition(rig.app, edition))?.hash ?? ''
    await finish(rig, edition)
  })
  afterAll(() => rig.close())

  const known = (changed: Partial<Known> = {}) =>
    new Map([[edition, { hash, signedAt: 0, people: rig.people, word: wordOf(1), ...changed }]])
  const judge = (journal: Taken[], changed: Partial<Known> = {}, said: Said = {}) =>
    check(rig.client, edition, { journal, refused: [] }, known(changed), said)
  const journal = () => rig.server.journal.map(taken => ({ ...taken }))
  /** The same journal, the first mail changed. */
  const withFirst = (change: (first: Taken) => Partial<Taken>) => {
    const [first, ...rest] = journal()
    return [{ ...(first as Taken), ...change(first as Taken) }, ...rest]
  }
  /** As long as somebody judges, one delivery is in another state. */
  const whileOneIs = async (state: string, judging: () => Promise<void>) => {
    const change = (to: string) =>
      rig.client.query(
        'update estafette.delivery set state = $2 where id = (select min(id) from estafette.delivery where edition = $1)',
        [edition, to],
      )
    await change(state)
    await judging().finally(() => change('accepted'))
  }

  it('finds nothing wrong when nothing is', async () => {
    expect(await judge(journal())).toMatchObject({
      deliveries: 19,
      accepted: 19,
      lost: 0,
      doubled: 0,
      wrong: [],
    })
    expect(await strays(rig.client, journal(), known())).toEqual([])
  })

  it('sees a mail that the ledger calls accepted and the server never took', async () => {
    expect(await judge(journal().slice(1))).toMatchObject({ lost: 1 })
  })

  it('sees a mail that came twice', async () => {
    const taken = journal()
    expect(await judge([...taken, ...taken.slice(0, 2)])).toMatchObject({ doubled: 2 })
  })

  it('sees a mail that came to somebody else', async () => {
    const stranger = 'somebody@elsewhere.example'
    for (const recipients of [[stranger], [journal()[0]?.to ?? '', stranger]])
      expect((await judge(withFirst(() => ({ recipients })))).wrong).toEqual([
        expect.stringContaining('went to'),
      ])
  })

  it('sees a mail that greets somebody else, or tells of another edition', async () => {
    const [one, two] = [...rig.people.values()].map(({ mark }) => mark)
    const greets = withFirst(({ mail }) => ({ mail: mail.replaceAll(one ?? '', two ?? '') }))
    const swapped = withFirst(({ mail }) => ({ mail: mail.replaceAll(two ?? '', one ?? '') }))
    const found = [...(await judge(greets)).wrong, ...(await judge(swapped)).wrong]
    expect(found).toContainEqual(expect.stringContaining('greets'))
    expect((await judge(journal(), { word: wordOf(2) })).wrong).toHaveLength(19)
  })

  it('sees a mail that belongs to no delivery, or to an edition that nobody signed', async () => {
    const forged = withFirst(() => ({ messageId: '<forged@estafette.example>' }))
    expect(await strays(rig.client, forged, known())).toHaveLength(1)
    expect(await strays(rig.client, journal(), new Map())).toHaveLength(19)
  })

  it('sees another hash than was approved', async () => {
    expect((await judge(journal(), { hash: 'another' })).wrong).toEqual([
      `${edition} was sent with another hash than was approved`,
    ])
  })

  it('sees somebody of the roster who is in no delivery', async () => {
    const people = new Map([...rig.people, ['c0-mayor-0', { address: 'x@c0.example', mark: 'x' }]])
    expect((await judge(journal(), { people })).wrong).toEqual([
      'c0-mayor-0 gets nothing, and nobody says so',
    ])
  })

  it('sees a doubt or a giving up that nobody was told of, and a bounce that nobody refused', async () => {
    for (const [state, found] of [
      ['in-doubt', 'nobody was told'],
      ['gave-up', 'nobody was told'],
      ['bounced', 'nobody has refused it'],
    ] as const)
      await whileOneIs(state, async () => {
        expect((await judge(journal())).wrong).toContainEqual(expect.stringContaining(found))
      })
  })

  it('sees a dot that came before the sign-off', async () => {
    expect((await judge(journal(), { signedAt: performance.now() })).wrong).toEqual([
      `${edition}: a dot came before the sign-off`,
    ])
  })

  it('sees a delivery that will be sent although its dot came', async () => {
    await whileOneIs('pending', async () => {
      expect((await judge(journal())).wrong).toEqual([expect.stringContaining('will be sent twice')])
    })
  })
})
