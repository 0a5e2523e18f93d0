import markdownIt, {
  type MarkdownIt,
  type MarkdownItOptions,
  type StateInline,
  type Token,
} from 'markdown-it'
import { isEmailAddress } from '../staff/address-from.js'
import { endOf, isLink } from './link.js'

const LETTER = /[\p{L}\p{N}]/u
const SCHEME = /(?:^|[^\p{L}\p{N}+.-])(https?)$/iu
/** Characters that end an address: white space, quotation marks, and signs of Markdown and HTML. */
const BREAK = /[\s<>"`\\|«»“”]/
/** Words that may be addresses: bounded by white space and marks. */
const WORD = /[^\s<>()[\]"«»“”,;|]+/g

/**
 * Editors' Markdown: CommonMark with tables and three additions. A star between letters belongs to the word (`commerçant*es`). `(*)` refers to a
 * note, and a bare address is a link.
 */
export function editorsMarkdown(options: MarkdownItOptions = {}): MarkdownIt {
  // decision 60
  const markdown = new markdownIt({ ...options, html: false, linkify: false })
  const Ancestor = markdown.inline.State
  markdown.inline.State = class extends Ancestor {
    override scanDelims(start: number, canSplitWord: boolean) {
      const scanned = super.scanDelims(start, canSplitWord)
      return scanned.length === 1 && isOfTheWord(this.src, start)
        ? { ...scanned, can_open: false, can_close: false }
        : scanned
    }
  }
  markdown.inline.ruler.before('linkify', 'bare-address', bareAddress)
  return markdown
}

function isOfTheWord(text: string, at: number): boolean {
  if (text[at] !== '*') return false
  const [before = ' ', after = ' '] = [text[at - 1], text[at + 1]]
  return (LETTER.test(before) && LETTER.test(after)) || (before === '(' && after === ')')
}

/** The end of the last refused address: candidates inside it would be scanned to that end again. */
const refusedUntil = new WeakMap<StateInline, number>()

/** `https://…`, from its colon on: the scheme before it was already read as text. */
function bareAddress(state: StateInline, silent: boolean): boolean {
  const { src, pos, linkLevel } = state
  if (linkLevel > 0 || !src.startsWith('://', pos) || pos < (refusedUntil.get(state) ?? 0)) return false
  const scheme = SCHEME.exec(src.slice(Math.max(0, pos - 6), pos))?.[1]
  if (!scheme) return false
  const from = pos - scheme.length
  const end = addressEnd(src, from, state.posMax)
  const address = src.slice(from, end).replaceAll('&amp;', '&')
  const href = state.md.normalizeLink(address)
  if (address.length < scheme.length + 4 || !state.md.validateLink(href)) {
    refusedUntil.set(state, end)
    return false
  }
  if (!silent) {
    state.pending = state.pending.slice(0, -scheme.length)
    pushLink(state, address, href, from)
  }
  state.pos = end
  return true
}

function pushLink(state: StateInline, text: string, href: string, position: number): void {
  const open = state.push('link_open', 'a', 1)
  open.attrs = [['href', href]]
  open.meta = { position }
  open.markup = 'linkify'
  open.info = 'auto'
  state.push('text', '', 0).content = text
  const close = state.push('link_close', 'a', -1)
  close.markup = 'linkify'
  close.info = 'auto'
}

/** The end of a bare address: before white space, a closing bracket opened earlier, or the sentence's punctuation. */
function addressEnd(text: string, from: number, max: number): number {
  const open = { '(': 0, '[': 0 }
  let end = from
  for (; end < max; end++) {
    const sign = text[end] ?? ' '
    if (BREAK.test(sign)) break
    if (sign === '(' || sign === '[') open[sign] += 1
    if (sign === ')' && --open['('] < 0) break
    if (sign === ']' && --open['['] < 0) break
  }
  return from + withoutEnd(text.slice(from, end)).length
}

/** Without punctuation and Markdown marks around or after it. */
function withoutEnd(address: string): string {
  const unmarked = address.slice(0, endOf(address)).replace(/(?<![*_~])[*_~]{1,9}$/, '')
  return unmarked.slice(0, endOf(unmarked))
}

/** Turns `www.…` and mail addresses in a text token into links; `null` when it holds none. */
export function linkedWords(
  token: Token,
  make: (type: string, tag: string, nesting: -1 | 0 | 1) => Token,
): Token[] | null {
  const tokens: Token[] = []
  let from = 0
  const text = (content: string) => {
    const made = make('text', '', 0)
    made.content = content
    tokens.push(made)
  }
  for (const { 0: found, index } of token.content.matchAll(WORD)) {
    const word = withoutEnd(found)
    const href = addressOf(word)
    if (href === null) continue
    text(token.content.slice(from, index))
    const open = make('link_open', 'a', 1)
    open.attrs = [['href', href]]
    tokens.push(open)
    text(word)
    tokens.push(make('link_close', 'a', -1))
    from = index + word.length
  }
  if (tokens.length === 0) return null
  text(token.content.slice(from))
  return tokens
}

function addressOf(word: string): string | null {
  if (word.length > 300) return null
  if (isEmailAddress(word)) return `mailto:${word}`
  return /^www\.[a-z0-9-]+\./i.test(word) && isLink(`https://${word}`) ? `https://${word}` : null
}
