import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { loadLocales } from '../../../src/mjml/load.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { inLanguage } from '../../../src/model/language/language.js'
import { shortDue } from '../../../src/present/pages/short-due.js'

const strings = await loadLocales(fileURLToPath(new URL('../../../templates', import.meta.url)), BRUSSELS)
const said = (due: string, today: string | null, language: 'fr' | 'nl') => {
  const { strong, rest, tone } = shortDue(due, today, inLanguage(strings, language), language)
  return [strong, rest, tone].join(' | ').replaceAll('\u00a0', ' ')
}

describe('a due date in a narrow column', () => {
  it.each([
    ['2026-12-03', '2026-12-04', '1 jour | de retard | late', '1 dag | te laat | late'],
    ['2026-12-31', '2027-01-02', '2 jours | de retard | late', '2 dagen | te laat | late'],
    ['2026-12-04', '2026-12-04', 'Aujourd’hui |  | today', 'Vandaag |  | today'],
    ['2026-12-07', '2026-12-04', 'lun. 7 | décembre | ', 'ma 7 | december | '],
    ['2026-12-03', null, 'jeu. 3 | décembre | ', 'do 3 | december | '],
  ])('%s, seen on %s', (due, today, french, dutch) => {
    expect([said(due, today, 'fr'), said(due, today, 'nl')]).toEqual([french, dutch])
  })
})
