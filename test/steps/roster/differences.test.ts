import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { correctionsOf } from '../../../src/postgres/delivery/untold-changes.js'
import { droppedUpdates } from '../../../src/postgres/updates/revisions.js'
import { dispatch } from '../../../src/steps/delivery/dispatch.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { differencesInWords, differencesOf, inWords } from '../../../src/steps/roster/differences.js'
import { audienceOf, differencesIn } from '../../../src/steps/roster/edition-differences.js'
import { useCorrectedAddresses } from '../../../src/steps/roster/use-corrected-addresses.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { openWorld, signedEdition, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'
const MAYOR = 'anderlecht-mayor'
const OLD = 'bourgmestre@anderlecht.example'
const NEW = 'cabinet@anderlecht.example'

let world: World
let list: string
beforeAll(async () => {
  world = await openWorld({ now: '2026-11-25T12:00:00+01:00' })
  writeUpdate(world, { id: 'masques', title: 'Masques' })
  await signedEdition(world, EDITION)
  list = readFileSync(roster(), 'utf8')
})
beforeEach(() => {
  writeFileSync(roster(), list)
  writeUpdate(world, { id: 'masques', title: 'Masques' })
})
afterAll(() => world.close())

const roster = () => join(world.config.recipientsDir, 'mandate-holders.csv')
const correct = (before = OLD, after = NEW) => writeFileSync(roster(), list.replace(before, after))
async function rowOf() {
  const row = await readEdition(world.app, EDITION)
  if (!row) throw new Error(`there is no ${EDITION}`)
  return row
}
const current = async () => (await droppedUpdates(world.app.engine.db)).current

describe('whom a version was frozen for', () => {
  it('stays as it was signed, whatever the roster says since', async () => {
    correct()
    const { addressees, exclusions } = await audienceOf(world.app, await rowOf())
    expect(addressees.find(({ id }) => id === MAYOR)?.email).toBe(OLD)
    expect(exclusions).toContainEqual({
      role: 'alderman',
      recipient: 'saint-gilles-alderman-youth',
      reason: 'vacant',
      commune: '21013',
    })
  })

  it('is nobody in a version that there is not', async () => {
    expect(await audienceOf(world.app, { ...(await rowOf()), version: 9 })).toEqual({
      addressees: [],
      exclusions: [],
    })
  })
})

describe('what differs from a frozen edition', () => {
  it('is what its updates and the roster say otherwise now', async () => {
    expect(await differencesIn(world.app, await rowOf(), await current())).toEqual([])
    correct()
    const [update] = await current()
    if (!update) throw new Error('nothing was taken in')
    const changed = {
      ...update,
      hash: 'other',
      revision: 2,
      update: { ...update.update, urgency: 'urgent' as const },
    }
    expect(await differencesIn(world.app, await rowOf(), [changed])).toMatchObject([
      { about: 'update', kind: 'changed', id: 'masques', to: 2 },
      { about: 'mandate', kind: 'address', recipient: MAYOR, commune: '21001' },
    ])
  })

  it('is nothing in a version that there is not', async () => {
    correct()
    expect(await differencesIn(world.app, { ...(await rowOf()), version: 9 }, [])).toEqual([])
    expect(await differencesOf(world.app, '2026-W49')).toEqual([])
  })
})

describe('the differences in words', () => {
  it('say what, from what, to what, in both languages', async () => {
    correct()
    writeUpdate(world, { id: 'masques', title: 'Masques FFP2' })
    const told = await differencesInWords(world.app, EDITION)
    const said = told.map(({ what, before, after }) => [what.fr, before?.fr, after?.fr].join(' | '))
    expect(said).toContainEqual(expect.stringMatching(/Masques \| Masques FFP2$/))
    expect(said).toContainEqual(expect.stringMatching(/Anderlecht.*\| .*bourgmestre@.*\| .*cabinet@/))
    for (const { what } of told) expect(what.nl).toBeTruthy()
    expect(await inWords(world.app, EDITION, await differencesOf(world.app, EDITION))).toEqual(told)
  })

  it('are none where nothing differs, whether the words can be read or not', async () => {
    expect(await differencesInWords(world.app, EDITION)).toEqual([])
    const config = { ...world.config, templatesDir: '/nowhere' }
    expect(await inWords({ ...world.app, config }, EDITION, [])).toEqual([])
  })
})

describe('a corrected address', () => {
  const corrected = async () => [...(await correctionsOf(world.app.engine.db, EDITION))]

  it('is used while no mail was attempted, and no more once the roster takes it back', async () => {
    correct()
    await useCorrectedAddresses(world.app, await rowOf())
    expect(await corrected()).toEqual([[MAYOR, NEW]])
    writeFileSync(roster(), list)
    await useCorrectedAddresses(world.app, await rowOf())
    expect(await corrected()).toEqual([])
  })

  it('is none of who holds the mandate no more, nor of somebody else', async () => {
    writeFileSync(
      roster(),
      list
        .replace(`${OLD};2018-12-03;`, `${NEW};2018-12-03;2026-11-24`)
        .replace("Bourgmestre d'Auderghem", 'Bourgmestre f.f.')
        .replace('bourgmestre@auderghem.example', 'ff@auderghem.example'),
    )
    await useCorrectedAddresses(world.app, await rowOf())
    expect(await corrected()).toEqual([])
  })

  it('is not used for a mail that was attempted', async () => {
    world.setClock('2026-11-26T09:00:00+01:00')
    await dispatch(world.app, EDITION)
    const { db } = world.app.engine
    const [first] = (await deliveriesOf(db, EDITION)).filter(({ recipient }) => recipient === MAYOR)
    await db
      .updateTable('delivery')
      .set({ attempts: 1, state: 'deferred' })
      .where('id', '=', first?.id ?? '')
      .execute()
    correct()
    await useCorrectedAddresses(world.app, await rowOf())
    expect(await corrected()).toEqual([])
    await takeIn(world.app)
  })
})
