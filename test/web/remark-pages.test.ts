import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { remind } from '../../src/steps/sign-off/remind.js'
import { type DeskWeek, layWeek, mainOf, openDesk, STAFF, TUESDAY, wordsOf } from '../support/desk-week.js'
import { sendNotices } from '../support/signing.js'
import { parsed } from '../support/world.js'

const PAGE = '/updates/prime-unique'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
}, 120_000)
afterAll(() => desk.close())

const later = (minutes: number) => new Date(new Date(TUESDAY).getTime() + minutes * 60_000).toISOString()
const readAs = async (who: Parameters<DeskWeek['as']>[0], path: string) =>
  mainOf(await (await desk.as(who)).get(path))

describe('a remark on a page', () => {
  it('goes by mail to the editor, is answered and closed, and each finds it on their desk until then', async () => {
    const approver = await desk.as('approver')
    const text = 'Lequel <b>{{des}}</b> deux ?\nEt depuis quand ?'
    const made = await approver.post(`${PAGE}/remarks?lang=fr`, { text })
    expect(made.status).toBe(303)
    const at = made.headers.get('location') ?? ''
    expect(at).toMatch(/^\/updates\/prime-unique\?lang=fr#remark-\d+$/)
    const id = at.split('#remark-')[1]
    desk.setClock(later(15))
    desk.relay.received.length = 0
    await remind(desk.world.app)
    await sendNotices(desk.world)
    const mail = desk.relay.received.find(({ to }) => to === STAFF.editor)
    const told = mail && (await parsed(mail))
    expect(told?.subject).toContain('Une remarque sur')
    expect(told?.text).toContain('Lequel <b>{{des}}</b> deux ? Et depuis quand ?')
    const link = /http\S+\/updates\/prime-unique\?lang=fr\S*/.exec(told?.text ?? '')?.[0] ?? ''
    expect(new URL(link).hash).toBe('#remarks')

    const board = await readAs('editor', '/?lang=fr')
    expect(wordsOf(board)).toContain('Remarque de Direction du cabinet.')
    expect(board).toContain(`href="/updates/prime-unique?lang=fr#remark-${id}"`)
    const page = await readAs('editor', `${PAGE}?lang=fr`)
    expect(page).toContain('Lequel &lt;b&gt;{{des}}&lt;/b&gt; deux ?')
    expect(wordsOf(page)).toContain('Remarques (1 ouverte)')
    expect(wordsOf(page)).toContain('Clôturer : elle n’attend plus personne')

    const editor = await desk.as('editor')
    const answered = await editor.post(`${PAGE}/remarks/${id}?lang=fr`, {
      act: 'answer',
      text: 'Celui de l’arrêté.',
    })
    expect([answered.status, answered.headers.get('location')]).toEqual([303, at])
    expect(wordsOf(await readAs('approver', '/?lang=fr'))).toContain(
      'Réponse de Rédaction Économie à votre remarque.',
    )
    const closed = await (await desk.as('approver')).post(`${PAGE}/remarks/${id}?lang=fr`, { act: 'close' })
    expect(closed.status).toBe(303)
    expect(wordsOf(await readAs('editor', '/?lang=fr'))).not.toContain('Remarque de')
    const after = wordsOf(await readAs('editor', `${PAGE}?lang=nl`))
    for (const words of [
      'Antwoord van Redactie Economie',
      'Celui de l’arrêté.',
      'Afgesloten door Kabinetsdirectie',
    ])
      expect(after).toContain(words)
  })

  it('comes back filled in with its mistake beside it, in the summary, and in the person’s language', async () => {
    const approver = await desk.as('approver')
    const long = `${'<é>'.repeat(700)}`
    const refused = await approver.post(`${PAGE}/remarks?lang=nl`, { text: long })
    expect(refused.status).toBe(422)
    const page = await mainOf(refused)
    expect(page).toContain('<a href="#remark-prime-unique">Deze tekst is te lang: hoogstens 2000 tekens.</a>')
    expect(page).toMatch(/class="field wrong"><label for="remark-prime-unique">/)
    expect(page).toContain(`aria-invalid="true">${'&lt;é&gt;'.repeat(700)}</textarea>`)
    const none = await approver.post(`${PAGE}/remarks?lang=fr`, { text: ' ' })
    expect([none.status, wordsOf(await mainOf(none))]).toEqual([
      422,
      expect.stringContaining('Écrivez votre remarque'),
    ])
  })

  it('that was closed meanwhile keeps what the second one typed, and an ended session does, too', async () => {
    const approver = await desk.as('approver')
    const made = await approver.post(`${PAGE}/remarks?lang=fr`, { text: 'Une faute.' })
    const id = made.headers.get('location')?.split('#remark-')[1]
    const editor = await desk.as('editor')
    const silent = await editor.post(`${PAGE}/remarks/${id}?lang=fr`, { act: 'close', text: '' })
    expect([silent.status, wordsOf(await mainOf(silent))]).toEqual([
      422,
      expect.stringContaining('Dites ce qui a été fait'),
    ])
    const ended = await editor.post(`${PAGE}/remarks/${id}?lang=fr`, {
      act: 'close',
      text: 'Corrigé',
      form: 'old',
    })
    expect([ended.status, await mainOf(ended)]).toEqual([422, expect.stringContaining('>Corrigé</textarea>')])
    await approver.post(`${PAGE}/remarks/${id}?lang=fr`, { act: 'close' })
    const late = await editor.post(`${PAGE}/remarks/${id}?lang=fr`, { act: 'answer', text: 'Corrigé <b>' })
    const page = await mainOf(late)
    expect(late.status).toBe(409)
    expect(wordsOf(page)).toContain('close entre-temps')
    expect(page).toContain('<blockquote>Corrigé &lt;b&gt;</blockquote>')
  })

  it('is made by who reads updates alone, and on an update that there is', async () => {
    for (const who of ['spoc', 'head'] as const)
      expect((await (await desk.as(who)).post(`${PAGE}/remarks`, { text: 'a' })).status).toBe(403)
    const approver = await desk.as('approver')
    expect((await approver.post('/updates/none/remarks', { text: 'a' })).status).toBe(404)
    expect((await approver.post(`${PAGE}/remarks/999999`, { act: 'close' })).status).toBe(404)
    expect((await approver.post(`${PAGE}/remarks/x`, { act: 'close' })).status).toBe(404)
    const outside = await fetch(new URL(`${PAGE}/remarks`, desk.pages.url), {
      method: 'POST',
      body: new URLSearchParams({ text: 'a' }),
    })
    expect(outside.status).toBe(401)
  })
})
