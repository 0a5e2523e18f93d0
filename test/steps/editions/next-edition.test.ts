import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { audienceChanges } from '../../../src/steps/editions/audience-changes.js'
import { nextDraft, nextEdition, nextMisses } from '../../../src/steps/editions/next-edition.js'
import { takeIn } from '../../../src/steps/updates/take-in.js'
import { type DeskWeek, layWeek, ledgerOf, openDesk, removeFile, writeFile } from '../../support/desk-week.js'

let desk: DeskWeek
beforeAll(async () => {
  desk = await openDesk()
})
afterAll(() => desk.close())

const app = () => desk.world.app
const places = async () =>
  Object.fromEntries((await nextEdition(app()))?.items.map(one => [one.id, one.section]) ?? [])

describe('the next edition, now', () => {
  it('is empty before the first update, and has its slot', async () => {
    const next = await nextEdition(app())
    expect(next).toMatchObject({ edition: '2020-W19', items: [], problems: [], gone: [] })
    expect(next?.sendAt).toEqual(new Date('2020-05-07T09:00:00+02:00'))
  })

  it('has each update in its place, by what was sent last, and its title and file', async () => {
    await layWeek(desk)
    writeFile(desk.world, 'permanence', {})
    await takeIn(app())
    expect(await places()).toMatchObject({
      permanence: 'new',
      'reouverture-commerces': 'new',
      'prime-unique': 'changed',
      'stationnement-commerces': 'withdrawn',
      'numero-1819': 'standing',
    })
    expect((await nextEdition(app()))?.items.find(({ id }) => id === 'permanence')).toMatchObject({
      title: { fr: 'permanence', nl: 'permanence' },
      file: 'updates/permanence.md',
    })
  })

  it('names what is refused and what is gone, which stays in it', async () => {
    writeFile(desk.world, 'cassee', { deadline: '2020-02-30' })
    removeFile(desk.world, 'permanence')
    await takeIn(app())
    const next = await nextEdition(app())
    expect(next?.problems.map(({ file }) => file)).toEqual(['updates/cassee.md'])
    expect(next?.gone.map(({ update }) => update.id)).toEqual(['permanence'])
    expect(next).toMatchObject({ ...(await nextMisses(app())) })
    expect(Object.keys(await places())).not.toContain('cassee')
  })

  it('is drawn up for whom it would reach, and freezes nothing', async () => {
    const before = await ledgerOf(desk.world)
    const draft = await nextDraft(app())
    expect(draft?.content).toMatchObject({ edition: '2020-W19', date: '2020-05-07' })
    expect(draft?.audience.addressees).toHaveLength(59)
    expect(draft?.content.items.map(({ update }) => update.id)).toContain('reouverture-commerces')
    expect(await ledgerOf(desk.world)).toEqual(before)
  })

  it('is compared with the edition sent last, whichever of the two is longer, without reading more than is named', async () => {
    const all = (await nextDraft(app()))?.audience.addressees.map(one => ({
      ...one,
      recipient: one.id,
      reason: null,
    }))
    const ids = async (places: typeof all = [], limit = 2) => {
      const next = { id: '2020-W19', dispatchedAt: null }
      const { before, changes } = await audienceChanges(app(), next, { places }, limit)
      expect(before?.edition).toBe('2020-W18')
      return changes.map(({ change, recipient, n }) => [change, recipient, n])
    }
    expect(await ids(all)).toEqual([])
    expect(await ids([])).toEqual([
      ['left', 'anderlecht-alderman-economy', 59],
      ['left', 'anderlecht-alderman-public-space', 59],
    ])
    const twice = all?.flatMap(one => [one, { ...one, recipient: `new-${one.recipient}` }])
    expect(await ids(twice, 1)).toEqual([['came', expect.stringMatching(/^new-anderlecht-/), 59]])
  })

  it('is none without a slot; without a roster nobody knows whom it would reach', async () => {
    const { recipientsDir } = desk.world.config
    const calendar = join(recipientsDir, 'calendar.yaml')
    writeFileSync(
      calendar,
      'pauses:\n  - {from: 2020-05-01, until: 2030-12-31, reason: {fr: Fin, nl: Einde}}\n',
    )
    expect([await nextEdition(app()), await nextDraft(app())]).toEqual([null, null])
    rmSync(calendar)
    writeFileSync(join(recipientsDir, 'mandate-holders.csv'), 'nothing of a roster\n')
    expect(await nextDraft(app())).toBeNull()
    expect((await nextEdition(app()))?.edition).toBe('2020-W19')
  })
})
