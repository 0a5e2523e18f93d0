import MarkdownIt from 'markdown-it'
import { type Problem, problemAt } from '../../model/problem/problem.js'
import type { ProblemValues } from '../../model/problem/problem-values.js'
import { breaksLine, forbiddenCharacter } from '../../model/problem/text-hygiene.js'
import { isLink, linkFault } from '../../model/updates/link.js'
import { htmlAt } from './html-tags.js'
import type { PlacedToken } from './markdown-places.js'

const { normalizeLink } = new MarkdownIt()

/**
 * Problems of an inline token: HTML, images, unclear links, struck words, literal marks. Readers fetch nothing, and follow only links whose target
 * the text shows.
 */
export function inlineProblems(placed: PlacedToken, file: string): Problem[] {
  const { token } = placed
  if (token.type === 'image') return [problemAt(file, placed.placeOf(), 'image-refused', {})]
  if (token.type === 'link_open') return linkProblems(placed, file)
  if (token.type === 'html') return [html(placed, file, token.info as 'tag' | 'comment', token.content)]
  if (token.type === 's_open') return [struck(placed, file)]
  if (token.type === 'text_special')
    return [...characterProblems(placed, file), ...entityProblems(placed, file)]
  if (token.type !== 'text') return []
  return [...characterProblems(placed, file), ...markProblems(placed, file)]
}

/** Checks a link as written; percent-encoded spaces and letters are valid. */
function linkProblems({ token, placeOf }: PlacedToken, file: string): Problem[] {
  const found = String(token.attrGet('href') ?? '')
  const fault = linkFault(found)
  if (!fault || (fault.problem === 'link-wrong' && isLink(normalizeLink(found)))) return []
  const values = { found, ...fault.values } as ProblemValues[typeof fault.problem]
  return [problemAt(file, placeOf(), fault.problem, values)]
}

function html(placed: PlacedToken, file: string, what: 'tag' | 'comment' | 'entity', found: string): Problem {
  return problemAt(file, placed.placeOf(), 'html-refused', { what, found })
}

function struck({ block, position, placeOf }: PlacedToken, file: string): Problem {
  const end = block.content.indexOf('~~', position + 2)
  const found = block.content.slice(position, end < 0 ? position + 60 : end + 2)
  return problemAt(file, placeOf(), 'struck-refused', { found })
}

/** Entities such as &#x202E; and &#10; are characters by now. */
function characterProblems({ token, placeOf, inHeading }: PlacedToken, file: string): Problem[] {
  const character = forbiddenCharacter(token.content)
  return [
    ...(character ? [problemAt(file, placeOf(), 'control-character', { character })] : []),
    ...(inHeading && breaksLine(token.content)
      ? [problemAt(file, placeOf(), 'line-break', { key: 'title' })]
      : []),
  ]
}

/** `&lt;b&gt;` and `&amp;nbsp;` were pasted from a page's source: readers would see a tag or entity. */
function entityProblems(placed: PlacedToken, file: string): Problem[] {
  const { token, block, position } = placed
  if (token.info !== 'entity') return []
  const source = block.content.slice(position, position + 200)
  const doubled = /^&amp;#?[a-z0-9]{2,10};/i.exec(source)?.[0]
  if (doubled) return [html(placed, file, 'entity', doubled)]
  if (token.content !== '<') return []
  const tag = htmlAt(source.replace(/&lt;|&#60;/gi, '<').replace(/&gt;|&#62;/gi, '>'), 0)
  return tag ? [html(placed, file, tag.what, tag.found)] : []
}

function markProblems({ token, placeOf }: PlacedToken, file: string): Problem[] {
  return literalMarks(token.content).map(({ found, index, suggestion, kind }) => {
    if (kind === 'struck') return problemAt(file, placeOf(index), 'struck-refused', { found })
    if (kind === 'remark') return problemAt(file, placeOf(index), 'html-refused', { what: 'comment', found })
    return problemAt(file, placeOf(index), 'markup-literal', { found, suggestion })
  })
}

type Rule = { pattern: RegExp; suggest: (found: string) => string | null; kind?: LiteralMark['kind'] }

const RAISED: Record<string, string> = {
  0: '⁰',
  1: '¹',
  2: '²',
  3: '³',
  4: '⁴',
  5: '⁵',
  6: '⁶',
  7: '⁷',
  8: '⁸',
  9: '⁹',
}
const LOWERED = '₀₁₂₃₄₅₆₇₈₉'
const nothing = () => null

const RULES: readonly Rule[] = [
  { pattern: /~~/, suggest: nothing, kind: 'struck' },
  { pattern: /%%[^%\n]{1,200}%%|^%%/, suggest: nothing, kind: 'remark' },
  { pattern: /\{(?:>>[^{}\n]{0,200}<<|--[^{}\n]{1,200}--)\}/, suggest: nothing, kind: 'remark' },
  { pattern: /\{(?:\+\+[^{}\n]{1,200}\+\+|==[^{}\n]{1,200}==)\}/, suggest: found => found.slice(3, -3) },
  {
    pattern: /(?<![\p{L}\p{N}~/])~[\p{L}\p{N}][^~\s]{0,60}~(?![\p{L}\p{N}~])/u,
    suggest: nothing,
    kind: 'struck',
  },
  { pattern: /(?<!\*)\*\*(?!\*)/, suggest: () => '**…**' },
  { pattern: /(?<![\p{L}\p{N}_])__(?=[\p{L}\p{N}])/u, suggest: () => '**…**' },
  {
    pattern: /(?<=\p{L})~\d{1,3}~/u,
    suggest: found => found.replace(/~/g, '').replace(/\d/g, digit => LOWERED[Number(digit)] ?? ''),
  },
  { pattern: /\^[^\s^]{1,12}\^/, suggest: raised },
  { pattern: /(?<=(?<!\p{L})[kcm]?m)\^[23](?![\d^])/u, suggest: raised },
  { pattern: /==[^\s=][^=]{0,80}==/, suggest: found => `**${found.slice(2, -2)}**` },
  { pattern: /\[\^[^\]\s]{1,30}\]/, suggest: nothing },
  { pattern: /\[\[[^\]\n]{1,80}\]\]/, suggest: nothing },
  { pattern: /^\[!\w{1,20}\]/, suggest: nothing },
  { pattern: /^\[[ xX]\](?=\s)/, suggest: nothing },
  { pattern: /\]\(|\] \($|\)\[$/, suggest: () => '[…](https://…)' },
  { pattern: /\{[#.:][^{}\n]{0,80}\}$/, suggest: nothing },
  {
    pattern:
      /&(?:nbsp|[a-z]acute|[a-z]grave|[a-z]circ|[a-z]uml|ccedil|oelig|[lr]squo|[lr]dquo|[lr]aquo|euro|amp|quot|lt|gt)(?![a-z])/i,
    suggest: nothing,
  },
]

/** Marks that appear literally in unescaped text, one of each kind. */
function literalMarks(text: string): LiteralMark[] {
  return RULES.flatMap(({ pattern, suggest, kind }) => {
    const match = pattern.exec(text)
    if (!match) return []
    const [found] = match
    return [{ found, index: match.index, suggestion: suggest(found), ...(kind ? { kind } : {}) }]
  })
}

/** Digits that have a raised character; letters such as `er` read well without one. */
function raised(found: string): string | null {
  const inner = found.replace(/\^/g, '')
  if (/^\d+$/.test(inner)) return inner.replace(/\d/g, digit => RAISED[digit] ?? digit)
  return /^[a-zè]+$/.test(inner) ? inner : null
}

/** Marks of another Markdown dialect, or misplaced ones, which would appear literally. `suggestion`: what to write. */
type LiteralMark = {
  found: string
  index: number
  suggestion: string | null
  kind?: 'struck' | 'remark'
}
