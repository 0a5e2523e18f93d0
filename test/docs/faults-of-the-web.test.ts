import { describe, expect, it } from '@jest/globals'
import { codeIn, rowsOf, textOf } from './pages-of-docs.js'

const page = textOf('docs/faults.md')
const rows = rowsOf(page.slice(page.indexOf('## The web, line by line')))
  .map(([, test = '', sentence = '']) => ({ file: codeIn(test)[0] ?? '', sentence }))
  .filter(({ file }) => file.startsWith('test/'))

describe('each fault of the web', () => {
  it('is tried by the test that the page names', () => {
    expect(rows.length).toBeGreaterThan(30)
    expect(rows.filter(({ file, sentence }) => sentence === '' || !textOf(file).includes(sentence))).toEqual(
      [],
    )
  })
})
