import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { severityOf } from '../../../src/model/problem/problem.js'
import { parseUpdateFile } from '../../../src/parse/update/update-file.js'

const FOLDER = join(PROJECT_ROOT, 'test', 'fixtures', 'editors')
const NOTHING_KNOWN = { agency: BRUSSELS, topics: [], competences: [], communes: [] }
/** Of the two languages against one another, which other tests hold. */
const BETWEEN_LANGUAGES = /-in-one-language$/

/** Severity, place, code, and what is proposed, of all that is said of a file. */
function said(path: string): string[] {
  const parsed = parseUpdateFile(readFileSync(path), { ...NOTHING_KNOWN, file: path })
  return [...('problems' in parsed ? parsed.problems : []), ...parsed.warnings]
    .filter(({ code }) => !BETWEEN_LANGUAGES.test(code))
    .map(problem => {
      const { meant, suggestion } = problem.values as { meant?: string; suggestion?: string | null }
      const proposed = meant ?? suggestion
      const { line, column, code } = problem
      return `${severityOf(problem)} ${line}:${column} ${code}${proposed ? ` → ${proposed}` : ''}`
    })
}

/** Updates as editors write them, by kind of fault; `expected.json` of each kind says what is right. */
describe.each(readdirSync(FOLDER))('what editors write: %s', kind => {
  const expected: Record<string, string[]> = JSON.parse(
    readFileSync(join(FOLDER, kind, 'expected.json'), 'utf8'),
  )

  it.each(Object.entries(expected))('%s is answered as it should be', (name, answer) => {
    expect(said(join(FOLDER, kind, `${name}.md`))).toEqual(answer)
  })

  it('has an answer for each of its files', () => {
    const files = readdirSync(join(FOLDER, kind)).filter(name => name.endsWith('.md'))
    expect(files.map(name => name.slice(0, -3)).sort()).toEqual(Object.keys(expected).sort())
  })
})

describe('the texts that are shipped', () => {
  const folders = ['updates', 'examples/2020-W18', 'examples/2020-W19']
  const files = folders.flatMap(folder =>
    readdirSync(join(PROJECT_ROOT, folder))
      .filter(name => name.endsWith('.md') && !/^(?:_|README)/.test(name))
      .map(name => `${folder}/${name}`),
  )

  it.each(files)('%s gets no word', file => {
    expect(said(join(PROJECT_ROOT, file))).toEqual([])
  })
})
