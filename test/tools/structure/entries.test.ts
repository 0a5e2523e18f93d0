import { runInNewContext } from 'node:vm'
import { describe, expect, it } from '@jest/globals'
import { telling } from '../../../tools/structure/entries.js'
import { visitedIn } from '../../../tools/structure/walks.js'

describe('a file that tells what is entered', () => {
  it('tells each function by name, first of all it does, and stays what it was', () => {
    const told: string[] = []
    const note = (file: string, name: string) => void told.push(`${file} ${name}`)
    const text =
      'const twice = n => ({ é: n * 2 })\nfunction sum(list) { return list.map(twice).reduce((a, b) => a + b.é, 0) }\nsum'
    const sum = runInNewContext(telling(text, 'src/sum.js'), { told: note })
    expect(sum([1, 2])).toBe(6)
    const names = ['sum', 'twice', 'twice', '(callback)', '(callback)']
    expect(told).toEqual(names.map(name => `src/sum.js ${name}`))
  })
})

describe('the files of a walk', () => {
  it('are listed in the order of their first entry; a call within a file enters nothing', () => {
    const entries = [
      { file: 'a', name: 'one', from: '' },
      { file: 'b', name: 'two', from: 'a' },
      { file: 'b', name: 'three', from: 'b' },
      { file: 'a', name: 'one', from: 'b' },
    ]
    expect(visitedIn(entries)).toEqual([
      { file: 'a', entered: 2, names: ['one'] },
      { file: 'b', entered: 1, names: ['two', 'three'] },
    ])
  })
})
