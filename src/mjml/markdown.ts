import { compile, type FormatCallback } from 'html-to-text'
import type { MarkdownIt } from 'markdown-it'
import type { Language } from '../model/language/language.js'
import { markdownFor } from './markdown-rules.js'

/**
 * An editor's Markdown as HTML for mail. No HTML, images or rules; links only to https, mailto and tel. Headings rank below the mail's; typography
 * follows the language; each element has its style.
 */
export function markdownToHtml(markdown: string, language: Language): string {
  return rendererFor(language).render(markdown, { linksWords: true }).trim()
}

/** The same for the text part: marked lists, aligned tables, the address behind each link. */
export function markdownToText(markdown: string, language: Language): string {
  return textOf(rendererFor(language).render(markdown, { linksWords: false }))
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .replace(/^\n+/, '')
    .trimEnd()
}

/** Numbers end in one column; an item's further lines are indented under its text. */
const numbered: FormatCallback = (list, walk, builder) => {
  const isNested = list.parent?.name === 'li'
  const first = Number(list.attribs?.start ?? 1)
  const items = (list.children as (typeof list)[]).filter(({ name }) => name === 'li')
  const prefixes = items.map((_, index) => `${first + index}. `)
  const maxPrefixLength = Math.max(0, ...prefixes.map(({ length }) => length))
  builder.openList({
    interRowLineBreaks: 1,
    leadingLineBreaks: isNested ? 1 : 2,
    maxPrefixLength,
    prefixAlign: 'right',
  })
  for (const [index, item] of items.entries()) {
    builder.openListItem({ prefix: prefixes[index] ?? '' })
    walk([item], builder)
    builder.closeListItem()
  }
  builder.closeList({ trailingLineBreaks: isNested ? 1 : 2 })
}

/** Compiled once: its selectors take longer to compile than a text to convert. */
const textOf = compile({
  wordwrap: false,
  formatters: { numbered },
  selectors: [
    { selector: 'table', format: 'dataTable', options: { uppercaseHeaderCells: false, colSpacing: 2 } },
    { selector: 'a', options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true } },
    { selector: 'h4', format: 'block', options: { leadingLineBreaks: 2, trailingLineBreaks: 1 } },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'ol', format: 'numbered' },
    { selector: 'p', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
  ],
})

function rendererFor(language: Language): MarkdownIt {
  const renderer = RENDERERS.get(language) ?? markdownFor(language)
  RENDERERS.set(language, renderer)
  return renderer
}

const RENDERERS = new Map<Language, MarkdownIt>()
