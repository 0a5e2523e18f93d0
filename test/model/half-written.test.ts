import { describe, expect, it } from '@jest/globals'
import { looksHalfWritten } from '../../src/model/half-written.js'
import { PRIME, parse, SHORT } from '../support/update-files.js'

const looks = (text: string) => looksHalfWritten(new TextEncoder().encode(text), parse(text))

describe('a young file', () => {
  it('looks half-written when it stops within a line and lacks something', () => {
    expect(looks(SHORT.slice(0, 40))).toBe(true)
    expect(looks(SHORT.slice(0, SHORT.indexOf('# nl:') - 4))).toBe(true)
  })

  it('looks half-written when it stops within a line of a text much shorter than the other', () => {
    expect(looks(PRIME.slice(0, PRIME.indexOf('ondernemingen.')))).toBe(true)
  })

  it('looks whole when its last line is, whether it is right or wrong', () => {
    expect(looks(SHORT)).toBe(false)
    expect(looks(SHORT.replace('kind: notice', 'kind: nothing'))).toBe(false)
  })

  it('looks whole without its last line break when both texts are about as long', () => {
    expect(looks(SHORT.trimEnd())).toBe(false)
  })

  it('is found out at every place where the writing may stop within a line, but for the last words', () => {
    const bytes = Array.from({ length: PRIME.length - 60 }, (_, length) => PRIME.slice(0, length + 1))
    const taken = bytes.filter(text => 'update' in parse(text) && !looks(text))
    expect(taken.every(text => text.endsWith('\n'))).toBe(true)
  })
})
