import type { ReplyTopic } from '../../model/returned-mail/report.js'
import { authorsWords } from './authors-words.js'
import { CORRECTION, INTERROGATIVES, OBJECTION, QUESTION, UNSUBSCRIBE } from './topic-words.js'

/**
 * What a reply wants, by its author's words alone: never by a signature, a disclaimer, an address or a link. A first guess that
 * a person can change. An objection before an unsubscribe before a correction before a question, since each asks for more care
 * than the next: "pouvez-vous retirer mon adresse ?" is an unsubscribe.
 */
export function replyTopic(ownText: string): ReplyTopic {
  const said = authorsWords(ownText)
  if (OBJECTION.test(said)) return 'objection'
  if (UNSUBSCRIBE.test(said) || BARE_STOP.test(said)) return 'unsubscribe'
  if (CORRECTION.test(said)) return 'correction'
  return isQuestion(said) ? 'question' : 'other'
}

/** Nothing but that. */
const BARE_STOP = /^stop[ .!¶]{0,20}$/

/** A question mark after a word; words that want an answer; a sentence such as "Wanneer komt de premie". */
function isQuestion(said: string): boolean {
  if (/[^\s/?&=]\s?\?(?=[\s!?)\]"'»”.…*_]|$)/.test(said) || QUESTION.test(said)) return true
  return said.split(/[.!;:¶]/).some(sentence => INTERROGATIVES.test(sentence) && !sentence.includes(','))
}
