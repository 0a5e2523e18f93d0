import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { callChoice, callSheet, chosenCalls } from '../../../src/steps/follow-ups/call-sheet.js'
import {
  type DeskWeek,
  layWeek,
  ledgerOf,
  mainOf,
  openDesk,
  personOf,
  type StaffRole,
  wordsOf,
} from '../../support/desk-week.js'

const EDITION = '2020-W18'
const PATH = `/editions/${EDITION}/call-sheet`

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
}, 120_000)
afterAll(() => desk.close())

const page = async (who: StaffRole, query = '') =>
  mainOf(await (await desk.as(who)).get(`${PATH}?lang=fr${query}`))
const rowsOf = (main: string) =>
  [...main.matchAll(/<tr><th scope="row">(.*?)<\/tr>/gs)].map(([, row = '']) => row)

describe('the call sheet of an edition', () => {
  it('names the unreached first, each once, and a mayor of every other commune', async () => {
    const sheet = await callSheet(desk.world.app, EDITION, await personOf(desk.world, 'admin'), 'fr')
    expect(sheet?.calls).toHaveLength(19)
    expect(sheet?.calls[0]).toMatchObject({
      ...{ state: 'partly-reached', delivery: { recipient: 'anderlecht-mayor', state: 'bounced' } },
      phone: { of: 'commune', number: '+3220002101' },
    })
    const others = sheet?.calls.slice(1).map(({ commune }) => commune.name.fr ?? '') ?? []
    expect(others).toEqual([...others].sort(new Intl.Collator('fr').compare))
  })

  it('is for those who follow communes up, and of an edition that is one', async () => {
    for (const [who, may] of [
      ['admin', true],
      ['head', true],
      ['spoc', true],
      ['editor', false],
      ['approver', false],
    ] as const) {
      const person = await personOf(desk.world, who)
      expect([who, (await callSheet(desk.world.app, EDITION, person, 'fr')) !== null]).toEqual([who, may])
      expect((await (await desk.as(who)).get(PATH)).status).toBe(may ? 200 : 403)
    }
    const admin = await personOf(desk.world, 'admin')
    for (const edition of ['none', '2020-W40'])
      expect(await callSheet(desk.world.app, edition, admin, 'fr')).toBeNull()
    expect((await fetch(new URL(PATH, desk.pages.url))).status).toBe(401)
  })

  it('is narrowed to the own communes and to the unreached', async () => {
    const sheet = await callSheet(desk.world.app, EDITION, await personOf(desk.world, 'spoc'), 'fr')
    if (!sheet) throw new Error('no sheet')
    const communes = (query: unknown) =>
      chosenCalls(sheet, callChoice(query)).map(({ commune }) => commune.nis)
    expect(communes({ state: 'open' })).toEqual(['21001'])
    expect(communes({ whose: 'mine' }).length).toBeLessThan(19)
    expect(communes({ whose: 'mine' })).toContain('21001')
    expect(communes({ whose: ['x'], state: 1 })).toHaveLength(19)
    expect(rowsOf(await page('spoc', '&state=open'))).toHaveLength(1)
  })

  it('says on its page whom to call, the number as a link, and two sentences in their language', async () => {
    const before = await ledgerOf(desk.world)
    const main = await page('spoc')
    const [first = '', ...others] = rowsOf(main)
    expect(first).toContain('href="tel:+3220002101"')
    expect(wordsOf(first)).toContain('est partie le jeudi 30 avril à 9 h')
    expect(wordsOf(first)).toContain('Elle ne vous est pas arrivée')
    expect(first).toContain(`href="/deliveries/${EDITION}.anderlecht-mayor?lang=fr"`)
    const dutch = others.find(row => row.includes('<div lang="nl">')) ?? ''
    expect(wordsOf(dutch)).toMatch(
      /is op donderdag 30 april om 9 uur vertrokken: “.*Hebt u ze goed ontvangen/,
    )
    expect(wordsOf(main)).not.toMatch(/\{\w+\}/)
    expect(await ledgerOf(desk.world)).toEqual(before)
  })

  it('is a file, too, with what is said in their language', async () => {
    const csv = await (await (await desk.as('spoc')).get(`${PATH}.csv?lang=fr&state=open`)).text()
    expect(csv.trimEnd().split('\r\n')).toHaveLength(2)
    expect(csv).toContain('Elle ne vous est pas arrivée')
    expect((await (await desk.as('editor')).get(`${PATH}.csv`)).status).toBe(403)
  })
})

describe('a SPOC', () => {
  it('finds in two clicks from their desk who was not reached, and from there where the address is corrected', async () => {
    const spoc = await desk.as('spoc')
    const desktop = await mainOf(await spoc.get('/?lang=fr'))
    const list = new RegExp(`href="(/editions/${EDITION}/deliveries[^"]*)"`).exec(desktop)?.[1] ?? ''
    const main = await mainOf(await spoc.get(list.replaceAll('&amp;', '&')))
    const first = /<th scope="row"><a href="([^"]*)">([^<]*)/.exec(main)
    expect(first?.[2]).toContain('Bourgmestre')
    const delivery = await mainOf(await spoc.get(first?.[1]?.replaceAll('&amp;', '&') ?? ''))
    const followUp = /href="(\/follow-ups\/\d+[^"]*)"/.exec(delivery)?.[1] ?? ''
    expect(await mainOf(await spoc.get(followUp.replaceAll('&amp;', '&')))).toContain('name="address"')
  })
})
