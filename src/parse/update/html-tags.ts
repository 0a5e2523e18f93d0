/** Elements of HTML, including old ones and those of Office; other names in `<…>` are words. */
const ELEMENTS = new Set(
  `a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button canvas
  caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure
  font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link
  main map mark marquee math menu meta meter nav nobr noframes noscript object ol optgroup option output p param picture pre
  progress q rp rt ruby s samp script search section select slot small source span strike strong style sub summary sup svg table
  tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xml`.split(/\s+/),
)
/** Attributes without a value; any other word may be text: `a <b et c> d`. */
const BARE =
  /^\s{1,20}(?:open|hidden|disabled|checked|required|async|defer|controls|autoplay|loop|muted|selected|readonly|multiple|nowrap)(?:\s|\/?$)/i
const NAME = /[a-z][a-z0-9:-]{0,40}/iy
/** The length to which attributes are read. */
const TAG_LIMIT = 2000

/** HTML in an editor's text, and where it ends. */
export type Html = { what: 'tag' | 'comment'; found: string; end: number }

/**
 * The HTML that begins at a `<`; null where the sign is text: `a < b`, `<5`, `<https://…>`, `<nom>`. An unclosed comment ends with its mark. Linear
 * in the tag's length; `commentEnd` finds the next `-->`.
 */
export function htmlAt(
  text: string,
  from: number,
  commentEnd = (start: number) => text.indexOf('-->', start),
): Html | null {
  if (text.startsWith('<!--', from)) {
    const end = commentEnd(from + 4)
    return part('comment', text, from, end < 0 ? from + 4 : end + 3)
  }
  const second = text[from + 1] ?? ''
  if (second === '?' && /[a-z]/i.test(text[from + 2] ?? '')) return part('tag', text, from, from + 3)
  if (second === '!' && /[a-z[]/i.test(text[from + 2] ?? '')) return part('tag', text, from, from + 3)
  return tagAt(text, from, second === '/')
}

function tagAt(text: string, from: number, isClosing: boolean): Html | null {
  NAME.lastIndex = from + (isClosing ? 2 : 1)
  const name = NAME.exec(text)?.[0]
  if (!name) return null
  const after = from + (isClosing ? 2 : 1) + name.length
  const until = text.slice(after, after + TAG_LIMIT)
  const end = /[<>]/.exec(until)
  const isClosed = end?.[0] === '>'
  const inside = end ? until.slice(0, end.index) : until
  const isKnown = ELEMENTS.has(name.toLowerCase()) || /^(?:o|w|v|m|st1):/i.test(name)
  const isMarkup = isClosing ? isClosed && inside.trim() === '' : isTag(inside, isKnown, isClosed)
  return isMarkup ? part('tag', text, from, after + inside.length + (isClosed ? 1 : 0)) : null
}

/** Whether the text after a name makes it a tag: nothing, a slash, or attributes. */
function isTag(inside: string, isKnown: boolean, isClosed: boolean): boolean {
  const hasAttribute = /^\s{1,20}[a-z:-]{1,40}\s{0,5}=/i.test(inside)
  if (hasAttribute) return true
  if (!isClosed) return isKnown && /^\s*$/.test(inside) && inside !== ''
  return (isKnown || inside === '/') && (/^\s{0,20}\/?$/.test(inside) || BARE.test(inside))
}

function part(what: Html['what'], text: string, from: number, end: number): Html {
  return { what, found: text.slice(from, Math.min(end, from + 200)), end }
}

/** The first HTML of a plain text, and its index. */
export function firstHtml(text: string): (Html & { index: number }) | null {
  const last = text.lastIndexOf('-->')
  const commentEnd = (start: number) => (start <= last ? text.indexOf('-->', start) : -1)
  for (let index = text.indexOf('<'); index >= 0; index = text.indexOf('<', index + 1)) {
    const html = htmlAt(text, index, commentEnd)
    if (html) return { ...html, index }
  }
  return null
}
