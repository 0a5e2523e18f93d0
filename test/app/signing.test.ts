import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startRelay, type TestRelay } from '../support/relay.js'
import { askedEdition, sendNotices } from '../support/signing.js'
import { openWorld, parsed, type World } from '../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const DIRECTOR = 'direction@cabinet.example'
const ADVISER = 'conseil-economie@cabinet.example'

let relay: TestRelay
let world: World
beforeEach(async () => {
  relay = await startRelay()
})
afterEach(async () => {
  await world.close()
  await relay.close()
})

async function open(settings: Record<string, string> = {}) {
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY, settings })
  world.layOut('2020-W18')
  return world.app
}

const subjects = async () =>
  Promise.all(
    relay.received.map(async mail => [mail.to, (await parsed(mail)).subject?.replaceAll('\u00a0', ' ')]),
  )

describe('the mail to approvers', () => {
  it('holds what changes, who gets it and who does not, and the whole edition in both languages', async () => {
    const app = await open({ BASE_URL: 'https://estafette.example/' })
    const { tokens, mails } = await askedEdition(world, relay, '2020-W18')
    expect([...tokens.keys()].sort()).toEqual([ADVISER, DIRECTOR])
    const mail = await parsed(mails.find(({ to }) => to === ADVISER) as never)
    expect(mail.subject?.replaceAll('\u00a0', ' ')).toBe(
      'Te ondertekenen: editie 2020-W18, verzending donderdag 30 april om 9 uur',
    )
    const frozen = await app.frozen((await app.edition('2020-W18')) as never)
    for (const item of frozen?.content.items ?? [])
      for (const language of ['fr', 'nl'] as const)
        expect(mail.text?.replaceAll('\u00a0', ' ')).toContain(
          item.update.text[language].title.replaceAll("'", '’').slice(0, 12),
        )
    expect(mail.text).toContain('https://estafette.example/sign/')
    expect(mail.text).toContain('mandat vacant')
    expect(mail.text).toContain((await app.edition('2020-W18'))?.hash)
    expect(String(mail.html)).toContain('Point de contact')
    expect(String(mail.html).match(/<\/html>/g)).toHaveLength(1)
  })

  it('compares with the edition sent before: who is new, who is not there any more', async () => {
    const app = await open()
    const { hash } = await askedEdition(world, relay, '2020-W18')
    await app.signOff({ edition: '2020-W18', hash, by: DIRECTOR, decision: 'approve', comment: null })
    world.setClock('2020-04-30T09:00:00+02:00')
    await app.dispatch('2020-W18')
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
    await app.draft('2020-W18', ADVISER)
    expect(await app.askSignOff('2020-W18')).toBe(1)
    expect(await app.askSignOff('2020-W18')).toBe(0)
  })

  it('is not sent any more once the edition is decided', async () => {
    const app = await open()
    const prepared = await app.draft('2020-W18', null)
    await app.askSignOff('2020-W18')
    const hash = prepared.kind === 'frozen' ? prepared.hash : ''
    await app.signOff({ edition: '2020-W18', hash, by: DIRECTOR, decision: 'approve', comment: null })
    await sendNotices(world)
    expect((await subjects()).filter(([to]) => to?.endsWith('cabinet.example'))).toEqual([])
  })
})

describe('the draft slot', () => {
  it('asks the approvers, once, however often the clock ticks', async () => {
    const app = await open()
    await app.keepSlots()
    await app.keepSlots()
    await app.remind()
    await sendNotices(world)
    expect((await subjects()).map(([to]) => to).sort()).toEqual([ADVISER, DIRECTOR])
  })
})

describe('reminders', () => {
  it('go to those who can still sign, then an alarm to the admins, each once', async () => {
    const app = await open({ APPROVALS_REQUIRED: '2' })
    const { hash } = await askedEdition(world, relay, '2020-W18')
    await app.signOff({ edition: '2020-W18', hash, by: ADVISER, decision: 'approve', comment: null })
    const sentAt = async (instant: string) => {
      world.setClock(instant)
      const from = relay.received.length
      await app.remind()
      await app.remind()
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
    const app = await open({ APPROVALS_REQUIRED: '2' })
    const { hash } = await askedEdition(world, relay, '2020-W18')
    const approve = (by: string) =>
      app.signOff({ edition: '2020-W18', hash, by, decision: 'approve', comment: null })
    expect(await approve(DIRECTOR)).toMatchObject({ kind: 'decided', final: null, given: 1, required: 2 })
    expect((await app.edition('2020-W18'))?.state).toBe('awaiting-sign-off')
    expect(await approve(DIRECTOR.toUpperCase())).toMatchObject({ kind: 'refused', reason: 'signed-before' })
    expect(await app.dispatch('2020-W18')).toMatchObject({ kind: 'refused', state: 'awaiting-sign-off' })
    expect(await approve(ADVISER)).toMatchObject({ kind: 'decided', final: 'approve', given: 2 })
    expect((await app.edition('2020-W18'))?.state).toBe('approved')
  })

  it('is told to the editors, with the comment', async () => {
    const app = await open()
    const { hash } = await askedEdition(world, relay, '2020-W18')
    const from = relay.received.length
    const comment = 'Le montant <b>est faux</b> {{evil}}'
    await app.signOff({ edition: '2020-W18', hash, by: DIRECTOR, decision: 'reject', comment })
    await app.remind()
    await sendNotices(world)
    const told = await Promise.all(relay.received.slice(from).map(parsed))
    expect(told.map(({ to }) => (to as { text: string }).text).sort()).toEqual([
      expect.stringContaining('redactie-werkgelegenheid@agence.example'),
      expect.stringContaining('redaction-economie@agence.example'),
    ])
    for (const mail of told) {
      expect(mail.text).toContain(comment)
      expect(String(mail.html)).not.toContain('<b>est faux</b>')
      expect(mail.subject).toMatch(/rejetée|afgekeurd/)
    }
  })

  it('an hour too late is good within the window, and the edition leaves at the next tick', async () => {
    const app = await open()
    await app.keepSlots()
    const { hash } = (await app.edition('2020-W18')) as { hash: string }
    world.setClock('2020-04-30T09:00:00+02:00')
    await app.keepSlots()
    expect((await app.edition('2020-W18'))?.state).toBe('awaiting-sign-off')
    world.setClock('2020-04-30T10:00:00+02:00')
    const late = await app.signOff({
      edition: '2020-W18',
      hash,
      by: DIRECTOR,
      decision: 'approve',
      comment: null,
    })
    expect(late).toMatchObject({ kind: 'decided', final: 'approve' })
    await app.keepSlots()
    expect((await app.edition('2020-W18'))?.state).toBe('sending')
  })

  it('after the window is refused as expired; a new draft revives the edition', async () => {
    const app = await open()
    const { hash } = await askedEdition(world, relay, '2020-W18')
    const approve = () =>
      app.signOff({ edition: '2020-W18', hash, by: DIRECTOR, decision: 'approve', comment: null })
    world.setClock('2020-05-01T09:00:00+02:00')
    expect((await app.edition('2020-W18'))?.state).toBe('expired')
    expect(await approve()).toMatchObject({ kind: 'refused', reason: 'expired' })
    expect(await app.dispatch('2020-W18')).toMatchObject({ kind: 'refused', state: 'expired' })
    await app.draft('2020-W18', null)
    expect((await app.edition('2020-W18'))?.state).toBe('awaiting-sign-off')
  })
})
