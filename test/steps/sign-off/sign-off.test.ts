import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { silent } from '../../../src/log.js'
import { inLanguage } from '../../../src/model/language/language.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { doDueSlots } from '../../../src/steps/calendar/do-due-slots.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { cancel } from '../../../src/steps/editions/cancel.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { readEdition, readFrozen } from '../../../src/steps/editions/read-edition.js'
import { askAgain, askSignOff } from '../../../src/steps/sign-off/ask-sign-off.js'
import { remind } from '../../../src/steps/sign-off/remind.js'
import { readLink } from '../../../src/steps/sign-off/sign-link.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { askedEdition, sendNotices } from '../../support/signing.js'
import { emptied, openWorld, parsed, type World } from '../../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const DIRECTOR = 'direction@cabinet.example'
const ADVISER = 'conseil-economie@cabinet.example'

let relay: TestRelay
let world: World
const warnings: Record<string, unknown>[] = []
beforeAll(async () => {
  relay = await startRelay()
  const settings = { BASE_URL: 'https://estafette.example/' }
  const log = { ...silent, warn: (_: string, fields = {}) => warnings.push(fields) }
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY, settings, log })
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

/** The same world with an empty ledger, at Wednesday noon. */
async function open({ approvals = 1 } = {}) {
  await emptied(world)
  world.config.approvalsRequired = approvals
  world.setClock(WEDNESDAY)
  world.layOut('2020-W18')
  cpSync(join(PROJECT_ROOT, 'recipients'), join(world.dir, 'recipients'), { recursive: true })
  relay.received.length = 0
  return world.app
}

const subjects = async () =>
  Promise.all(
    relay.received.map(async mail => [mail.to, (await parsed(mail)).subject?.replaceAll('\u00a0', ' ')]),
  )

describe('the mail to approvers', () => {
  it('holds what changes, who gets it and who does not, and the whole edition in both languages', async () => {
    const app = await open()
    const { tokens, mails } = await askedEdition(world, relay, '2020-W18')
    expect([...tokens.keys()].sort()).toEqual([ADVISER, DIRECTOR])
    const mail = await parsed(mails.find(({ to }) => to === ADVISER) as never)
    expect(mail.subject?.replaceAll('\u00a0', ' ')).toBe(
      'Te ondertekenen: editie 2020-W18, verzending donderdag 30 april om 9 uur',
    )
    const frozen = await readFrozen(app, (await readEdition(app, '2020-W18')) as never)
    for (const item of frozen?.content.items ?? [])
      for (const language of ['fr', 'nl'] as const)
        expect(mail.text?.replaceAll('\u00a0', ' ')).toContain(
          inLanguage(item.update.text, language).title.replaceAll("'", '’').slice(0, 12),
        )
    expect(mail.text).toContain('https://estafette.example/sign/')
    expect(mail.text).toContain('mandat vacant')
    expect(mail.text).toContain((await readEdition(app, '2020-W18'))?.hash)
    expect(String(mail.html)).toContain('Point de contact')
    expect(String(mail.html).match(/<\/html>/g)).toHaveLength(1)
  })

  it('compares with the edition sent before: who is new, who is not there any more', async () => {
    const app = await open()
    const { hash } = await askedEdition(world, relay, '2020-W18')
    await signOff(app, { edition: '2020-W18', hash, by: DIRECTOR, decision: 'approve', comment: null })
    world.setClock('2020-04-30T09:00:00+02:00')
    await dispatch(app, '2020-W18')
    world.setClock('2020-05-06T12:00:00+02:00')
    world.layOut('2020-W19')
    const roster = join(world.dir, 'recipients', 'mandate-holders.csv')
    writeFileSync(roster, readFileSync(roster, 'utf8').replace(/;[^;\s]+@([^;]+);/, ';someone-else@$1;'))
    const { mails } = await askedEdition(world, relay, '2020-W19')
    const text = (await parsed(mails.find(({ to }) => to === DIRECTOR) as never)).text ?? ''
    expect(text).toContain('La reçoivent, à la différence de l’édition 2020-W18')
    expect(text).toContain('Ne la reçoivent plus, à la différence de l’édition 2020-W18')
    expect(text).toContain(
      'lundi 18 mai 2020 → lundi 1er juin 2020'.replaceAll(/(\d+(?:er)?) (?=\p{L})/gu, '$1\u00a0'),
    )
  })

  it('goes to nobody who may not sign, and to each once per version', async () => {
    const app = await open()
    await draft(app, '2020-W18', ADVISER)
    expect(await askSignOff(app, '2020-W18')).toBe(1)
    expect(await askSignOff(app, '2020-W18')).toBe(0)
  })

  it('is not sent any more once the edition is decided', async () => {
    const app = await open()
    const prepared = await draft(app, '2020-W18', null)
    await askSignOff(app, '2020-W18')
    const hash = prepared.kind === 'frozen' ? prepared.hash : ''
    await signOff(app, { edition: '2020-W18', hash, by: DIRECTOR, decision: 'approve', comment: null })
    await sendNotices(world)
    expect((await subjects()).filter(([to]) => to?.endsWith('cabinet.example'))).toEqual([])
  })
})

describe('the draft slot', () => {
  it('asks the approvers, once, however often the clock ticks', async () => {
    const app = await open()
    await doDueSlots(app)
    await doDueSlots(app)
    await remind(app)
    await sendNotices(world)
    expect((await subjects()).map(([to]) => to).sort()).toEqual([ADVISER, DIRECTOR])
  })
})

describe('reminders', () => {
  it('go to those who can still sign, then an alarm to the admins, each once', async () => {
    const app = await open({ approvals: 2 })
    const { hash } = await askedEdition(world, relay, '2020-W18')
    await signOff(app, { edition: '2020-W18', hash, by: ADVISER, decision: 'approve', comment: null })
    const sentAt = async (instant: string) => {
      world.setClock(instant)
      const from = relay.received.length
      await remind(app)
      await remind(app)
      await sendNotices(world)
      return (await subjects()).slice(from)
    }
    expect(await sentAt('2020-04-29T13:00:00+02:00')).toEqual([])
    const reminder = ['direction@cabinet.example', expect.stringMatching(/^Rappel : l’édition 2020-W18/)]
    expect(await sentAt('2020-04-30T05:00:00+02:00')).toEqual([reminder])
    expect(await sentAt('2020-04-30T08:00:00+02:00')).toEqual([reminder])
    expect(await sentAt('2020-04-30T09:00:00+02:00')).toEqual([
      ['informatique@agence.example', 'Alerte : l’édition 2020-W18 n’est pas signée et n’est pas partie'],
    ])
    expect(await sentAt('2020-04-30T10:00:00+02:00')).toEqual([])
  })
})

describe('a decision', () => {
  it('needs as many different approvers as are required', async () => {
    const app = await open({ approvals: 2 })
    const { hash } = await askedEdition(world, relay, '2020-W18')
    const approve = (by: string) =>
      signOff(app, { edition: '2020-W18', hash, by, decision: 'approve', comment: null })
    expect(await approve(DIRECTOR)).toMatchObject({ kind: 'decided', final: null, given: 1, required: 2 })
    expect((await readEdition(app, '2020-W18'))?.state).toBe('awaiting-sign-off')
    expect(await approve(DIRECTOR.toUpperCase())).toMatchObject({ kind: 'refused', reason: 'signed-before' })
    expect(await dispatch(app, '2020-W18')).toMatchObject({ kind: 'refused', state: 'awaiting-sign-off' })
    expect(await approve(ADVISER)).toMatchObject({ kind: 'decided', final: 'approve', given: 2 })
    expect((await readEdition(app, '2020-W18'))?.state).toBe('approved')
  })

  it('is told to the editors, with the comment', async () => {
    const app = await open()
    const { hash } = await askedEdition(world, relay, '2020-W18')
    const from = relay.received.length
    const comment = 'Le montant <b>est faux</b> {{evil}}'
    await signOff(app, { edition: '2020-W18', hash, by: DIRECTOR, decision: 'reject', comment })
    await remind(app)
    await sendNotices(world)
    const told = await Promise.all(relay.received.slice(from).map(parsed))
    expect(told.map(({ to }) => (to as { text: string }).text).sort()).toEqual([
      expect.stringContaining('redactie-werkgelegenheid@agence.example'),
      expect.stringContaining('redaction-economie@agence.example'),
    ])
    for (const mail of told) {
      expect(mail.text).toContain(comment)
      expect(String(mail.html)).not.toContain('<b>est faux</b>')
      expect(mail.subject).toMatch(/renvoyée|teruggestuurd/)
    }
  })

  it('an hour too late is good within the window, and the edition leaves at the next tick', async () => {
    const app = await open()
    await doDueSlots(app)
    const { hash } = (await readEdition(app, '2020-W18')) as { hash: string }
    world.setClock('2020-04-30T09:00:00+02:00')
    await doDueSlots(app)
    expect((await readEdition(app, '2020-W18'))?.state).toBe('awaiting-sign-off')
    world.setClock('2020-04-30T10:00:00+02:00')
    const late = await signOff(app, {
      edition: '2020-W18',
      hash,
      by: DIRECTOR,
      decision: 'approve',
      comment: null,
    })
    expect(late).toMatchObject({ kind: 'decided', final: 'approve' })
    await doDueSlots(app)
    expect((await readEdition(app, '2020-W18'))?.state).toBe('sending')
  })

  it('after the window is refused as expired; a new draft revives the edition', async () => {
    const app = await open()
    const { hash } = await askedEdition(world, relay, '2020-W18')
    const approve = () =>
      signOff(app, { edition: '2020-W18', hash, by: DIRECTOR, decision: 'approve', comment: null })
    world.setClock('2020-05-01T09:00:00+02:00')
    expect((await readEdition(app, '2020-W18'))?.state).toBe('expired')
    expect(await approve()).toMatchObject({ kind: 'refused', reason: 'expired' })
    expect(await dispatch(app, '2020-W18')).toMatchObject({ kind: 'refused', state: 'expired' })
    await draft(app, '2020-W18', null)
    expect((await readEdition(app, '2020-W18'))?.state).toBe('awaiting-sign-off')
  })
})

describe('an edition that is drafted anew while it waits', () => {
  it('is another version, of which those who were asked hear, and whose old links say so', async () => {
    const app = await open()
    expect(await askAgain(app, '2020-W18')).toBeNull()
    const first = await askedEdition(world, relay, '2020-W18')
    await draft(app, '2020-W18', null)
    expect(await askAgain(app, '2020-W18')).toBeNull()
    const prime = join(world.config.updatesDir, 'prime-unique.md')
    writeFileSync(prime, readFileSync(prime, 'utf8').replaceAll('4.000', '4.500'))
    await draft(app, '2020-W18', null)
    expect(await askAgain(app, '2020-W18')).toBe(2)
    expect(await askAgain(app, '2020-W18')).toBe(0)
    const from = relay.received.length
    await sendNotices(world)
    const mails = await Promise.all(relay.received.slice(from).map(parsed))
    for (const { text } of mails) {
      expect(text).toContain('Ce projet remplace celui que vous avez reçu auparavant')
      expect(text).toContain('Dit ontwerp vervangt het vorige dat u kreeg')
    }
    expect(await readLink(app, first.tokens.get(DIRECTOR) ?? '')).toMatchObject({ reason: 'other-hash' })
  })
})

describe('an edition that is cancelled', () => {
  const cancelBy = (by: string, reason = 'Le Conseil se réunit jeudi.') =>
    cancel(world.app, '2020-W18', by, reason)

  it('is cancelled by somebody of the house, with a reason, once; its link signs nothing and it does not leave', async () => {
    const app = await open()
    expect(await cancelBy(ADVISER)).toMatchObject({ reason: 'no-edition' })
    const { hash, tokens } = await askedEdition(world, relay, '2020-W18')
    expect(await cancelBy('nobody@agence.example')).toMatchObject({ reason: 'unknown-person' })
    expect(await cancelBy('spoc-nord@agence.example')).toMatchObject({ reason: 'may-not' })
    expect(await cancelBy(ADVISER, '  ')).toMatchObject({ reason: 'no-reason' })
    expect(await cancelBy(ADVISER.toUpperCase())).toMatchObject({ kind: 'cancelled' })
    expect(await cancelBy(ADVISER)).toMatchObject({ reason: 'cancelled' })
    expect((await readEdition(app, '2020-W18'))?.state).toBe('cancelled')
    expect(await readLink(app, tokens.get(DIRECTOR) ?? '')).toMatchObject({ reason: 'cancelled' })
    const approve = { edition: '2020-W18', hash, by: DIRECTOR, decision: 'approve' as const, comment: null }
    expect(await signOff(app, approve)).toMatchObject({ kind: 'refused', reason: 'cancelled' })
    expect(await draft(app, '2020-W18', null)).toMatchObject({ kind: 'refused', state: 'cancelled' })
    world.setClock('2020-04-30T09:00:00+02:00')
    const kept = await doDueSlots(app)
    expect(kept.at(-1)).toMatchObject({ slot: { slot: 'send' }, outcome: { done: 'cancelled' } })
    const told = (await listNotices(app.engine.db)).filter(({ kind }) => kind === 'edition-cancelled')
    expect(told).toHaveLength(4)
  })

  it('is refused once it was dispatched: there it is stopped', async () => {
    const app = await open()
    const { hash } = await askedEdition(world, relay, '2020-W18')
    await signOff(app, { edition: '2020-W18', hash, by: DIRECTOR, decision: 'approve', comment: null })
    await dispatch(app, '2020-W18')
    expect(await cancelBy(ADVISER)).toMatchObject({ kind: 'refused', reason: 'sent' })
  })
})

describe('what was approved and missed its window', () => {
  it.each([['2020-W18'], ['2020-W18-flash-1']])('%s waits for a person, and says so once', async edition => {
    const app = await open()
    const wishes = edition.includes('flash') ? { updates: ['prime-unique'] } : {}
    const prepared = await draft(app, edition, null, wishes)
    const hash = prepared.kind === 'frozen' ? prepared.hash : ''
    await signOff(app, { edition, hash, by: DIRECTOR, decision: 'approve', comment: null })
    world.setClock('2020-05-02T09:00:00+02:00')
    for (let tick = 0; tick < 3; tick++) await doDueSlots(app)
    expect((await readEdition(app, edition))?.state).toBe('approved')
    const told = (await listNotices(app.engine.db)).filter(({ kind }) => kind === 'window-missed')
    expect(told.map(one => one.to_email).sort()).toEqual(
      [ADVISER, DIRECTOR, 'informatique@agence.example'].sort(),
    )
    const about = warnings.filter(
      fields => fields.edition === edition && /window/.test(String(fields.reason)),
    )
    expect(about).toHaveLength(1)
    expect(await dispatch(app, edition)).toMatchObject({ kind: 'dispatched' })
  })
})
