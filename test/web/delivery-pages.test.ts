import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { deliveriesOf } from '../../src/postgres/delivery/delivery-records.js'
import { stopsOf } from '../../src/postgres/editions/stops.js'
import { listFollowUps } from '../../src/postgres/follow-ups/listed-follow-ups.js'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import {
  type DeskWeek,
  layWeek,
  ledgerOf,
  mainOf,
  openDesk,
  STAFF,
  type StaffRole,
  wordsOf,
} from '../support/desk-week.js'
import { logIn, type Session } from '../support/follow-ups.js'
import { signedEdition } from '../support/world.js'

const EDITION = '2020-W18'
const LIST = `/editions/${EDITION}/deliveries`
const ID = `${EDITION}.anderlecht-mayor`
const ONE = `/deliveries/${ID}`
const DOUBT = `${EDITION}.anderlecht-alderman-economy`
const NEXT = '2020-W19'

let desk: DeskWeek
let south: Session
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
  for (const who of Object.keys(STAFF) as StaffRole[]) await desk.as(who)
  south = await logIn(desk, 'spoc-sud@agence.example')
}, 120_000)
afterAll(() => desk.close())

const inDoubt = () =>
  desk.world.app.engine.db
    .updateTable('delivery')
    .set({ state: 'in-doubt' })
    .where('id', '=', DOUBT)
    .execute()
const stateOf = async (id: string) =>
  (await deliveriesOf(desk.world.app.engine.db, EDITION)).find(one => one.id === id)?.state
const named = (page: string) =>
  [...page.matchAll(/<th scope="row">(?:<a[^>]*>)?([^<]*)/g)].map(([, name = '']) => name)

describe('the deliveries of an edition', () => {
  it('are searched, narrowed and turned over, and keep what was asked', async () => {
    const admin = await desk.as('admin')
    const page = await mainOf(await admin.get(`${LIST}?lang=fr`))
    expect(named(page)).toHaveLength(50)
    expect(await (await admin.get(`${LIST}?lang=fr`)).text()).toContain('href="/follow-ups?lang')
    expect(wordsOf(page)).toMatch(/Tous \(\d+\)/)
    const next = /href="([^"]+)">Suivants/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = named(await mainOf(await admin.get(next)))
    expect(second.length).toBeGreaterThan(0)
    expect(named(page)).not.toContain(second[0])
    const found = await mainOf(await admin.get(`${LIST}?lang=fr&q=bourgmestre+anderlecht&commune=21001`))
    expect(named(found)).toEqual(['Bourgmestre d&#x27;Anderlecht'])
    expect(found).toContain('value="bourgmestre anderlecht"')
    expect(found).toContain('value="21001" selected')
    expect(wordsOf(await mainOf(await admin.get(`${LIST}?lang=nl&q=none`)))).not.toContain('Bourgmestre')
  })

  it.each(['state=none', 'page=-1', 'page=x', 'q=', 'commune=', 'state=bounced&state=accepted'])(
    'are narrowed by no impossible value: %s',
    async query => {
      const answer = await (await desk.as('admin')).get(`${LIST}?${query}`)
      expect([answer.status, named(await mainOf(answer)).length]).toEqual([200, 50])
    },
  )

  it('take what is searched for as text', async () => {
    const q = encodeURIComponent('"><script>alert(1)</script>{{evil}}')
    const page = await (await desk.as('admin')).get(`${LIST}?q=${q}`)
    expect(await page.text()).not.toContain('<script>alert')
  })

  it('lead to one of them for who may follow it up', async () => {
    for (const [who, links] of [
      ['spoc', true],
      ['admin', true],
      ['editor', false],
      ['approver', false],
      ['head', true],
    ] as const) {
      const answer = await (await desk.as(who)).get(LIST)
      expect([who, answer.status, (await answer.text()).includes('href="/deliveries/')]).toEqual([
        who,
        200,
        links,
      ])
    }
    expect((await fetch(new URL(LIST, desk.pages.url))).status).toBe(401)
  })

  it.each(['/editions/2020-W40/deliveries', '/editions/none/deliveries', '/editions/%27--/deliveries'])(
    'of no edition are a page that says so: %s',
    async path => {
      expect((await (await desk.as('admin')).get(path)).status).toBe(404)
    },
  )
})

describe('one delivery', () => {
  it('tells what happened in words and in the server’s own, and changes nothing', async () => {
    const spoc = await desk.as('spoc')
    const before = await ledgerOf(desk.world)
    const page = await mainOf(await spoc.get(`${ONE}?lang=fr`))
    expect(wordsOf(page)).toContain('Accepté, essai 1, à bourgmestre@anderlecht.example')
    expect(wordsOf(page)).toContain('Un avis de non-remise est revenu')
    expect(page).toContain(`href="${LIST}?lang=fr"`)
    expect(await mainOf(await spoc.get(`${ONE}?lang=nl`))).not.toContain('essai')
    expect(await ledgerOf(desk.world)).toEqual(before)
  })

  it('is for those who follow up; of them, only who has the commune acts', async () => {
    await inDoubt()
    const path = `/deliveries/${DOUBT}`
    for (const who of ['editor', 'approver'] as const) {
      expect((await (await desk.as(who)).get(path)).status).toBe(403)
      expect((await (await desk.as(who)).post(path, { act: 'accepted' })).status).toBe(403)
    }
    expect((await fetch(new URL(path, desk.pages.url))).status).toBe(401)
    const seen = await south.get(path)
    expect([seen.status, (await seen.text()).includes('name="act"')]).toEqual([200, false])
    for (const act of ['accepted', 'again', 'send-again']) {
      const answer = await south.post(path, { act })
      expect(answer.status).toBe(403)
    }
    expect(await stateOf(DOUBT)).toBe('in-doubt')
  })

  it('in doubt is settled by its SPOC, once, and says by whom', async () => {
    await inDoubt()
    const spoc = await desk.as('spoc')
    const path = `/deliveries/${DOUBT}`
    expect(await (await spoc.get(`${path}?lang=fr`)).text()).toContain('value="accepted"')
    const answer = await spoc.post(`${path}?lang=fr`, { act: 'accepted' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${path}?lang=fr`])
    expect(await stateOf(DOUBT)).toBe('accepted')
    expect(wordsOf(await mainOf(await spoc.get(`${path}?lang=fr`)))).toContain(
      'Compté comme accepté · Point de contact Ouest',
    )
    expect((await spoc.post(path, { act: 'accepted' })).status).toBe(409)
  })

  it('is not sent again where there is nothing to send', async () => {
    const spoc = await desk.as('spoc')
    for (const id of [ID, DOUBT]) {
      const answer = await spoc.post(`/deliveries/${id}?lang=fr`, { act: 'send-again' })
      expect(answer.status).toBe(409)
      expect(wordsOf(await mainOf(answer))).not.toMatch(/\{\w+\}/)
    }
  })

  it('does nothing without the token of the session, or for an act that is none', async () => {
    await inDoubt()
    const { cookie } = await desk.as('spoc')
    const answer = await fetch(new URL(`/deliveries/${DOUBT}`, desk.pages.url), {
      ...{ method: 'POST', headers: { cookie } },
      body: new URLSearchParams({ act: 'accepted' }),
    })
    expect(answer.status).toBe(403)
    expect((await (await desk.as('spoc')).post(`/deliveries/${DOUBT}`, { act: 'delete' })).status).toBe(403)
    expect((await (await desk.as('spoc')).get('/deliveries/none')).status).toBe(404)
    expect((await (await desk.as('spoc')).post('/deliveries/none', { act: 'again' })).status).toBe(404)
    expect(await stateOf(DOUBT)).toBe('in-doubt')
  })
})

describe('acts on an edition', () => {
  const PATH = `/editions/${NEXT}`
  const state = async () => (await readEdition(desk.world.app, NEXT))?.state
  const acts = async (who: StaffRole) =>
    [
      ...(await mainOf(await (await desk.as(who)).get(`${PATH}?lang=fr`))).matchAll(
        /name="act" value="(\w+)"/g,
      ),
    ].map(([, act]) => act)
  beforeAll(async () => {
    desk.setClock('2020-05-06T13:00:00+02:00')
    await signedEdition(desk.world, NEXT)
    for (const who of Object.keys(STAFF) as StaffRole[]) await desk.as(who)
  }, 120_000)

  it('are shown to whom they are for', async () => {
    expect(await acts('editor')).toEqual(['stop', 'cancel'])
    expect(await acts('approver')).toEqual(['stop', 'cancel'])
    expect(await acts('head')).toEqual(['stop'])
    expect(await acts('spoc')).toEqual([])
    const beside = await mainOf(await fetch(new URL(PATH, desk.pages.url)))
    expect(beside).not.toContain('name="act"')
  })

  it('are refused of others, without a reason, without a token, and when they make no sense', async () => {
    const before = await ledgerOf(desk.world)
    const post = async (who: StaffRole, fields: Record<string, string>) =>
      (await (await desk.as(who)).post(`${PATH}/act?lang=fr`, fields)).status
    expect(await post('spoc', { act: 'stop', reason: 'x' })).toBe(403)
    expect(await post('head', { act: 'cancel', reason: 'x' })).toBe(403)
    expect(await post('editor', { act: 'stop', reason: ' ' })).toBe(422)
    expect(await post('editor', { act: 'explode', reason: 'x' })).toBe(403)
    expect(await post('approver', { act: 'resume' })).toBe(409)
    expect(await post('approver', { act: 'publish' })).toBe(409)
    const { cookie } = await desk.as('editor')
    const forged = await fetch(new URL(`${PATH}/act`, desk.pages.url), {
      ...{ method: 'POST', headers: { cookie } },
      body: new URLSearchParams({ act: 'stop', reason: 'x' }),
    })
    expect(forged.status).toBe(403)
    const beside = { method: 'POST', body: new URLSearchParams({ act: 'stop', reason: 'x' }) }
    expect((await fetch(new URL(`${PATH}/act`, desk.pages.url), beside)).status).toBe(401)
    expect(await ledgerOf(desk.world)).toEqual(before)
  })

  it('stop it, say who and why, also to who may not act, and let it go on', async () => {
    const reason = '<b>Montant</b> {{faux}}'
    const answer = await (await desk.as('head')).post(`${PATH}/act?lang=fr`, { act: 'stop', reason })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${PATH}?lang=fr`])
    expect(await state()).toBe('paused')
    const seen = await mainOf(await (await desk.as('spoc')).get(`${PATH}?lang=fr`))
    expect(seen).toContain('&lt;b&gt;Montant&lt;/b&gt; {{faux}}')
    expect(wordsOf(seen)).toContain('Direction de l’agence')
    expect(await acts('approver')).toEqual(['resume', 'cancel'])
    expect((await (await desk.as('approver')).post(`${PATH}/act`, { act: 'resume' })).status).toBe(303)
    expect(await state()).toBe('approved')
    expect(await stopsOf(desk.world.app.engine.db, NEXT)).toHaveLength(2)
  })

  it('cancel it for good', async () => {
    const answer = await (await desk.as('editor')).post(`${PATH}/act`, { act: 'cancel', reason: 'x' })
    expect([answer.status, await state()]).toEqual([303, 'cancelled'])
    expect(await acts('admin')).toEqual([])
  })

  it('publish nothing where there are no web versions', async () => {
    const approver = await desk.as('approver')
    const path = `/editions/${EDITION}`
    expect(await mainOf(await approver.get(`${path}?lang=fr`))).not.toContain('value="publish"')
    expect((await approver.post(`${path}/act`, { act: 'publish' })).status).toBe(409)
  })
})

describe('a delivery whose edition is sent no more', () => {
  const words = 'Cette édition ne peut plus être envoyée de nouveau'
  it('says so to who follows it up, also where they write a new address; and not before', async () => {
    desk.setClock('2020-05-01T10:00:00+02:00')
    const shown = async () => wordsOf(await mainOf(await (await desk.as('spoc')).get(`${ONE}?lang=fr`)))
    expect(await shown()).not.toContain(words)
    const [bounced] = (await listFollowUps(desk.world.app.engine.db, { communes: ['21001'] })).filter(
      ({ reason }) => reason === 'bounced',
    )
    const asked = async () => {
      const fields = { address: 'nouvelle@anderlecht.example' }
      const path = `/follow-ups/${bounced?.id}/address?lang=fr`
      return wordsOf(await mainOf(await (await desk.as('spoc')).post(path, fields)))
    }
    expect(await asked()).toContain('Y envoyer aussi, tout de suite')
    desk.setClock('2020-05-20T10:00:00+02:00')
    expect(await shown()).toContain(words)
    expect(await asked()).toContain('L’édition refusée n’y part plus')
    expect(await asked()).not.toContain('Y envoyer aussi')
  })
})
