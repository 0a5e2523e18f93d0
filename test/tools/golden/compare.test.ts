import { describe, expect, it } from '@jest/globals'
import { differencesOf } from '../../../tools/golden/compare.js'

const recorded = (files: Record<string, string | Buffer>) =>
  new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content as string)]))

describe('what two recordings of a week differ in', () => {
  it('is nothing where all bytes are the same', () => {
    expect(differencesOf(recorded({ a: 'x\ny', b: '' }), recorded({ b: '', a: 'x\ny' }))).toEqual([])
  })

  it('is told with the line of the first changed byte and what stands before it', () => {
    const before = recorded({ mail: 'To: a\r\n\r\nMadame,\r\nBonjour\r\n' })
    const after = recorded({ mail: 'To: a\r\n\r\nMadame,\r\nBonsoir\r\n' })
    expect(differencesOf(before, after)).toEqual([
      'mail: line 4\n    ␍\n    Madame,␍\n  - Bonjour␍\n  + Bonsoir␍',
    ])
  })

  it('is told for bytes that are no text, and for a line that is missing at the end', () => {
    expect(
      differencesOf(recorded({ a: Buffer.from([0xff]) }), recorded({ a: Buffer.from([0xfe]) })),
    ).toHaveLength(1)
    expect(differencesOf(recorded({ a: 'x\ny' }), recorded({ a: 'x' }))).toEqual([
      'a: line 2\n    x\n  - y\n  + (the end)',
    ])
    expect(differencesOf(recorded({ a: 'x' }), recorded({ a: 'x\ny' }))).toEqual([
      'a: line 2\n    x\n  - (the end)\n  + y',
    ])
  })

  it('is told for what only one of them holds', () => {
    expect(differencesOf(recorded({ a: '' }), recorded({ b: '' }))).toEqual([
      'a: only before',
      'b: only after',
    ])
  })
})
