import type { CST } from 'yaml'

export const DEPTH = 12

/** Far more than the problems that are shown for a file. */
const ERRORS = 200

/** Tokens up to the last error that is shown: each further one costs as much as a hundred valid lines. */
export function firstTokens(all: Iterable<CST.Token>): CST.Token[] {
  const tokens: CST.Token[] = []
  let errors = 0
  for (const token of all) {
    tokens.push(token)
    if (token.type === 'error' && ++errors > ERRORS) break
  }
  return tokens
}

/** The offset of the first token nested deeper than DEPTH; without recursion. */
export function tooDeep(tokens: readonly CST.Token[]): number | null {
  const open: { token: CST.Token; depth: number }[] = tokens.map(token => ({ token, depth: 0 }))
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next
    if (depth > DEPTH) return token.offset
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth })
    if (!('items' in token)) continue
    for (const item of token.items) {
      for (const part of [item.key, item.value]) if (part) open.push({ token: part, depth: depth + 1 })
    }
  }
  return null
}
