import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { hasRedis } from '../support/redis.js'
import type { Taken } from '../support/scripted-smtp.js'
import { check } from './checker.js'
import { gateWithoutDatabase } from './engines.js'
import { CONNECTIONS, type Fault, finish } from './fault.js'
import { type House, openHouse } from './house.js'
import { killedAt } from './kills.js'
import { judged } from './main.js'

const BACKENDS = hasRedis() ? (['PostgreSQL', 'Redis'] as const) : (['PostgreSQL'] as const)
/** Any seed must do; this one can be repeated. */
const SEED = 2020

const FAULTS: Fault[] = [
  killedAt('worker killed before the final dot', ['MAIL', 'RCPT', 'DATA', 'body'], 1, CONNECTIONS),
  killedAt('worker killed after the final dot', ['dot'], 1, CONNECTIONS),
  gateWithoutDatabase,
]

describe.each(BACKENDS)('the faults of a delivery, queued in %s', backend => {
  let house: House
  beforeAll(async () => {
    house = await openHouse(backend, 2)
  })
  afterAll(() => house.close())

  it.each(FAULTS.map(fault => [fault.name, fault] as const))(
    'lose nothing and double nothing: %s',
    async (_name, fault) => {
      expect(await judged(house, fault, SEED)).toMatchObject({ wrong: [], lost: 0, doubled: 0 })
    },
  )
})

describe('the checker', () => {
  let house: House
  let edition: string
  beforeAll(async () => {
    house = await openHouse('PostgreSQL', 1)
    edition = await house.edition()
    await finish(house, edition)
  })
  afterAll(() => house.close())

  const judge = (journal: Taken[], signedAt = 0) =>
    check(house.client, edition, journal, new Map([[edition, signedAt]]))
  const journal = () => house.server.journal.map(taken => ({ ...taken }))

  it('finds nothing wrong when nothing is', async () => {
    expect(await judge(journal())).toMatchObject({
      deliveries: 19,
      accepted: 19,
      lost: 0,
      doubled: 0,
      wrong: [],
    })
  })

  it('sees a mail that the ledger calls accepted and the server never took', async () => {
    expect(await judge(journal().slice(1))).toMatchObject({ lost: 1 })
  })

  it('sees a mail that came twice', async () => {
    const taken = journal()
    expect(await judge([...taken, ...taken.slice(0, 2)])).toMatchObject({ doubled: 2 })
  })

  it('sees a mail that came to somebody else', async () => {
    const [first, ...rest] = journal()
    const strayed = { ...(first as Taken), to: 'somebody@elsewhere.example' }
    expect((await judge([strayed, ...rest])).wrong).toHaveLength(1)
  })

  it('sees a dot that came before the sign-off', async () => {
    expect((await judge(journal(), performance.now())).wrong).toEqual([
      `${edition}: a dot came before the sign-off`,
    ])
  })

  it('sees a delivery that will be sent although its dot came', async () => {
    const change = (state: string) =>
      house.client.query(
        `update estafette.delivery set state = $2 where id = (select min(id) from estafette.delivery where edition = $1)`,
        [edition, state],
      )
    await change('pending')
    expect((await judge(journal())).wrong).toEqual([expect.stringContaining('will be sent twice')])
    await change('accepted')
  })
})
