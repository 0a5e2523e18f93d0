import {
  isBlank,
  plainText,
  type WordDocument,
  type WordFault,
  type WordParagraph,
  type WordTable,
} from './document.js'
import { escapedStart, inlineMarkdown } from './inline.js'

/** Markdown, and for each of its lines the number of the paragraph that it comes from. */
export type WordMarkdown = {
  text: string
  paragraphs: number[]
  /** What can't be carried, at its paragraph. */
  faults: { paragraph: number; fault: WordFault }[]
}

type Writing = {
  lines: string[]
  paragraphs: number[]
  faults: WordMarkdown['faults']
  number: number
  inList: boolean
}

const LANGUAGE = /^\s*(?:fr|nl)[\s\u00a0]*:/i
/** A list that was typed by hand, or pasted as text. */
const TYPED_BULLET = /^\s*[•●○◦▪■‣·–—-][\s\u00a0]+(?=\S)/u
const NUMBERED_FROM = 1

/**
 * The blocks below the table of fields as the Markdown that an editor would have written. Paragraphs are counted from
 * 1, those that aren't empty; a row of a table counts as one.
 */
export function wordMarkdown(blocks: WordDocument['blocks']): WordMarkdown {
  const writing: Writing = { lines: [], paragraphs: [], faults: [], number: NUMBERED_FROM - 1, inList: false }
  for (const block of blocks) {
    if (block.kind === 'table') writeTable(block, writing)
    else writeParagraph(block, writing)
  }
  const { lines, paragraphs, faults } = writing
  return { text: lines.join('\n'), paragraphs, faults }
}

function writeParagraph(paragraph: WordParagraph, writing: Writing): void {
  if (isBlank(paragraph) && paragraph.faults.length === 0) return
  count(writing, [paragraph])
  if (isBlank(paragraph)) return
  const inline = inlineMarkdown(paragraph.runs).trim()
  const typed = TYPED_BULLET.exec(plainText(paragraph))
  if (paragraph.heading > 0) writeBlock([headingOf(paragraph, inline)], writing)
  else if (paragraph.list) writeItem(inline, paragraph.list, writing)
  else if (typed) writeItem(inline.replace(/^\S+[\s\u00a0]+/u, ''), { ordered: false, level: 0 }, writing)
  else if (isMisplacedHeading(paragraph)) writeBlock([`## ${oneLine(plainText(paragraph))}`], writing)
  else writeBlock(withBreaks(inline), writing)
}

/** The title of a language is a text without formats, as in a Markdown file. */
function headingOf({ heading, runs }: WordParagraph, inline: string): string {
  const plain = oneLine(plainText({ runs }))
  const title = LANGUAGE.test(plain) ? plain : oneLine(inline).replace(/(?<!\\)\*/g, '')
  return `${'#'.repeat(Math.min(heading, 6))} ${title}`
}

/** « fr: Titre » all in bold was meant as the heading. */
function isMisplacedHeading({ runs, heading }: WordParagraph): boolean {
  const inBold = runs.every(({ bold, text }) => bold || text.trim() === '')
  return heading === 0 && inBold && LANGUAGE.test(plainText({ runs }))
}

function writeItem(
  inline: string,
  { ordered, level }: { ordered: boolean; level: number },
  writing: Writing,
): void {
  // Four columns hold a child of a bullet as well as of a number (CommonMark §5.2).
  const indent = ' '.repeat(level * (ordered ? 3 : 2))
  const marker = ordered ? '1. ' : '- '
  if (!writing.inList) startBlock(writing)
  writing.inList = true
  const [first = '', ...more] = withBreaks(inline)
  add(`${indent}${marker}${first}`, writing)
  for (const line of more) add(`${indent}${' '.repeat(marker.length)}${line}`, writing)
}

function writeTable({ rows }: WordTable, writing: Writing): void {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length))
  if (width <= 1) {
    for (const paragraph of rows.flatMap(({ cells }) => cells.flat())) writeParagraph(paragraph, writing)
    return
  }
  startBlock(writing)
  let isFirst = true
  for (const { cells } of rows) {
    count(writing, cells.flat())
    const texts = cells.map(cell =>
      cell
        .map(({ runs }) => oneLine(inlineMarkdown(runs)))
        .filter(Boolean)
        .join(' '),
    )
    if (texts.every(text => text === '')) continue
    add(rowOf(texts, width), writing)
    if (isFirst) add(rowOf(Array(width).fill('---'), width), writing)
    isFirst = false
  }
}

function rowOf(texts: readonly string[], width: number): string {
  const cells = Array.from({ length: width }, (_, index) => texts[index] ?? '')
  return `| ${cells.join(' | ')} |`
}

function writeBlock(lines: readonly string[], writing: Writing): void {
  startBlock(writing)
  for (const line of lines) add(line, writing)
}

function startBlock(writing: Writing): void {
  writing.inList = false
  if (writing.lines.length > 0) add('', writing)
}

function add(line: string, { lines, paragraphs, number }: Writing): void {
  lines.push(line)
  paragraphs.push(number)
}

function count(writing: Writing, paragraphs: readonly WordParagraph[]): void {
  writing.number += 1
  const { number } = writing
  for (const fault of new Set(paragraphs.flatMap(({ faults }) => faults)))
    writing.faults.push({ paragraph: number, fault })
}

/** A line break within a paragraph is a hard one (CommonMark §6.7). */
function withBreaks(inline: string): string[] {
  const lines = inline
    .split('\n')
    .map(escapedStartOf)
    .filter(line => line !== '')
  return lines.map((line, index) => (index < lines.length - 1 ? `${line}\\` : line))
}

const escapedStartOf = (line: string) => escapedStart(line.trim())
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
