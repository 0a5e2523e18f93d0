import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { simpleParser } from 'mailparser'
import { followUpCommand } from '../../src/cli/follow-up-list-command.js'
import { deliveriesCommand, statusCommand } from '../../src/cli/reading-commands.js'
import { sendCommand } from '../../src/cli/sending-commands.js'
import { rosterToday } from '../../src/steps/context.js'
import { currentEdition } from '../../src/steps/editions/read-edition.js'
import { fetchReports } from '../../src/steps/returned-mail/fetch-reports.js'
import { hasPostfix } from '../support/postfix.js'
import { type Cast, type MailLoop, startMailLoop } from '../support/postfix-loop.js'
import { openWorld, signedEdition, type World } from '../support/world.js'
import { writeUpdate } from '../support/written-updates.js'

const DAY = 24 * 3_600_000
/** The mail systems have the real time. */
const START = new Date()
const isoDay = (days: number) => new Date(START.getTime() + days * DAY).toISOString().slice(0, 10)
const belgianDay = (days: number) => isoDay(days).split('-').reverse().join('/')

/** Leaves mails to a list alone (RFC 5230 §4.6). */
const VACATION = `require ["vacation"];
vacation :days 1 :subject "Absence du bureau"
  "Bonjour, je suis hospitalisée et absente jusqu'au ${belgianDay(12)}. Cordialement.";`

const CAST = {
  unknownAtOnce: 'bourgmestre@ixelles.example',
  unknownLater: 'burgemeester@jette.example',
  fullForGood: 'bourgmestre@uccle.example',
  fullForNow: 'bourgmestre@forest.example',
  forwarded: 'bourgmestre@saint-gilles.example',
  scripts: {
    'bourgmestre@etterbeek.example': VACATION,
    'burgemeester@evere.example': VACATION,
  },
  answersAll: 'burgemeester@evere.example',
}
const ASKS = 'bourgmestre@ganshoren.example'

type Delivery = { recipient: string; state: string; attempts: object[] }
type FollowUp = { recipient: string; reason: string; action: string; detail: string; spoc: string }

const describeWithPostfix = hasPostfix() ? describe : describe.skip

describeWithPostfix('what comes back through Postfix and Dovecot, read by IMAP', () => {
  let loop: MailLoop
  let world: World
  let edition: string

  beforeAll(async () => {
    // The roster and the staff are the sample's: they are known before the mail systems that stand for theirs.
    const first = await openWorld({ now: START.toISOString() })
    const { roster } = await rosterToday(first.app)
    await first.close()
    const cast: Cast = {
      ...CAST,
      roster: roster.mandateHolders.map(({ email }) => email).filter(email => email !== ''),
      staff: roster.staff.map(({ email }) => email),
    }
    loop = await startMailLoop(cast)
    world = await openWorld({
      smtpPort: loop.smtpPort,
      now: START.toISOString(),
      settings: { IMAP_URL: loop.imapUrl },
    })
    edition = await currentEdition(world.app)
    writeUpdate(world, { id: 'masque', deadline: isoDay(5) })
    await signedEdition(world, edition)
  }, 180_000)
  afterAll(async () => {
    await world?.close()
    await loop?.stop()
  })

  const jsonOf = async <T>(answer: Promise<{ json: unknown }>) => (await answer).json as T
  const delivery = async (recipient: string) =>
    (await jsonOf<Delivery[]>(deliveriesCommand(world.app, edition, false))).find(
      one => one.recipient === recipient,
    )
  const followUps = async (recipient: string) =>
    (await jsonOf<FollowUp[]>(followUpCommand(world.app, false)))
      .filter(one => one.recipient === recipient)
      .map(({ reason, action, detail, spoc }) => ({ reason, action, detail, spoc }))
  const communeState = async (nis: string) =>
    (
      await jsonOf<{ communes: { nis: string; state: string }[] }>(statusCommand(world.app, edition))
    ).communes.find(one => one.nis === nis)?.state

  /** Reads the mailbox until it says what it should, or says with the journals that it doesn't. */
  async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + 90_000
    for (;;) {
      await fetchReports(world.app)
      if (await isSo()) return
      if (performance.now() > end) throw new Error(`${what} did not come about.\n${loop.log()}`)
      await new Promise(resolve => setTimeout(resolve, 200))
    }
  }

  it('is sent to everybody; a mailbox that the first system doesn’t know is refused at once', async () => {
    const told = new AbortController()
    const sent = await sendCommand(world.app, edition, true, () => {}, told.signal)
    const { counts } = sent.json as { counts: Record<string, number> }
    expect(counts).toMatchObject({ bounced: 1, pending: 0, deferred: 0, inDoubt: 0, gaveUp: 0 })
    expect(await delivery('ixelles-mayor')).toMatchObject({
      state: 'bounced',
      attempts: [{ replyCode: 550, enhancedStatus: '5.1.1' }],
    })
    expect((await delivery('jette-mayor'))?.state).toBe('accepted')
  }, 180_000)

  it('says that a mailbox is unknown at the next system, and who is to ask for another address', async () => {
    await until('the bounce', async () => (await delivery('jette-mayor'))?.state === 'bounced')
    const [followUp, ...more] = await followUps('jette-mayor')
    expect(more).toEqual([])
    expect(followUp).toMatchObject({ reason: 'bounced', action: 'ask-new-address', spoc: 'spoc-ouest' })
    expect(followUp?.detail).toMatch(/^550 5\.1\.1 .*User doesn't exist/)
    expect(await communeState('21010')).toBe('partly-reached')
  }, 120_000)

  it('takes a full mailbox for what it is: nobody is counted as unknown', async () => {
    await until('the refusal', async () => (await delivery('uccle-mayor'))?.state === 'gave-up')
    expect(await followUps('uccle-mayor')).toMatchObject([{ reason: 'gave-up', action: 'phone' }])
  }, 120_000)

  it('says that somebody holds a mail and could not deliver it yet, and later that he gave up', async () => {
    await until('the warning', async () => (await communeState('21007')) === 'at-risk')
    expect((await delivery('forest-mayor'))?.state).toBe('accepted')
    loop.giveUp()
    await until('giving up', async () => (await delivery('forest-mayor'))?.state === 'gave-up')
    expect(await followUps('forest-mayor')).toMatchObject([{ reason: 'gave-up', action: 'phone' }])
    expect(await communeState('21007')).toBe('partly-reached')
  }, 120_000)

  it('tells that a mail was passed on to where nobody has it', async () => {
    await until('the bounce', async () => (await delivery('saint-gilles-mayor'))?.state === 'bounced')
    const [followUp, ...more] = await followUps('saint-gilles-mayor')
    expect(more).toEqual([])
    expect(followUp).toMatchObject({ reason: 'bounced', action: 'ask-new-address' })
  }, 120_000)

  it('tells who is away while a deadline falls, and doesn’t keep why; a strict responder is silent', async () => {
    await until('the absence', async () => (await followUps('evere-mayor')).length > 0)
    expect(await followUps('evere-mayor')).toMatchObject([
      { reason: 'away', action: 'find-deputy', detail: `until ${isoDay(12)}` },
    ])
    expect((await delivery('evere-mayor'))?.state).toBe('accepted')
    expect(await followUps('etterbeek-mayor')).toEqual([])
    expect((await delivery('etterbeek-mayor'))?.state).toBe('accepted')
  }, 120_000)

  it('brings a person’s answer without the mail that it quotes, to the SPOC and to us', async () => {
    const [source = ''] = loop.mailsOf(ASKS)
    const mail = await simpleParser(Buffer.from(source, 'latin1'))
    const quoted = (mail.text ?? '').split('\n').map(line => `> ${line}`)
    const question = 'Bonjour, à partir de quelle heure le masque est-il obligatoire ?'
    await loop.send({
      from: { name: 'Bourgmestre de Ganshoren', address: ASKS },
      to: mail.replyTo?.value,
      subject: `Re: ${mail.subject}`,
      inReplyTo: mail.messageId,
      references: mail.messageId,
      text: [question, '', 'Le jeu. 26 nov. 2026 à 09:00, Estafette a écrit :', '', ...quoted].join('\n'),
    })
    await until('the question', async () => (await followUps('ganshoren-mayor')).length > 0)
    expect(await followUps('ganshoren-mayor')).toMatchObject([
      { reason: 'question', action: 'answer', detail: question },
    ])
    const spoc = mail.replyTo?.value[0]?.address ?? ''
    expect(loop.mailsOf(spoc)).toHaveLength(1)
  }, 120_000)

  it('is the same when it is read again, and leaves everybody else as accepted', async () => {
    await until('the queues', async () => loop.waiting() === 0)
    const before = await jsonOf(followUpCommand(world.app, false))
    const deliveries = await jsonOf<Delivery[]>(deliveriesCommand(world.app, edition, false))
    expect(await fetchReports(world.app)).toMatchObject({ recorded: 0, known: 0, quarantined: 0 })
    // Under another name it is another mailbox, which is read from its beginning.
    const settings = { IMAP_URL: loop.imapUrl.replace('127.0.0.1', 'localhost') }
    const other = await openWorld({
      smtpPort: loop.smtpPort,
      now: START.toISOString(),
      settings,
      dir: world.dir,
    })
    const again = await fetchReports(other.app)
    await other.app.close()
    expect(again).toMatchObject({ recorded: 0, quarantined: 0 })
    expect(again.known).toBeGreaterThanOrEqual(7)
    expect(await jsonOf(followUpCommand(world.app, false))).toEqual(before)
    expect(await jsonOf(deliveriesCommand(world.app, edition, false))).toEqual(deliveries)
    const others = deliveries.filter(({ state }) => state !== 'accepted').map(({ recipient }) => recipient)
    expect(others.sort()).toEqual(
      ['ixelles-mayor', 'jette-mayor', 'uccle-mayor', 'forest-mayor', 'saint-gilles-mayor'].sort(),
    )
  }, 120_000)
})
