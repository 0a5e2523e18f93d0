import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openSending } from '../../../src/sending/sending.js'
import { fetchReports } from '../../../src/steps/returned-mail/fetch-reports.js'
import { noticeCameBack } from '../../../src/steps/returned-mail/returned-notices.js'
import { notify } from '../../../src/steps/staff/staff.js'
import { failedLately } from '../../../src/steps/staff/staff-mails.js'
import { sampleNotice } from '../../support/notices.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { dsnMail } from '../../support/reports.js'
import { openWorld, parsed, type World } from '../../support/world.js'

const NOW = '2026-11-25T12:00:00+01:00'
const APPROVER = 'redaction@agence.example'
const ADMIN = 'informatique@agence.example'
const READER = { email: APPROVER, name: 'Rédaction', languages: ['nl' as const] }

let relay: TestRelay
let world: World
beforeEach(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: NOW, settings: { REPORTS_DIR: './reports' } })
})
afterEach(async () => {
  await world.close()
  await relay.close()
})

async function send(): Promise<void> {
  const sending = await openSending(world.app)
  try {
    await sending.sendNotices()
  } finally {
    await sending.close()
  }
}

/** Sends a staff mail, and gives its Message-ID. */
async function sendOne(): Promise<string> {
  await notify(world.app, sampleNotice('update-gone', { key: 'gone x', to: READER }))
  await send()
  const { messageId } = await parsed(relay.received[0] as never)
  return messageId ?? ''
}

const settled = new Date(Date.now() - 60_000)

async function comesBack(name: string, bytes: Uint8Array): Promise<void> {
  const dir = join(world.dir, 'reports')
  mkdirSync(dir, { recursive: true })
  writeFileSync(join(dir, name), bytes)
  utimesSync(join(dir, name), settled, settled)
  await fetchReports(world.app)
  await send()
}

const bounce = (over: { returned?: string; recipient?: string; headers?: string } = {}) =>
  dsnMail({
    to: 'estafette@agence.example',
    recipient: APPROVER,
    action: 'failed',
    status: '5.1.1',
    words: '550 5.1.1 User unknown',
    ...over,
  })

const told = () => relay.received.slice(1).map(({ to }) => to)

describe('A staff mail that comes back', () => {
  it('reaches an admin, and is shown as not delivered', async () => {
    const id = await sendOne()
    await comesBack('1.eml', bounce({ returned: `Message-ID: ${id}` }))
    expect(told()).toEqual([ADMIN])
    expect((await parsed(relay.received[1] as never)).text).toContain('User unknown')
    const error = expect.stringContaining('550 5.1.1 User unknown')
    expect(await failedLately(world.app)).toMatchObject([{ kind: 'update-gone', to: APPROVER, error }])
  })

  it('is told when the bounce returns no Message-ID, but changes nothing: anybody can write an address', async () => {
    await sendOne()
    await comesBack('1.eml', bounce())
    expect(told()).toEqual([ADMIN])
    expect(await failedLately(world.app)).toEqual([])
  })

  it('is told once, and the bounce of what tells it is told to nobody', async () => {
    const id = await sendOne()
    await comesBack('1.eml', bounce({ returned: `Message-ID: ${id}` }))
    const alarm = await parsed(relay.received[1] as never)
    await comesBack('2.eml', bounce({ returned: `Message-ID: ${id}`, headers: 'X-Again: 1' }))
    await comesBack('3.eml', bounce({ returned: `Message-ID: ${alarm.messageId}`, recipient: ADMIN }))
    expect(told()).toEqual([ADMIN])
  })

  it('is none when the Message-ID is not one of ours', async () => {
    await sendOne()
    await comesBack('1.eml', bounce({ returned: `Message-ID: <notice.${'0'.repeat(32)}@agence.example>` }))
    expect(told()).toEqual([])
    expect(await failedLately(world.app)).toEqual([])
  })

  it('is not told to the author of a mail that no machine may answer', async () => {
    const id = await sendOne()
    await comesBack('1.eml', bounce({ returned: `Message-ID: ${id}`, headers: `Reply-To: ${ADMIN}` }))
    expect(told()).toEqual([])
    expect(await failedLately(world.app)).toMatchObject([{ kind: 'update-gone' }])
  })
})

describe('what came back of a staff mail', () => {
  const words = '550 5.1.1 User unknown'

  it('is found by its Message-ID, or else as the last to that address', async () => {
    const id = await sendOne()
    const now = world.app.clock()
    const back = (messageIds: string[], addresses: string[]) =>
      noticeCameBack(world.app, { messageIds, addresses, words }, now)
    expect(await back([], [APPROVER.toUpperCase()])).toBe(1)
    expect(await failedLately(world.app)).toEqual([])
    expect(await back([], ['nobody@agence.example'])).toBe(0)
    expect(await back([id], ['whoever@agence.example'])).toBe(1)
    expect(await failedLately(world.app)).toMatchObject([{ key: 'gone x', error: words }])
  })

  it('is nobody’s after thirty days', async () => {
    const id = await sendOne()
    const later = (milliseconds: number) => new Date(world.app.clock().getTime() + milliseconds)
    const back = (now: Date) => noticeCameBack(world.app, { messageIds: [id], addresses: [], words }, now)
    const days = 30 * 24 * 3_600_000
    expect(await back(later(days + 1))).toBe(0)
    expect(await back(later(days))).toBe(1)
  })
})
