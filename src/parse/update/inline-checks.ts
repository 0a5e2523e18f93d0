import MarkdownIt, { type Token } from 'markdown-it'
import { type Problem, problemAt } from '../../model/problem/problem.js'
import type { ProblemValues } from '../../model/problem/problem-values.js'
import { breaksLine, forbiddenCharacter } from '../../model/problem/text-hygiene.js'
import { isLink, linkFault } from '../../model/updates/link.js'
import { htmlAt } from './html-tags.js'
import { literalMarks } from './literal-marks.js'
import type { PlacedToken } from './markdown-places.js'

const { normalizeLink } = new MarkdownIt()
const AUTO = 'auto'

/**
 * What is wrong with one inline token: HTML, images, links that can't be judged by their text, struck words, marks that would stand
 * literally. One reads a mail without fetching anything, and follows only links that can be judged by their text.
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

/** A link is judged as it is written; spaces and letters in it that a mail program percent-encodes are right. */
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

/** `&lt;b&gt;` and `&amp;nbsp;` come from the source of a page: readers would see a tag, or an entity. */
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

/** The first link with a text of its own in a title: where a title stands, nothing can be followed. */
export function linkInTitle(inline: Token | undefined): string | null {
  const link = inline?.children?.find(({ type, info }) => type === 'link_open' && info !== AUTO)
  return link ? String(link.attrGet('href') ?? '') : null
}
