import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { loadLocales } from '../../../src/mjml/load.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { inLanguage } from '../../../src/model/language/language.js'
import { daysLate, dueInWords } from '../../../src/present/mail/due.js'

const strings = await loadLocales(fileURLToPath(new URL('../../../templates', import.meta.url)), BRUSSELS)
const said = (due: string, today: string | null, language: 'fr' | 'nl' = 'fr') =>
  dueInWords(due, today, inLanguage(strings, language), language).replaceAll('\u00a0', ' ')

describe('a due date in words', () => {
  it.each([
    ['2026-12-03', '2026-12-01', 'Pour le jeudi 3 décembre', 'Tegen donderdag 3 december'],
    ['2026-12-03', '2026-12-03', 'Pour aujourd’hui, jeudi 3 décembre', 'Tegen vandaag, donderdag 3 december'],
    [
      '2026-12-03',
      '2026-12-04',
      'En retard de 1 jour, jeudi 3 décembre',
      '1 dag te laat, donderdag 3 december',
    ],
    [
      '2026-12-01',
      '2026-12-03',
      'En retard de 2 jours, mardi 1er décembre',
      '2 dagen te laat, dinsdag 1 december',
    ],
    ['2026-12-01', null, 'Pour le mardi 1er décembre', 'Tegen dinsdag 1 december'],
  ])('%s, seen on %s', (due, today, french, dutch) => {
    expect(said(due, today)).toBe(french)
    expect(said(due, today, 'nl')).toBe(dutch)
  })

  it('counts days over the change of the year', () => {
    expect(daysLate('2026-12-31', '2027-01-02')).toBe(2)
    expect(daysLate('2026-12-31', '2026-12-31')).toBe(0)
  })
})
