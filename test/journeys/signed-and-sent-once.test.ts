import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { deliveriesOf } from '../../src/postgres/delivery/delivery-records.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { draft } from '../../src/steps/editions/draft.js'
import { readEdition } from '../../src/steps/editions/read-edition.js'
import { signOff } from '../../src/steps/sign-off/sign-off.js'
import { approver, openWorld, signedEdition, type World } from '../support/world.js'

const WEDNESDAY = '2020-04-29T12:00:00+02:00'
const THURSDAY = '2020-04-30T09:00:00+02:00'
const EDITION = '2020-W18'
const FLASH = '2020-W18-flash-1'

let world: World
beforeAll(async () => {
  world = await openWorld({ smtpPort: 1, now: WEDNESDAY })
  world.layOut(EDITION)
})
afterAll(() => world.close())

async function drafted(edition: string): Promise<string> {
  const prepared = await draft(world.app, edition, null)
  if (prepared.kind !== 'frozen') throw new Error(JSON.stringify(prepared))
  return prepared.hash
}

describe('an edition that was drafted anew', () => {
  it('is not signed off with the hash of an earlier version', async () => {
    const { app } = world
    const earlier = await drafted(EDITION)
    const prime = join(world.config.updatesDir, 'prime-unique.md')
    writeFileSync(prime, readFileSync(prime, 'utf8').replaceAll('4.000', '4.500'))
    const hash = await drafted(EDITION)
    expect(hash).not.toBe(earlier)
    const approve = async (which: string) =>
      signOff(app, {
        edition: EDITION,
        hash: which,
        by: await approver(app),
        decision: 'approve',
        comment: null,
      })
    expect(await approve(earlier)).toEqual({ kind: 'refused', reason: 'other-hash', hash })
    expect(await readEdition(app, EDITION)).toMatchObject({ state: 'awaiting-sign-off', decisions: [] })
    expect(await approve(hash)).toMatchObject({ kind: 'decided', final: 'approve' })
  })
})

describe('a signed edition', () => {
  it('is dispatched once, by one of eight at once; the others and whoever comes later hear that it was', async () => {
    const { app } = world
    await signedEdition(world, FLASH)
    world.setClock(THURSDAY)
    const dispatched = () => dispatch(app, FLASH).then(({ kind }) => kind, String)
    const atOnce = await Promise.all(Array.from({ length: 8 }, dispatched))
    expect(atOnce.sort()).toEqual([...Array(7).fill('already'), 'dispatched'])
    const deliveries = await deliveriesOf(app.engine.db, FLASH)
    expect(await dispatched()).toBe('already')
    expect(await deliveriesOf(app.engine.db, FLASH)).toEqual(deliveries)
  })
})
