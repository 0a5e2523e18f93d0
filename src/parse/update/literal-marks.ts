/** Marks of another Markdown, or misplaced ones, which would stand in the mail. `suggestion`: what to write. */
export type LiteralMark = {
  found: string
  index: number
  suggestion: string | null
  kind?: 'struck' | 'remark'
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

/** The marks that stand literally in a piece of text that was not escaped, one of each kind. */
export function literalMarks(text: string): LiteralMark[] {
  return RULES.flatMap(({ pattern, suggest, kind }) => {
    const match = pattern.exec(text)
    if (!match) return []
    const [found] = match
    return [{ found, index: match.index, suggestion: suggest(found), ...(kind ? { kind } : {}) }]
  })
}

/** Digits that have a raised form of their own; letters such as `er` stand well without one. */
function raised(found: string): string | null {
  const inner = found.replace(/\^/g, '')
  if (/^\d+$/.test(inner)) return inner.replace(/\d/g, digit => RAISED[digit] ?? digit)
  return /^[a-zè]+$/.test(inner) ? inner : null
}

/** Lines of a paragraph that were meant as another block: a heading without its space, a table that is none, a definition. */
export function literalLines(content: string): { found: string; line: number; suggestion: string | null }[] {
  const lines = content.split('\n')
  const heading = lines.findIndex(line => /^#{2,6}[^\s#]/.test(line))
  const found: { found: string; line: number; suggestion: string | null }[] = []
  if (heading >= 0) {
    const line = lines[heading] ?? ''
    found.push({ found: line, line: heading, suggestion: line.replace(/^#+/, '$& ') })
  }
  const row = lines.findIndex(line => /^[ \t:|-]+$/.test(line) && line.includes('---') && line.includes('|'))
  const isTable = row >= 0 || (lines.length > 1 && lines.every(line => line.startsWith('|')))
  if (isTable) found.push({ found: lines[0] ?? '', line: 0, suggestion: null })
  if (lines.length > 1 && (lines[0] ?? '').length <= 40 && /^: {1,8}\S/.test(lines[1] ?? ''))
    found.push({ found: lines[1] ?? '', line: 1, suggestion: null })
  return found
}
