import { describe, expect, it } from '@jest/globals'
import {
  DUTCH,
  FIELDS,
  FRENCH,
  fieldsWith,
  heading,
  parseWord,
  say,
  wordProblems,
} from '../../support/word-files.js'

describe('text that was pasted into Word', () => {
  it.each([
    ['&lt;!-- à valider avec le cabinet --&gt;', 'html-refused', '<!-- à valider avec le cabinet -->'],
    ['La prime est &lt;b&gt;prolongée&lt;/b&gt;.', 'html-refused', '<b>'],
    ['La prime est prolongÃ©e.', 'mojibake', 'prolongÃ©e'],
  ])('has %s named at its paragraph', (text, code, found) => {
    expect(parseWord(`${FIELDS}${FRENCH}${say(text)}${DUTCH}`)).toMatchObject({
      problems: [{ code, unit: 'paragraph', line: 3, values: { found } }],
    })
  })

  it('has HTML in a field named at its row', () => {
    const fields = fieldsWith(['authority.fr', 'R&lt;br&gt;égion'], ['authority.nl', 'Gewest'])
    expect(wordProblems(`${fields}${FRENCH}${DUTCH}`)[0]).toMatch(/"<br>" is HTML/)
  })

  it('keeps the signs of a title: nothing in it is Markdown', () => {
    const titled = `${heading('fr: Prime *unique* [1] x_y_z &lt;nom&gt; C #')}${say('Résumé.')}`
    expect(parseWord(`${FIELDS}${titled}${DUTCH}`)).toMatchObject({
      update: { text: { fr: { title: 'Prime *unique* [1] x_y_z <nom> C #' } } },
    })
  })

  it('has no word said of signs that are right', () => {
    const text = say('Un taux &lt; 3 % (*), commerçant*es, 5*4*3, ~5 %, #1819, R&amp;D.')
    const codes = parseWord(`${FIELDS}${FRENCH}${text}${DUTCH}`).warnings.map(({ code }) => code)
    expect(codes.filter(code => code !== 'number-in-one-language')).toEqual([])
  })
})
