import { convert } from 'html-to-text'
import markdownIt, { type MarkdownIt, type Token } from 'markdown-it'
import type { Language } from '../model/language.js'
import { isLink } from '../model/update/link.js'
import { typesetPiece } from '../model/view/typography.js'

const NO_BREAK = '\u00a0'
const QUOTES = {
  fr: [`«${NO_BREAK}`, `${NO_BREAK}»`, `‹${NO_BREAK}`, `${NO_BREAK}›`],
  nl: ['“', '”', '‘', '’'],
}

/**
 * What a client without style sheets needs, on the element itself; the rest is in templates/partials/head.mjml. Few and
 * short: an element's style comes back with every paragraph of every measure, and Gmail cuts a mail at 102 kB.
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

const RENDERERS = { fr: markdownFor('fr'), nl: markdownFor('nl') }

/**
 * An editor's Markdown as HTML for mail: no HTML of the editor's, no images, links to https, mailto and tel only,
 * headings below those of the mail, the typography of the language, styles on each element.
 */
export function markdownToHtml(markdown: string, language: Language): string {
  return RENDERERS[language].render(markdown).trim()
}

/** The same for the text part: lists with marks, tables in columns, the address behind each link. */
export function markdownToText(markdown: string, language: Language): string {
  return convert(markdownToHtml(markdown, language), {
    wordwrap: false,
    selectors: [
      { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false, colSpacing: 2 } },
      { selector: 'a', options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true } },
      { selector: 'h4', format: 'block', options: { leadingLineBreaks: 2, trailingLineBreaks: 1 } },
      { selector: 'ul', options: { itemPrefix: '- ' } },
      { selector: 'p', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
    ],
  }).trim()
}

const { escapeHtml } = new markdownIt().utils

function markdownFor(language: Language): MarkdownIt {
  const markdown = new markdownIt({
    html: false,
    linkify: false,
    typographer: true,
    quotes: QUOTES[language],
  })
  markdown.disable(['image', 'replacements', 'hr'])
  markdown.validateLink = isLink
  // Before the quotation marks: ’s avonds is an apostrophe, not an opening mark.
  markdown.core.ruler.before('smartquotes', 'typography', ({ tokens }) => {
    for (const { children } of tokens) if (children) typesetTokens(children, language)
  })
  markdown.renderer.renderToken = renderStyled
  markdown.renderer.rules.fence = renderCode
  markdown.renderer.rules.code_block = renderCode
  return markdown
}

function typesetTokens(tokens: Token[], language: Language): void {
  for (const [index, token] of tokens.entries()) {
    if (token.type !== 'text') continue
    const before = tokens[index - 1]?.type
    token.content = typesetPiece(token.content, language)
    // « **mot**: » — the colon begins a piece of its own.
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

/** Wraps: a line of code must not push a phone's page wide. */
function renderCode(tokens: Token[], index: number): string {
  return `<pre style="white-space:pre-wrap">${escapeHtml(tokens[index]?.content ?? '')}</pre>\n`
}

/** A column's alignment that the editor chose stays. */
function setOnce(token: Token, name: string, value: string): void {
  if (token.attrIndex(name) < 0) token.attrPush([name, value])
}
