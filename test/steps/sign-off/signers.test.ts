import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { EditionRow } from '../../../src/postgres/editions/editions.js'
import { draft } from '../../../src/steps/editions/draft.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { aboutOf, roundOf } from '../../../src/steps/sign-off/about-version.js'
import { signature, signDesk } from '../../../src/steps/sign-off/sign-desk.js'
import { signOff } from '../../../src/steps/sign-off/sign-off.js'
import { authorsOf, signerRefusal, signersOf } from '../../../src/steps/sign-off/signers.js'
import { withdrawApproval } from '../../../src/steps/sign-off/withdraw-approval.js'
import { staffOf } from '../../../src/steps/staff/staff.js'
import { emptied, openWorld, type World } from '../../support/world.js'
import { writeUpdate } from '../../support/written-updates.js'

const EDITION = '2026-W48'
const NOW = '2026-11-25T12:00:00+01:00'
const DIRECTOR = 'direction@cabinet.example'
const ADVISER = 'conseil-economie@cabinet.example'
const ADMIN = 'informatique@agence.example'

let world: World
beforeAll(async () => {
  world = await openWorld({ now: NOW })
  writeUpdate(world, { id: 'mesure' })
})
afterAll(() => world.close())

async function rowOf(edition = EDITION): Promise<EditionRow> {
  const row = await readEdition(world.app, edition)
  if (!row) throw new Error(`there is no ${edition}`)
  return row
}

/** The edition as it is drafted by this person, in an empty ledger. */
async function draftedBy(preparedBy: string | null): Promise<EditionRow> {
  await emptied(world)
  await draft(world.app, EDITION, preparedBy)
  return rowOf()
}

const decides = async (by: string, decision: 'approve' | 'reject' = 'approve', edition = EDITION) => {
  const { hash } = await rowOf(edition)
  return signOff(world.app, { edition, hash: hash ?? '', by, decision, comment: null })
}
const emails = (staff: { email: string }[]) => staff.map(({ email }) => email).sort()
async function person(email: string) {
  const found = (await staffOf(world.app)).find(one => one.email === email)
  if (!found) throw new Error(`${email} is not on the staff`)
  return found
}

describe('who can sign a version', () => {
  it('are the approvers, until they have decided', async () => {
    const row = await draftedBy(ADMIN)
    expect(await authorsOf(world.app, row)).toEqual({ editors: [null, ADMIN], preparedBy: ADMIN })
    expect(emails(await signersOf(world.app, row))).toEqual([ADVISER, DIRECTOR])
    await decides(DIRECTOR)
    expect(emails(await signersOf(world.app, await rowOf()))).toEqual([ADVISER])
  })

  it('is nobody who drafted the same content, first or again', async () => {
    await draftedBy(DIRECTOR)
    await draft(world.app, EDITION, ADMIN)
    const row = await rowOf()
    expect((await authorsOf(world.app, row)).editors).toEqual(expect.arrayContaining([DIRECTOR]))
    expect(emails(await signersOf(world.app, row))).toEqual([ADVISER])
    expect(await signerRefusal(world.app, DIRECTOR.toUpperCase(), row)).toBe('author')
  })

  it('is no stranger, and nobody with other work', async () => {
    const row = await draftedBy(null)
    expect(await signerRefusal(world.app, DIRECTOR, row)).toBeNull()
    expect(await signerRefusal(world.app, 'nobody@else.example', row)).toBe('unknown-person')
    expect(await signerRefusal(world.app, ADMIN, row)).toBe('not-approver')
  })
})

describe('the desk of who signs', () => {
  it('has what waits for them, open until they decide', async () => {
    const row = await draftedBy(null)
    const director = await person(DIRECTOR)
    expect(await signature(world.app, row, director)).toEqual({ kind: 'open' })
    expect(await signature(world.app, row, await person(ADMIN))).toEqual({
      kind: 'refused',
      reason: 'not-approver',
    })
    await decides(ADVISER, 'reject')
    expect(await signature(world.app, await rowOf(), director)).toEqual({ kind: 'closed' })
    expect(await signDesk(world.app, director)).toEqual([])
  })

  it('keeps what they approved until it leaves, and has nothing that another approved', async () => {
    await draftedBy(null)
    await decides(DIRECTOR)
    expect(await signature(world.app, await rowOf(), await person(DIRECTOR))).toEqual({ kind: 'decided' })
    expect(await signDesk(world.app, await person(DIRECTOR))).toMatchObject([
      { row: { id: EDITION, state: 'approved' }, signature: { kind: 'decided' } },
    ])
    expect(await signDesk(world.app, await person(ADVISER))).toEqual([])
  })

  it('has first what leaves first', async () => {
    await emptied(world)
    await draft(world.app, '2026-W49', null)
    // Out of turn: it leaves as soon as it is signed.
    await draft(world.app, '2026-W49-flash-1', null, { updates: ['mesure'] })
    const desk = await signDesk(world.app, await person(DIRECTOR))
    expect(desk.map(({ row }) => row.id)).toEqual(['2026-W49-flash-1', '2026-W49'])
  })
})

describe('what a mail about a version says', () => {
  it('names version and hash, and when it leaves, in the time of the agency', async () => {
    const row = await draftedBy(null)
    expect(aboutOf(world.app, row)).toEqual({
      edition: EDITION,
      version: 1,
      hash: row.hash,
      sendAt: '2026-11-26T09:00:00+01:00',
      closesAt: '2026-11-27T09:00:00+01:00',
      atOnce: false,
    })
  })

  it('says of an edition drafted after its slot that it leaves at once', async () => {
    world.setClock('2026-11-26T12:00:00+01:00')
    const row = await draftedBy(null)
    world.setClock(NOW)
    expect(aboutOf(world.app, row)).toMatchObject({ atOnce: true })
  })

  it('is told anew once an approval is withdrawn', async () => {
    await draftedBy(null)
    await decides(DIRECTOR)
    expect(roundOf(await rowOf())).toBe(`${EDITION} v1`)
    await withdrawApproval(world.app, { edition: EDITION, by: DIRECTOR, reason: null })
    expect(roundOf(await rowOf())).toBe(`${EDITION} v1 w1`)
  })
})
