import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Log } from '../../../src/log.js'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { rosterToday } from '../../../src/steps/context.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { resume } from '../../../src/steps/delivery/stop-and-settle.js'
import { suppressions } from '../../../src/steps/delivery/suppressions.js'
import { readEdition, readFrozen } from '../../../src/steps/editions/read-edition.js'
import { readStatus } from '../../../src/steps/editions/read-status.js'
import { actOnFollowUp } from '../../../src/steps/follow-ups/act-on-follow-up.js'
import { fetchReports } from '../../../src/steps/returned-mail/fetch-reports.js'
import { listReturned } from '../../../src/steps/returned-mail/list-returned.js'
import { tickOnce } from '../../../worker/schedule.js'
import { hasDovecot, startDovecot, type TestDovecot } from '../../support/dovecot.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { dsnMail, feedbackMail, replyMail } from '../../support/reports.js'
import { deliverAll, openWorld, sentEdition, signedEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2020-W18'
const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const THURSDAY = '2020-04-30T09:00:00+02:00'

type Line = { level: string; event: string; fields?: object }

let relay: TestRelay
let world: World
let lines: Line[] = []
const dir = () => join(world.dir, 'reports')
const log = Object.fromEntries(
  ['debug', 'info', 'warn', 'error'].map(level => [
    level,
    (event: string, fields?: object) => lines.push({ level, event, fields }),
  ]),
) as unknown as Log

/** A world whose edition has been accepted by the relay for everybody. */
async function openSent(settings: Record<string, string>): Promise<void> {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY, settings, log })
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
  world.setClock(THURSDAY)
  await dispatch(world.app, EDITION)
  await deliverAll(world, EDITION)
}

/** Of this process, in milliseconds: the machine may be busy with others. */
const cpuTime = () => Object.values(process.cpuUsage()).reduce((sum, part) => sum + part) / 1000

const settled = new Date(Date.now() - 60_000)

/** Lays a mail into the folder as if it had been there for a minute. */
function drop(name: string, bytes: Uint8Array): void {
  mkdirSync(dir(), { recursive: true })
  writeFileSync(join(dir(), name), bytes)
  utimesSync(join(dir(), name), settled, settled)
}

/** What the relay was given for the delivery of one recipient. */
async function sentTo(recipient: string) {
  const frozen = await readFrozen(world.app, (await readEdition(world.app, EDITION)) as never)
  const email = frozen?.addressees.find(({ id }) => id === recipient)?.email ?? ''
  const [mail] = relay.received.filter(({ to }) => to === email)
  return { email, from: mail?.from ?? '', messageId: /^Message-ID: (.*)$/im.exec(mail?.raw ?? '')?.[1] ?? '' }
}

async function bounceOf(recipient: string, rest: { headers?: string } = {}): Promise<Uint8Array> {
  const { email, from } = await sentTo(recipient)
  const words = '550 5.1.1 User unknown'
  return dsnMail({ to: from, recipient: email, action: 'failed', status: '5.1.1', words, ...rest })
}

const stateOf = async (recipient: string) =>
  (await deliveriesOf(world.app.engine.db, EDITION)).find(one => one.recipient === recipient)?.state

const followUpsOf = async (recipient: string) =>
  (await listFollowUps(world.app.engine.db))
    .filter(one => one.recipient === recipient)
    .map(({ reason, action, detail }) => ({ reason, action, detail }))

describe('mails that come back into the folder', () => {
  beforeAll(() => openSent({ REPORTS_DIR: './reports' }), 180_000)
  afterAll(async () => {
    await world.close()
    await relay.close()
  })
  beforeEach(() => {
    lines = []
  })

  it('correct what was accepted, open a follow-up, and are put away', async () => {
    // The longest of the sample roster: its return path is longer than addresses are by rule.
    const recipient = 'woluwe-saint-lambert-alderman-mobility'
    drop('bounce.eml', await bounceOf(recipient))
    expect(await stateOf(recipient)).toBe('accepted')
    expect(await fetchReports(world.app)).toEqual({ recorded: 1, known: 0, quarantined: 0, waiting: 0 })
    expect(await stateOf(recipient)).toBe('bounced')
    expect(await followUpsOf(recipient)).toEqual([
      { reason: 'bounced', action: 'ask-new-address', detail: '550 5.1.1 User unknown' },
    ])
    expect(readdirSync(dir())).toEqual(['done'])
    expect(existsSync(join(dir(), 'done', 'bounce.eml'))).toBe(true)
    const commune = (await readStatus(world.app, EDITION))?.communes.find(({ nis }) => nis === '21018')
    expect(commune?.state).toBe('partly-reached')
  })

  it('alarm the admins once when mails of ours are refused as such, and call nobody’s address dead', async () => {
    const refusal = async (recipient: string, status: string, words: string) => {
      const { email, from } = await sentTo(recipient)
      return dsnMail({ to: from, recipient: email, action: 'failed', status, words })
    }
    const blocked = '550 5.7.1 Client host blocked using a block list'
    drop('blocked.eml', await refusal('schaerbeek-mayor', '5.7.1', blocked))
    drop('blocked-too.eml', await refusal('schaerbeek-alderman-culture', '5.7.1', blocked))
    drop(
      'group.eml',
      await refusal('koekelberg-mayor', '5.7.133', '550 5.7.133 RESOLVER.RST.SenderNotAuthenticated'),
    )
    await fetchReports(world.app)
    const alarms = (await listNotices(world.app.engine.db)).filter(({ kind }) => kind === 'mail-refused')
    expect(alarms.map(({ key }) => key)).toEqual([
      `mail-refused ${EDITION} schaerbeek.example informatique@agence.example`,
    ])
    for (const recipient of ['schaerbeek-mayor', 'schaerbeek-alderman-culture', 'koekelberg-mayor'])
      expect((await followUpsOf(recipient)).map(({ reason }) => reason)).toEqual(['gave-up'])
    expect(await suppressions(world.app)).toEqual([])
  })

  it('pause an edition of which mails are still to leave when three domains say so, and none again and again', async () => {
    relay.setPolicy(address => (address.endsWith('@evere.example') ? '450 4.2.0 Greylisted' : null))
    const flash = '2020-W18-flash-1'
    writeUpdate(world, { id: 'urgent', urgency: 'urgent' })
    await sentEdition(world, flash)
    const words = '550 5.7.1 Our policy refuses mail from your domain'
    let number = 0
    const refusalOf = (address: string, headers = '') => {
      const mail = relay.received.filter(({ to }) => to === address).at(-1)
      const refusal = { recipient: address, action: 'failed', status: '5.7.1', words, headers } as const
      drop(`policy-${++number}.eml`, dsnMail({ to: mail?.from ?? '', ...refusal }))
    }
    const stateNow = async () => (await readEdition(world.app, flash))?.state
    for (let nth = 1; nth <= 5; nth++) refusalOf('bourgmestre@saint-josse.example', `X-Nth: ${nth}`)
    refusalOf('bourgmestre@uccle.example')
    await fetchReports(world.app)
    expect(await stateNow()).toBe('sending')
    // Another host reports on the same domain; the third domain alone has no token.
    refusalOf('echevin.economie@uccle.example', 'X-Host: mx.elsewhere.example')
    const auderghem = relay.received.filter(({ to }) => to === 'bourgmestre@auderghem.example').at(-1)
    const messageId = /^Message-ID: (.*)$/im.exec(auderghem?.raw ?? '')?.[1]
    drop(
      'without-token.eml',
      dsnMail({
        to: 'reports@estafette.example',
        recipient: 'bourgmestre@auderghem.example',
        action: 'failed',
        status: '5.7.1',
        words,
        returned: `Message-ID: ${messageId}`,
      }),
    )
    await fetchReports(world.app)
    expect(await stateNow()).toBe('sending')
    expect((await followUpsOf('auderghem-mayor')).map(({ reason }) => reason)).toEqual(['unproven'])
    const alarms = (await listNotices(world.app.engine.db)).filter(
      ({ kind, key }) => kind === 'mail-refused' && key.includes(flash),
    )
    expect(alarms.map(({ key }) => key).sort()).toEqual([
      `mail-refused ${flash} saint-josse.example informatique@agence.example`,
      `mail-refused ${flash} uccle.example informatique@agence.example`,
    ])
    refusalOf('bourgmestre@auderghem.example')
    await fetchReports(world.app)
    expect(await readEdition(world.app, flash)).toMatchObject({
      state: 'paused',
      stopReason: `3 domains in a row refuse our mails, the last with: ${words}`,
    })
    expect(lines.filter(({ event }) => event === 'edition.paused')).toHaveLength(1)
    await resume(world.app, flash)
    // What was said before a person let it go on doesn't count again.
    refusalOf('bourgmestre@molenbeek.example')
    await fetchReports(world.app)
    expect(await stateNow()).toBe('sending')
    expect(await suppressions(world.app)).toEqual([])
  }, 60_000)

  it('are logged in one line each, without an address', async () => {
    drop('bounce.eml', await bounceOf('ixelles-mayor'))
    await fetchReports(world.app)
    expect(lines).toEqual([
      {
        level: 'info',
        event: 'report.recorded',
        fields: {
          source: 'folder',
          kind: 'dsn',
          match: 'return-path',
          delivery: `${EDITION}.ixelles-mayor`,
          evidence: 'refused',
          topic: null,
          state: 'bounced',
        },
      },
    ])
    expect(JSON.stringify(lines)).not.toContain('@')
  })

  it('count once, also when a kill came between the commit and the move', async () => {
    drop('again.eml', await bounceOf('jette-mayor'))
    await fetchReports(world.app)
    renameSync(join(dir(), 'done', 'again.eml'), join(dir(), 'again.eml'))
    utimesSync(join(dir(), 'again.eml'), settled, settled)
    drop('copy.eml', readFileSync(join(dir(), 'again.eml')))
    expect(await fetchReports(world.app)).toEqual({ recorded: 0, known: 2, quarantined: 0, waiting: 0 })
    expect(readdirSync(dir())).not.toContain('again.eml')
    expect(await followUpsOf('jette-mayor')).toHaveLength(1)
  })

  it('wait while they are being written, and are not held up by those that can’t be read', async () => {
    symlinkSync('/etc/passwd', join(dir(), '0-link.eml'))
    execFileSync('mkfifo', [join(dir(), '0-pipe.eml')])
    drop('0-empty.eml', Buffer.alloc(0))
    writeFileSync(join(dir(), '1-half.eml'), 'Subject: hal')
    const { messageId } = await sentTo('forest-mayor')
    drop('2-reply.eml', replyMail({ to: 'reports@estafette.example', inReplyTo: messageId, text: 'Quand ?' }))
    expect(await fetchReports(world.app)).toEqual({ recorded: 1, known: 0, quarantined: 3, waiting: 1 })
    expect(await followUpsOf('forest-mayor')).toEqual([
      { reason: 'question', action: 'answer', detail: 'Quand ?' },
    ])
    expect(readdirSync(dir()).sort()).toEqual(['1-half.eml', 'done', 'quarantine'])
    const reason = readFileSync(join(dir(), 'quarantine', '0-link.eml.reason.txt'), 'utf8')
    expect(reason).toBe('It is a symbolic link: it was not followed.\n')
    expect(lines.filter(({ event }) => event === 'report.quarantined')).toHaveLength(3)
    rmSync(join(dir(), '1-half.eml'))
  })

  it('cost bounded memory: 50 MB, 1,000 nested parts, and text made to be slow', async () => {
    const bounce = await bounceOf('etterbeek-mayor')
    drop('1-big.eml', bounce)
    truncateSync(join(dir(), '1-big.eml'), 50_000_000)
    utimesSync(join(dir(), '1-big.eml'), settled, settled)
    const parts = Array.from(
      { length: 1000 },
      (_, n) => `Content-Type: multipart/mixed; boundary="b${n}"\n\n--b${n}\n`,
    )
    drop('2-nested.eml', Buffer.from(`Subject: nested\n${parts.join('')}`))
    drop('3-slow.eml', Buffer.from(`Subject: ${'=?utf-8?q?a?= '.repeat(70_000)}\n\n${'<'.repeat(500_000)}`))
    drop('4-binary.eml', Buffer.alloc(3_000_000, Buffer.from([0, 255, 10, 45, 45])))
    drop('5-good.eml', await bounceOf('uccle-mayor'))
    const before = process.memoryUsage().rss
    const begin = cpuTime()
    expect(await fetchReports(world.app)).toMatchObject({ recorded: 5, quarantined: 0 })
    expect(cpuTime() - begin).toBeLessThan(5_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
    expect([await stateOf('etterbeek-mayor'), await stateOf('uccle-mayor')]).toEqual(['bounced', 'bounced'])
  }, 20_000)

  const automatic = async (recipient: string, text: string, subject = 'Réponse automatique : Mesures') => {
    const { email, messageId } = await sentTo(recipient)
    const headers = [`From: ${email}`, `Subject: ${subject}`, `In-Reply-To: ${messageId}`]
    return Buffer.from(
      `${headers.join('\r\n')}\r\nAuto-Submitted: auto-replied\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`,
    )
  }

  it('have somebody asked who took over, and leave the roster to a person', async () => {
    const recipient = 'saint-gilles-mayor'
    drop(
      'gone.eml',
      await automatic(
        recipient,
        'Je ne suis plus bourgmestre. Mon successeur : nouveau@saint-gilles.example',
      ),
    )
    await fetchReports(world.app)
    expect(await stateOf(recipient)).toBe('accepted')
    expect(await followUpsOf(recipient)).toEqual([
      { reason: 'gone', action: 'find-successor', detail: 'successor: nouveau@saint-gilles.example' },
    ])
    const { roster } = await rosterToday(world.app)
    expect(JSON.stringify(roster.mandateHolders)).not.toContain('nouveau@')
    const followUp = (await listFollowUps(world.app.engine.db)).find(one => one.recipient === recipient)
    const by = roster.staff.find(({ id }) => id === followUp?.spoc)?.email ?? ''
    const done = await actOnFollowUp(world.app, {
      id: followUp?.id ?? '',
      by,
      act: {
        kind: 'done',
        result: 'left-office',
        text: null,
      },
    })
    expect(done).toMatchObject({ kind: 'refused', reason: 'roster-unchanged' })
  })

  it('show a mail that a filter keeps as not arrived, until it is', async () => {
    const recipient = 'forest-alderman-economy'
    const [held] = (await deliveriesOf(world.app.engine.db, EDITION)).filter(
      one => one.commune === '21007' && one.role === 'alderman',
    )
    const who = held?.recipient ?? recipient
    const words = 'Votre message a été mis en quarantaine.'
    drop('held.eml', await automatic(who, words, 'Message en quarantaine'))
    await fetchReports(world.app)
    expect(await stateOf(who)).toBe('accepted')
    expect(await followUpsOf(who)).toEqual([{ reason: 'held', action: 'ask-release', detail: 'quarantine' }])
    const [report] = (await listReturned(world.app, { days: 1, unmatched: false })).reports
    expect(report).toMatchObject({ kind: 'auto-reply', evidence: 'held', heldBy: 'quarantine' })
    const forest = async () =>
      (await readStatus(world.app, EDITION))?.communes.find(({ nis }) => nis === '21007')?.state
    expect(await forest()).toBe('at-risk')
  })

  it('complain of nothing when a reader wants the mail, or a machine judges it', async () => {
    const { from, messageId } = await sentTo('anderlecht-mayor')
    for (const type of ['not-spam', 'auth-failure'])
      drop(`${type}.eml`, feedbackMail({ to: from, type, messageId }))
    await fetchReports(world.app)
    expect(await followUpsOf('anderlecht-mayor')).toEqual([])
    const { reports } = await listReturned(world.app, { days: 1, unmatched: false })
    expect(reports.slice(0, 2)).toMatchObject([
      { kind: 'unknown', evidence: null, delivery: `${EDITION}.anderlecht-mayor` },
      { kind: 'unknown', evidence: null },
    ])
    drop('abuse.eml', feedbackMail({ to: from, type: 'abuse', messageId }))
    await fetchReports(world.app)
    expect((await followUpsOf('anderlecht-mayor')).map(({ reason }) => reason)).toEqual(['complaint'])
  })

  it('stay where they are when they can’t be kept, and are found again', async () => {
    drop('kept.eml', await bounceOf('evere-mayor'))
    const stopped = new AbortController()
    stopped.abort()
    expect(await fetchReports(world.app, stopped.signal)).toMatchObject({ recorded: 0 })
    await world.app.close()
    await tickOnce(world.app, 'mail-back', {} as never)
    expect(lines.at(-1)).toMatchObject({ level: 'error', event: 'tick.reports-failed' })
    expect(readdirSync(dir())).toContain('kept.eml')
    const settings = { REPORTS_DIR: './reports' }
    world = await openWorld({ smtpPort: relay.port, now: THURSDAY, settings, dir: world.dir })
    expect(await fetchReports(world.app)).toMatchObject({ recorded: 1 })
    expect(await stateOf('evere-mayor')).toBe('bounced')
  }, 20_000)
})

const describeWithDovecot = hasDovecot() ? describe : describe.skip

describeWithDovecot('mails that come back by IMAP', () => {
  let server: TestDovecot
  beforeAll(async () => {
    server = await startDovecot()
    await openSent({ IMAP_URL: `imap://reports:a%20password@127.0.0.1:${server.port}` })
  }, 180_000)
  afterAll(async () => {
    await world.close()
    await relay.close()
    await server.stop()
  })

  it('are each recorded once, over all that a mailbox goes through', async () => {
    const { app } = world
    server.deliver(await bounceOf('ixelles-mayor'))
    server.deliver(Buffer.from('Subject: an advertisement\r\n\r\nBuy!\r\n'))
    expect(await fetchReports(app)).toMatchObject({ recorded: 2, known: 0 })
    expect(await stateOf('ixelles-mayor')).toBe('bounced')
    expect(await fetchReports(app)).toMatchObject({ recorded: 0, known: 0 })

    server.deliver(await bounceOf('jette-mayor'))
    await server.kill()
    await expect(fetchReports(app)).rejects.toThrow(/^IMAP 127\.0\.0\.1:\d+: .*Check IMAP_URL\.$/)
    server.makeAnew()
    await server.start()
    expect(await fetchReports(app)).toMatchObject({ recorded: 1, known: 2 })
    expect(await stateOf('jette-mayor')).toBe('bounced')
    expect(server.mails()).toHaveLength(3)
  }, 30_000)

  it('are read to the end though two look at once', async () => {
    const recipients = ['forest-mayor', 'evere-mayor', 'uccle-mayor', 'ganshoren-mayor']
    for (const recipient of recipients) server.deliver(await bounceOf(recipient))
    const both = await Promise.all([fetchReports(world.app), fetchReports(world.app)])
    expect(both.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(4)
    expect(await Promise.all(recipients.map(stateOf))).toEqual(Array(4).fill('bounced'))
    expect(
      (await listFollowUps(world.app.engine.db)).filter(({ reason }) => reason === 'bounced'),
    ).toHaveLength(6)
  }, 30_000)
})
