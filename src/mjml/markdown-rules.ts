import type { MarkdownIt, StateCore, Token } from 'markdown-it'
import markdownIt from 'markdown-it'
import type { Language, Localized } from '../model/language/language.js'
import { editorsMarkdown, linkedWords } from '../model/updates/dialect.js'
import { linesApart } from '../model/updates/joined-lines.js'
import { isLink } from '../model/updates/link.js'
import { typesetPiece } from '../present/mail/typography.js'

const NO_BREAK = '\u00a0'

const QUOTES: Localized<string[]> = {
  fr: [`«${NO_BREAK}`, `${NO_BREAK}»`, `‹${NO_BREAK}`, `${NO_BREAK}›`],
  nl: ['“', '”', '‘', '’'],
  de: ['„', '“', '‚', '‘'],
}

/**
 * Styles on the elements themselves, for clients without style sheets; the rest is in templates/partials/head.mjml. Few and short: they repeat with
 * every paragraph, and Gmail cuts a mail at 102 kB.
 */
const ATTRIBUTES: Record<string, [string, string][]> = {
  ul: [['style', 'padding-left:22px']],
  ol: [['style', 'padding-left:22px']],
  table: [
    ['class', 't'],
    ['width', '100%'],
    ['cellpadding', '4'],
  ],
  th: [
    ['scope', 'col'],
    ['align', 'left'],
  ],
}

/** For indented text of an editor: four spaces more are still text, not code. */
function withoutCode(language: Language): MarkdownIt {
  const renderer = WITHOUT_CODE.get(language) ?? markdownFor(language).disable('code')
  WITHOUT_CODE.set(language, renderer)
  return renderer
}

const WITHOUT_CODE = new Map<Language, MarkdownIt>()

export function markdownFor(language: Language): MarkdownIt {
  const markdown = editorsMarkdown({ typographer: true, quotes: QUOTES[language] ?? ['“', '”', '‘', '’'] })
  markdown.disable(['image', 'replacements'])
  markdown.validateLink = isLink
  // Before the quotation marks: ’s avonds has an apostrophe, not an opening mark.
  markdown.core.ruler.before('smartquotes', 'typography', ({ tokens }) => {
    for (const { children } of tokens) if (children) typesetTokens(children, language)
  })
  markdown.core.ruler.push('lines-apart', keepLinesApart)
  markdown.core.ruler.push('linked-words', linkWords)
  markdown.renderer.renderToken = renderStyled
  markdown.renderer.rules.fence = renderCode
  markdown.renderer.rules.code_block = (tokens, index, _options, env) =>
    withoutCode(language).render(withoutIndent(tokens[index]?.content ?? ''), env)
  markdown.renderer.rules.hr = () => ''
  return markdown
}

/** Keeps the lines of an address apart. A line end inside code can't be kept. */
function keepLinesApart({ tokens }: StateCore): void {
  for (const [index, { type, content, children }] of tokens.entries()) {
    if (type !== 'inline' || !children || tokens[index - 1]?.type !== 'paragraph_open') continue
    const ends = children.filter(token => token.type === 'softbreak' || token.type === 'hardbreak')
    const apart = linesApart(content)
    if (apart?.breaks.length !== ends.length) continue
    for (const [line, end] of ends.entries()) if (apart.breaks[line]) end.type = 'hardbreak'
  }
}

/** In the text part, a reader sees addresses as they are. */
function linkWords(state: StateCore): void {
  if (!state.env?.linksWords) return
  for (const inline of state.tokens) {
    if (!inline.children) continue
    let inLink = false
    inline.children = inline.children.flatMap(token => {
      if (token.type === 'link_open') inLink = true
      if (token.type === 'link_close') inLink = false
      const made =
        token.type === 'text' && !inLink ? linkedWords(token, (...of) => new state.Token(...of)) : null
      return made ?? [token]
    })
  }
}

function withoutIndent(code: string): string {
  const lines = code.split('\n')
  const indents = lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length)
  const indent = indents.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY)
  return lines.map(line => line.slice(indent)).join('\n')
}

function typesetTokens(tokens: Token[], language: Language): void {
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'text') continue
    const before = tokens[index - 1]?.type
    token.content = typesetPiece(token.content, language)
    // « **mot**: » — here the colon begins a token of its own.
    if (language === 'fr' && before?.endsWith('_close') && /^[:;!?](\s|$)/.test(token.content))
      token.content = NO_BREAK + token.content
  }
}

function renderStyled(
  this: MarkdownIt['renderer'],
  tokens: Token[],
  index: number,
  options: MarkdownIt['options'],
): string {
  const token = tokens[index] as Token
  if (/^h[1-6]$/.test(token.tag)) token.tag = 'h4'
  if (token.nesting >= 0) for (const [name, value] of ATTRIBUTES[token.tag] ?? []) setOnce(token, name, value)
  return Object.getPrototypeOf(this).renderToken.call(this, tokens, index, options)
}

const { escapeHtml } = new markdownIt().utils

/** Wraps code: a long line must not widen a phone's page. */
function renderCode(tokens: Token[], index: number): string {
  return `<pre style="white-space:pre-wrap">${escapeHtml(tokens[index]?.content ?? '')}</pre>\n`
}

/** Keeps a column alignment that the editor chose. */
function setOnce(token: Token, name: string, value: string): void {
  if (token.attrIndex(name) < 0) token.attrPush([name, value])
}
