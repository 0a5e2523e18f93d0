import type { WordItem } from './document.js'
import { escapedText } from './inline.js'

/** Lines of Markdown, the paragraph of each, and the open list items, outermost first. */
export type Writing = { lines: string[]; paragraphs: number[]; number: number; open: OpenItem[] }

type Kind = 'bullet' | 'number' | 'label'
/** `inside`: the column where the item's content begins. For a number, `given` is its mark as shown, `mark` as written. */
type OpenItem = { level: number; kind: Kind; inside: number; count?: number; given?: string; mark?: string }

/** A number that a Markdown list can show; any other label is written out. */
const NUMBER = /^(0|[1-9]\d{0,8})([.)])$/

/**
 * An item with the document's label. Bullets and numbers become Markdown lists, which begin at any number. A letter, `1.2` or `Article II` precedes
 * its text on a line of its own.
 */
export function writeItem(inline: string, { level, label }: WordItem, writing: Writing): void {
  const { open } = writing
  const isFirst = open.length === 0
  while ((open.at(-1)?.level ?? -1) > level) open.pop()
  const sibling = open.at(-1)?.level === level ? open.pop() : undefined
  const inside = open.at(-1)?.inside ?? 0
  const lines = withBreaks(inline)
  if (isFirst && writing.lines.length > 0) addLine('', writing)
  const number = label === null ? null : NUMBER.exec(label)
  if (label === null) writeBullet(lines, level, inside, writing)
  else if (number) writeNumber(lines, number, { level, inside, sibling, isFirst }, writing)
  else writeLabel(label, lines, { level, inside, isFirst }, writing)
}

function writeBullet(lines: readonly string[], level: number, inside: number, writing: Writing): void {
  writeMarked('- ', lines, inside, writing)
  writing.open.push({ level, kind: 'bullet', inside: inside + 2 })
}

type Where = { level: number; inside: number; isFirst: boolean; sibling?: OpenItem | undefined }

/** Markdown counts from a list's first number; where the document differs, the other mark starts a new list. */
function writeNumber(
  lines: readonly string[],
  [, digits = '', given = '.']: RegExpExecArray,
  { level, inside, sibling, isFirst }: Where,
  writing: Writing,
): void {
  const count = Number(digits)
  const before = sibling?.kind === 'number' ? sibling : undefined
  const goesOn = before?.given === given && (before.count ?? 0) + 1 === count
  const other = before?.mark === '.' ? ')' : '.'
  const mark = before ? (goesOn && before.mark) || other : given
  // A list that begins above 1 can't interrupt a paragraph (CommonMark §5.3).
  if (!before && !isFirst && count !== 1) addLine('', writing)
  const marker = `${digits}${mark} `
  writeMarked(marker, lines, inside, writing)
  writing.open.push({ level, kind: 'number', inside: inside + marker.length, count, given, mark })
}

function writeMarked(
  marker: string,
  [first = '', ...more]: readonly string[],
  inside: number,
  writing: Writing,
) {
  const indent = ' '.repeat(inside)
  addLine(`${indent}${marker}${first}`, writing)
  for (const line of more) addLine(`${indent}${' '.repeat(marker.length)}${line}`, writing)
}

/** Continues the paragraph below a line of the same item or of another label. */
function writeLabel(
  label: string,
  lines: readonly string[],
  { level, inside, isFirst }: Where,
  writing: Writing,
): void {
  const [first = '', ...more] = lines
  const last = writing.lines.length - 1
  if (!isFirst && isLineOf(writing.lines[last] ?? '', inside)) writing.lines[last] += '\\'
  else if (!isFirst) addLine('', writing)
  const indent = ' '.repeat(inside)
  addLine(`${indent}${escapedStart(`${escapedText(label)} ${first}`)}`, writing)
  for (const line of more) addLine(`${indent}${line}`, writing)
  writing.open.push({ level, kind: 'label', inside })
}

/** Whether a line belongs to the paragraph in this column: its own line, or the surrounding item's. */
function isLineOf(line: string, inside: number): boolean {
  const start = line.length - line.trimStart().length
  if (start === inside) return !/^(?:- |\d{1,9}[.)] )/.test(line.trimStart())
  const marker = /^(?:- |\d{1,9}[.)] )/.exec(line.slice(start))
  return marker !== null && start + marker[0].length === inside
}

export function addLine(line: string, { lines, paragraphs, number }: Writing): void {
  lines.push(line)
  paragraphs.push(number)
}

/** A line break within a paragraph is a hard one (CommonMark §6.7). */
export function withBreaks(inline: string): string[] {
  const lines = inline
    .split('\n')
    .map(line => escapedStart(line.trim()))
    .filter(line => line !== '')
  return lines.map((line, index) => (index < lines.length - 1 ? `${line}\\` : line))
}

/** Escapes a paragraph's first line, which must not begin a list, heading, quotation or rule. */
function escapedStart(line: string): string {
  return line
    .replace(/^\s+/, '')
    .replace(/^([#>+=-])/, '\\$1')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2')
}
