import type { WordRun } from './document.js'

type Style = 'plain' | 'bold' | 'italic'
type Piece = { text: string; style: Style; link: string | null }

const MARKS: Record<Style, string> = { plain: '', bold: '**', italic: '*' }

/**
 * A paragraph's runs as Markdown: escaped text, bold, italics and links; `
 * ` is a line break.
 */
export function inlineMarkdown(runs: readonly WordRun[]): string {
  const groups = groupsByStyle(piecesOf(runs))
  return groups.map((group, index) => marked(group, groups[index - 1], groups[index + 1])).join('')
}

/** Bold wins over italics; outer spaces carry no format; adjacent runs of one format are joined. */
function piecesOf(runs: readonly WordRun[]): Piece[] {
  const pieces: Piece[] = []
  const add = (text: string, style: Style, link: string | null) => {
    const last = pieces.at(-1)
    if (last && last.style === style && last.link === link) last.text += text
    else if (text !== '') pieces.push({ text, style, link })
  }
  for (const { text, bold, italic, link } of runs)
    add(text, bold ? 'bold' : italic ? 'italic' : 'plain', link)
  return pieces.map(piece => (piece.text.trim() === '' ? { ...piece, style: 'plain', link: null } : piece))
}

function groupsByStyle(pieces: readonly Piece[]): { style: Style; source: string }[] {
  const groups: { style: Style; source: string }[] = []
  for (const { text, style, link } of pieces) {
    const { before, inner, after } = withoutEdges(text)
    const target = link === null ? null : linkTarget(link)
    const source = `${before}${target ? `[${escapedText(inner)}](${target})` : escapedText(inner)}${after}`
    const last = groups.at(-1)
    if (last && last.style === style) last.source += source
    else groups.push({ style, source })
  }
  return groups
}

/** A text apart from the spaces around it. */
function withoutEdges(text: string): { before: string; inner: string; after: string } {
  const inner = text.trim()
  const start = text.length - text.trimStart().length
  return { before: text.slice(0, start), inner, after: text.slice(start + inner.length) }
}

type Group = { style: Style; source: string }

/** Omits a mark that CommonMark would not recognise (§6.2, left- and right-flanking): the words matter. */
function marked({ style, source }: Group, before: Group | undefined, after: Group | undefined): string {
  const { before: lead, inner, after: tail } = withoutEdges(source)
  const mark = MARKS[style]
  if (mark === '' || inner === '') return source
  const previous = lead === '' ? (before?.source.at(-1) ?? ' ') : ' '
  const next = tail === '' ? (after?.source.at(0) ?? ' ') : ' '
  const touches =
    (lead === '' && before && before.style !== 'plain' && !/\s/.test(previous)) ||
    (tail === '' && after && after.style !== 'plain' && !/\s/.test(next))
  const opens = !isPunctuation(inner.at(0)) || isPunctuation(previous) || /\s/.test(previous)
  const closes = !isPunctuation(inner.at(-1)) || isPunctuation(next) || /\s/.test(next)
  return !touches && opens && closes ? `${lead}${mark}${inner}${mark}${tail}` : source
}

function isPunctuation(character: string | undefined): boolean {
  return character !== undefined && /[\p{P}\p{S}]/u.test(character)
}

/** In the form that `](…)` accepts; a later check reports invalid links. */
function linkTarget(link: string): string {
  return link
    .trim()
    .replace(
      /[\s<>()\\]/g,
      character => `%${(character.codePointAt(0) ?? 32).toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .slice(0, 2000)
}

/** Escapes text that must not become Markdown. Inside a word, `_` means nothing (CommonMark §6.2). */
export function escapedText(text: string): string {
  return text
    .replace(/[\\`*[\]<|]|~(?=~)|(?<=~)~/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?[a-z0-9]+;)/gi, '\\&')
}
