import {
  isBlank,
  opensLanguage,
  plainText,
  type WordDocument,
  type WordFault,
  type WordParagraph,
  type WordTable,
} from './document.js'
import { escapedText, inlineMarkdown } from './inline.js'
import { addLine, type Writing, withBreaks, writeItem } from './items.js'

/** Markdown, and the paragraph number of each line. */
export type WordMarkdown = {
  text: string
  paragraphs: number[]
  /** What can't be carried over, by paragraph. */
  faults: { paragraph: number; fault: WordFault }[]
}

/** A list typed by hand or pasted as text. */
const TYPED_BULLET = /^\s*[•●○◦▪■‣·–—-][\s\u00a0]+(?=\S)/u
const NUMBERED_FROM = 1

type Numbered = Writing & { faults: WordMarkdown['faults'] }

/** The blocks below the table of fields as an editor's Markdown. Non-empty paragraphs count from 1; a table row counts as one. */
export function wordMarkdown(blocks: WordDocument['blocks']): WordMarkdown {
  const writing: Numbered = { lines: [], paragraphs: [], faults: [], number: NUMBERED_FROM - 1, open: [] }
  for (const block of blocks) {
    if (block.kind === 'table') writeTable(block, writing)
    else writeParagraph(block, writing)
  }
  const { lines, paragraphs, faults } = writing
  return { text: lines.join('\n'), paragraphs, faults }
}

function writeParagraph(paragraph: WordParagraph, writing: Numbered): void {
  if (isBlank(paragraph) && paragraph.faults.length === 0) return
  count(writing, [paragraph])
  if (isBlank(paragraph)) return
  const inline = inlineMarkdown(paragraph.runs).trim()
  const typed = TYPED_BULLET.exec(plainText(paragraph))
  if (paragraph.heading > 0) writeBlock([headingOf(paragraph, inline)], writing)
  else if (paragraph.list) writeItem(inline, paragraph.list, writing)
  else if (typed) writeItem(inline.replace(/^\S+[\s\u00a0]+/u, ''), { level: 0, label: null }, writing)
  else if (isMisplacedHeading(paragraph)) writeBlock([`## ${oneLine(plainText(paragraph))}`], writing)
  else writeBlock(withBreaks(inline), writing)
}

/** A language's title: text without formats and numbers, in which nothing is Markdown. */
function headingOf({ heading, list, runs }: WordParagraph, inline: string): string {
  const plain = oneLine(plainText({ runs }))
  const label = list?.label ? `${list.label} ` : ''
  const title = opensLanguage(plain)
    ? escapedText(plain).replace(/#$/, '\\#')
    : oneLine(`${label}${inline}`).replace(/(?<!\\)\*/g, '')
  return `${'#'.repeat(Math.min(heading, 6))} ${title}`
}

/** « fr: Titre » all in bold was meant as the heading. */
function isMisplacedHeading({ runs, heading }: WordParagraph): boolean {
  const inBold = runs.every(({ bold, text }) => bold || text.trim() === '')
  return heading === 0 && inBold && opensLanguage(plainText({ runs }))
}

function writeTable({ rows }: WordTable, writing: Numbered): void {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length))
  if (width <= 1) {
    for (const paragraph of rows.flatMap(({ cells }) => cells.flat())) writeParagraph(paragraph, writing)
    return
  }
  startBlock(writing)
  let isFirst = true
  for (const { cells } of rows) {
    count(writing, cells.flat())
    const texts = cells.map(cell => cell.map(textInCell).filter(Boolean).join(' '))
    if (texts.every(text => text === '')) continue
    addLine(rowOf(texts, width), writing)
    if (isFirst) addLine(rowOf(Array(width).fill('---'), width), writing)
    isFirst = false
  }
}

/** A row is one line: a list item keeps its label. */
function textInCell({ runs, list }: WordParagraph): string {
  const text = oneLine(inlineMarkdown(runs))
  return list && text !== '' ? `${list.label ?? '•'} ${text}` : text
}

function rowOf(texts: readonly string[], width: number): string {
  const cells = Array.from({ length: width }, (_, index) => texts[index] ?? '')
  return `| ${cells.join(' | ')} |`
}

function writeBlock(lines: readonly string[], writing: Numbered): void {
  startBlock(writing)
  for (const line of lines) addLine(line, writing)
}

function startBlock(writing: Numbered): void {
  endList(writing)
  if (writing.lines.length > 0) addLine('', writing)
}

function count(writing: Numbered, paragraphs: readonly WordParagraph[]): void {
  writing.number += 1
  const { number } = writing
  for (const fault of new Set(paragraphs.flatMap(({ faults }) => faults)))
    writing.faults.push({ paragraph: number, fault })
}

/** Ends the list before the next block. */
function endList(writing: Writing): void {
  writing.open = []
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()
