import type { Token } from 'markdown-it'
import type { Language } from '../../model/language/language.js'
import { lineFault } from '../../model/problem/line.js'
import { type Place, type Problem, problemAt } from '../../model/problem/problem.js'
import type { ProblemValues } from '../../model/problem/problem-values.js'
import type { Section, Sections } from '../../model/updates/section-sources.js'

const TITLE_LIMIT = 300
export type Opening = { language: Language; title: string; from: number; to: number }
export type Report = (problem: Problem) => void

export function sectionsFrom(
  languages: readonly Language[],
  openings: readonly Opening[],
  blocks: readonly Token[],
  lines: readonly string[],
  firstLine: number,
  file: string,
  report: Report,
): Sections {
  const sections: Sections = {}
  openings.forEach((opening, index) => {
    const { language } = opening
    const earlier = sections[language]
    const place = { line: firstLine + opening.from, column: 1 }
    if (earlier) {
      report(problemAt(file, place, 'section-twice', { language, firstLine: earlier.place.line }))
      return
    }
    const end = openings[index + 1]?.from ?? lines.length
    const section = sectionFrom(opening, end, blocks, lines, place)
    sections[language] = section
    for (const problem of sectionProblems(section, language, lines[opening.from] ?? '', file)) report(problem)
  })
  const place = { line: firstLine + Math.max(0, lines.length - 1), column: 1 }
  for (const language of languages) {
    if (!sections[language]) report(problemAt(file, place, 'section-missing', { language }))
  }
  return sections
}

function sectionFrom(
  opening: Opening,
  end: number,
  blocks: readonly Token[],
  lines: readonly string[],
  place: Place,
): Section {
  const first = blocks.find(({ type, map }) => map !== null && map[0] >= opening.to && type !== 'hr')
  const paragraph = first?.type === 'paragraph_open' && first.map && first.map[0] < end ? first.map : null
  const summary = paragraph ? markdownOf(lines.slice(...paragraph)) : ''
  const body = markdownOf(lines.slice(paragraph ? paragraph[1] : opening.to, end))
  const source = { text: lines.slice(opening.from, end).join('\n'), firstLine: place.line }
  return { place, title: opening.title, summary, body, source }
}

function markdownOf(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/[\u2028\u2029]/g, ' ')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
}

function sectionProblems(section: Section, language: Language, heading: string, file: string): Problem[] {
  const problems: Problem[] = []
  const { place, title } = section
  const fault = title === '' ? null : lineFault(title, TITLE_LIMIT)
  if (title === '') problems.push(problemAt(file, place, 'title-missing', { language }))
  // A line break was reported when the heading was read.
  if (fault && fault.problem !== 'line-break') {
    const column = Math.max(0, heading.indexOf(title.slice(0, 20))) + 1
    const values = { key: 'title', ...fault.values } as ProblemValues[typeof fault.problem]
    problems.push(problemAt(file, { line: place.line, column }, fault.problem, values))
  }
  if (section.summary === '') problems.push(problemAt(file, place, 'summary-missing', { language }))
  return problems
}
