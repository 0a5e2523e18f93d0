import { describe, expect, it } from '@jest/globals'
import { tableOf } from '../../../tools/structure/aims.js'
import { circlesOf } from '../../../tools/structure/circles.js'
import { offendersOf } from '../../../tools/structure/offenders.js'
import { rowOf } from '../../../tools/structure/row.js'
import { measure } from '../../../tools/structure/source.js'

const program = (files: Record<string, string>) =>
  Object.entries(files).map(([path, text]) => measure(path, text))

const circles = (...arrows: string[]) =>
  circlesOf(arrows.map(arrow => ({ from: arrow.charAt(0), to: arrow.charAt(1) })))

const long = (lines: number) => `export const long = () => {\n${'  f()\n'.repeat(lines)}}\n`

describe('circles of imports', () => {
  it('are none where every arrow leads down', () => {
    expect(circles('ab', 'ac', 'bd', 'cd')).toEqual([])
  })

  it('hold each file that leads back to itself, the largest first', () => {
    expect(circles('xx', 'ab', 'ba', 'bc', 'cd', 'de', 'ec', 'ef')).toEqual([
      ['c', 'd', 'e'],
      ['a', 'b'],
      ['x'],
    ])
  })

  it('are one where two circles share a file', () => {
    expect(circles('ab', 'ba', 'bc', 'cb')).toEqual([['a', 'b', 'c']])
  })
})

describe('the row of a program', () => {
  const sources = program({
    'src/a.ts':
      "import type { B } from './b.js'\nimport { c } from './gallery/c.js'\nexport const a: B = c\n",
    'src/b.ts': `import { a } from './a.js'\nexport type B = 1\nexport const b = a\n// why\n${long(61)}`,
    'src/gallery/c.ts': 'export const c = 1\n',
    'worker/d.ts': "import { a } from '../src/a.js'\nimport { b } from '../src/b.js'\nb(a)\n",
  })

  it('counts what is held against other programs', () => {
    expect(rowOf(sources)).toEqual({
      files: 4,
      fileLines: { median: 3, ninety: 67, greatest: 67 },
      functionLines: { median: 61, ninety: 61, greatest: 61 },
      commentShare: 1 / 74,
      circlesByType: 1,
      circlesByValue: 0,
      functionsTooLong: 1,
      codeLines: 3 + 66,
      tokens: 7 + 6 + 7 + (6 + 5 + 5) + (8 + 61 * 3 + 1),
      arrowsAFile: 2,
      filesTooShort: 3,
      exportsWithOneImporter: 3,
    })
  })

  it('says how far each aim is from where it began', () => {
    const began = rowOf(sources)
    const table = (row: Partial<typeof began>) => tableOf([began, { ...began, ...row }], ['then', 'now'])
    expect(table({ codeLines: began.codeLines - 1150 })).toMatch(/^lines of code .* 50 too many$/m)
    expect(table({ codeLines: began.codeLines - 1200 })).toMatch(/^lines of code .* 1,200 fewer +ok$/m)
    expect(table({ filesTooShort: 5 })).toMatch(/^files under 10 lines +3 +5 +none more +2 too many$/m)
    expect(table({ circlesByType: 0 })).toMatch(/^circles .* 1\/0 +0\/0 +0\/0 +ok$/m)
    expect(table({})).toMatch(/^functions over 60 lines +1 +1 +0 +1 too many$/m)
  })

  it('names what stands in the way, and spares exports that tests need', () => {
    const tests = measure('test/b.test.ts', "import { long } from '../src/b.js'").arrows
    expect(offendersOf(sources, tests).filter(({ lines }) => lines.length > 0)).toEqual([
      { heading: 'functions over 60 lines', lines: ['src/b.ts:5 long 61'] },
      { heading: 'circles by types', lines: ['2 files: src/a.ts src/b.ts'] },
      { heading: 'files under ten lines', lines: ['src/a.ts 3', 'src/gallery/c.ts 1', 'worker/d.ts 3'] },
      { heading: 'exports that tests alone import', lines: ['src/b.ts long'] },
      {
        heading: 'exports that their one importer could keep: in the same room, unused at home, not tested',
        lines: ['src/b.ts B → src/a.ts'],
      },
    ])
  })
})
