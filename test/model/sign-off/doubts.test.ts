import { describe, expect, it } from '@jest/globals'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { problemAt } from '../../../src/model/problem/problem.js'
import { doubtsAbout, type WarnedInEdition } from '../../../src/model/sign-off/doubts.js'
import { type Update, updateIn } from '../../../src/model/updates/update.js'

const EDITION = { date: '2026-12-03' }
const update = (keys: Partial<Update>) =>
  updateIn(BRUSSELS).parse({
    id: 'prime',
    kind: 'support',
    topic: 'economy',
    level: 'region',
    text: {
      fr: { title: 'Prime', summary: 'La Région verse une prime aux commerces.', body: '' },
      nl: { title: 'Premie', summary: 'Het Gewest betaalt een premie aan de handelszaken.', body: '' },
    },
    ...keys,
  })
const doubts = (keys: Partial<Update>, carried: Update | null = null, file: WarnedInEdition | null = null) =>
  doubtsAbout({ update: update(keys) }, EDITION, carried, file)
const codes = (keys: Partial<Update>, carried: Update | null = null) =>
  doubts(keys, carried).open.map(({ code }) => code)

describe('what is worth a look before signing', () => {
  it.each<[Partial<Update>, string[]]>([
    [{ deadline: '2026-12-02' }, ['deadline-past']],
    [{ deadline: '2026-12-03' }, []],
    [{ until: '2026-12-01' }, ['over-already']],
    [{ from: '2062-01-15' }, ['year-doubtful']],
    [{ from: '2026-01-15' }, ['year-doubtful']],
    [{ from: '2026-10-01' }, []],
    [{ until: '2035-12-31' }, []],
    [{ deadline: '2025-12-02', status: 'withdrawn' }, []],
  ])('are dates as they are on the day of the edition: %j', (keys, expected) => {
    expect(codes(keys)).toEqual(expected)
  })

  it.each<[Partial<Update>, Partial<Update>]>([
    [{ until: '2026-12-01' }, { until: '2027-06-30' }],
    [{ deadline: '2026-12-01' }, { deadline: '2026-12-01' }],
    [{ from: '2036-01-01' }, { from: '2036-01-01' }],
  ])('is nothing that readers were told before: %j after %j', (keys, carried) => {
    expect(codes(keys, update(carried))).toEqual([])
  })

  it('is a year that has been changed since', () => {
    expect(codes({ from: '2062-01-15' }, update({ from: '2026-01-15' }))).toEqual(['year-doubtful'])
  })

  it('is what was found in the file, once, until an editor says that it is meant', () => {
    const values = { found: '2026-12-02', today: '2026-12-02', suggestion: null }
    const cut = { key: 'authority.fr', found: 'Service', cut: '#1' }
    const warnings = [
      problemAt('updates/a.md', { line: 6, column: 9 }, 'deadline-past', values),
      problemAt('updates/a.md', { line: 7, column: 9 }, 'text-cut', cut),
    ]
    const keys = { deadline: '2026-12-02' }
    const open = doubts(keys, null, { hash: 'h', warnings, meant: null })
    expect(open).toEqual({ open: warnings, settled: null })
    const meant = { by: 'Rédaction', at: '2026-12-02T10:00:00+01:00' }
    expect(doubts(keys, null, { hash: 'h', warnings, meant })).toEqual({
      open: [],
      settled: { count: 2, meant },
    })
    expect(doubts({ ...keys, until: '2026-12-02' }, null, { hash: 'h', warnings, meant }).open).toMatchObject(
      [{ code: 'over-already' }],
    )
  })
})
