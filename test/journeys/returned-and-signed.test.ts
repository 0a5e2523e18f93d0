import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { doDueSlots } from '../../src/steps/calendar/do-due-slots.js'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import { takeIn } from '../../src/steps/updates/take-in.js'
import { type DeskWeek, mainOf, openDesk, STAFF, wordsOf } from '../support/desk-week.js'
import { askedEdition, sendNotices } from '../support/signing.js'
import { parsed } from '../support/world.js'

const EDITION = '2020-W18'
const PAGE = `/editions/${EDITION}`

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk('2020-04-29T12:00:00+02:00')
  desk.world.layOut(EDITION)
}, 120_000)
afterAll(() => desk.close())

const read = async (who: 'approver' | 'editor', path: string) => mainOf(await (await desk.as(who)).get(path))
const hidden = (page: string, name: string) =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
/** Sends the decision form of the page, as the approver opened it. */
async function decide(decision: string, fields: Record<string, string> = {}) {
  const page = await read('approver', `${PAGE}?lang=fr`)
  const read_ = { hash: hidden(page, 'hash'), version: hidden(page, 'version') }
  return (await desk.as('approver')).post(`${PAGE}/decision?lang=fr`, { decision, ...read_, ...fields })
}
const state = async () => (await readEdition(desk.world.app, EDITION))?.state

it('an edition is returned with two remarks, corrected, asked again with both, signed, withdrawn, signed', async () => {
  const { world, relay } = desk
  await askedEdition(world, relay, EDITION)
  const first = await read('approver', `${PAGE}?lang=fr`)
  for (const words of ['name="remark.prime-unique"', 'name="remark.droit-passerelle"', 'form="decision"'])
    expect(first).toContain(words)
  const mute = await decide('reject')
  expect([mute.status, wordsOf(await mainOf(mute))]).toEqual([
    422,
    expect.stringContaining('Écrivez ce qui doit changer'),
  ])
  const long = await decide('reject', { why: 'Tout.', 'remark.prime-unique': '<é>'.repeat(700) })
  const again = await mainOf(long)
  expect(long.status).toBe(422)
  expect(again).toContain('<a href="#remark.prime-unique">Une remarque est trop longue')
  expect(again).toContain('&lt;é&gt;'.repeat(700))
  expect(again).toContain('>Tout.</textarea>')

  relay.received.length = 0
  const returned = await decide('reject', {
    'remark.prime-unique': 'Le montant <b>n’est pas</b> le bon.',
    'remark.droit-passerelle': 'Depuis quand ?',
  })
  expect([returned.status, await state()]).toEqual([303, 'rejected'])
  await sendNotices(world)
  const mails = await Promise.all(
    relay.received.filter(({ to }) => to === STAFF.editor).map(async mail => (await parsed(mail)).text ?? ''),
  )
  expect(mails).toHaveLength(1)
  for (const words of ['Le montant <b>n’est pas</b> le bon.', 'Depuis quand ?'])
    expect(mails[0]).toContain(words)

  const board = wordsOf(await read('editor', '/?lang=fr'))
  for (const words of [
    `L’édition ${EDITION} est renvoyée pour correction`,
    'À corriger : Direction du cabinet a renvoyé l’édition.',
    'Depuis quand ?',
  ])
    expect(board).toContain(words)
  expect(wordsOf(await read('editor', `${PAGE}?lang=fr`))).toContain('Remarques sur cette édition')

  // One is corrected, the other answered.
  const file = join(world.config.updatesDir, 'prime-unique.md')
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replaceAll('4.000', '5.000').replace('max: 4000', 'max: 5000'),
  )
  expect((await takeIn(world.app)).rejected).toEqual([])
  const link = /href="(\/updates\/droit-passerelle\?lang=fr#remark-(\d+))"/.exec(
    await read('editor', '/?lang=fr'),
  )
  const id = link?.[2]
  await (await desk.as('editor')).post(`/updates/droit-passerelle/remarks/${id}`, {
    act: 'answer',
    text: 'Depuis le 17 mars, c’est écrit.',
  })
  const { tokens } = await askedEdition(world, relay, EDITION)
  const linked = wordsOf(
    await mainOf(await fetch(new URL(`/sign/${tokens.get(STAFF.approver)}?lang=fr`, desk.pages.url))),
  )
  const second = await read('approver', `${PAGE}?lang=fr`)
  for (const page of [linked, wordsOf(second)])
    for (const words of [
      'Renvoyée auparavant, et ce qui a été fait',
      'Renvoyée par Direction du cabinet',
      '2 remarques restent ouvertes.',
      'Révision 1, maintenant 2 :',
      'Révision 1, inchangée.',
      'Réponse de Rédaction Économie',
      'Depuis le 17 mars, c’est écrit.',
    ])
      expect(page).toContain(words)
  expect(second).toMatch(/<del>[^<]*4\D?000[^<]*<\/del>[\s\S]*<ins>[^<]*5\D?000/)

  expect([(await decide('approve')).status, await state()]).toEqual([303, 'approved'])
  const signed = await read('approver', `${PAGE}?lang=fr`)
  expect(wordsOf(signed)).toMatch(
    /Retirer votre approbation.*Il restera 0 approbation sur les 1 nécessaires : les messages ne partent pas/,
  )
  expect([(await decide('withdraw')).status, await state()]).toEqual([303, 'awaiting-sign-off'])
  expect([(await decide('approve')).status, await state()]).toEqual([303, 'approved'])
  desk.setClock('2020-04-30T09:00:00+02:00')
  await doDueSlots(world.app)
  const late = await decide('withdraw', { hash: hidden(signed, 'hash'), version: '2' })
  expect([late.status, wordsOf(await mainOf(late))]).toEqual([
    409,
    expect.stringContaining('Il est trop tard'),
  ])
}, 120_000)
