import { printable } from './printable.js'
import type { ProblemLanguage, Wording } from './texts.js'

/** What can be wrong with who is who: one person twice, and one commune's college. */
export type PeopleCode = 'person-perhaps-twice'
type PeopleWording = Pick<Wording, PeopleCode>

const name = (text: string) => printable(text)

const ENGLISH: PeopleWording = {
  'person-perhaps-twice': v => [
    `${name(v.name)} has the same address as ${name(v.other)} on line ${v.firstLine}: both get a mail.`,
    'If this is one person, write the name and the form of address alike.',
  ],
}

const FRENCH: PeopleWording = {
  'person-perhaps-twice': v => [
    `${name(v.name)} a la même adresse que ${name(v.other)}, ligne ${v.firstLine}\u00a0: un courrier part à chacun.`,
    'S’il s’agit d’une seule personne, écrivez le nom et l’appel de la même façon.',
  ],
}

const DUTCH: PeopleWording = {
  'person-perhaps-twice': v => [
    `${name(v.name)} heeft hetzelfde adres als ${name(v.other)} op regel ${v.firstLine}: beiden krijgen een mail.`,
    'Gaat het om één persoon, schrijf dan naam en aanspreking op dezelfde manier.',
  ],
}

/** By language, as problems of the roster are worded. */
export const PEOPLE: Record<ProblemLanguage, PeopleWording> = { en: ENGLISH, fr: FRENCH, nl: DUTCH }
