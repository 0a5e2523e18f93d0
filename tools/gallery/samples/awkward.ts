import type { EditionItem } from '../../../src/model/editions/edition.js'
import { asNew } from './updates.js'

const LONG_TITLE = {
  fr: `Prime « été » de l'artisan \u{1F680} ${'et de toutes celles et tous ceux qui font vivre nos quartiers commerçants '.repeat(4)}`,
  nl: `Premie "zomer" voor 's lands ambachten \u{1F680} ${'en voor iedereen die onze handelswijken mee levendig houdt '.repeat(4)}`,
}
const HOSTILE = '{{x}} {{{salutation}}} <script>alert(1)</script> "><img src=x onerror=y> %light.ink% &amp;'
const TABLE =
  '| A | {{x}} |\n| --- | --- |\n| <b>1</b> | שלום עולם |\n| Donaudampfschifffahrtsgesellschaft | 4 000 € |'

/** What editors may write and must stay text: a title of 300 characters, another script, braces, markup. */
export function awkwardItems(week: EditionItem[]): EditionItem[] {
  const [model] = week.filter(({ section }) => section === 'new')
  if (!model) throw new Error('the examples have nothing new')
  const written = (id: string, title: { fr: string; nl: string }, body: string): EditionItem => {
    const of = (language: 'fr' | 'nl') => ({ title: title[language].slice(0, 300), summary: HOSTILE, body })
    return asNew({ ...model.update, id, text: { fr: of('fr'), nl: of('nl') } })
  }
  return [
    written('long', LONG_TITLE, TABLE),
    written('rtl', { fr: 'שלום: aide aux commerces', nl: 'שלום: steun aan handelszaken' }, `- ${HOSTILE}`),
    written('markup', { fr: HOSTILE, nl: HOSTILE }, `> ${HOSTILE}\n\n\`${HOSTILE}\`\n\n    ${HOSTILE}`),
  ]
}
