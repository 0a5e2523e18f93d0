import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import { loadLocales } from '../../../src/mjml/load.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { inLanguage } from '../../../src/model/language/language.js'
import { editionName } from '../../../src/present/pages/edition-name.js'

const strings = await loadLocales(fileURLToPath(new URL('../../../templates', import.meta.url)), BRUSSELS)
const named = (edition: string, language: 'fr' | 'nl', today = '2026-12-04') =>
  editionName(edition, today, inLanguage(strings, language), language).replaceAll(/[\u00a0\u202f]/g, ' ')

describe('the name of an edition', () => {
  it.each([
    ['2026-W46', 'Semaine 46 · du 9 au 15 novembre', 'Week 46 · van 9 tot en met 15 november'],
    [
      '2026-W49',
      'Semaine 49 · du 30 novembre au 6 décembre',
      'Week 49 · van 30 november tot en met 6 december',
    ],
    [
      '2026-W53',
      'Semaine 53 · du 28 décembre 2026 au 3 janvier 2027',
      'Week 53 · van 28 december 2026 tot en met 3 januari 2027',
    ],
    ['2025-W10', 'Semaine 10 · du 3 au 9 mars 2025', 'Week 10 · van 3 tot en met 9 maart 2025'],
    ['2025-W18', 'Semaine 18 · du 28 avril au 4 mai 2025', 'Week 18 · van 28 april tot en met 4 mei 2025'],
    [
      '2026-W46-flash-2',
      'Édition urgente 2 · semaine 46 · du 9 au 15 novembre',
      'Dringende editie 2 · week 46 · van 9 tot en met 15 november',
    ],
    [
      '2026-W46-erratum-1',
      'Correction 1 · semaine 46 · du 9 au 15 novembre',
      'Rechtzetting 1 · week 46 · van 9 tot en met 15 november',
    ],
  ])('%s', (edition, french, dutch) => {
    expect([named(edition, 'fr'), named(edition, 'nl')]).toEqual([french, dutch])
  })

  it('has its year as soon as that is not the present one', () => {
    expect(named('2026-W46', 'fr', '2027-01-04')).toBe('Semaine 46 · du 9 au 15 novembre 2026')
  })

  it('is none for what is no edition', () => {
    expect(() => named('next', 'fr')).toThrow()
  })
})
