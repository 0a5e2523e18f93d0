import type { Env, StateInline, Token } from 'markdown-it'
import type { Place } from '../../model/problem/problem.js'
import { editorsMarkdown } from '../../model/updates/dialect.js'
import { htmlAt } from './html-tags.js'

/** An inline token, its position in the block's source, and a function for its place in the file. That costs a search. */
export type PlacedToken = {
  token: Token
  block: Token
  position: number
  placeOf: (within?: number) => Place
  inHeading: boolean
}

/**
 * Lets every link through as written, so that it can be reported: markdown-it would leave it as text. HTML becomes separate tokens, and escaped text
 * stays apart.
 */
const markdown = editorsMarkdown()
markdown.validateLink = () => true
markdown.normalizeLink = link => link
markdown.core.ruler.disable('text_join')
markdown.inline.ruler.after('autolink', 'named-html', namedHtml)

/** markdown-it knows only the lines of blocks; here each inline token notes its position. */
class PlacedState extends markdown.inline.State {
  override push(type: string, tag: string, nesting: -1 | 0 | 1): Token {
    const token = super.push(type, tag, nesting)
    token.meta = { position: this.pos }
    return token
  }
}
markdown.inline.State = PlacedState

/** Where the last comment of an inline text ends: otherwise each `<!--` would search to the end. */
const lastEnds = new WeakMap<StateInline, number>()

function namedHtml(state: StateInline, silent: boolean): boolean {
  if (state.src[state.pos] !== '<') return false
  const last = lastEnds.get(state) ?? state.src.lastIndexOf('-->')
  lastEnds.set(state, last)
  const html = htmlAt(state.src, state.pos, start => (start <= last ? state.src.indexOf('-->', start) : -1))
  if (!html) return false
  if (!silent) {
    const token = state.push('html', '', 0)
    token.content = html.found
    token.info = html.what
  }
  state.pos = Math.min(html.end, state.posMax)
  return true
}

/** The blocks of a Markdown text (CommonMark with tables), and its link references. */
export function parseMarkdown(text: string): { blocks: Token[]; references: string[] } {
  const env: Env = {}
  const blocks = markdown.parse(text, env)
  return { blocks, references: Object.keys(Object(env.references)) }
}

/** The tokens of a single line that is no block. */
export function parseLine(text: string): Token[] {
  return markdown.parseInline(text, {})
}

/** An inline text without its marks: `**Prime** &amp; [aide](https://…)` is `Prime & aide`. */
export function plainText(inline: Token | undefined): string {
  return (inline?.children ?? []).map(plainToken).join('')
}

function plainToken(token: Token): string {
  if (token.type === 'softbreak' || token.type === 'hardbreak') return ' '
  if (token.type === 'image') return plainText(token)
  return token.content
}

/** All inline tokens of the blocks. `firstLine`: the file's line on which the text begins. */
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
    yield* tokensOf(block, inHeading, (position, start = from) =>
      placeIn(block.content, position, lines, start, firstLine),
    )
  }
}

/** A text token notes no position: it is searched literally from the previous token on. */
function* tokensOf(
  block: Token,
  inHeading: boolean,
  placeAt: (position: number) => Place,
): Generator<PlacedToken> {
  let from = 0
  let isAddress = false
  for (const token of block.children ?? []) {
    if (token.type === 'link_open') isAddress = token.info === 'auto'
    if (token.type === 'link_close') isAddress = false
    const isText = token.type === 'text' && !isAddress
    const found = isText ? block.content.indexOf(token.content, from) : Number(token.meta?.position ?? from)
    const position = Math.max(from, found)
    from = position + (isText ? token.content.length : 0)
    yield {
      token,
      block,
      position,
      placeOf: (within = 0) => placeAt(position + within),
      inHeading,
    }
  }
}

/** A block's content lacks its markers and indentation: its line is searched in the text's line. */
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
