import type { Token } from 'markdown-it'
import { type Place, type Problem, problemAt } from '../../model/problem/problem.js'
import { linesApart } from '../../model/updates/joined-lines.js'
import type { Piece } from '../../model/updates/section-sources.js'
import { firstHtml } from './html-tags.js'
import { literalLines } from './literal-marks.js'

type Context = { lines: readonly string[]; firstLine: number; file: string; blocks: readonly Token[] }

/**
 * Blocks that may not be meant: rules, sentences turned into headings, code, lists with other numbers, joined or split lines. Word files need no such
 * check: their blocks are explicit.
 */
export function blockProblems(blocks: readonly Token[], piece: Piece, file: string): Problem[] {
  const context: Context = { lines: piece.text.split('\n'), firstLine: piece.firstLine, file, blocks }
  return blocks.flatMap((block, index) => [
    ...(block.type === 'hr' ? ruleProblems(block, index, context) : []),
    ...(block.type === 'heading_open' && block.markup === '-' ? underlined(block, index, context) : []),
    ...(block.type === 'code_block' ? indented(block, context) : []),
    ...(block.type === 'fence' ? fenceProblems(block, context) : []),
    ...(block.type === 'ordered_list_open' ? renumbered(block, index, context) : []),
    ...(block.type === 'inline' && blocks[index - 1]?.type === 'paragraph_open'
      ? lineProblems(block, context)
      : []),
  ])
}

/** A rule at the edge of a language's text only separates it from the other. */
function ruleProblems(block: Token, index: number, { blocks, ...context }: Context): Problem[] {
  const [before, after] = [blocks[index - 1], blocks[index + 1]]
  const isEdge = (other: Token | undefined) => !other || (/^heading_/.test(other.type) && other.tag === 'h1')
  if (block.level === 0 && (isEdge(before) || isEdge(after))) return []
  const found = (context.lines[block.map?.[0] ?? 0] ?? '').trim()
  return [problemAt(context.file, placeOf(block, context), 'rule-left-out', { found })]
}

/** A short underlined text without a sentence's end was meant as a heading. */
function underlined(block: Token, index: number, { blocks, ...context }: Context): Problem[] {
  const found = blocks[index + 1]?.content ?? ''
  const underline = (context.lines[(block.map?.[1] ?? 1) - 1] ?? '').replace(/[^-]/g, '').length
  const isMeant = !found.includes('\n') && !/[.!?;:,…]["»”)]?$/.test(found) && underline >= found.length - 3
  return isMeant ? [] : [problemAt(context.file, placeOf(block, context), 'heading-underlined', { found })]
}

/** Shown as text, where HTML would also appear. */
function indented(block: Token, context: Context): Problem[] {
  const html = firstHtml(block.content)
  const place = placeOf(block, context)
  return [
    problemAt(context.file, place, 'lines-indented', {}),
    ...(html ? [problemAt(context.file, place, 'html-refused', { what: html.what, found: html.found })] : []),
  ]
}

function fenceProblems(block: Token, { lines, ...context }: Context): Problem[] {
  const [from, to] = block.map ?? [0, 0]
  const isClosed = to - from >= 2 && /^[ \t>]*(?:`{3,}|~{3,})[ \t]*$/.test(lines[to - 1] ?? '')
  return isClosed ? [] : [problemAt(context.file, placeOf(block, { lines, ...context }), 'fence-open', {})]
}

/** The first item whose number differs from its position; a list with only 1s counts automatically. */
function renumbered(list: Token, index: number, { blocks, ...context }: Context): Problem[] {
  const items = itemsOf(list, index, blocks)
  if (items.every(({ info }) => info === items[0]?.info)) return []
  const first = Number(items[0]?.info)
  const at = items.findIndex((item, count) => Number(item.info) !== first + count)
  const item = items[at]
  if (!item) return []
  const values = { found: item.info, shown: String(first + at) }
  return [problemAt(context.file, placeOf(item, context), 'list-renumbered', values)]
}

function itemsOf(list: Token, index: number, blocks: readonly Token[]): Token[] {
  const items: Token[] = []
  for (let at = index + 1; at < blocks.length; at++) {
    const block = blocks[at]
    if (!block || (block.type === 'ordered_list_close' && block.level === list.level)) break
    if (block.type === 'list_item_open' && block.level === list.level + 1) items.push(block)
  }
  return items
}

function lineProblems({ content, map }: Token, context: Context): Problem[] {
  const line = (row: number): Place => ({ line: context.firstLine + (map?.[0] ?? 0) + row, column: 1 })
  const literal = literalLines(content).map(({ found, line: row, suggestion }) =>
    problemAt(context.file, line(row), 'markup-literal', { found, suggestion }),
  )
  const apart = literal.length > 0 ? null : linesApart(content)
  if (!apart) return literal
  const row = apart.why === 'short' ? 0 : Math.max(0, apart.breaks.indexOf(true))
  const values = { found: content.split('\n')[row] ?? '', why: apart.why }
  return [problemAt(context.file, line(row), 'lines-apart', values)]
}

function placeOf({ map }: Token, { lines, firstLine }: Omit<Context, 'blocks'>): Place {
  const from = map?.[0] ?? 0
  const text = lines[from] ?? ''
  return { line: firstLine + from, column: text.length - text.trimStart().length + 1 }
}
