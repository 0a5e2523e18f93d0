import { describe, expect, it } from '@jest/globals'
import { mojibakeIn, ungarbled } from '../../../src/model/language/mojibake.js'
import { ANDERLECHT, HEAD, JETTE, problems } from '../../support/roster-files.js'

describe('letters that were read in a wrong code page', () => {
  it.each([
    ['Windows', 'lâ€™Ã‰chevin', 'l’Échevin'],
    ['Windows, with the no-break space that was a byte', 'voilÃ\u00a0 Bruxelles', 'voilà Bruxelles'],
    ['Windows, with a plain space in its place', 'voilÃ Bruxelles', 'voilà Bruxelles'],
    ['Windows, in quotation marks', '"Ã‰cole"', '"École"'],
    ['Windows, in brackets', '(Ã©tÃ©)', '(été)'],
    ['Windows, twice', 'jusquÃ¢â‚¬â„¢ÃƒÂ\u00a0 lÃ¢â‚¬â„¢ÃƒÂ©tÃƒÂ©', 'jusqu’à l’été'],
    ['Latin-1, with its controls', 'un c\u009cur l\u0092Ã©tÃ©', 'un cœur l’été'],
    ['Mac', '√âchevin de l‚Äô√©tat', 'Échevin de l’état'],
    ['Mac, with an accent of its own', 'eÃÅtat', 'état'],
    ['DOS', '├ëchevin de lÔÇÖ├®tat', 'Échevin de l’état'],
  ])('are read back from %s', (_, found, meant) => {
    expect(ungarbled(found)).toBe(meant)
    expect(mojibakeIn(found)).not.toBeNull()
  })

  it.each([
    'Âge, Île-de-France, PÂTÉ, «Â»',
    'naïf, 18 √ 4, ¬ faux',
    'Åsa Ström',
    '´s Gravenbrakel',
    'São Paulo',
  ])('are not seen in %s', text => {
    expect(ungarbled(text)).toBeNull()
    expect(mojibakeIn(text)).toBeNull()
  })

  it('are named in a list that has controls of Latin-1 for letters, and left out of no name in silence', () => {
    const name = ANDERLECHT.replace(';Bourgmestre;', ';Mme C\u009curdevey;')
    expect(problems({ mandates: `${HEAD}\n${name}\n${JETTE}\n` })).toEqual([
      expect.stringMatching(/^m\.csv:2:52 .*Cœurdevey/),
    ])
  })
})
