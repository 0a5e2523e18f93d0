import { describe, expect, it } from '@jest/globals'
import { measure } from '../../../tools/structure/source.js'

const arrows = (text: string) =>
  measure('src/a/one.ts', text).arrows.map(({ to, byTypeAlone, names }) => [to, byTypeAlone, names.join()])

const functions = (text: string) =>
  measure('src/one.ts', text).functions.map(({ name, line, lines }) => [name, line, lines])

describe('a file, measured', () => {
  it('counts lines of code and lines that hold a comment alone', () => {
    const { lines, codeLines, commentLines } = measure(
      'src/one.ts',
      '// why\nconst a = 1 // here\n\n/*\n * and\n\n */\nconst b = 2\n',
    )
    expect({ lines, codeLines, commentLines }).toEqual({ lines: 8, codeLines: 2, commentLines: 4 })
  })

  it('takes nothing in a text, a template or an expression for a comment', () => {
    const { codeLines, commentLines, tokens } = measure(
      'src/one.ts',
      [
        'const é = "https://x" + 1',
        'const b = `//',
        '/* $'.concat('{é} */ x`'),
        'const c = /[/*]/',
        'const d = "*/"',
      ].join('\n'),
    )
    expect({ codeLines, commentLines }).toEqual({ codeLines: 5, commentLines: 0 })
    expect(tokens).toBe(6 + 11 + 4 + 4)
  })

  it('counts the same tokens however the lines are broken and whatever comments say', () => {
    const tokens = (text: string) => measure('src/one.ts', text).tokens
    expect(tokens('const a = (b: X) => b?.c ?? 1')).toBe(14)
    expect(tokens('const a = ( // as b\n  b: X\n) =>\n  b?.c ??\n  1\n')).toBe(14)
  })

  it('draws an arrow for each import, by type alone when nothing else is taken', () => {
    expect(
      arrows(
        [
          "import type { A } from './a.js'",
          "import { type B, type C as D } from '../b/b.js'",
          "import { type E, f } from './e.js'",
          "import g, * as h from './g.js'",
          "import './bare.js'",
          "import { join } from 'node:path'",
          "export { i as j } from './i.js'",
          "export * from './k.js'",
          "const l = await import('./l.js')",
          "type M = import('./m.js').M",
        ].join('\n'),
      ),
    ).toEqual([
      ['src/a/a.ts', true, 'A'],
      ['src/b/b.ts', true, 'B,C'],
      ['src/a/e.ts', false, 'E,f'],
      ['src/a/g.ts', false, 'default,*'],
      ['src/a/bare.ts', false, ''],
      ['src/a/i.ts', false, 'i'],
      ['src/a/k.ts', false, '*'],
      ['src/a/l.ts', false, '*'],
      ['src/a/m.ts', true, 'M'],
    ])
  })

  it('leads to JavaScript where that is what stands there', () => {
    const { arrows } = measure('src/launch.js', "import './run.js'\nimport './cli.js'", ['src/run.js'])
    expect(arrows.map(({ to }) => to)).toEqual(['src/run.js', 'src/cli.ts'])
  })

  it('names what a file gives out', () => {
    const text =
      'export const a = 1, b = 2\nexport type C = 1\nexport function d() {}\nexport class E {}\nconst f = 1\nexport { f as g }\nexport default f'
    expect(measure('src/one.ts', text).exports).toEqual(['a', 'b', 'C', 'd', 'E', 'g', 'default'])
  })

  it('measures bodies of functions by the lines between their braces', () => {
    expect(
      functions(
        [
          '// é',
          'function one() {',
          '  return 1',
          '}',
          'const two = () => 2',
          'const three = async (a: string) =>',
          '  a +',
          '  a',
          'const four = {',
          '  five() {',
          '    a()',
          '    b()',
          '  },',
          '  six: function () {},',
          '}',
          'class Seven {',
          '  eight() { return 8 }',
          '}',
          'list.map(() => {',
          '  a()',
          '})',
        ].join('\n'),
      ),
    ).toEqual([
      ['one', 2, 1],
      ['two', 5, 1],
      ['three', 7, 2],
      ['five', 10, 2],
      ['six', 14, 1],
      ['eight', 17, 1],
      [null, 19, 1],
    ])
  })
})
