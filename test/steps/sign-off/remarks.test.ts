import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { draft } from '../../../src/steps/editions/draft.js'
import { addRemark } from '../../../src/steps/sign-off/add-remark.js'
import { listRemarks } from '../../../src/steps/sign-off/list-remarks.js'
import { remind } from '../../../src/steps/sign-off/remind.js'
import { answerRemark, closeRemark } from '../../../src/steps/sign-off/reply-to-remark.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { tellRemarks } from '../../../src/steps/sign-off/tell-remarks.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { sendNotices } from '../../support/signing.js'
import { emptied, openWorld, parsed, type World } from '../../support/world.js'

const EDITION = '2020-W18'
const DIRECTOR = 'direction@cabinet.example'
const ADVISER = 'conseil-economie@cabinet.example'
const EDITOR = 'redaction-economie@agence.example'
const OTHER_EDITOR = 'redactie-werkgelegenheid@agence.example'
const SPOC = 'spoc-sud@agence.example'
const on = (time: string) => `2020-04-29T${time}:00+02:00`

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({ smtpPort: relay.port, now: on('08:00') })
  world.layOut(EDITION)
})
beforeEach(async () => {
  await emptied(world)
  world.setClock(on('08:00'))
  await takeIn(world.app)
  await sendNotices(world)
  relay.received.length = 0
})
afterAll(async () => {
  await world.close()
  await relay.close()
})

const add = (update: string, text: string, by = DIRECTOR) => addRemark(world.app, { update, by, text })
/** Who got which mails at this time, as subject and text. */
async function mailsAt(time: string) {
  world.setClock(on(time))
  relay.received.length = 0
  await tellRemarks(world.app)
  await sendNotices(world)
  const mails = await Promise.all(
    relay.received.map(async mail => {
      const { subject = '', text = '' } = await parsed(mail)
      return { to: mail.to, subject: subject.replaceAll('\u00a0', ' '), text: text.replaceAll('\u00a0', ' ') }
    }),
  )
  return mails.sort((a, b) => (a.to < b.to ? -1 : 1))
}

describe('a remark', () => {
  it('is told to the editors in their languages, the remarks of ten minutes in one mail, once', async () => {
    expect(await add('prime-unique', ' Lequel des <b>deux</b> ? ')).toMatchObject({
      kind: 'added',
      revision: 1,
    })
    world.setClock(on('08:04'))
    await add('droit-passerelle', 'Depuis quand ?')
    expect(await mailsAt('08:09')).toEqual([])
    const [dutch, french, ...others] = await mailsAt('08:10')
    expect(others).toEqual([])
    expect([dutch?.to, french?.to]).toEqual([OTHER_EDITOR, EDITOR])
    expect(french?.subject).toContain('2 remarques, dont une sur « Prime unique')
    expect(dutch?.subject).toContain('2 opmerkingen')
    for (const words of ['Direction du cabinet : « Lequel des <b>deux</b> ? »', 'Depuis quand ?'])
      expect(french?.text).toContain(words)
    expect(await mailsAt('08:11')).toEqual([])
    world.setClock('2020-04-30T08:30:00+02:00')
    await remind(world.app)
    expect(await sendNotices(world)).toMatchObject({ sent: 0 })
  })

  it('is answered, which who remarked is told; then closed, after which nothing is added', async () => {
    await add('prime-unique', 'Lequel ?')
    const [remark] = await listRemarks(world.app, { isOpen: true })
    const id = remark?.id ?? 0
    expect(await closeRemark(world.app, { id, by: EDITOR, text: ' ' })).toEqual({
      kind: 'refused',
      reason: 'no-answer',
    })
    await answerRemark(world.app, { id, by: EDITOR, text: '4.000 €.' })
    const mails = await mailsAt('08:10')
    // Answered or not, it is open: its editors hear of it, and who remarked of the answer.
    expect(mails.map(({ to }) => to)).toEqual([DIRECTOR, OTHER_EDITOR, EDITOR].sort())
    const answer = mails.find(({ to }) => to === DIRECTOR)
    expect(answer?.subject).toContain('Réponse à votre remarque sur « Prime unique')
    expect(answer?.text).toContain('Réponse de Rédaction Économie : « 4.000 €. »')
    expect(await closeRemark(world.app, { id, by: EDITOR, text: null })).toMatchObject({ kind: 'replied' })
    for (const late of [
      await answerRemark(world.app, { id, by: EDITOR, text: 'Encore' }),
      await closeRemark(world.app, { id, by: DIRECTOR, text: null }),
    ])
      expect(late).toEqual({ kind: 'refused', reason: 'closed' })
    expect(await listRemarks(world.app, { isOpen: true })).toEqual([])
    expect(await listRemarks(world.app, { updates: ['prime-unique'] })).toMatchObject([
      {
        by: DIRECTOR,
        replies: [
          { action: 'answer', by: EDITOR },
          { action: 'close', text: null },
        ],
      },
    ])
  })

  it('is closed without a word by who made it alone, and is then told to nobody', async () => {
    await add('prime-unique', 'Ah, non.')
    const [remark] = await listRemarks(world.app, { isOpen: true })
    await closeRemark(world.app, { id: remark?.id ?? 0, by: DIRECTOR, text: null })
    expect(await mailsAt('08:10')).toEqual([])
  })

  it.each([
    ['nobody@x.example', 'a', 'prime-unique', 'unknown-person'],
    [SPOC, 'a', 'prime-unique', 'may-not'],
    [DIRECTOR, ' \n ', 'prime-unique', 'no-text'],
    [DIRECTOR, 'x'.repeat(2001), 'prime-unique', 'too-long'],
    [DIRECTOR, 'a', 'nothing', 'no-update'],
  ])('by %s, of %.3j, on %s is refused: %s', async (by, text, update, reason) => {
    expect(await add(update, text, by)).toEqual({ kind: 'refused', reason })
    expect(await listRemarks(world.app, {})).toEqual([])
  })
})

describe('an edition that is returned', () => {
  const reject = (hash: string, remarks: { update: string; text: string }[]) =>
    signOff(world.app, { edition: EDITION, hash, by: DIRECTOR, decision: 'reject', comment: null, remarks })

  it('carries its remarks to the editors in the mail of the refusal, and in no other', async () => {
    const prepared = await draft(world.app, EDITION, null)
    const hash = 'hash' in prepared ? prepared.hash : ''
    expect(await reject(hash, [{ update: 'nothing', text: 'a' }])).toMatchObject({ reason: 'other-update' })
    expect(await reject(hash, [{ update: 'prime-unique', text: 'x'.repeat(2001) }])).toMatchObject({
      reason: 'remark-long',
    })
    expect(await listRemarks(world.app, {})).toEqual([])
    const remarks = [
      { update: 'prime-unique', text: 'Le montant.' },
      { update: 'bons-locaux', text: ' ' },
      { update: 'droit-passerelle', text: 'La date.' },
    ]
    expect(await reject(hash, remarks)).toMatchObject({ kind: 'decided', final: 'reject' })
    relay.received.length = 0
    await sendNotices(world)
    const told = await Promise.all(relay.received.map(async mail => (await parsed(mail)).text ?? ''))
    expect(told).toHaveLength(2)
    for (const text of told) for (const words of ['Le montant.', 'La date.']) expect(text).toContain(words)
    expect(await mailsAt('08:30')).toEqual([])
    expect(await listRemarks(world.app, { edition: EDITION, isOpen: true })).toMatchObject([
      { update: 'prime-unique', revision: 1, version: 1, isRefusal: true, by: DIRECTOR },
      { update: 'droit-passerelle', isRefusal: true },
    ])
  })

  it('keeps the remarks of who signs, as remarks of any day', async () => {
    const prepared = await draft(world.app, EDITION, null)
    const hash = 'hash' in prepared ? prepared.hash : ''
    const remarks = [{ update: 'prime-unique', text: 'Pour la prochaine fois.' }]
    await signOff(world.app, {
      edition: EDITION,
      hash,
      by: ADVISER,
      decision: 'approve',
      comment: null,
      remarks,
    })
    expect(await listRemarks(world.app, {})).toMatchObject([{ isRefusal: false, version: 1 }])
    expect((await mailsAt('08:30')).filter(({ text }) => text.includes('prochaine fois'))).toHaveLength(2)
  })
})
