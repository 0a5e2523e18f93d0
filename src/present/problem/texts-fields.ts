import type { Language } from '../../model/language/language.js'
import { printable } from '../../model/problem/printable.js'
import type { Problem } from '../../model/problem/problem.js'
import type { ProblemValues } from '../../model/problem/problem-values.js'
import type { ProblemLanguage, Wording } from './wording.js'

export type FieldsCode = 'key-named-twice' | 'date-without-year' | 'weekday-wrong' | 'commune-misnamed'

const WEEKDAYS: Record<ProblemLanguage, readonly string[]> = {
  en: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  fr: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
  nl: ['maandag', 'dinsdag', 'woensdag', 'donderdag', 'vrijdag', 'zaterdag', 'zondag'],
}
const weekday = (language: ProblemLanguage, number: number) => WEEKDAYS[language][number - 1] ?? ''

const en = (text: string) => `"${printable(text)}"`
const fr = (text: string) => `«\u00a0${printable(text)}\u00a0»`
const nl = (text: string) => `“${printable(text)}”`

/** Names of keys, and values in the forms in which people write them. */
export const FIELD_TEXTS: Record<ProblemLanguage, Pick<Wording, FieldsCode>> = {
  en: {
    'key-named-twice': v => [
      `${en(v.key)} names the same field as ${en(v.other)} on line ${v.firstLine}.`,
      'Keep one of them.',
    ],
    'date-without-year': v => [`${v.key} ${en(v.found)} has no year.`, `Add it: YYYY-${v.monthAndDay}.`],
    'weekday-wrong': v => [
      `${v.key} ${en(v.found)}: that day is a ${weekday('en', v.weekday)}.`,
      `If you mean ${v.suggestion}, write that; else correct the day.`,
    ],
    'commune-misnamed': v => [
      `${v.key} ${en(v.found)} is neither the name nor the NIS code of a commune here.`,
      v.suggestion ? `Did you mean ${v.suggestion}?` : 'Names and codes stand in communes.yaml.',
    ],
  },
  fr: {
    'key-named-twice': v => [
      `${fr(v.key)} désigne le même champ que ${fr(v.other)} à la ligne ${v.firstLine}.`,
      'N’en gardez qu’un.',
    ],
    'date-without-year': v => [
      `${v.key} ${fr(v.found)} n’a pas d’année.`,
      `Ajoutez-la\u00a0: AAAA-${v.monthAndDay}.`,
    ],
    'weekday-wrong': v => [
      `${v.key} ${fr(v.found)}\u00a0: ce jour est un ${weekday('fr', v.weekday)}.`,
      `Écrivez ${v.suggestion}, si c’est ce jour\u00a0; sinon, corrigez la date.`,
    ],
    'commune-misnamed': v => [
      `${v.key} ${fr(v.found)} n’est ni le nom ni le code INS d’une commune d’ici.`,
      v.suggestion
        ? `Vouliez-vous dire ${v.suggestion}\u00a0?`
        : 'Les noms et les codes figurent dans communes.yaml.',
    ],
  },
  nl: {
    'key-named-twice': v => [
      `${nl(v.key)} is hetzelfde veld als ${nl(v.other)} op regel ${v.firstLine}.`,
      'Behoud er één.',
    ],
    'date-without-year': v => [
      `${v.key} ${nl(v.found)} heeft geen jaar.`,
      `Voeg het toe: JJJJ-${v.monthAndDay}.`,
    ],
    'weekday-wrong': v => [
      `${v.key} ${nl(v.found)}: die dag is een ${weekday('nl', v.weekday)}.`,
      `Schrijf ${v.suggestion}, als u die dag bedoelt; verbeter anders de datum.`,
    ],
    'commune-misnamed': v => [
      `${v.key} ${nl(v.found)} is de naam noch de NIS-code van een gemeente hier.`,
      v.suggestion ? `Bedoelt u ${v.suggestion}?` : 'De namen en de codes staan in communes.yaml.',
    ],
  },
}

type NamedTwice = ProblemValues['key-named-twice']

/** In a Word file the fields are rows of a table. */
export const FIELD_TEXTS_IN_WORD: Record<ProblemLanguage, Pick<Wording, 'key-named-twice'>> = {
  en: {
    'key-named-twice': (v: NamedTwice) => [
      `${en(v.key)} names the same field as ${en(v.other)} in row ${v.firstLine}.`,
      'Keep one of the rows.',
    ],
  },
  fr: {
    'key-named-twice': (v: NamedTwice) => [
      `${fr(v.key)} désigne le même champ que ${fr(v.other)} à la ligne ${v.firstLine} du tableau.`,
      'Ne gardez qu’une des lignes.',
    ],
  },
  nl: {
    'key-named-twice': (v: NamedTwice) => [
      `${nl(v.key)} is hetzelfde veld als ${nl(v.other)} in rij ${v.firstLine}.`,
      'Behoud één van de rijen.',
    ],
  },
}

/**
 * The values with keys as the editor wrote them, or, where the file has them not, with codes too under the names that a reader of
 * this language knows; English readers know codes.
 */
export function saidIn(values: Problem['values'], language: ProblemLanguage): Problem['values'] {
  const called = 'called' in values && values.called ? { ...values, key: values.called } : values
  return language === 'en'
    ? called
    : { ...called, ...keySaid(values, language), ...codesSaid(values, language) }
}

function keySaid(values: Problem['values'], language: Language): { key?: string } {
  return 'named' in values && values.named ? { key: values.named[language] } : {}
}

function codesSaid(values: Problem['values'], language: Language) {
  if (!('said' in values) || !values.said) return {}
  const allowed = values.said[language]
  if (!('suggestion' in values) || !values.suggestion) return { allowed }
  const meant = 'meant' in values ? values.meant?.[language] : undefined
  return {
    allowed,
    suggestion: meant ?? allowed[values.allowed.indexOf(values.suggestion)] ?? values.suggestion,
  }
}
