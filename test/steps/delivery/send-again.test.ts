import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { listFollowUps } from '../../../src/postgres/follow-ups/listed-follow-ups.js'
import { sendAgain, sendAgainOffers } from '../../../src/steps/delivery/send-again.js'
import { resume, stop } from '../../../src/steps/delivery/stop-and-settle.js'
import { suppress, unsuppress } from '../../../src/steps/delivery/suppressions.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { confirmAddress, undoAddress } from '../../../src/steps/follow-ups/confirm-address.js'
import { bounces, comesBack, mailTo, replies } from '../../support/follow-ups.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { dsnMail } from '../../support/reports.js'
import { deliverAll, openWorld, sentEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'
const SENT = '2026-11-26T09:00:00+01:00'
const WEST = 'spoc-ouest@agence.example'
const ADMIN = 'informatique@agence.example'
const MAYOR = 'anderlecht-mayor'
const OLD = 'bourgmestre@anderlecht.example'
const NEW = 'cabinet@anderlecht.example'
const ID = `${EDITION}.${MAYOR}`

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay(address =>
    address === 'bourgmestre@koekelberg.example' ? '550 5.1.1 User unknown' : null,
  )
  world = await openWorld({
    smtpPort: relay.port,
    now: SENT,
    settings: { REPORTS_DIR: './reports', ALLOWED_RECIPIENTS: '*' },
  })
  writeUpdate(world, { id: 'mesure' })
  await sentEdition(world, EDITION)
}, 180_000)
afterAll(async () => {
  await world.close()
  await relay.close()
})

const roster = () => join(world.dir, 'recipients', 'mandate-holders.csv')
const correct = (before: string, after: string) => {
  const text = readFileSync(roster(), 'utf8')
  expect(text).toContain(before)
  writeFileSync(roster(), text.replace(before, after))
}
const deliveryOf = async (recipient: string) => {
  const found = (await deliveriesOf(world.app.engine.db, EDITION)).find(one => one.recipient === recipient)
  if (!found) throw new Error(`no delivery to ${recipient}`)
  return found
}
const mailsTo = (address: string) => relay.received.filter(({ to }) => to === address)
const why = async (delivery: string, by = WEST) => {
  const answer = await sendAgain(world.app, delivery, by)
  return answer.kind === 'refused' ? answer.why : answer.kind
}
const failed = (to: string, recipient: string, status = '5.1.1', minute = 10) =>
  dsnMail({
    to,
    recipient,
    action: 'failed',
    status,
    words: `550 ${status} User unknown`,
    date: `Thu, 26 Nov 2026 09:${minute}:00 +0100`,
  })

describe('an edition that is sent again to a corrected address', () => {
  it('is refused while it is on its way, where it arrived, to strangers, and where the address stayed the same', async () => {
    expect(await why(ID)).toBe('accepted')
    expect(await why('2026-W48.nobody')).toBe('unknown-delivery')
    expect(await why(ID, 'nobody@else.example')).toBe('unknown-person')
    expect(await why(ID, 'spoc-sud@agence.example')).toBe('not-theirs')
    expect(await why(ID, 'redaction-economie@agence.example')).toBe('not-theirs')
    await bounces(world, relay, EDITION, MAYOR)
    expect((await deliveryOf(MAYOR)).state).toBe('bounced')
    expect(await why(ID)).toBe('same-address')
  }, 60_000)

  it('is the same frozen mail but for its To and its return path, counted once, whoever asks at once', async () => {
    correct(OLD, NEW)
    const asked = await Promise.all(Array.from({ length: 8 }, (_, n) => why(ID, n % 2 ? WEST : ADMIN)))
    expect(asked.sort()).toEqual(['sent-again', ...Array(7).fill('under-way')])
    expect(await why(ID)).toBe('under-way')
    await deliverAll(world, EDITION)
    const [first, ...none] = mailsTo(OLD)
    const [second, ...more] = mailsTo(NEW)
    expect([none, more]).toEqual([[], []])
    const lines = (raw = '') => raw.split('\r\n')
    const different = lines(second?.raw).filter((line, index) => line !== lines(first?.raw)[index])
    expect(different).toEqual([
      expect.stringMatching(/^To: .*<cabinet@anderlecht\.example>$|^ <cabinet@anderlecht\.example>$/),
    ])
    expect(second?.from).not.toBe(first?.from)
    const delivery = await deliveryOf(MAYOR)
    expect(delivery).toMatchObject({
      state: 'accepted',
      address: NEW,
      sentAgain: [{ number: 1, attempts: 1, before: OLD, address: NEW }],
      attempts: [
        { number: 1, address: OLD, outcome: 'accepted' },
        { number: 2, address: NEW, outcome: 'accepted' },
      ],
    })
    const counts = (await readEdition(world.app, EDITION))?.counts
    expect(counts).toMatchObject({ bounced: 1, pending: 0 })
    expect(await listFollowUps(world.app.engine.db)).not.toContainEqual(
      expect.objectContaining({ recipient: MAYOR, reason: 'bounced' }),
    )
    expect(await why(ID)).toBe('accepted')
  }, 120_000)

  it('stays accepted when the old address bounces late, by whatever the bounce names it', async () => {
    const { messageId } = await deliveryOf(MAYOR)
    const [first] = mailsTo(OLD)
    const returned = `Message-ID: ${messageId}\r\nSubject: Estafette`
    const bytes = [
      failed(first?.from ?? '', OLD, '5.1.1', 50),
      dsnMail({
        to: 'x@y.example',
        recipient: OLD,
        action: 'failed',
        status: '5.1.1',
        words: '550 5.1.1 User unknown',
        returned,
        date: 'Thu, 26 Nov 2026 09:51:00 +0100',
      }),
      failed(first?.from ?? '', 'forwarded@elsewhere.example', '5.1.1', 52),
    ]
    for (const [index, one] of bytes.entries()) {
      await comesBack(world, `late-${index}.eml`, one)
      expect((await deliveryOf(MAYOR)).state).toBe('accepted')
    }
    const open = await listFollowUps(world.app.engine.db)
    expect(open.filter(one => one.recipient === MAYOR)).toEqual([])
  }, 60_000)

  it('is bounced by a bounce of the new address, and has somebody called again', async () => {
    const [second] = mailsTo(NEW)
    await comesBack(world, 'new.eml', failed(second?.from ?? '', NEW, '5.1.1', 55))
    expect((await deliveryOf(MAYOR)).state).toBe('bounced')
    const [open] = (await listFollowUps(world.app.engine.db)).filter(one => one.recipient === MAYOR)
    expect(open).toMatchObject({ reason: 'bounced', state: 'open', edition: EDITION })
    expect(await why(ID)).toBe('same-address')
  }, 60_000)

  it('goes to one who only wrote that they have moved, because a person asks', async () => {
    const [recipient, old, fresh] = ['uccle-mayor', 'bourgmestre@uccle.example', 'cabinet@uccle.example']
    await replies(world, relay, { edition: EDITION, recipient, text: `Ma nouvelle adresse est ${fresh}.` })
    expect((await deliveryOf(recipient)).state).toBe('accepted')
    correct(old, fresh)
    expect(await why(`${EDITION}.${recipient}`, ADMIN)).toBe('sent-again')
    // What came of the first mail says nothing of the second, which has not left.
    const { messageId } = await mailTo(world, relay, EDITION, recipient)
    expect(messageId).not.toBe('')
    await replies(world, relay, { edition: EDITION, recipient, text: 'Bien reçu, et merci.' })
    expect((await deliveryOf(recipient)).state).toBe('pending')
    await deliverAll(world, EDITION)
    expect(mailsTo(fresh)).toHaveLength(1)
    expect((await deliveryOf(recipient)).state).toBe('accepted')
  }, 60_000)

  it('is given back to whom it bounced when the address is taken back before it left', async () => {
    const recipient = 'koekelberg-mayor'
    expect((await deliveryOf(recipient)).state).toBe('bounced')
    const bounced = (await listFollowUps(world.app.engine.db)).find(one => one.recipient === recipient)
    const confirmed = await confirmAddress(world.app, {
      id: bounced?.id ?? '',
      by: ADMIN,
      address: 'faux@koekelberg.example',
    })
    expect(confirmed).toMatchObject({ kind: 'changed' })
    expect(await why(`${EDITION}.${recipient}`, ADMIN)).toBe('sent-again')
    expect(await undoAddress(world.app, { recipient, by: ADMIN })).toMatchObject({ kind: 'changed' })
    await deliverAll(world, EDITION)
    expect(mailsTo('faux@koekelberg.example')).toEqual([])
    expect(await deliveryOf(recipient)).toMatchObject({
      state: 'bounced',
      address: 'bourgmestre@koekelberg.example',
    })
    const again = (await listFollowUps(world.app.engine.db)).find(one => one.recipient === recipient)
    expect(again).toMatchObject({ id: bounced?.id, reason: 'bounced', state: 'open' })
    expect(await why(`${EDITION}.${recipient}`, ADMIN)).toBe('same-address')
  }, 60_000)

  it('keeps to the emergency stop, to who holds the mandate, and to decisions on the address', async () => {
    const fresh = 'neuf@koekelberg.example'
    correct('bourgmestre@koekelberg.example', fresh)
    const id = `${EDITION}.koekelberg-mayor`
    await stop(world.app, EDITION, 'a rehearsal')
    expect(await why(id, ADMIN)).toBe('stopped')
    await resume(world.app, EDITION)
    const text = readFileSync(roster(), 'utf8')
    const line = text.split('\n').find(one => one.startsWith('koekelberg-mayor;')) ?? ''
    const name = line.split(';')[5] ?? ''
    writeFileSync(roster(), text.replace(line, line.replace(name, 'Somebody Else')))
    expect(await why(id, ADMIN)).toBe('holder-changed')
    writeFileSync(roster(), text.replace(line, line.replace(fresh, '')))
    expect(await why(id, ADMIN)).toBe('no-address')
    writeFileSync(roster(), text)
    await suppress(world.app, { whom: fresh, cause: 'asked', by: ADMIN })
    expect(await why(id, ADMIN)).toBe('suppressed')
    await unsuppress(world.app, { whom: fresh, cause: 'asked', by: ADMIN })
  }, 60_000)

  it('goes to allowed recipients only, as asked and again as it leaves', async () => {
    const id = `${EDITION}.koekelberg-mayor`
    const allow = (allowedRecipients: string[]) => Object.assign(world.config, { allowedRecipients })
    allow(['@agence.example'])
    expect(await why(id, ADMIN)).toBe('not-allowed')
    allow(['*'])
    expect(await why(id, ADMIN)).toBe('sent-again')
    allow(['@agence.example'])
    await deliverAll(world, EDITION)
    expect(mailsTo('neuf@koekelberg.example')).toEqual([])
    expect((await deliveryOf('koekelberg-mayor')).state).toBe('suppressed')
    expect(await why(id, ADMIN)).toBe('not-allowed')
    allow(['*'])
  }, 60_000)

  it('is refused once the edition has expired, which says where the next one goes', async () => {
    world.setClock('2026-11-29T09:00:01+01:00')
    const answer = await sendAgain(world.app, `${EDITION}.koekelberg-mayor`, ADMIN)
    expect(answer).toMatchObject({
      kind: 'refused',
      why: 'expired',
      about: { address: 'neuf@koekelberg.example', until: new Date('2026-11-29T09:00:00+01:00') },
    })
    expect(await sendAgainOffers(world.app, 'koekelberg-mayor')).toEqual([])
    world.setClock(SENT)
  }, 60_000)
})
