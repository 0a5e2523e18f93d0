import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  flashCandidates,
  foreseeOutOfTurn,
  prepareOutOfTurn,
} from '../../../src/steps/editions/prepare-out-of-turn.js'
import { readEdition } from '../../../src/steps/editions/read-edition.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { type DeskWeek, layWeek, ledgerOf, openDesk, STAFF } from '../../support/desk-week.js'

const EDITOR = STAFF.editor
const FLASH = '2020-W19-flash-1'
const SAID = { fr: 'Le montant était faux.', nl: 'Het bedrag was fout.' }

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
  await layWeek(desk)
})
afterAll(() => desk.close())

describe('an urgent edition', () => {
  it('is foreseen without anything being frozen: what it holds, for how many, and who can sign', async () => {
    const { app } = desk.world
    const before = await ledgerOf(desk.world)
    const ids = (await flashCandidates(app)).map(({ update }) => update.id)
    expect(ids).toContain('reouverture-commerces')
    const wishes = { updates: ['reouverture-commerces'], communes: ['21001', '21009'] }
    const foreseen = await foreseeOutOfTurn(app, { wishes, by: EDITOR })
    expect(foreseen).toMatchObject({ kind: 'foreseen', edition: FLASH, addressees: 6, communes: 2 })
    if (foreseen.kind === 'foreseen')
      expect(foreseen.signers.map(({ email }) => email)).toContain(STAFF.approver)
    expect(await foreseeOutOfTurn(app, { wishes: { updates: ['x'] }, by: EDITOR })).toEqual({
      kind: 'unplannable',
      why: { code: 'update-unknown', updates: ['x'] },
    })
    expect(await foreseeOutOfTurn(app, { wishes, by: STAFF.spoc })).toEqual({ kind: 'may-not' })
    expect(await ledgerOf(desk.world)).toEqual(before)
  })

  it('is prepared under the name that was foreseen alone, by who writes, and asked to be signed', async () => {
    const { app } = desk.world
    const wishes = { updates: ['reouverture-commerces'], communes: 'all' as const }
    expect(await prepareOutOfTurn(app, { wishes, by: STAFF.head }, FLASH)).toEqual({ kind: 'may-not' })
    expect(await prepareOutOfTurn(app, { wishes, by: EDITOR }, '2020-W19-flash-2')).toEqual({
      kind: 'changed',
    })
    expect(await readEdition(app, FLASH)).toBeNull()
    const asked = await prepareOutOfTurn(app, { wishes, by: EDITOR }, FLASH)
    expect(asked).toEqual({ kind: 'asked', edition: FLASH, approvers: 2 })
    expect(await readEdition(app, FLASH)).toMatchObject({ state: 'awaiting-sign-off', preparedBy: EDITOR })
    expect(await prepareOutOfTurn(app, { wishes, by: EDITOR }, FLASH)).toEqual({ kind: 'changed' })
  })
})

describe('a correction', () => {
  it('holds what was corrected since, for who got the edition', async () => {
    const { app, config } = desk.world
    const erratum = { corrects: '2020-W18', reason: SAID }
    const file = join(config.updatesDir, 'prime-unique.md')
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('4.000', '4.400'))
    await takeIn(app)
    const asked = { wishes: { updates: ['prime-unique'], erratum }, by: EDITOR }
    // One of 59 was refused.
    expect(await foreseeOutOfTurn(app, asked)).toMatchObject({
      ...{ kind: 'foreseen', edition: '2020-W18-erratum-1', addressees: 58 },
      items: [{ update: { id: 'prime-unique' } }],
    })
    expect(await prepareOutOfTurn(app, asked, '2020-W18-erratum-1')).toMatchObject({ kind: 'asked' })
  })
})
