import { printable } from './printable.js'
import type { ProblemLanguage, Wording } from './texts.js'

/** A list that comes from a spreadsheet, and will be opened in one. */
export const IMPORTED: Record<ProblemLanguage, Pick<Wording, 'cell-formula'>> = {
  en: {
    'cell-formula': v => [
      `${v.key} "${printable(v.found)}" begins like a formula.`,
      'Write the text without the sign at its beginning.',
    ],
  },
  fr: {
    'cell-formula': v => [
      `${v.key} « ${printable(v.found)} » commence comme une formule.`,
      'Écrivez le texte sans le signe du début.',
    ],
  },
  nl: {
    'cell-formula': v => [
      `${v.key} “${printable(v.found)}” begint als een formule.`,
      'Schrijf de tekst zonder het teken vooraan.',
    ],
  },
}
