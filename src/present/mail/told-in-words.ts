import type { Strings } from '../../model/editions/edition.js'
import { type Fact, type Told, toldByServer } from '../../model/follow-ups/told.js'
import type { Language } from '../../model/language/language.js'
import { dayOfYear } from './days.js'
import { typeset } from './typography.js'
import { fill, label, say } from './wording.js'

/** A quotation with whose words it is. `lang` is English where no person wrote it: that is what mail systems speak. */
export type QuoteView = { title: string; text: string; lang: 'en' | null }

/** What the detail of a follow-up says, for a reader of one language. */
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

/** Whose words a quotation is, as its title and its language. */
export function quoteTitle(
  whose: 'person' | 'server' | 'system',
  strings: Strings,
  language: Language,
): Omit<QuoteView, 'text'> {
  const title = typeset(say(strings, `followUps.words.${whose}`), language)
  return { title, lang: whose === 'person' ? null : 'en' }
}

/** The same on one line, for a cell of a spreadsheet. */
export function toldText(told: Told, strings: Strings, language: Language): string {
  const { facts, quote } = toldView(told, strings, language)
  return [...facts, ...(quote ? [quote.text] : [])].join(' ')
}

/** What came of an attempt: a server's words as they are, where there is none ours in words. */
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
