import type { Token } from 'markdown-it'
import { LANGUAGES, type Language } from '../../model/language/language.js'
import { lineFault } from '../../model/problem/line.js'
import { type Place, type Problem, type ProblemValues, problemAt } from '../../model/problem/problem.js'
import type { Piece, Section, Sections } from '../../model/updates/section-sources.js'
import { withoutSoft } from '../../model/updates/unseen.js'
import { blockProblems } from './block-checks.js'
import { inlineProblems, linkInTitle } from './inline-checks.js'
import { parseMarkdown, placedTokens, plainText } from './markdown-places.js'
import { misplacedHeading } from './section-heading.js'

const TITLE_LIMIT = 300
/** Finding the place of a mistake costs time: a file that is full of them is not read to its end. */
const ENOUGH = 200

type Opening = { language: Language; title: string; from: number; to: number }
type Report = (problem: Problem) => void

/**
 * The two languages of a body: each begins with `# fr: Title` or `# nl: Title`, then the summary (the first
 * paragraph) and the rest, as Markdown. Also names what a mail can't carry: images, other links, other `# ` headings.
 */
export function readBody(piece: Piece, file: string): { sections: Sections; problems: Problem[] } {
  const problems: Problem[] = []
  const report: Report = problem => problems.push(problem)
  const text = withHeadingsInForm(piece, file, report)
  const { blocks, references } = parseMarkdown(text)
  const lines = text.split('\n')
  const openings = openingsIn(blocks, { text, firstLine: piece.firstLine }, file, report)
  reportInline(blocks, { text, firstLine: piece.firstLine }, file, problems)
  problems.push(...blockProblems(blocks, { text, firstLine: piece.firstLine }, file).slice(0, ENOUGH))
  reportReferences(references, lines, piece.firstLine, file, report)
  reportEarlyText(blocks, openings, piece.firstLine, file, report)
  const sections = sectionsFrom(openings, blocks, lines, piece.firstLine, file, report)
  return { sections, problems: withoutSwallowed(problems) }
}

/** A heading that opens a language in another form: named, and read as if it were right. */
function withHeadingsInForm(piece: Piece, file: string, report: Report): string {
  const lines = piece.text.split('\n').map((line, index) => {
    const heading = misplacedHeading(line)
    if (!heading) return line
    const { language, title } = heading
    const place = { line: piece.firstLine + index, column: 1 }
    report(problemAt(file, place, 'section-heading-form', { language, found: line }))
    return `# ${language}: ${title}`
  })
  return lines.join('\n')
}

function openingsIn(blocks: readonly Token[], piece: Piece, file: string, report: Report): Opening[] {
  const lines = piece.text.split('\n')
  return blocks.flatMap((block, index) => {
    if (block.type !== 'heading_open' || block.tag !== 'h1' || !block.map) return []
    const [from, to] = block.map
    const inline = blocks[index + 1]
    const match = /^(fr|nl)[ \t\u00a0]*:(.*)$/is.exec(plainText(inline))
    if (match && block.level === 0 && block.markup === '#') {
      const language = match[1]?.toLowerCase() as Language
      const link = linkInTitle(inline)
      const column = Math.max(0, (lines[from] ?? '').indexOf('[')) + 1
      if (link)
        report(problemAt(file, { line: piece.firstLine + from, column }, 'title-link', { found: link }))
      return [{ language, title: titleFrom(match[2] ?? ''), from, to }]
    }
    const found = (lines[from] ?? '').trim()
    report(problemAt(file, { line: piece.firstLine + from, column: 1 }, 'heading-level', { found }))
    return []
  })
}

/** A block that nothing closes holds all that follows it: a language that isn't found is not missing. */
function withoutSwallowed(problems: Problem[]): Problem[] {
  const isOpen = problems.some(({ code }) => code === 'fence-open')
  return isOpen ? problems.filter(({ code }) => code !== 'section-missing') : problems
}

/** HTML is named once per paragraph: each tag has another one that closes it. */
function reportInline(
  blocks: readonly Token[],
  { text, firstLine }: Piece,
  file: string,
  problems: Problem[],
): void {
  const withHtml = new Set<Token>()
  for (const placed of placedTokens(blocks, text, firstLine)) {
    if (problems.length > ENOUGH) return
    // A place costs a search, also that of a problem which is not told.
    if (withHtml.has(placed.block) && /^(?:html|text_special)$/.test(placed.token.type)) continue
    for (const problem of inlineProblems(placed, file)) {
      if (problem.code === 'html-refused') withHtml.add(placed.block)
      problems.push(problem)
    }
  }
}

/** A reference is defined once for both languages and would be lost where they part. */
function reportReferences(
  references: readonly string[],
  lines: readonly string[],
  firstLine: number,
  file: string,
  report: Report,
): void {
  if (references.length === 0) return
  lines.forEach((line, index) => {
    const found = /^[\s>*+-]*\[([^\]]+)\]:/.exec(line)?.[1]
    if (found === undefined) return
    const place = { line: firstLine + index, column: line.indexOf('[') + 1 }
    // The reference that nothing refers to is how Markdown is given a remark.
    if (/^(?:\/\/|#|>|-|comment)$/i.test(found))
      report(problemAt(file, place, 'html-refused', { what: 'comment', found: line.trim().slice(0, 200) }))
    else report(problemAt(file, place, 'link-reference', { found }))
  })
}

/** Subjects, lists of contents, calendars and feeds show a title without any marks. */
function titleFrom(text: string): string {
  return withoutSoft(text).replaceAll('\t', ' ').trim()
}

function reportEarlyText(
  blocks: readonly Token[],
  openings: readonly Opening[],
  firstLine: number,
  file: string,
  report: Report,
): void {
  const first = blocks.find(block => block.map !== null && block.level === 0 && block.tag !== 'h1')
  const [opening] = openings
  if (!first?.map || !opening || first.map[0] >= opening.from) return
  report(problemAt(file, { line: firstLine + first.map[0], column: 1 }, 'text-before-heading', {}))
}

function sectionsFrom(
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
  for (const language of LANGUAGES) {
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
  // A line break has been named where the heading was read.
  if (fault && fault.problem !== 'line-break') {
    const column = Math.max(0, heading.indexOf(title.slice(0, 20))) + 1
    const values = { key: 'title', ...fault.values } as ProblemValues[typeof fault.problem]
    problems.push(problemAt(file, { line: place.line, column }, fault.problem, values))
  }
  if (section.summary === '') problems.push(problemAt(file, place, 'summary-missing', { language }))
  return problems
}
