import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import {
  type DeliverySearch,
  deliverySearch,
  everyDelivery,
  listDeliveries,
  PAGE_ROWS,
  placeOf,
} from '../../../src/steps/delivery/list-deliveries.js'
import { readDelivery } from '../../../src/steps/delivery/read-delivery.js'
import { resume, settle, stop } from '../../../src/steps/delivery/stop-and-settle.js'
import { readContent, readEdition } from '../../../src/steps/editions/read-edition.js'
import { staffOf } from '../../../src/steps/staff/staff.js'
import { ledgerOf } from '../../support/desk-week.js'
import { bounces } from '../../support/follow-ups.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { deliverAll, openWorld, signedEdition, type World } from '../../support/world.js'

const EDITION = '2020-W18'
const MAYOR = `${EDITION}.anderlecht-mayor`
const DOUBT = `${EDITION}.anderlecht-alderman-economy`
const WEST = 'spoc-ouest@agence.example'

let relay: TestRelay
let world: World
beforeAll(async () => {
  relay = await startRelay()
  world = await openWorld({
    smtpPort: relay.port,
    now: '2020-04-29T12:00:00+02:00',
    settings: { REPORTS_DIR: './reports' },
  })
  world.layOut(EDITION)
  await signedEdition(world, EDITION)
  world.setClock('2020-04-30T09:00:00+02:00')
  await dispatch(world.app, EDITION)
  await deliverAll(world, EDITION)
  await bounces(world, relay, EDITION, 'anderlecht-mayor')
  await world.app.engine.db
    .updateTable('delivery')
    .set({ state: 'in-doubt' })
    .where('id', '=', DOUBT)
    .execute()
}, 180_000)
afterAll(async () => {
  await world.close()
  await relay.close()
})

type Asked = Partial<DeliverySearch>
const pageOf = async (search: Asked) => {
  const row = await readEdition(world.app, EDITION)
  const content = row && (await readContent(world.app, row))
  return listDeliveries(world.app, EDITION, deliverySearch(search), {
    list: content?.communes ?? [],
    language: 'fr',
  })
}
const found = async (search: Asked) => (await pageOf(search)).rows
const ids = async (search: Asked) => (await found(search)).map(({ recipient }) => recipient).sort()
/** All pages, one after another. */
async function turned(search: Asked) {
  const all = []
  for (let after = ''; ; ) {
    const { rows, hasMore } = await pageOf({ ...search, after })
    all.push(...rows)
    if (!hasMore) return all
    after = placeOf(rows.at(-1) as (typeof rows)[number])
  }
}

describe('the deliveries of an edition', () => {
  it.each(['', 'person', 'commune'] as const)(
    'sorted by “%s” stand a page at a time, each once',
    async sort => {
      const first = await pageOf({ sort })
      expect([first.rows.length, first.hasMore]).toEqual([PAGE_ROWS, true])
      const all = await turned({ sort })
      const every = await deliveriesOf(world.app.engine.db, EDITION)
      expect(all.map(({ id }) => id).sort()).toEqual(every.map(({ id }) => id).sort())
      expect(new Set(all.map(({ id }) => id)).size).toBe(every.length)
      expect(await turned({ sort })).toEqual(all)
    },
  )

  it('stand with the worst first', async () => {
    const states = (await turned({})).map(({ state }) => state)
    expect(states.slice(0, 3)).toEqual(['bounced', 'in-doubt', 'accepted'])
    expect(new Set(states.slice(2))).toEqual(new Set(['accepted']))
  })

  it('stand by name, an É beside an E', async () => {
    const names = (await turned({ sort: 'person' })).map(({ name }) => name)
    expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, 'fr-BE')))
    expect(names.findIndex(name => name.startsWith('É'))).toBeLessThan(
      names.findIndex(name => name.startsWith('S')),
    )
  })

  it('come all at once for an export, as the pages have them', async () => {
    const parts = []
    const communes = { list: [], language: 'fr' }
    for await (const part of everyDelivery(world.app, EDITION, deliverySearch({}), communes)) parts.push(part)
    expect(parts.flat()).toEqual(await turned({}))
  })

  it.each<[Asked, string[]]>([
    [{ q: 'bourgmestre anderlecht' }, ['anderlecht-mayor']],
    [{ q: 'ANDERLECHT Bourg' }, ['anderlecht-mayor']],
    [{ q: 'echevin.economie@anderlecht.example' }, ['anderlecht-alderman-economy']],
    [{ q: "économie d'anderlecht" }, ['anderlecht-alderman-economy']],
    [{ q: "economie d'anderlecht" }, ['anderlecht-alderman-economy']],
    [{ q: 'd’anderlecht bourg' }, ['anderlecht-mayor']],
    [{ q: 'Anderlecht', state: 'bounced' }, ['anderlecht-mayor']],
    [{ state: 'in-doubt' }, ['anderlecht-alderman-economy']],
    [{ commune: '21001', q: 'bourg' }, ['anderlecht-mayor']],
    [{ commune: '99999' }, []],
    [{ q: '%' }, []],
    [{ q: 'a_derlecht' }, []],
    [{ q: '\\' }, []],
    [{ q: "'; drop table delivery; --" }, []],
    [{ state: 'gave-up' }, []],
  ])('narrowed by %j are %j', async (search, recipients) => {
    expect(await ids(search)).toEqual(recipients)
  })

  it('have what the server answered last, and the address', async () => {
    const [mayor] = await found({ q: 'bourgmestre anderlecht' })
    expect(mayor).toMatchObject({
      ...{ state: 'bounced', commune: '21001', role: 'mayor', attempts: 1 },
      ...{ address: 'bourgmestre@anderlecht.example', replyCode: 250 },
    })
  })

  it('change nothing when they are read', async () => {
    const before = await ledgerOf(world)
    await found({ q: 'x' })
    await readDelivery(world.app, MAYOR, null)
    expect(await ledgerOf(world)).toEqual(before)
  })
})

describe('one delivery', () => {
  const story = async (id: string, email: string | null) => {
    const staff = await staffOf(world.app)
    return readDelivery(world.app, id, staff.find(one => one.email === email) ?? null)
  }

  it.each([
    [WEST, true],
    ['informatique@agence.example', true],
    ['spoc-nord@agence.example', true],
    ['spoc-sud@agence.example', false],
    ['direction@cabinet.example', false],
    ['redaction-economie@agence.example', false],
    [null, false],
  ])('may be settled by %s: %s', async (email, may) => {
    expect(await story(DOUBT, email)).toMatchObject({ maySettle: may })
    expect((await story(MAYOR, email))?.maySettle).toBe(false)
    expect((await story(MAYOR, email))?.offer !== null).toBe(may)
  })

  it('is null for an id that is none', async () => {
    for (const id of ['none', `${EDITION}.`, `${MAYOR}'--`, '']) expect(await story(id, WEST)).toBeNull()
  })

  it('tells its attempts, and who settled a doubt', async () => {
    await stop(world.app, EDITION, 'look', WEST)
    expect(await settle(world.app, DOUBT, 'again', WEST)).toBe('stopped')
    await resume(world.app, EDITION, WEST)
    expect(await settle(world.app, DOUBT, 'accepted', WEST)).toMatchObject({ edition: EDITION })
    const told = await story(DOUBT, WEST)
    expect(told?.record).toMatchObject({ name: "Échevine de l'Économie d'Anderlecht", state: 'accepted' })
    expect(told?.record.attempts).toHaveLength(1)
    expect(told?.settlements).toMatchObject([{ decision: 'accepted', by: WEST, attempt: 1 }])
    expect(told?.maySettle).toBe(false)
  })
})
