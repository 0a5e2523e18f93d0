import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { loadLocales } from '../../../src/mjml/load.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { audienceOn } from '../../../src/model/editions/audience.js'
import { suggestion } from '../../../src/model/follow-ups/follow-up-rules.js'
import { phonesFor } from '../../../src/model/follow-ups/phones.js'
import { inLanguage } from '../../../src/model/language/language.js'
import { followUpsSheet } from '../../../src/present/sheets/list-sheets.js'
import { COMMUNES, parse, withColumns } from '../../support/roster-files.js'

const strings = await loadLocales(fileURLToPath(new URL('../../../templates', import.meta.url)), BRUSSELS)
const FOLLOW_UP = {
  ...{ id: '1', edition: '2026-W48', commune: '21001', recipient: 'anderlecht-mayor', spoc: 'spoc-ouest' },
  ...{ reason: 'bounced' as const, detail: '', state: 'open' as const, result: null, openedAt: new Date(0) },
  ...{ takenBy: null, doneBy: null, doneAt: null, assignedBy: null },
}
const GENERAL = COMMUNES.replace('spoc: spoc-ouest', 'spoc: spoc-ouest\n    phone: 02 000 21 01')
const BOTH = { phone: '0400 00 00 01', phone_secretariat: '02 000 21 10' }
const called = (
  phones: Record<string, string>,
  communes = GENERAL,
  reason: 'bounced' | 'not-reached' = 'bounced',
) => {
  const recipient = reason === 'bounced' ? 'anderlecht-mayor' : '21001'
  const { roster } = parse({ communes, mandates: withColumns(phones) })
  return phonesFor({ recipient, commune: '21001', reason }, roster).map(({ of, number }) => `${of} ${number}`)
}

describe('whom to call', () => {
  it('is the person and the secretariat, else the commune, else nobody that is known', () => {
    expect(called(BOTH)).toEqual(['own +32400000001', 'secretariat +3220002110'])
    expect(called({ phone_secretariat: '02 000 21 10' })).toEqual(['secretariat +3220002110'])
    expect(called({})).toEqual(['commune +3220002101'])
    expect(called({}, COMMUNES)).toEqual([])
  })

  it('of a commune as a whole is the commune, else its mayor', () => {
    expect(called(BOTH, GENERAL, 'not-reached')).toEqual(['commune +3220002101'])
    expect(called(BOTH, COMMUNES, 'not-reached')).toEqual(['own +32400000001', 'secretariat +3220002110'])
  })

  it('of a vacant mandate is not who held it', () => {
    const { roster } = parse({ communes: COMMUNES, mandates: withColumns(BOTH) })
    const vacant = roster.mandateHolders.map(one => ({ ...one, name: '', email: '' }))
    const { communes } = roster
    expect(
      phonesFor(
        { recipient: 'anderlecht-mayor', commune: '21001', reason: 'vacant' },
        { communes, mandateHolders: vacant },
      ),
    ).toEqual([{ of: 'secretariat', number: '+3220002110' }])
  })

  it('stands in a workbook as a text that says whose it is', () => {
    const { roster } = parse({
      mandates: withColumns({ phone: '+33 1 99 00 00 01', phone_secretariat: '02 000 21 10 poste 12' }),
    })
    const { columns, rows } = followUpsSheet(
      [{ ...FOLLOW_UP, ...suggestion('bounced', '2026-12-01') }],
      { strings: inLanguage(strings, 'nl'), language: 'nl', timeZone: 'Europe/Brussels' },
      roster,
      '2026-12-01',
    )
    const at = columns.findIndex(({ title }) => title === 'Telefoon')
    expect(columns[at]?.kind).toBe('text')
    expect(rows[0]?.[at]).toBe(
      '+33 1 99 00 00 01 (Rechtstreeks nummer) · 02 000 21 10, toestel 12 (Secretariaat)',
    )
  })

  it('is in no frozen audience', () => {
    const { roster } = parse({ mandates: withColumns(BOTH) })
    expect(roster.mandateHolders[0]?.phones).toBeDefined()
    const { addressees } = audienceOn('2020-04-30', roster.mandateHolders)
    expect(JSON.stringify(addressees)).not.toMatch(/phone|32400|20002110/)
  })
})
