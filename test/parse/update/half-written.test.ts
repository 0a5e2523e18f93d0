import { describe, expect, it } from '@jest/globals'
import { problemAt, WHOLE_FILE } from '../../../src/model/problem/problem.js'
import { looksHalfWritten } from '../../../src/parse/update/half-written.js'
import { packWordFile } from '../../../src/present/word/word-template.js'
import { PRIME, parse, SHORT } from '../../support/update-files.js'
import { DUTCH, FIELDS, heading, parseWord, say } from '../../support/word-files.js'

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

  it('of Word looks half-written only when it can’t be read', () => {
    const bytes = packWordFile(
      `${FIELDS}${heading('fr: Un long titre')}${say('Un long résumé.'.repeat(20))}${DUTCH}`,
    )
    expect(looksHalfWritten(bytes, parseWord(bytes))).toBe(false)
    const bad = packWordFile(`${FIELDS}${DUTCH}`)
    expect(looksHalfWritten(bad, parseWord(bad))).toBe(false)
    const broken = { problems: [problemAt('updates/a.docx', WHOLE_FILE, 'word-broken', {})], warnings: [] }
    expect(looksHalfWritten(bytes.subarray(0, 900), broken)).toBe(true)
  })

  it('is found out at every place where the writing may stop within a line, but for the last words', () => {
    const bytes = Array.from({ length: PRIME.length - 60 }, (_, length) => PRIME.slice(0, length + 1))
    const taken = bytes.filter(text => 'update' in parse(text) && !looks(text))
    expect(taken.every(text => text.endsWith('\n'))).toBe(true)
  })
})
