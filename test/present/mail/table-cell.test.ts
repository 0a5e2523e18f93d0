import { describe, expect, it } from '@jest/globals'
import { tableCell } from '../../../src/present/mail/table-cell.js'

const kept = (text: string) => tableCell(text).pieces.filter(({ keep }) => keep)

describe('a cell of a table', () => {
  it.each([
    ['échevin(e)', ['échevin(e)']],
    ['Ixelles, échevin(e)\u00a0: adresse', ['échevin(e)\u00a0:']],
    ['Burgemeester (waarnemend)', []],
    ['', []],
  ])('%s keeps %j together', (text, words) => {
    expect(kept(text).map(piece => piece.text)).toEqual(words)
  })

  it('says the same in pieces', () => {
    const text = 'Ixelles, échevin(e) : deux habitant(e)s'
    expect(
      tableCell(text)
        .pieces.map(piece => piece.text)
        .join(''),
    ).toBe(text)
    expect(tableCell('').pieces).toEqual([])
  })
})
