import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { withdrawCommand } from '../../../src/cli/withdraw-command.js'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { doDueSlots } from '../../../src/steps/calendar/do-due-slots.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { remind } from '../../../src/steps/sign-off/remind.js'
import { readLink } from '../../../src/steps/sign-off/sign-link.js'
import { signByLink, signOff } from '../../../src/steps/sign-off/sign-off.js'
import { withdrawApproval, withdrawByLink } from '../../../src/steps/sign-off/withdraw-approval.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { askedEdition, sendNotices } from '../../support/signing.js'
import { deliverAll, emptied, openWorld, parsed, type World } from '../../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const EDITION = '2020-W18'
const DIRECTOR = 'direction@cabinet.example'
const ADVISER = 'conseil-economie@cabinet.example'

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY })
  world.layOut('2020-W18')
})
beforeEach(async () => {
  await emptied(world)
  world.config.approvalsRequired = 1
  world.setClock(WEDNESDAY)
  relay.received.length = 0
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

const approve = (hash: string, by = DIRECTOR) =>
  signOff(world.app, { edition: EDITION, hash, by, decision: 'approve', comment: null })
const withdraw = (by = DIRECTOR, reason: string | null = null) =>
  withdrawApproval(world.app, { edition: EDITION, by, reason })
const state = async () => (await readEdition(world.app, EDITION))?.state
const toldOf = async (kind: string) =>
  (await listNotices(world.app.engine.db)).filter(one => one.kind === kind)

describe('withdrawing an approval', () => {
  it('holds the edition back until it is signed again; then it leaves, once', async () => {
    const { hash } = await askedEdition(world, relay, EDITION)
    await approve(hash)
    expect(await withdraw(DIRECTOR.toUpperCase(), ' Le montant ')).toMatchObject({
      kind: 'withdrawn',
      given: 0,
    })
    expect(await state()).toBe('awaiting-sign-off')
    world.setClock('2020-04-30T09:00:00+02:00')
    await doDueSlots(world.app)
    expect(await state()).toBe('awaiting-sign-off')
    await approve(hash)
    relay.received.length = 0
    await doDueSlots(world.app)
    await deliverAll(world, EDITION)
    const addressees = (await deliveriesOf(world.app.engine.db, EDITION)).length
    expect(relay.received.filter(({ to }) => !to.includes('cabinet') && !to.includes('agence'))).toHaveLength(
      addressees,
    )
    expect((await readEdition(world.app, EDITION))?.decisions).toMatchObject([
      { decision: 'approve', by: DIRECTOR },
      { decision: 'withdraw', by: DIRECTOR, comment: 'Le montant' },
      { decision: 'approve', by: DIRECTOR },
    ])
  })

  it('is told to editors and approvers, with the reason, and with a link to who can sign', async () => {
    const { hash } = await askedEdition(world, relay, EDITION)
    await approve(hash)
    await withdraw(DIRECTOR, 'Le <b>montant</b> a changé')
    relay.received.length = 0
    await sendNotices(world)
    const mails = await Promise.all(
      relay.received.map(async mail => ({ ...(await parsed(mail)), to: mail.to })),
    )
    const told = mails.filter(({ subject }) => /retirée|ingetrokken/.test(String(subject)))
    expect(told.map(({ to }) => to).sort()).toEqual([
      ADVISER,
      DIRECTOR,
      'redactie-werkgelegenheid@agence.example',
      'redaction-economie@agence.example',
    ])
    for (const { to, text, html } of told) {
      expect(text).toContain('Le <b>montant</b> a changé')
      expect(String(html)).not.toContain('<b>montant</b>')
      expect(/\/sign\/(\S+)/.test(String(text))).toBe(to.includes('cabinet'))
    }
    const link = /\/sign\/(\S+)/.exec(String(told.find(({ to }) => to === ADVISER)?.text))?.[1] ?? ''
    expect((await readLink(world.app, link)).kind).toBe('open')
  })

  it('has reminders, the alarm and the news of an approval come again', async () => {
    const { hash } = await askedEdition(world, relay, EDITION)
    world.setClock('2020-04-30T05:00:00+02:00')
    await remind(world.app)
    expect(await toldOf('sign-off-reminder')).toHaveLength(2)
    await approve(hash)
    expect(await toldOf('sign-off-done')).toHaveLength(2)
    await withdraw()
    await remind(world.app)
    expect(await toldOf('sign-off-reminder')).toHaveLength(2)
    world.setClock('2020-04-30T08:00:00+02:00')
    await remind(world.app)
    expect(await toldOf('sign-off-reminder')).toHaveLength(4)
    world.setClock('2020-04-30T09:00:00+02:00')
    await remind(world.app)
    expect(await toldOf('sign-off-alarm')).toHaveLength(1)
    await approve(hash, ADVISER)
    expect(await toldOf('sign-off-done')).toHaveLength(4)
    await withdraw(ADVISER)
    await remind(world.app)
    expect(await toldOf('sign-off-alarm')).toHaveLength(1)
    world.setClock('2020-04-30T10:00:00+02:00')
    await remind(world.app)
    expect(await toldOf('sign-off-alarm')).toHaveLength(2)
  })

  it('is for who gave it, once, of this version; too late it points to the emergency stop', async () => {
    expect(await withdraw()).toMatchObject({ reason: 'no-edition' })
    const { hash } = await askedEdition(world, relay, EDITION)
    expect(await withdraw()).toMatchObject({ reason: 'not-approved' })
    await approve(hash)
    expect(await withdraw(ADVISER)).toMatchObject({ reason: 'not-approved' })
    expect(await withdraw('nobody@agence.example')).toMatchObject({ reason: 'unknown-person' })
    expect(
      await withdrawApproval(world.app, { edition: EDITION, by: DIRECTOR, reason: null, version: 7 }),
    ).toMatchObject({ reason: 'replaced' })
    const answer = await withdrawCommand(world.app, EDITION, { by: DIRECTOR, reason: null })
    expect(answer).toMatchObject({
      status: 0,
      json: {
        edition: EDITION,
        state: 'awaiting-sign-off',
        hash,
        by: DIRECTOR,
        approvals: { given: 0, required: 1 },
      },
    })
    expect((await withdrawCommand(world.app, EDITION, { by: DIRECTOR, reason: null })).status).toBe(1)
    await approve(hash)
    await dispatch(world.app, EDITION)
    const late = await withdrawCommand(world.app, EDITION, { by: DIRECTOR, reason: null })
    expect(late).toMatchObject({ status: 1, json: { reason: 'sent' } })
    expect(late.text).toContain('It is too late')
    expect(late.text).toContain('estafette stop 2020-W18')
  })

  it('after the window leaves nothing to sign: a new draft is needed, and the same content will do', async () => {
    const { hash } = await askedEdition(world, relay, EDITION)
    await approve(hash)
    world.setClock('2020-05-02T09:00:00+02:00')
    expect(await withdraw()).toMatchObject({ kind: 'withdrawn' })
    expect(await state()).toBe('expired')
    expect(await draft(world.app, EDITION, null)).toMatchObject({ kind: 'frozen', hash })
    expect(await state()).toBe('awaiting-sign-off')
  })

  it('works by the link that gave it, which signs no second time', async () => {
    const { tokens } = await askedEdition(world, relay, EDITION)
    const token = tokens.get(DIRECTOR) ?? ''
    const read = await readLink(world.app, token)
    if (read.kind !== 'open') throw new Error(read.kind)
    await signByLink(world.app, read, { decision: 'approve', comment: null })
    expect(await withdrawByLink(world.app, `${token}0`, null)).toMatchObject({ kind: 'refused' })
    expect(await withdrawByLink(world.app, tokens.get(ADVISER) ?? '', null)).toMatchObject({
      reason: 'not-approved',
    })
    expect(await withdrawByLink(world.app, token, null)).toMatchObject({ kind: 'withdrawn' })
    expect(await readLink(world.app, token)).toMatchObject({ reason: 'link-used' })
    expect(await state()).toBe('awaiting-sign-off')
  })
})
