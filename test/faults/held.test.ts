import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openSending } from '../../src/sending/sending.js'
import { atNth, CONNECTIONS, type Fault, finish, send } from './fault.js'
import { type House, openHouse } from './house.js'
import { judged } from './main.js'

/** The job of a delivery comes to a second worker while the first waits for the answer to its dot. */
const heldByAnother: Fault = {
  name: 'a delivery comes to a second worker while the first holds it',
  strike: async house => {
    const edition = await house.edition()
    let answer: () => void = () => {}
    const after = new Promise<void>(resolve => {
      answer = resolve
    })
    let to = ''
    const struck = atNth(house, 'dot', house.mails, moment => {
      to = moment.to
      return { after, act: null }
    })
    const first = send(house, edition)
    await struck
    const { rows } = await house.client.query(
      'select d.id from estafette.delivery d join estafette.addressee using (edition, version, recipient) where edition = $1 and email = $2',
      [edition, to],
    )
    const second = await openSending(house.app)
    await second.deliver(rows[0].id)
    await second.close()
    answer()
    await first.ended
    const recovered = await finish(house, edition)
    return { edition, rounds: 1, recovered, inDoubtAtMost: CONNECTIONS }
  },
}

describe('a delivery that a worker holds', () => {
  let house: House
  beforeAll(async () => {
    house = await openHouse('PostgreSQL', 1)
  })
  afterAll(() => house.close())

  it('goes out once when its job comes to another', async () => {
    expect(await judged(house, heldByAnother, 1)).toMatchObject({ wrong: [], lost: 0, doubled: 0 })
  })
})
