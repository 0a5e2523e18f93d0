import { describe, expect, it } from '@jest/globals'
import { builtLate } from '../../../tools/linear/builders.js'
import { refusalOf } from '../../../tools/linear/judge.js'
import { expressionsOf, type Found } from '../../../tools/linear/sources.js'

const refusals = (expressions: RegExp[]) =>
  expressions.map(({ source, flags }) => [
    `/${source}/${flags}`,
    refusalOf(source, flags)?.split(' ')[1] ?? null,
  ])

describe('the judge of regular expressions', () => {
  it('refuses two ways round one loop, as exponential', () => {
    const judged = refusals([
      /(a+)+$/,
      /(?:a*b*)*c/,
      /(?:a|a)*c/,
      /(?:\w|\d)+x/,
      /[a-z](?:[a-z]|b)*c/,
      /(?:a{1,9}){1,9}b/,
    ])
    expect(judged.map(([, shape]) => shape)).toEqual(judged.map(() => 'exponential'))
  })

  it('refuses loops that read the same one after the other, the search for a beginning among them', () => {
    const judged = refusals([
      /\s+$/,
      /\s*\n\s*/g,
      /<[^>]*>/g,
      /<!--[\s\S]*?-->/g,
      /ab[\s\S]*c/,
      /^\s*x/m,
      /^.*x.*y/,
      /^(?:re|fwd)\s*(?:\[\d+\])?\s*:/,
      /a(?=[\s\S]*b)/g,
      /a*b|[\s\S]/g,
      /(?:[^b]*b)*/g,
      /\{\{.*?\}\}/g,
      /(?<!\d)\d+(?:[.,]\d+)*x/,
    ])
    expect(judged.filter(([, shape]) => shape !== 'polynomial')).toEqual([])
  })

  it('refuses what it can’t judge', () => {
    expect(refusalOf('(a+)\\1b', '')).toMatch(/Backreference/)
    expect(refusalOf('(?<=a[sS]*)b', '')).toMatch(/lookbehind has no bound/)
    expect(refusalOf('[\\q{ab|c}]+d', 'v')).toMatch(/several characters/)
  })

  it('accepts what is linear: a bounded beginning, a loop that always matches, a step that tells loops apart', () => {
    const judged = refusals([
      /\w+/g,
      /(a+)+/,
      /(?<!\s)\s+$/,
      /(?<!\p{L})\p{Lu}\p{L}*x/u,
      /"[^"]*"/g,
      /<[^<>]*>/g,
      /^(?:a|b)*c.*$/s,
      /(?:^|\n)[^\n]*x/,
      /(?:^|[^a])a+b/g,
      /\p{L}+(?!\p{L})/gu,
      /(?<![a-z])[a-z]+@[a-z]+\.[a-z]+/,
      /^[^\n]*/gm,
      /\s{1,100}x/,
      /\ba{0,3}b/,
    ])
    expect(judged.filter(([, shape]) => shape !== null)).toEqual([])
  })
})

describe('the search for regular expressions', () => {
  const found = (...files: [string, string][]) => {
    const all: Found = { literals: [], computed: [], uses: [] }
    for (const [file, text] of files) expressionsOf(file, text, all)
    return all
  }

  it('finds each literal with its line', () => {
    const { literals } = found([
      'src/a.ts',
      "// first\nconst a = /x+/g\nexport const b = 'y'.replace(/y/, '')\n",
    ])
    expect(literals).toEqual([
      { file: 'src/a.ts', line: 2, source: 'x+', flags: 'g' },
      { file: 'src/a.ts', line: 3, source: 'y', flags: '' },
    ])
  })

  it('refuses one that is built while the program runs, and lets through what loading builds', () => {
    const builder: [string, string] = [
      'src/b.ts',
      'export const within = (parts: string[]) => new RegExp(parts.join("|"))\nexport const OWN = new RegExp(String(1))\n',
    ]
    const onLoading: [string, string] = [
      'src/c.ts',
      "import { within } from './b.js'\nconst C = within(['x'])\n",
    ]
    const late: [string, string] = [
      'src/d.ts',
      "import { within } from './b.js'\nexport function has(text: string) { return within([text]).test(text) }\n",
    ]
    expect(builtLate(found(builder, onLoading))).toEqual([])
    expect(builtLate(found(builder, onLoading, late))).toEqual([{ file: 'src/b.ts', within: 'within' }])
    expect(builtLate(found(builder))).toHaveLength(1)
  })
})
