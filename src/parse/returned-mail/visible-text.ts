import { headerText } from './header.js'
import { htmlToText } from './html-text.js'
import { type Part, partText } from './mime.js'

const LONGEST_CHARACTERS = 256 * 1024

/** A part and its contents, by the mail's structure. */
type Node = { part: Part; children: Node[] }

/** Visible text, and whether it was HTML. */
type Seen = { text: string; isHtml: boolean }

const NOTHING: Seen = { text: '', isHtml: false }

/**
 * A mail's visible text: its own text parts in order, without attachments and carried mails. Of alternatives (RFC 2046 §5.1.4) one, with its
 * contents; a gateway's addition follows. A mail without visible text shows its attached texts.
 */
export function visibleText(parts: Part[]): string {
  const nodes = treeOf(parts.filter(part => !part.returned))
  const seen = sequence(nodes, part => !isAttachment(part)).text
  return (seen.trim() === '' ? sequence(nodes, () => true).text : seen).slice(0, LONGEST_CHARACTERS)
}

/** Parts come in byte order, each with its depth. */
function treeOf(parts: Part[]): Node[] {
  const roots: Node[] = []
  const above: Node[] = []
  for (const part of parts) {
    const node = { part, children: [] }
    while (above.length > 0 && (above.at(-1) as Node).part.depth >= part.depth) above.pop()
    const siblings = above.at(-1)?.children ?? roots
    siblings.push(node)
    above.push(node)
  }
  return roots
}

type IsShown = (part: Part) => boolean

function read(node: Node, isShown: IsShown): Seen {
  const { part, children } = node
  if (!isShown(part)) return NOTHING
  if (part.type === 'text/html') return { text: htmlToText(partText(part)), isHtml: true }
  if (part.type === 'text/plain' || isBrokenMultipart(part)) return { text: partText(part), isHtml: false }
  if (part.type === 'multipart/alternative') return richest(children.map(child => read(child, isShown)))
  // The root comes first (RFC 2387 §3.2); other parts are its resources.
  if (part.type === 'multipart/related') return sequence(children.slice(0, 1), isShown)
  return sequence(children, isShown)
}

function sequence(nodes: Node[], isShown: IsShown): Seen {
  const seen = nodes.map(node => read(node, isShown)).filter(({ text }) => text.trim() !== '')
  return { text: seen.map(({ text }) => text).join('\n\n'), isHtml: seen.some(({ isHtml }) => isHtml) }
}

/** The most informative alternative: the plain text, unless it is a stub, or only the HTML separates quotation and answer. */
function richest(alternatives: Seen[]): Seen {
  const usable = alternatives.filter(({ text }) => text.trim() !== '')
  const plain = usable.find(({ isHtml }) => !isHtml)
  const html = usable.findLast(({ isHtml }) => isHtml)
  if (!plain || !html) return plain ?? html ?? NOTHING
  const isStub = letters(plain.text) < letters(html.text) / 2
  return isStub || (hasQuotes(html.text) && !hasQuotes(plain.text)) ? html : plain
}

const letters = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '').length

const hasQuotes = (text: string) => text.split('\n').some(line => line.trimStart().startsWith('>'))

function isAttachment(part: Part): boolean {
  return /^attachment/i.test(headerText(part.fields, 'content-disposition'))
}

/** A multipart without its boundary: mail programs show it as text. */
function isBrokenMultipart(part: Part): boolean {
  return part.type.startsWith('multipart/') && !part.hasParts
}
