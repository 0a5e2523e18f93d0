import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { openRelay } from '../../../src/smtp/transport.js'
import { notify } from '../../../src/steps/staff/staff.js'
import { sendNotices, tellAdmins } from '../../../src/steps/staff/staff-mails.js'
import { sampleNotice } from '../../support/notices.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { emptied, openWorld, type World } from '../../support/world.js'

const ADMIN = 'informatique@agence.example'
const EDITOR = { email: 'redaction@agence.example', name: 'Rédaction', languages: ['nl' as const] }

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: '2026-11-25T12:00:00+01:00' })
})
beforeEach(async () => {
  await emptied(world)
  relay.setPolicy(() => null)
  relay.received.length = 0
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

describe('a round of staff mails', () => {
  /** A way to the relay of its own, as long as `use` takes. */
  async function over<T>(use: (way: ReturnType<typeof openRelay>) => Promise<T>): Promise<T> {
    const { port } = relay
    const options = { host: '127.0.0.1', port, secure: false, plain: false, auth: null }
    const way = openRelay({ ...options, allowed: ['*'], silenceMs: 5000 })
    return use(way).finally(way.close)
  }
  const round = (isEnding?: () => boolean) => over(way => sendNotices(world.app, way, [], isEnding))
  const NONE = { sent: 0, failed: 0, waiting: 0, needless: 0, isRefused: false }

  it('sends what is due, and says how many', async () => {
    expect(await round()).toEqual(NONE)
    for (const key of ['a', 'b']) await notify(world.app, sampleNotice('update-gone', { key, to: EDITOR }))
    expect(await round()).toEqual({ ...NONE, sent: 2 })
    expect(relay.received.map(({ to }) => to)).toEqual([EDITOR.email, EDITOR.email])
    expect(await round()).toEqual(NONE)
  })

  it('fails what is refused for good, and tells the admins; what is refused for now waits', async () => {
    relay.setPolicy(address => (address === EDITOR.email ? '550 5.1.1 User unknown' : '450 4.2.0 Later'))
    await notify(world.app, sampleNotice('update-gone', { key: 'a', to: EDITOR }))
    expect(await round()).toMatchObject({ sent: 0, failed: 1, waiting: 1 })
    expect((await listNotices(world.app.engine.db)).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'update-gone failed',
      'notice-failed pending',
    ])
  })

  it('drops what is needless, and takes none once the process is to end', async () => {
    await notify(world.app, sampleNotice('sign-off-request', { key: 'of an edition that there is not' }))
    expect(await round(() => true)).toEqual(NONE)
    expect(await round()).toEqual({ ...NONE, needless: 1 })
    expect(relay.received).toEqual([])
  })

  it('tells the admins once of a mail that failed, and nobody of one that tells of it', async () => {
    const notice = sampleNotice('sign-off-request', { key: 'a', to: EDITOR })
    for (let times = 0; times < 2; times++) await tellAdmins(world.app, notice, '550 5.1.1 User unknown')
    const [told, ...more] = await listNotices(world.app.engine.db)
    expect([told?.to_email, more]).toEqual([ADMIN, []])
    expect(JSON.parse(told?.payload ?? '')).toEqual({
      edition: '2026-W48',
      kind: 'sign-off-request',
      name: EDITOR.name,
      address: EDITOR.email,
      error: '550 5.1.1 User unknown',
    })
    await tellAdmins(world.app, sampleNotice('notice-failed', { key: 'b' }), 'no')
    expect(await listNotices(world.app.engine.db)).toHaveLength(1)
  })
})
