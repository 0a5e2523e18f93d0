import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { statusCommand } from '../../../src/cli/reading-commands.js'
import type { Difference } from '../../../src/model/editions/differences.js'
import { openSending } from '../../../src/sending/sending.js'
import { rosterToday } from '../../../src/steps/context.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { readEdition, readFrozen } from '../../../src/steps/editions/read-edition.js'
import { differencesOf } from '../../../src/steps/roster/differences.js'
import { noticeChanges } from '../../../src/steps/roster/notice-changes.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { leaveOut } from '../../../src/steps/updates/leave-out.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { approver, deliverAll, openWorld, parsed, signedEdition, type World } from '../../support/world.js'
import { removeUpdate, writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'
const WEDNESDAY = '2026-11-25T12:00:00+01:00'
const THURSDAY = '2026-11-26T09:00:00+01:00'
const LATER = '2026-11-26T10:00:00+01:00'

let relay: TestRelay
let world: World

beforeEach(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: WEDNESDAY })
  writeUpdate(world, { id: 'masques', title: 'Masques' })
  writeUpdate(world, { id: 'marches', title: 'Marches' })
})
afterEach(async () => {
  await world.close()
  await relay.close()
})

/** Changes one cell of the roster. */
function changeRoster(recipient: string, from: string, to: string) {
  const file = join(world.config.recipientsDir, 'mandate-holders.csv')
  const lines = readFileSync(file, 'utf8').split('\n')
  const changed = lines.map(line => (line.startsWith(`${recipient};`) ? line.replace(from, to) : line))
  expect(changed).not.toEqual(lines)
  writeFileSync(file, changed.join('\n'))
}

const MAYOR = 'anderlecht-mayor'
const OLD = 'bourgmestre@anderlecht.example'
const NEW = 'cabinet.bourgmestre@anderlecht.example'
const correctAddress = () => changeRoster(MAYOR, OLD, NEW)

const short = (differences: Difference[]) =>
  differences.map(one => `${one.about === 'update' ? one.id : one.recipient} ${one.kind}`)

/** Signs the edition off as it stands. */
async function signAs(edition: string) {
  const { app } = world
  const hash = (await readEdition(app, edition))?.hash ?? ''
  await signOff(app, { edition, hash, by: await approver(app), decision: 'approve', comment: null })
}

async function notices() {
  const sending = await openSending(world.app)
  await sending.sendNotices()
  await sending.close()
  const mails = await Promise.all(
    relay.received.splice(0).map(async mail => ({ ...(await parsed(mail)), to: mail.to })),
  )
  return mails.filter(({ subject = '' }) => /changements|wijzigingen/.test(subject))
}

describe('what changes after the freeze', () => {
  it('is shown with the edition: updates and mandates, also before it is taken in', async () => {
    const { app } = world
    await draft(app, EDITION, null)
    expect(await differencesOf(app, EDITION)).toEqual([])
    writeUpdate(world, { id: 'masques', title: 'Masques FFP2' })
    writeUpdate(world, { id: 'primes', title: 'Primes' })
    removeUpdate(world, 'marches')
    await takeIn(app)
    // A file that went says nothing yet: a person does (decision 51).
    expect(short(await differencesOf(app, EDITION))).not.toContain('marches removed')
    const by =
      (await rosterToday(app)).roster.staff.find(({ roles }) => roles.includes('editor'))?.email ?? ''
    await leaveOut(app, { update: 'marches', by, reason: 'terminé' })
    writeUpdate(world, { id: 'couvre-feu', title: 'Couvre-feu' })
    correctAddress()
    changeRoster('anderlecht-alderman-economy', 'Échevine de', 'Nouvelle échevine de')
    changeRoster('auderghem-mayor', ';2018-12-03;', ';2018-12-03;2026-11-24')
    const differences = await differencesOf(app, EDITION)
    expect(short(differences)).toEqual([
      'couvre-feu added',
      'marches removed',
      'masques changed',
      'primes added',
      'anderlecht-alderman-economy holder',
      'anderlecht-mayor address',
      'auderghem-mayor ended',
    ])
    expect(differences.find(one => one.about === 'update' && one.id === 'masques')).toMatchObject({
      from: 1,
      to: 2,
    })
    const { json, text } = await statusCommand(app, EDITION)
    expect((json as { changes: unknown }).changes).toEqual(differences)
    expect(text).toContain('update masques: changed, revision 1 → 2 (title)')
    expect(text).toContain(`anderlecht-mayor: address`)
  })

  it('says nothing of mandates that a broken roster does not show', async () => {
    await draft(world.app, EDITION, null)
    changeRoster(MAYOR, OLD, 'no address')
    expect(await differencesOf(world.app, EDITION)).toEqual([])
  })

  it('is told to the approvers before sign-off and to the editors after it, each change once', async () => {
    const { app } = world
    await draft(app, EDITION, null)
    correctAddress()
    await noticeChanges(app)
    await noticeChanges(app)
    const { roster } = await rosterToday(app)
    const having = (role: 'approver' | 'editor') =>
      roster.staff.filter(({ roles }) => roles.includes(role)).map(({ email }) => email)
    const before = await notices()
    expect(before.map(({ to }) => to).sort()).toEqual(having('approver').sort())

    await signAs(EDITION)
    await noticeChanges(app)
    writeUpdate(world, { id: 'masques', title: 'Masques FFP2' })
    await takeIn(app)
    await noticeChanges(app)
    writeUpdate(world, { id: 'masques', title: 'Masques FFP3' })
    await takeIn(app)
    await noticeChanges(app)
    const after = await notices()
    expect(after).toHaveLength(2 * having('editor').length)
    const texts = after.filter(({ to }) => to === having('editor')[0]).map(({ text = '' }) => text)
    const [address, update] = [texts.find(one => one.includes(NEW)), texts.find(one => one.includes('FFP2'))]
    expect(address).not.toBe(update)
    expect(address).toContain('utilisée pour cette édition')
    expect(address).toContain('voor deze editie gebruikt')
    expect(update).not.toContain(NEW)
    expect(update?.replaceAll('\u00a0', ' ')).toContain('– Titre · Masques · Masques FFP2')
  })
})

describe('a corrected address', () => {
  it('is used by a delivery without an attempt, and the edition stays what was signed', async () => {
    const { app } = world
    const hash = await signedEdition(world, EDITION)
    correctAddress()
    world.setClock(THURSDAY)
    expect(await dispatch(app, EDITION)).toMatchObject({ kind: 'dispatched' })
    await deliverAll(world, EDITION)
    const to = relay.received.map(mail => mail.to)
    expect(to).toContain(NEW)
    expect(to).not.toContain(OLD)
    expect((await readEdition(app, EDITION))?.hash).toBe(hash)
    const row = await readEdition(app, EDITION)
    const frozen = row && (await readFrozen(app, row))
    expect(frozen?.addressees.find(({ id }) => id === MAYOR)?.email).toBe(OLD)
  })

  it('comes into force after dispatch too, and goes back when the roster does', async () => {
    const { app } = world
    await signedEdition(world, EDITION)
    world.setClock(THURSDAY)
    await dispatch(app, EDITION)
    correctAddress()
    await noticeChanges(app)
    changeRoster(MAYOR, NEW, OLD)
    await noticeChanges(app)
    changeRoster(MAYOR, OLD, NEW)
    await noticeChanges(app)
    await deliverAll(world, EDITION)
    expect(relay.received.map(mail => mail.to)).toContain(NEW)
  })

  it('is not used once the old one was tried', async () => {
    const { app } = world
    await signedEdition(world, EDITION)
    relay.setPolicy((address, nth) => (address === OLD && nth === 1 ? '450 4.2.0 Greylisted' : null))
    world.setClock(THURSDAY)
    await dispatch(app, EDITION)
    await deliverAll(world, EDITION)
    correctAddress()
    await noticeChanges(app)
    world.setClock(LATER)
    await deliverAll(world, EDITION)
    const to = relay.received.map(mail => mail.to)
    expect(to).toContain(OLD)
    expect(to).not.toContain(NEW)
  })

  it('is not used when somebody else holds the mandate', async () => {
    const { app } = world
    await signedEdition(world, EDITION)
    correctAddress()
    changeRoster(MAYOR, 'Bourgmestre d', 'Bourgmestre f.f. d')
    world.setClock(THURSDAY)
    await dispatch(app, EDITION)
    await deliverAll(world, EDITION)
    expect(relay.received.map(mail => mail.to)).toContain(OLD)
  })

  it('is held against the list of allowed recipients', async () => {
    await signedEdition(world, EDITION)
    await world.app.close()
    world = await openWorld({
      smtpPort: relay.port,
      now: THURSDAY,
      dir: world.dir,
      settings: { ALLOWED_RECIPIENTS: OLD },
    })
    correctAddress()
    await dispatch(world.app, EDITION)
    await deliverAll(world, EDITION)
    expect(relay.received).toEqual([])
    expect((await readEdition(world.app, EDITION))?.counts.accepted).toBe(0)
  })
})
