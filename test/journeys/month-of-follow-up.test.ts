import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import type { FollowUpAct } from '../../src/model/follow-ups/act.js'
import { deliveriesOf } from '../../src/postgres/delivery/delivery-records.js'
import { eventsOf, findFollowUp } from '../../src/postgres/follow-ups/follow-up-histories.js'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { doDueSlots } from '../../src/steps/calendar/do-due-slots.js'
import { readEdition, readFrozen } from '../../src/steps/editions/read-edition.js'
import { readStatus } from '../../src/steps/editions/read-status.js'
import { actOnFollowUp } from '../../src/steps/follow-ups/act-on-follow-up.js'
import { keepFollowUpRules } from '../../src/steps/follow-ups/keep-follow-up-rules.js'
import { proposeSharing } from '../../src/steps/follow-ups/propose-sharing.js'
import { firstSharedIn, shareAnswer } from '../../src/steps/follow-ups/share-answer.js'
import { noticeChanges } from '../../src/steps/roster/notice-changes.js'
import { signOff } from '../../src/steps/sign-off/sign-off.js'
import { bounces, replies, sentNotices } from '../support/follow-ups.js'
import { startRelay, type TestRelay } from '../support/relay.js'
import { approver, deliverAll, openWorld, parsed, type World } from '../support/world.js'
import { writeUpdate } from '../support/written-updates.js'

/**
 * A month of those who follow communes up, from Monday 2 November 2026 on: a mandate that is vacant until somebody is
 * found, a mayor who is followed by another, a mailbox that dies and is replaced, a question that one commune asks and
 * whose answer all 19 get.
 */
const SPOC_WEST = 'spoc-ouest@agence.example'
const SPOC_EAST = 'spoc-est@agence.example'
const SPOC_SOUTH = 'spoc-sud@agence.example'

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: '2026-11-02T09:00:00+01:00' })
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

function editRoster(change: (text: string) => string) {
  const path = join(world.dir, 'recipients', 'mandate-holders.csv')
  const before = readFileSync(path, 'utf8')
  writeFileSync(path, change(before))
  expect(change(before)).not.toBe(before)
}

/** What the scheduler does at a moment: slots, changes of the roster, follow-ups by rule. */
async function tick(local: string) {
  world.setClock(`${local}:00+01:00`)
  await doDueSlots(world.app)
  await noticeChanges(world.app)
  await keepFollowUpRules(world.app)
}

/** A week of the house: drafted, signed, sent to everybody. */
async function week(edition: string, draftAt: string, sendAt: string) {
  await tick(draftAt)
  const hash = (await readEdition(world.app, edition))?.hash ?? ''
  const by = await approver(world.app)
  await signOff(world.app, { edition, hash, by, decision: 'approve', comment: null })
  await tick(sendAt)
  await deliverAll(world, edition)
  await tick(sendAt)
  expect((await readEdition(world.app, edition))?.state).toBe('closed')
}

/** All follow-ups about somebody, also those that are done. */
const about = async (recipient: string) =>
  (await listFollowUps(world.app.engine.db, { all: true })).filter(one => one.recipient === recipient)
const one = async (recipient: string, reason: string, edition: string | null) => {
  const found = (await about(recipient)).filter(each => each.reason === reason && each.edition === edition)
  expect(found).toHaveLength(1)
  return found[0] as (typeof found)[number]
}
const deliveryOf = async (edition: string, recipient: string) =>
  (await deliveriesOf(world.app.engine.db, edition)).find(each => each.recipient === recipient)
const addressOf = async (edition: string, recipient: string) => {
  const { messageId } = (await deliveryOf(edition, recipient)) ?? {}
  return relay.received.find(({ raw }) => messageId && raw.includes(messageId))?.to
}
const act = async (id: string, by: string, what: FollowUpAct) => {
  const acted = await actOnFollowUp(world.app, { id, by, act: what })
  if (acted.kind === 'refused') throw new Error(acted.reason)
  return acted.followUp
}
const kindsOf = async (id: string) => (await eventsOf(world.app.engine.db, id)).map(({ kind }) => kind)

it('follows a month up: a vacancy, a change of mayor, a dead mailbox, a question for all', async () => {
  // W45. A mandate in Saint-Gilles is vacant; the mailbox of the mayor of Anderlecht has died; the mayor of Jette will leave.
  writeUpdate(world, { id: 'masques', title: 'Masques' })
  editRoster(text => text.replace(/^(jette-mayor;.*;)$/m, '$12026-11-15'))
  await week('2026-W45', '2026-11-04T12:00', '2026-11-05T09:00')
  const vacancy = await one('saint-gilles-alderman-youth', 'vacant', null)
  expect(vacancy).toMatchObject({ spoc: 'spoc-sud', state: 'open' })
  const ending = await one('jette-mayor', 'mandate-ending', null)
  expect(ending).toMatchObject({ detail: '2026-11-15', action: 'ask-successor' })

  await bounces(world, relay, '2026-W45', 'anderlecht-mayor')
  const first = await one('anderlecht-mayor', 'bounced', '2026-W45')
  expect(first).toMatchObject({ spoc: 'spoc-ouest', action: 'ask-new-address', due: '2026-11-09' })
  await act(first.id, SPOC_WEST, { kind: 'take' })
  await act(first.id, SPOC_WEST, { kind: 'done', result: 'no-answer', text: 'Personne ne décroche.' })

  // W46. The mail bounces again; somebody in Ixelles has a question. The draft is on Tuesday, for Wednesday is a holiday.
  writeUpdate(world, { id: 'marches', title: 'Marches' })
  await week('2026-W46', '2026-11-10T12:00', '2026-11-12T09:00')
  await bounces(world, relay, '2026-W46', 'anderlecht-mayor')
  const second = await one('anderlecht-mayor', 'bounced', '2026-W46')
  const text =
    'Bonjour,\n\nLes brocantes sont-elles des marchés au sens de la mesure ?\n\nBien à vous,\nCamille Untel\nÉchevine à Ixelles\n+32 2 515 61 11'
  await replies(world, relay, { edition: '2026-W46', recipient: 'ixelles-alderman-economy', text })
  const question = await one('ixelles-alderman-economy', 'question', '2026-W46')

  // The SPOC reaches the commune, which has a new mailbox; the roster is corrected.
  const fresh = 'cabinet.bourgmestre@anderlecht.example'
  const received = { kind: 'done', result: 'new-address', text: `Par téléphone : ${fresh}` } as const
  await expect(act(second.id, SPOC_WEST, received)).rejects.toThrow('address-needed')
  editRoster(roster => roster.replace('bourgmestre@anderlecht.example', fresh))
  await act(second.id, SPOC_WEST, received)
  // Jette names the next mayor; the vacancy is still one, and nobody is told of it anew.
  editRoster(roster =>
    roster.replace(
      /^(jette-mayor;.*)$/m,
      '$1\njette-mayor-2026;21010;mayor;no;;Bourgmestre de Jette depuis novembre;Madame la Bourgmestre,;Mevrouw de burgemeester,;fr+nl;nouvelle.bourgmestre@jette.example;2026-11-16;',
    ),
  )
  await act(vacancy.id, SPOC_SOUTH, { kind: 'note', text: 'Le conseil communal élit le 23 novembre.' })

  // The question is answered from the SPOC's own mailbox, noted, and shared.
  await act(question.id, SPOC_EAST, { kind: 'take' })
  await act(question.id, SPOC_EAST, {
    kind: 'answer',
    text: 'Bonjour,\n\nOui, une brocante est un marché.\n\nBien à vous,\nPoint de contact',
  })
  expect(await findFollowUp(world.app.engine.db, question.id)).toMatchObject({
    state: 'done',
    result: 'answered',
  })
  const proposed = await proposeSharing(world.app, question.id)
  expect(proposed).toMatchObject({
    question: 'Les brocantes sont-elles des marchés au sens de la mesure ?',
    answer: 'Oui, une brocante est un marché.',
  })
  if (!proposed) throw new Error('nothing to share')
  const shared = await shareAnswer(world.app, {
    id: question.id,
    by: SPOC_EAST,
    question: { ...proposed, language: 'fr' },
  })
  expect(shared).toMatchObject({ kind: 'shared', id: `question-${question.id}` })
  const told = (await sentNotices(world, relay)).filter(({ subject }) => /partager avec toutes/.test(subject))
  expect(told.map(({ to }) => to)).toContain('redaction-economie@agence.example')
  expect(await firstSharedIn(world.app, question.id)).toBeNull()

  // W47. The new mailbox gets it; so does the new mayor, and not the old one. The draft of the question is no update yet.
  writeUpdate(world, { id: 'primes', title: 'Primes' })
  await week('2026-W47', '2026-11-18T12:00', '2026-11-19T09:00')
  expect(await addressOf('2026-W47', 'anderlecht-mayor')).toBe(fresh)
  expect(await deliveryOf('2026-W47', 'anderlecht-mayor')).toMatchObject({ state: 'accepted' })
  expect(await addressOf('2026-W47', 'jette-mayor-2026')).toBe('nouvelle.bourgmestre@jette.example')
  expect(await deliveryOf('2026-W47', 'jette-mayor')).toBeUndefined()
  expect(await one('jette-mayor', 'mandate-ending', null)).toMatchObject({ state: 'done', result: 'settled' })
  const carried = async (edition: string) => {
    const row = await readEdition(world.app, edition)
    const frozen = row && (await readFrozen(world.app, row))
    return frozen?.content.items.map(({ update }) => update.id).sort()
  }
  expect(await carried('2026-W47')).toEqual(['marches', 'masques', 'primes'])

  // An editor completes the draft; the mandate in Saint-Gilles is held again.
  const path = join(world.config.updatesDir, `_question-${question.id}.md`)
  const draft = readFileSync(path, 'utf8')
  expect(draft).not.toMatch(/Untel|Ixelles|Elsene|515/)
  const dutch =
    '# nl: Rommelmarkten zijn markten\nEen gemeente vroeg het. Ja, een rommelmarkt is een markt.\n'
  writeFileSync(path, draft.replace('topic:', 'topic: economy').replace(/# nl:\n$/, dutch))
  renameSync(path, path.replace('_question', 'question'))
  editRoster(roster =>
    roster.replace(
      /^saint-gilles-alderman-youth;.*$/m,
      'saint-gilles-alderman-youth;21013;alderman;no;youth;Échevin de la Jeunesse de Saint-Gilles;Monsieur l’Échevin,;Mijnheer de schepen,;fr;echevin.jeunesse@saint-gilles.example;2026-11-23;',
    ),
  )

  // W48. All 19 communes get the answer, also the new alderman; the vacancy was one follow-up from its first day to its last.
  relay.received.splice(0)
  await week('2026-W48', '2026-11-25T12:00', '2026-11-26T09:00')
  expect(await carried('2026-W48')).toEqual(['marches', 'masques', 'primes', `question-${question.id}`])
  expect(await firstSharedIn(world.app, question.id)).toBe('2026-W48')
  const status = await readStatus(world.app, '2026-W48')
  expect(status?.communes.filter(({ state }) => state === 'reached')).toHaveLength(19)
  const mails = await Promise.all(relay.received.map(parsed))
  const withAnswer = mails.filter(mail =>
    /brocante est un marché|rommelmarkt is een markt/.test(mail.text ?? ''),
  )
  const accepted = (await deliveriesOf(world.app.engine.db, '2026-W48')).filter(
    ({ state }) => state === 'accepted',
  )
  expect(withAnswer).toHaveLength(accepted.length)
  expect(new Set(accepted.map(({ commune }) => commune)).size).toBe(19)
  expect(mails.some(mail => (mail.text ?? '').includes('Untel'))).toBe(false)
  expect(await addressOf('2026-W48', 'saint-gilles-alderman-youth')).toBe(
    'echevin.jeunesse@saint-gilles.example',
  )
  expect(await about('saint-gilles-alderman-youth')).toMatchObject([{ state: 'done', result: 'settled' }])
  expect(await kindsOf(vacancy.id)).toEqual(['opened', 'noted', 'done'])
  expect(await kindsOf(question.id)).toEqual(['opened', 'taken', 'answered', 'shared'])

  // Nothing is left to do.
  expect(await listFollowUps(world.app.engine.db)).toEqual([])
}, 600_000)
