import { describe, expect, it } from '@jest/globals'
import { exact } from '../../../src/present/problem/exact.js'
import { describeProblem } from '../../../src/present/problem/texts.js'

describe('a text of which each character counts', () => {
  it.each([
    ['en', 'a[U+200B zero width space]b[U+0435 Cyrillic letter]'],
    ['fr', 'a[U+200B espace sans chasse]b[U+0435 lettre cyrillique]'],
    ['nl', 'a[U+200B spatie zonder breedte]b[U+0435 cyrillische letter]'],
  ] as const)('names in %s what can not be seen, or looks like another', (language, shown) => {
    expect(exact('a\u200bb\u0435', language)).toBe(shown)
  })

  it('shows by its code point alone what has no name here', () => {
    expect(exact('a\u2063b', 'fr')).toBe('a[U+2063]b')
  })

  it('is named alike in a list and in a link, in the language of the message', () => {
    const at = { file: 'a', line: 1, column: 1 }
    const inLink = {
      code: 'link-unseen',
      values: { key: 'links[0]', found: 'https://a', character: 'U+200B', suggestion: null },
    } as const
    const inList = {
      code: 'email-wrong',
      values: { key: 'email', found: 'a\u200b@b.example', suggestion: null },
    } as const
    for (const one of [inLink, inList])
      expect(describeProblem({ ...at, ...one } as never, 'fr').message).toContain('espace sans chasse')
  })
})
