/** A tag: its name in lower case, its attributes as written (at most 2,000 characters). */
export type HtmlTag = { name: string; attributes: string; isEnd: boolean; isEmpty: boolean }

/** Elements with invisible content. */
const UNSEEN = new Set(['script', 'style', 'title', 'template', 'xml', 'noembed', 'noframes'])

const ATTRIBUTES_READ = 2000

/**
 * The texts (entities still encoded) and tags of an HTML document, in order; without comments, declarations and invisible elements. A `<` that begins
 * no tag is text, as is an unclosed invisible element. One pass.
 */
export function* readHtml(html: string): Generator<string | HtmlTag> {
  const search = new ForwardSearch(html)
  let position = 0
  while (position < html.length) {
    const start = html.indexOf('<', position)
    if (start !== position) yield html.slice(position, start < 0 ? undefined : start)
    if (start < 0) return
    const end = start + markupLength(html, start, search)
    if (end === start) yield '<'
    const tag = tagOf(html.slice(start, Math.min(end, start + ATTRIBUTES_READ)))
    if (tag) yield tag
    position = Math.max(start + 1, end)
    if (tag && !tag.isEnd && UNSEEN.has(tag.name))
      position = search.after(`</${tag.name}`, position) ?? position
  }
}

/** The length of the markup that begins here; 0 when this `<` is text. */
function markupLength(html: string, start: number, search: ForwardSearch): number {
  if (html.startsWith('<!--', start)) return (search.after('-->', start + 2) ?? html.length) - start
  if (!/[a-z/!?]/i.test(html[start + 1] ?? '')) return 0
  const end = search.after('>', start)
  return end === null ? 0 : quotedEnd(html, start, end) - start
}

/** A `>` within quoted attributes ends no tag; a quote not closed nearby counts as a mistake. */
function quotedEnd(html: string, start: number, end: number): number {
  let quote = ''
  for (let at = start + 1; at < Math.min(html.length, start + ATTRIBUTES_READ); at++) {
    const character = html[at] as string
    if (quote !== '') quote = character === quote ? '' : quote
    else if ((character === '"' || character === "'") && html[at - 1] === '=') quote = character
    else if (character === '>') return at + 1
  }
  return end
}

function tagOf(markup: string): HtmlTag | null {
  const name = /^<\/?([a-z][a-z0-9:]{0,15})/i.exec(markup)
  if (!name?.[1]) return null
  const attributes = markup.slice(name[0].length)
  const isEmpty = attributes.endsWith('/>')
  return { name: name[1].toLowerCase(), attributes, isEnd: markup[1] === '/', isEmpty }
}

/** Finds the next occurrence and memoizes missing ones: each text is searched once. */
class ForwardSearch {
  private readonly found = new Map<string, number>()
  private readonly lower: string

  constructor(text: string) {
    // Only ASCII is folded, so the length stays the same.
    this.lower = text.replace(/[A-Z]+/g, letters => letters.toLowerCase())
  }

  /** The position after the next `needle` (lower case); null when there is none. */
  after(needle: string, from: number): number | null {
    let at = this.found.get(needle) ?? -2
    if (at === -2 || (at !== -1 && at < from)) {
      at = this.lower.indexOf(needle, from)
      this.found.set(needle, at)
    }
    if (at < 0) return null
    if (needle[0] !== '<') return at + needle.length
    const end = this.lower.indexOf('>', at)
    return end < 0 ? this.lower.length : end + 1
  }
}
