import { describe, expect, it } from '@jest/globals'
import { sameIdProblems } from '../../../src/model/updates/same-id.js'
import { formatProblem } from '../../../src/present/problem/texts.js'

const file = (name: string, id: string, hash: string) => ({
  file: name,
  id,
  hash,
  idPlace: { line: 2, column: 5 },
})

describe('files with one id', () => {
  it('and the same content are used once, the first by name', () => {
    const result = sameIdProblems([file('b.md', 'x', '1'), file('a.md', 'x', '1'), file('c.md', 'y', '2')])
    expect(result.used.map(one => one.file)).toEqual(['a.md', 'c.md'])
    expect(result.duplicates.map(one => one.file)).toEqual(['b.md'])
    expect(result.problems).toEqual([])
    expect(result.warnings.map(one => formatProblem(one, 'en'))).toEqual([
      'b.md:2:5 The same update stands in a.md. Delete one of the two files.',
    ])
  })

  it('and other content are not used, and each names the others', () => {
    const result = sameIdProblems([file('a.md', 'x', '1'), file('b.md', 'x', '2'), file('c.md', 'x', '1')])
    expect(result.used).toEqual([])
    expect(result.problems.map(one => formatProblem(one, 'en'))).toEqual([
      'a.md:2:5 The id "x" also stands in b.md, c.md, with other content. Keep one file, or give one of them its own id. None is used until then.',
      'b.md:2:5 The id "x" also stands in a.md, c.md, with other content. Keep one file, or give one of them its own id. None is used until then.',
      'c.md:2:5 The id "x" also stands in a.md, b.md, with other content. Keep one file, or give one of them its own id. None is used until then.',
    ])
  })
})
