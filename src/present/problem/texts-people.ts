import { printable } from '../../model/problem/printable.js'
import type { ProblemLanguage, Wording } from './wording.js'

/** What can be wrong with who is who: one person twice, and one commune's college. */
export type PeopleCode = 'person-perhaps-twice' | 'commune-other' | 'salutation-neutral' | 'languages-assumed'
type PeopleWording = Pick<Wording, PeopleCode>

const name = (text: string) => printable(text)

const ENGLISH: PeopleWording = {
  'commune-other': v => [
    `This list is the college of ${v.commune} ${name(v.name)}, and this line is of ${name(v.found)}.`,
    'Leave only that commune, or import the list without --commune.',
  ],
  'salutation-neutral': v => [
    `The list doesn't say how ${name(v.name)} is addressed: "Madame, Monsieur," stands in the mails.`,
    'Add columns salutation_fr and salutation_nl, or write "Mme" or "M." before the office.',
  ],
  'languages-assumed': v => [
    `The list doesn't say what ${name(v.name)} reads: French comes first, then Dutch.`,
    'Add a column languages with fr, nl, fr+nl or nl+fr.',
  ],
  'person-perhaps-twice': v => [
    `${name(v.name)} has the same address as ${name(v.other)} on line ${v.firstLine}: both get a mail.`,
    'If this is one person, write the name and the form of address alike.',
  ],
}

const FRENCH: PeopleWording = {
  'commune-other': v => [
    `Cette liste est celle du collège de ${v.commune} ${name(v.name)}, et cette ligne est de ${name(v.found)}.`,
    'Ne laissez que cette commune, ou importez la liste sans --commune.',
  ],
  'salutation-neutral': v => [
    `La liste ne dit pas quel est l’appel de ${name(v.name)} : « Madame, Monsieur, » figure dans les courriers.`,
    'Ajoutez les colonnes salutation_fr et salutation_nl, ou écrivez « Mme » ou « M. » devant la fonction.',
  ],
  'languages-assumed': v => [
    `La liste ne dit pas ce que lit ${name(v.name)} : le français vient d’abord, puis le néerlandais.`,
    'Ajoutez une colonne languages avec fr, nl, fr+nl ou nl+fr.',
  ],
  'person-perhaps-twice': v => [
    `${name(v.name)} a la même adresse que ${name(v.other)}, ligne ${v.firstLine}\u00a0: un courrier part à chacun.`,
    'S’il s’agit d’une seule personne, écrivez le nom et l’appel de la même façon.',
  ],
}

const DUTCH: PeopleWording = {
  'commune-other': v => [
    `Deze lijst is het college van ${v.commune} ${name(v.name)}, en deze regel is van ${name(v.found)}.`,
    'Laat alleen die gemeente staan, of importeer de lijst zonder --commune.',
  ],
  'salutation-neutral': v => [
    `De lijst zegt niet hoe ${name(v.name)} wordt aangesproken: in de mails staat “Geachte mevrouw, geachte heer,”.`,
    'Voeg de kolommen salutation_fr en salutation_nl toe, of schrijf “Mevr.” of “Dhr.” voor de functie.',
  ],
  'languages-assumed': v => [
    `De lijst zegt niet wat ${name(v.name)} leest: eerst komt Frans, dan Nederlands.`,
    'Voeg een kolom languages toe met fr, nl, fr+nl of nl+fr.',
  ],
  'person-perhaps-twice': v => [
    `${name(v.name)} heeft hetzelfde adres als ${name(v.other)} op regel ${v.firstLine}: beiden krijgen een mail.`,
    'Gaat het om één persoon, schrijf dan naam en aanspreking op dezelfde manier.',
  ],
}

/** By language, as problems of the roster are worded. */
export const PEOPLE: Record<ProblemLanguage, PeopleWording> = { en: ENGLISH, fr: FRENCH, nl: DUTCH }
