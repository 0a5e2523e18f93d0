import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openSending } from '../../src/sending/sending.js'
import { atNth, CONNECTIONS, type Fault, finish, send } from './fault.js'
import { judged } from './main.js'
import { openRig, type Rig } from './rig.js'

/** The job of a delivery comes to a second worker while the first waits for the answer to its dot. */
const heldByAnother: Fault = {
  name: 'a delivery comes to a second worker while the first holds it',
  strike: async rig => {
    const edition = await rig.edition()
    let answer: () => void = () => {}
    const after = new Promise<void>(resolve => {
      answer = resolve
    })
    let to = ''
    const struck = atNth(rig, 'dot', rig.mails, moment => {
      to = moment.to
      return { after, act: null }
    })
    const first = send(rig, edition)
    await struck
    const { rows } = await rig.client.query(
      'select d.id from estafette.delivery d join estafette.addressee using (edition, version, recipient) where edition = $1 and email = $2',
      [edition, to],
    )
    const second = await openSending(rig.app)
    await second.deliver(rows[0].id)
    await second.close()
    answer()
    await first.ended
    const recovered = await finish(rig, edition)
    return { edition, rounds: 1, recovered, inDoubtAtMost: CONNECTIONS }
  },
}

describe('a delivery that a worker holds', () => {
  let rig: Rig
  beforeAll(async () => {
    rig = await openRig('PostgreSQL', 1)
  })
  afterAll(() => rig.close())

  it('goes out once when its job comes to another', async () => {
    expect(await judged(rig, heldByAnother, 1)).toMatchObject({ wrong: [], lost: 0, doubled: 0 })
  })
})
