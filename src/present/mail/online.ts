import type { EditionContent } from '../../model/editions/edition.js'
import type { ItemContext, LinkView } from './item-view.js'
import { typeset } from './typography.js'
import { say, sayCount } from './wording.js'

export type ProofView = {
  signed: string
  hashName: string
  hash: string
  audience: string
  pdf: LinkView | null
}

/** The address of the web version in a language; null where there is none. */
export function webAddress({ web }: EditionContent, language: string): string | null {
  return web ? `${web.address}/${language}` : null
}

/** The same for the text part. */
export function onlineLine({ content, language, strings }: ItemContext): string | null {
  const address = webAddress(content, language)
  return address === null ? null : typeset(say(strings, 'web.online-at', { address }), language)
}

/** How many updates have one line only, how many are left out, and where the rest is; null where all are complete. */
export function shortenedText(
  { inOneLine, leftOut }: { inOneLine: number; leftOut: number },
  { content, language, strings }: ItemContext,
): string | null {
  const where = content.web ? '' : '-offline'
  const says = (key: string, n: number) => (n === 0 ? [] : [sayCount(strings, key, n, language)])
  const parts = [...says(`web.shortened${where}`, inOneLine), ...says(`web.left-out${where}`, leftOut)]
  return parts.length === 0 ? null : typeset(parts.join(' '), language)
}
