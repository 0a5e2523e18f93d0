import { decodeHTML } from 'entities'
import { HtmlLines } from './html-lines.js'
import { isQuotedElement, isQuoteFromHere, isSignature } from './html-quotes.js'
import { type HtmlTag, readHtml } from './html-tokens.js'

/** Elements that begin a line. */
const BLOCK =
  /^(?:address|article|aside|blockquote|body|center|dd|div|dl|dt|fieldset|figure|footer|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|table|tr|ul)$/
/** Elements with an empty line around them. */
const APART = /^(?:blockquote|h[1-6]|ol|p|pre|table|ul)$/
/** Elements that may hold a quotation and always have an end tag. */
const HOLDS = /^(?:article|blockquote|div|section|span|table)$/

type Reading = {
  lines: HtmlLines
  open: { name: string; isQuote: boolean; isHidden: boolean }[]
  /** The next number of each list; null: bullets. */
  lists: (number | null)[]
  isTight: boolean
}

/**
 * HTML as plain text, in one pass. Quoted mail (blockquotes, wrappers of mail programs) becomes lines with `>`; a signature follows `-- `; cells are
 * separated by tabs. Nothing visible is left out.
 */
export function htmlToText(html: string): string {
  const reading: Reading = { lines: new HtmlLines(), open: [], lists: [], isTight: false }
  for (const token of readHtml(html)) {
    if (typeof token === 'string') reading.lines.write(decodeHTML(token))
    else if (token.isEnd) end(token, reading)
    else begin(token, reading)
  }
  return reading.lines.text()
}

function begin(tag: HtmlTag, reading: Reading): void {
  const { name } = tag
  const { lines } = reading
  if (name === 'br') lines.endLine()
  if (name === 'td' || name === 'th') lines.nextCell()
  if (!BLOCK.test(name) && name !== 'span') return
  if (isQuoteFromHere(tag)) lines.quoteTheRest()
  if (name === 'p') reading.isTight = isTight(tag)
  if (name !== 'span') lines.freshLine(APART.test(name) && !isTight(tag))
  if (isSignature(tag)) lines.signature()
  if (name === 'pre') lines.preformatted++
  list(name, reading)
  hold(tag, reading)
}

/** Outlook's paragraphs are lines. */
const isTight = ({ attributes }: HtmlTag) =>
  /mso(?:normal|listparagraph|plaintext|nospacing)/i.test(attributes)

function list(name: string, { lists, lines }: Reading): void {
  if (name === 'ul') lists.push(null)
  if (name === 'ol') lists.push(1)
  if (name !== 'li') return
  const next = lists.at(-1) ?? null
  lines.write(next === null ? '- ' : `${next}. `)
  if (next !== null) lists[lists.length - 1] = next + 1
}

/** Open elements that are tracked: mails have some dozens. */
const DEEPEST = 5000

function hold(tag: HtmlTag, { lines, open }: Reading): void {
  if (!HOLDS.test(tag.name) || open.length >= DEEPEST) return
  const isQuote = isQuotedElement(tag) || (tag.name === 'blockquote' && !isOwnIndent(tag))
  const isHidden = /display: ?none/i.test(tag.attributes)
  if (isQuote) lines.quote(1)
  if (isHidden) lines.hidden++
  open.push({ name: tag.name, isQuote, isHidden })
}

function end({ name }: HtmlTag, { lines, open, lists, isTight }: Reading): void {
  if (BLOCK.test(name)) lines.freshLine(APART.test(name) && !(name === 'p' && isTight))
  if (name === 'ul' || name === 'ol') lists.pop()
  if (name === 'pre' && lines.preformatted > 0) lines.preformatted--
  if (!HOLDS.test(name)) return
  const at = lastOpen(open, name)
  for (const { isQuote, isHidden } of at < 0 ? [] : open.splice(at)) {
    if (isQuote) lines.quote(-1)
    if (isHidden) lines.hidden--
  }
}

/** How far back an end tag searches: searching the whole mail each time would be quadratic. */
const LOOKS_BACK = 100

/** The element that this tag ends; a table or quotation isn't ended by an end tag of an element around part of it. */
function lastOpen(open: Reading['open'], name: string): number {
  const from = Math.max(0, open.length - LOOKS_BACK)
  for (let at = open.length - 1; at >= from; at--) {
    if (open[at]?.name === name) return at
    if (name === 'span' || open[at]?.isQuote) return -1
  }
  return -1
}

/** A blockquote that indents the author's own words (a button of Gmail and Outlook): without cite or rule. */
function isOwnIndent({ attributes }: HtmlTag): boolean {
  const given = attributes.toLowerCase()
  if (/\b(?:type|cite|class|id)=/.test(given)) return false
  return given.includes('margin') && /border(?:-left)?: ?(?:none|0|medium none)/.test(given)
}
