import { fold } from '../../model/delivery/phrase.js'
import { isClosing, isFoot, isOfGateway } from './mail-feet.js'

const POSTSCRIPT = /^(?:p\.? ?s\b|n\.? ?b\b|post-scriptum)/

/**
 * The author's own words, for finding a topic: folded, single spaces, paragraphs separated by `¶`. A form feed, where a quotation stood, ends a
 * signature. Without addresses, links, signatures after a closing formula, disclaimers and newsletter footers.
 */
export function authorsWords(text: string): string {
  const kept: string[] = []
  let isSignature = false
  let isGateway = false
  let isEnded = false
  for (const line of text.split('\n')) {
    const said = fold(line).trim()
    if (said === '') kept.push('¶')
    isGateway = said !== '' && ((isGateway && !isEnded) || isOfGateway(said))
    isEnded = /[.!?:]$/.test(said)
    if (POSTSCRIPT.test(said) || line.startsWith('\f')) isSignature = false
    if (isClosing(said)) isSignature = true
    // decision 38
    if (!isSignature && !isGateway && !isFoot(said)) kept.push(withoutLinks(said))
  }
  return kept.join(' ').replace(/\s+/g, ' ').trim()
}

function withoutLinks(said: string): string {
  return said
    .split(/\s+/)
    .filter(
      word =>
        !/@|^[<(]?(?:https?:|www\.)/.test(word) &&
        !/^[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){0,5}\.(?:be|com|org|net|eu|fr|nl|brussels|example)[/.,;)]?/.test(
          word,
        ),
    )
    .join(' ')
}
