import { type Mojibake, mojibakeIn } from '../../model/language/mojibake.js'
import { type Problem, type ProblemCode, problemAt, WHOLE_FILE } from '../../model/problem/problem.js'
import type { ProblemValues } from '../../model/problem/problem-values.js'
import { fieldNamed } from '../../model/updates/vocabulary.js'
import type { Known } from '../update/checks.js'
import { firstHtml } from '../update/html-tags.js'
import { readBody } from '../update/markdown-body.js'
import { judgeUpdate, type ParsedUpdate, UPDATE_LIMIT_BYTES } from '../update/update-file.js'
import { isBlank, plainText, type WordDocument, type WordFault, type WordRow } from './document.js'
import { wordFields } from './fields.js'
import { type WordMarkdown, wordMarkdown } from './markdown.js'
import { withoutPrompts } from './prompts.js'

/** Like the keys of a Markdown file: keeps the checks below a second. */
const KEYS_LIMIT_KIB = 64
const CODES_REQUIRED = /^(?:id|kind|topic|level)$/i
const REQUIRED = new Set(['id', 'kind', 'topic', 'level'])

/**
 * An update from Word: the table of fields, then one heading per language with its text. Uses the checks of Markdown files; problems name a table row
 * or paragraph.
 */
export function parseWordUpdate(given: WordDocument, context: Known & { file: string }): ParsedUpdate {
  const { file } = context
  const document = withoutPrompts(given)
  const at = document.blocks.findIndex(block => block.kind === 'table' && isFieldTable(block.rows))
  const table = document.blocks[at]
  const rows = table?.kind === 'table' ? table.rows : null
  const body = wordMarkdown(document.blocks.filter((_, index) => index !== at))
  if (body.text.length > UPDATE_LIMIT_BYTES) {
    const limitKiB = UPDATE_LIMIT_BYTES / 1024
    return { problems: [problemAt(file, WHOLE_FILE, 'file-too-large', { limitKiB })], warnings: [] }
  }
  const fields = rows && keysLength(rows) <= KEYS_LIMIT_KIB * 1024 ? wordFields(rows, file, context) : null
  const read = readBody({ text: body.text, firstLine: 1 }, file, context.agency.languages)
  const placed = (problem: Problem) => inParagraph(problem, body)
  const problems = [
    ...(fields?.problems ?? [noFields(rows, file)]),
    ...(rows ?? []).flatMap(row => rowFaults(row, file)),
    ...body.faults.map(({ paragraph, fault }) =>
      faultAt(file, { line: paragraph, unit: 'paragraph' }, fault),
    ),
    ...letterProblems(body, file),
    ...read.problems.map(placed),
  ]
  const keys = { located: fields?.located ?? null, named: fields?.problems ?? [] }
  return judgeUpdate({ ...keys, sections: read.sections, problems }, context, placed)
}

/** Pasted HTML comments, tags and wrongly encoded letters: Word shows them as text. */
function letterProblems({ text, paragraphs }: WordMarkdown, file: string): Problem[] {
  const at = (index: number) => {
    const line = text.slice(0, index).split('\n').length
    return { line: paragraphs[line - 1] ?? 1, column: 1, unit: 'paragraph' as const }
  }
  // A sign that inline.ts escaped is text.
  const html = firstHtml(text.replaceAll('\\<', ' <'))
  const misread = mojibakeIn(text)
  return [
    ...(html
      ? [problemAt(file, at(html.index), 'html-refused', { what: html.what, found: html.found })]
      : []),
    ...(misread ? [problemAt(file, at(misread.index), 'mojibake', wordsOf(misread))] : []),
  ]
}

const wordsOf = ({ found, meant, more }: Mojibake) => ({ found, meant, more })

/** The first table with fields; any other belongs to the text. One code proves it; of names, which other tables may have too, two are needed. */
function isFieldTable(rows: readonly WordRow[]): boolean {
  const labels = rows.map(({ cells }) => (cells[0] ?? []).map(plainText).join('\n').trim())
  if (labels.some(label => CODES_REQUIRED.test(label))) return true
  const named = labels.map(label => fieldNamed(label)?.join('.') ?? '')
  return new Set(named.filter(path => REQUIRED.has(path))).size > 1
}

function keysLength(rows: readonly WordRow[]): number {
  const paragraphs = rows.flatMap(({ cells }) => cells.slice(0, 2).flat())
  return paragraphs.reduce((sum, paragraph) => sum + plainText(paragraph).length, rows.length)
}

function noFields(rows: readonly WordRow[] | null, file: string): Problem {
  if (rows === null) return problemAt(file, WHOLE_FILE, 'word-table-missing', {})
  return problemAt(file, WHOLE_FILE, 'front-matter-too-large', { limitKiB: KEYS_LIMIT_KIB })
}

/** Comments and pictures in the explaining columns are ignored. */
function rowFaults({ number, cells }: WordRow, file: string): Problem[] {
  const faults = cells
    .slice(0, 2)
    .flat()
    .filter(paragraph => !isBlank(paragraph) || paragraph.faults.length > 0)
  return [...new Set(faults.flatMap(paragraph => paragraph.faults))].map(fault =>
    faultAt(file, { line: number, unit: 'row' }, fault),
  )
}

const FAULT_CODES = {
  image: 'image-refused',
  box: 'word-box',
  struck: 'word-struck',
  'lost-character': 'character-lost',
  hidden: 'word-hidden',
  moving: 'word-moving',
  'merge-field': 'word-merge-field',
  raised: 'word-raised',
  prompt: 'word-prompt',
} as const satisfies Partial<Record<WordFault, ProblemCode>>

function faultAt(
  file: string,
  place: { line: number; unit: 'row' | 'paragraph' },
  fault: WordFault,
): Problem {
  const where = { ...place, column: 1 }
  if (fault === 'comment' || fault === 'footnote')
    return problemAt(file, where, 'word-note-dropped', { what: fault })
  return problemAt(file, where, FAULT_CODES[fault], {})
}

/** Turns a place in the Markdown into its paragraph; found text loses the `#`, which Word doesn't have. */
function inParagraph(problem: Problem, { paragraphs }: WordMarkdown): Problem {
  const paragraphOf = (line: number) => paragraphs[line - 1] ?? paragraphs.at(-1) ?? 1
  const values: Record<string, unknown> = { ...problem.values }
  if (typeof values.firstLine === 'number') values.firstLine = paragraphOf(values.firstLine)
  if (typeof values.found === 'string') values.found = values.found.replace(/^#+\s*/, '')
  const place = { line: paragraphOf(problem.line), column: 1, unit: 'paragraph' as const }
  return problemAt(problem.file, place, problem.code, values as ProblemValues[ProblemCode])
}
