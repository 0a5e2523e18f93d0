import type { Strings } from '../../model/editions/edition.js'
import { type Fact, type Told, toldByServer } from '../../model/follow-ups/told.js'
import type { Language } from '../../model/language/language.js'
import { dayOfYear } from './days.js'
import { typeset } from './typography.js'
import { fill, label, say } from './wording.js'

/** A quotation and whose words it holds. `lang`: English where no person wrote it, as mail systems do. */
export type QuoteView = { title: string; text: string; lang: 'en' | null }

/** The detail of a follow-up for a reader of one language. */
export function toldView(
  { facts, quote }: Told,
  strings: Strings,
  language: Language,
): { facts: string[]; quote: QuoteView | null } {
  return {
    facts: facts.map(fact => factInWords(fact, strings, language)),
    quote: quote && { ...quoteTitle(quote.whose, strings, language), text: quote.text },
  }
}

/** The title and language of a quotation, by its author. */
export function quoteTitle(
  whose: 'person' | 'server' | 'system',
  strings: Strings,
  language: Language,
): Omit<QuoteView, 'text'> {
  const title = typeset(say(strings, `followUps.words.${whose}`), language)
  return { title, lang: whose === 'person' ? null : 'en' }
}

/** The same on one line, for a spreadsheet's cell. */
export function toldText(told: Told, strings: Strings, language: Language): string {
  const { facts, quote } = toldView(told, strings, language)
  return [...facts, ...(quote ? [quote.text] : [])].join(' ')
}

/** The outcome of an attempt: our own words translated, a server's words unchanged. */
export function replyText(
  { reply, replyCode }: { reply: string | null; replyCode: number | null },
  strings: Strings,
  language: Language,
): string | null {
  if (reply === null || replyCode !== null) return reply
  return toldText(toldByServer(reply), strings, language)
}

function factInWords(fact: Fact, strings: Strings, language: Language): string {
  const text = (key: string, values = {}) =>
    fill(typeset(say(strings, `followUps.facts.${key}`), language), values)
  switch (fact.kind) {
    case 'new-address':
    case 'successor':
      return text(fact.kind, { address: fact.address })
    case 'held-by':
      return text(fact.holder)
    case 'cause':
      return typeset(label(strings, 'followUps.causes', fact.cause), language)
    case 'own-words':
      return fill(typeset(say(strings, `followUps.ownWords.${fact.words}`), language), {
        editions: fact.editions.join(', '),
      })
    default:
      return text(fact.kind, { date: dayOfYear(fact.date, language) })
  }
}
