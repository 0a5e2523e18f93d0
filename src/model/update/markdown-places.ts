import MarkdownIt, { type Env, type Token } from 'markdown-it'
import type { Place } from '../problem/problem.js'

/** An inline token, and a way to its place in the file, which costs a search. */
export type PlacedToken = { token: Token; placeOf: () => Place; inHeading: boolean }

/** Every link is let through here, so that it can be named as a problem: markdown-it would leave it as text. */
const markdown = new MarkdownIt({ html: false, linkify: false })
markdown.validateLink = () => true

/** markdown-it knows the lines of blocks only; each inline token notes the position at which it was found. */
class PlacedState extends markdown.inline.State {
  override push(type: string, tag: string, nesting: -1 | 0 | 1): Token {
    const token = super.push(type, tag, nesting)
    token.meta = { position: this.pos }
    return token
  }
}
markdown.inline.State = PlacedState

/** The blocks of a Markdown text (CommonMark with tables, HTML as text), and the link references it defines. */
export function parseMarkdown(text: string): { blocks: Token[]; references: string[] } {
  const env: Env = {}
  const blocks = markdown.parse(text, env)
  return { blocks, references: Object.keys(Object(env.references)) }
}

/** All inline tokens of the blocks. `firstLine` is the line of the file on which the text begins. */
export function* placedTokens(
  blocks: readonly Token[],
  text: string,
  firstLine: number,
): Generator<PlacedToken> {
  const lines = text.split('\n')
  let inHeading = false
  let from = 0
  for (const block of blocks) {
    if (block.map) from = block.map[0]
    if (block.type === 'heading_open') inHeading = true
    if (block.type === 'heading_close') inHeading = false
    for (const token of block.children ?? []) {
      const position = Number(token.meta?.position ?? 0)
      const start = from
      const placeOf = () => placeIn(block.content, position, lines, start, firstLine)
      yield { token, placeOf, inHeading }
    }
  }
}

/** A block's content has lost its markers and indentation: its line is searched for in the line of the text. */
function placeIn(
  content: string,
  position: number,
  lines: readonly string[],
  from: number,
  firstLine: number,
) {
  const before = content.slice(0, position).split('\n')
  const row = before.length - 1
  const start = (lines[from + row] ?? '').indexOf(content.split('\n')[row] ?? '')
  return { line: firstLine + from + row, column: Math.max(0, start) + (before[row] ?? '').length + 1 }
}
