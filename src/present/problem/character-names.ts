import { codePointOf } from '../../model/language/marks.js'
import type { ProblemLanguage } from './wording.js'

type Names = Record<ProblemLanguage, string>

/** Characters that can't be seen, or look like another: what they are called. */
const NAMES: Record<string, Names> = {
  'U+00A0': { en: 'no-break space', fr: 'espace insécable', nl: 'vaste spatie' },
  'U+00AD': { en: 'soft hyphen', fr: 'trait d’union conditionnel', nl: 'zacht afbreekstreepje' },
  'U+2007': { en: 'figure space', fr: 'espace tabulaire', nl: 'cijferspatie' },
  'U+2009': { en: 'thin space', fr: 'espace fine', nl: 'dunne spatie' },
  'U+200B': { en: 'zero width space', fr: 'espace sans chasse', nl: 'spatie zonder breedte' },
  'U+200C': {
    en: 'zero width non-joiner',
    fr: 'antiliant sans chasse',
    nl: 'scheidingsteken zonder breedte',
  },
  'U+200D': { en: 'zero width joiner', fr: 'liant sans chasse', nl: 'verbindingsteken zonder breedte' },
  'U+200E': { en: 'left-to-right mark', fr: 'marque gauche-à-droite', nl: 'links-naar-rechtsteken' },
  'U+200F': { en: 'right-to-left mark', fr: 'marque droite-à-gauche', nl: 'rechts-naar-linksteken' },
  'U+202F': { en: 'narrow no-break space', fr: 'espace fine insécable', nl: 'smalle vaste spatie' },
  'U+2060': { en: 'word joiner', fr: 'gluon de mots', nl: 'woordverbinder' },
  'U+FEFF': { en: 'byte order mark', fr: 'indicateur d’ordre des octets', nl: 'byte order mark' },
  'U+2010': { en: 'hyphen', fr: 'trait d’union', nl: 'koppelteken' },
  'U+2011': { en: 'non-breaking hyphen', fr: 'trait d’union insécable', nl: 'vast koppelteken' },
  'U+2012': { en: 'figure dash', fr: 'tiret numérique', nl: 'cijferstreepje' },
  'U+2013': { en: 'en dash', fr: 'tiret demi-cadratin', nl: 'half kastlijntje' },
  'U+2014': { en: 'em dash', fr: 'tiret cadratin', nl: 'kastlijntje' },
  'U+2212': { en: 'minus sign', fr: 'signe moins', nl: 'minteken' },
  'U+FF20': { en: 'full-width @', fr: '@ pleine chasse', nl: '@ van volle breedte' },
  'U+FF0E': { en: 'full-width full stop', fr: 'point pleine chasse', nl: 'punt van volle breedte' },
  'U+3002': { en: 'ideographic full stop', fr: 'point idéographique', nl: 'ideografische punt' },
  'U+2024': { en: 'one dot leader', fr: 'point de conduite', nl: 'leidpunt' },
  'U+0009': { en: 'tab', fr: 'tabulation', nl: 'tab' },
}
const SCRIPTS: readonly [RegExp, Names][] = [
  [/\p{Script=Cyrillic}/u, { en: 'Cyrillic letter', fr: 'lettre cyrillique', nl: 'cyrillische letter' }],
  [/\p{Script=Greek}/u, { en: 'Greek letter', fr: 'lettre grecque', nl: 'Griekse letter' }],
  [/[\uff01-\uff5e]/, { en: 'full-width sign', fr: 'signe pleine chasse', nl: 'teken van volle breedte' }],
]

/** What the character with a code point such as `U+200B` is called in a message; empty where the code point alone says it. */
export const codePointName = (codePoint: string, language: ProblemLanguage): string =>
  NAMES[codePoint]?.[language] ?? ''

/** The same of a character, also for a letter of another script. */
export function characterName(character: string, language: ProblemLanguage): string {
  const ofScript = SCRIPTS.find(([script]) => script.test(character))?.[1]
  return codePointName(codePointOf(character), language) || (ofScript?.[language] ?? '')
}
