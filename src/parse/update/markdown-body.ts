import type { Token } from 'markdown-it'
import type { Language } from '../../model/language/language.js'
import { type Problem, problemAt } from '../../model/problem/problem.js'
import type { Piece, Sections } from '../../model/updates/section-sources.js'
import { withoutSoft } from '../../model/updates/unseen.js'
import { blockProblems } from './block-checks.js'
import { reportReferences } from './body-problems.js'
import { type Opening, type Report, sectionsFrom } from './body-sections.js'
import { inlineProblems } from './inline-checks.js'
import { parseMarkdown, placedTokens, plainText } from './markdown-places.js'
import { misplacedHeading } from './section-heading.js'

/**
 * The languages of a body: each begins with `# fr: Title` or `# nl: Title`, then the summary (the first
 * paragraph) and the rest, as Markdown. Also names what a mail can't carry: images, other links, other `# ` headings.
 */
export function readBody(
  piece: Piece,
  file: string,
  languages: readonly Language[],
): { sections: Sections; problems: Problem[] } {
  const problems: Problem[] = []
  const report: Report = problem => problems.push(problem)
  const text = withHeadingsInForm(piece, languages, file, report)
  const { blocks, references } = parseMarkdown(text)
  const lines = text.split('\n')
  const openings = openingsIn(blocks, { text, firstLine: piece.firstLine }, languages, file, report)
  reportInline(blocks, { text, firstLine: piece.firstLine }, file, problems)
  problems.push(...blockProblems(blocks, { text, firstLine: piece.firstLine }, file).slice(0, ENOUGH))
  reportReferences(references, lines, piece.firstLine, file, report)
  reportEarlyText(blocks, openings, piece.firstLine, file, report)
  const sections = sectionsFrom(languages, openings, blocks, lines, piece.firstLine, file, report)
  return { sections, problems: withoutSwallowed(problems) }
}

/** Reports a language's heading in another form, and reads it as if correct. */
function withHeadingsInForm(
  piece: Piece,
  languages: readonly Language[],
  file: string,
  report: Report,
): string {
  const lines = piece.text.split('\n').map((line, index) => {
    const heading = misplacedHeading(line, languages)
    if (!heading) return line
    const { language, title } = heading
    const place = { line: piece.firstLine + index, column: 1 }
    report(problemAt(file, place, 'section-heading-form', { language, found: line }))
    return `# ${language}: ${title}`
  })
  return lines.join('\n')
}

function openingsIn(
  blocks: readonly Token[],
  piece: Piece,
  languages: readonly Language[],
  file: string,
  report: Report,
): Opening[] {
  const lines = piece.text.split('\n')
  return blocks.flatMap((block, index) => {
    if (block.type !== 'heading_open' || block.tag !== 'h1' || !block.map) return []
    const [from, to] = block.map
    const inline = blocks[index + 1]
    const match = /^([a-z]{2})[ \t\u00a0]*:(.*)$/is.exec(plainText(inline))
    const language = match?.[1]?.toLowerCase() ?? ''
    if (match && languages.includes(language) && block.level === 0 && block.markup === '#') {
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

/** An unclosed block contains all that follows: a language not found may not be missing. */
function withoutSwallowed(problems: Problem[]): Problem[] {
  const isOpen = problems.some(({ code }) => code === 'fence-open')
  return isOpen ? problems.filter(({ code }) => code !== 'section-missing') : problems
}

/** Titles are shown without marks in subjects, tables of contents, calendars and feeds. */
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

/** Reports HTML once per paragraph: each tag has a closing one. */
function reportInline(
  blocks: readonly Token[],
  { text, firstLine }: Piece,
  file: string,
  problems: Problem[],
): void {
  const withHtml = new Set<Token>()
  for (const placed of placedTokens(blocks, text, firstLine)) {
    if (problems.length > ENOUGH) return
    // Locating costs a search, even for an unreported problem.
    if (withHtml.has(placed.block) && /^(?:html|text_special)$/.test(placed.token.type)) continue
    for (const problem of inlineProblems(placed, file)) {
      if (problem.code === 'html-refused') withHtml.add(placed.block)
      problems.push(problem)
    }
  }
}

const AUTO = 'auto'

/** The first link with its own text in a title: titles aren't clickable. */
function linkInTitle(inline: Token | undefined): string | null {
  const link = inline?.children?.find(({ type, info }) => type === 'link_open' && info !== AUTO)
  return link ? String(link.attrGet('href') ?? '') : null
}

/** Locating mistakes is slow: a file full of them isn't checked to its end. */
const ENOUGH = 200
