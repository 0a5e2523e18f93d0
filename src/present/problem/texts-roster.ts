import { printable } from '../../model/problem/printable.js'
import type { ProblemLanguage, Wording } from './wording.js'

/** What can be wrong with the lists of communes, mandate holders and staff only. */
export type RosterCode =
  | 'column-missing'
  | 'column-unknown'
  | 'column-twice'
  | 'cells-count'
  | 'quote-wrong'
  | 'id-twice'
  | 'email-twice'
  | 'mandate-twice'
  | 'mayors-overlap'
  | 'commune-without-holder'
  | 'spoc-unknown'
  | 'spoc-role-missing'
  | 'approver-role-missing'
  | 'phone-number-wrong'
  | 'phone-several'
type RosterWording = Pick<Wording, RosterCode>

const QUOTED: Record<ProblemLanguage, (text: string) => string> = {
  en: text => `"${printable(text)}"`,
  fr: text => `«\u00a0${printable(text)}\u00a0»`,
  nl: text => `“${printable(text)}”`,
}
const MEANT: Record<ProblemLanguage, (suggestion: string) => string> = {
  en: suggestion => `Did you mean ${suggestion}?`,
  fr: suggestion => `Vouliez-vous dire ${suggestion}\u00a0?`,
  nl: suggestion => `Bedoelt u ${suggestion}?`,
}
const list = (words: readonly string[]) => words.join(', ')

const ENGLISH: RosterWording = {
  'column-missing': v => [
    `The column ${v.column} is missing.`,
    'Add it to the first line; it may stay empty below.',
  ],
  'column-unknown': v => [
    `${QUOTED.en(v.column)} is not a known column.`,
    v.suggestion ? MEANT.en(v.suggestion) : `Known: ${list(v.allowed)}.`,
  ],
  'column-twice': v => [`The column ${v.column} stands twice.`, 'Keep one of them.'],
  'cells-count': v => [
    `This line has ${v.found} cells; the first line has ${v.expected}.`,
    'Put a cell that holds the separator in quotes.',
  ],
  'quote-wrong': () => [
    'A quote is opened or closed in the wrong place.',
    'Quote the whole cell, on one line, and double each " inside.',
  ],
  'id-twice': v => [
    `The id ${QUOTED.en(v.id)} already stands on line ${v.firstLine}.`,
    'Give each line its own id.',
  ],
  'email-twice': v => [
    `The address ${QUOTED.en(v.email)} already stands on line ${v.firstLine}.`,
    'Give each person their own address.',
  ],
  'mandate-twice': v => [
    `${v.email} is already ${v.role} of ${v.commune} at that time, on line ${v.firstLine}.`,
    'Delete one line, or end the first mandate with "until".',
  ],
  'mayors-overlap': v => [
    `${v.commune} already has a mayor at that time, on line ${v.firstLine}.`,
    'End one mandate with "until", or mark one as acting.',
  ],
  'commune-without-holder': v => [
    `On ${v.date} nobody can be reached in ${v.commune} ${v.name}.`,
    'Add a mandate holder with an address to mandate-holders.csv.',
  ],
  'spoc-unknown': v => [
    `${v.key} ${QUOTED.en(v.found)} is not in staff.yaml.`,
    v.suggestion ? MEANT.en(v.suggestion) : 'Write the id of a member of staff.',
  ],
  'spoc-role-missing': v => [
    `${v.key} ${QUOTED.en(v.found)} does not have the role spoc.`,
    'Add "spoc" to their roles in staff.yaml.',
  ],
  'approver-role-missing': v => [
    `${v.key} ${QUOTED.en(v.found)} does not have the role approver, and can’t sign for anybody.`,
    'Name an approver, or add "approver" to their roles in staff.yaml.',
  ],
  'phone-number-wrong': v => [
    `${v.key} ${QUOTED.en(v.found)} is not a telephone number.`,
    v.suggestion
      ? `Write it as ${v.suggestion}, if that is meant.`
      : 'Write it with its 0, as 02 000 00 01, or with the code of another country, as +33 1 99 00 00 01.',
  ],
  'phone-several': v => [
    `${v.key} ${QUOTED.en(v.found)} holds several numbers.`,
    `Keep one, as ${v.suggestion}; that of a secretariat goes into phone_secretariat.`,
  ],
}

const FRENCH: RosterWording = {
  'column-missing': v => [
    `La colonne ${v.column} manque.`,
    'Ajoutez-la à la première ligne\u00a0; elle peut rester vide en dessous.',
  ],
  'column-unknown': v => [
    `${QUOTED.fr(v.column)} n’est pas une colonne connue.`,
    v.suggestion ? MEANT.fr(v.suggestion) : `Colonnes connues\u00a0: ${list(v.allowed)}.`,
  ],
  'column-twice': v => [`La colonne ${v.column} figure deux fois.`, 'N’en gardez qu’une.'],
  'cells-count': v => [
    `Cette ligne compte ${v.found} cellules et la première ${v.expected}.`,
    'Mettez entre guillemets droits toute cellule qui contient le séparateur.',
  ],
  'quote-wrong': () => [
    'Un guillemet s’ouvre ou se ferme au mauvais endroit.',
    'Encadrez toute la cellule, sur une ligne, et doublez chaque " à l’intérieur.',
  ],
  'id-twice': v => [
    `L’id ${QUOTED.fr(v.id)} figure déjà à la ligne ${v.firstLine}.`,
    'Donnez à chaque ligne un id propre.',
  ],
  'email-twice': v => [
    `L’adresse ${QUOTED.fr(v.email)} figure déjà à la ligne ${v.firstLine}.`,
    'Donnez à chacun sa propre adresse.',
  ],
  'mandate-twice': v => [
    `${v.email} a déjà le rôle ${v.role} à ${v.commune} à ce moment, à la ligne ${v.firstLine}.`,
    `Supprimez une ligne ou terminez le premier mandat par ${QUOTED.fr('until')}.`,
  ],
  'mayors-overlap': v => [
    `${v.commune} a déjà un bourgmestre à ce moment, à la ligne ${v.firstLine}.`,
    `Terminez un mandat par ${QUOTED.fr('until')} ou indiquez lequel est faisant fonction.`,
  ],
  'commune-without-holder': v => [
    `Le ${v.date}, personne n’est joignable à ${v.commune} ${v.name}.`,
    'Ajoutez un mandataire avec une adresse dans mandate-holders.csv.',
  ],
  'spoc-unknown': v => [
    `${v.key} ${QUOTED.fr(v.found)} ne figure pas dans staff.yaml.`,
    v.suggestion ? MEANT.fr(v.suggestion) : 'Écrivez l’id d’un membre du personnel.',
  ],
  'spoc-role-missing': v => [
    `${v.key} ${QUOTED.fr(v.found)} n’a pas le rôle spoc.`,
    `Ajoutez ${QUOTED.fr('spoc')} à ses rôles dans staff.yaml.`,
  ],
  'approver-role-missing': v => [
    `${v.key} ${QUOTED.fr(v.found)} n’a pas le rôle approver et ne peut donc pas signer.`,
    `Indiquez quelqu’un qui l’a, ou ajoutez ${QUOTED.fr('approver')} à ses rôles dans staff.yaml.`,
  ],
  'phone-number-wrong': v => [
    `${v.key} ${QUOTED.fr(v.found)} n’est pas un numéro de téléphone.`,
    v.suggestion
      ? `Écrivez ${v.suggestion}, si c’est bien ce numéro.`
      : 'Écrivez-le avec son 0, comme 02 000 00 01, ou avec l’indicatif d’un autre pays, comme +33 1 99 00 00 01.',
  ],
  'phone-several': v => [
    `${v.key} ${QUOTED.fr(v.found)} contient plusieurs numéros.`,
    `N’en gardez qu’un, comme ${v.suggestion}\u00a0; celui d’un secrétariat va dans phone_secretariat.`,
  ],
}

const DUTCH: RosterWording = {
  'column-missing': v => [
    `De kolom ${v.column} ontbreekt.`,
    'Voeg ze toe aan de eerste regel; daaronder mag ze leeg blijven.',
  ],
  'column-unknown': v => [
    `${QUOTED.nl(v.column)} is geen bekende kolom.`,
    v.suggestion ? MEANT.nl(v.suggestion) : `Bekend: ${list(v.allowed)}.`,
  ],
  'column-twice': v => [`De kolom ${v.column} staat er twee keer.`, 'Behoud er één.'],
  'cells-count': v => [
    `Deze regel telt ${v.found} cellen en de eerste regel ${v.expected}.`,
    'Zet een cel die het scheidingsteken bevat tussen rechte aanhalingstekens.',
  ],
  'quote-wrong': () => [
    'Een aanhalingsteken opent of sluit op de verkeerde plaats.',
    'Zet de hele cel tussen aanhalingstekens, op één regel, en verdubbel elke " erin.',
  ],
  'id-twice': v => [
    `De id ${QUOTED.nl(v.id)} staat al op regel ${v.firstLine}.`,
    'Geef elke regel een eigen id.',
  ],
  'email-twice': v => [
    `Het adres ${QUOTED.nl(v.email)} staat al op regel ${v.firstLine}.`,
    'Geef iedereen een eigen adres.',
  ],
  'mandate-twice': v => [
    `${v.email} heeft op dat moment al de rol ${v.role} in ${v.commune}, op regel ${v.firstLine}.`,
    `Verwijder een regel of beëindig het eerste mandaat met ${QUOTED.nl('until')}.`,
  ],
  'mayors-overlap': v => [
    `${v.commune} heeft op dat moment al een burgemeester, op regel ${v.firstLine}.`,
    `Beëindig een mandaat met ${QUOTED.nl('until')} of duid aan wie waarnemend is.`,
  ],
  'commune-without-holder': v => [
    `Op ${v.date} is in ${v.commune} ${v.name} niemand bereikbaar.`,
    'Voeg in mandate-holders.csv een mandataris met een adres toe.',
  ],
  'spoc-unknown': v => [
    `${v.key} ${QUOTED.nl(v.found)} staat niet in staff.yaml.`,
    v.suggestion ? MEANT.nl(v.suggestion) : 'Schrijf de id van een personeelslid.',
  ],
  'spoc-role-missing': v => [
    `${v.key} ${QUOTED.nl(v.found)} heeft de rol spoc niet.`,
    `Voeg ${QUOTED.nl('spoc')} toe aan de rollen in staff.yaml.`,
  ],
  'approver-role-missing': v => [
    `${v.key} ${QUOTED.nl(v.found)} heeft de rol approver niet en kan dus niet ondertekenen.`,
    `Noem iemand die ze wel heeft, of voeg ${QUOTED.nl('approver')} toe aan de rollen in staff.yaml.`,
  ],
  'phone-number-wrong': v => [
    `${v.key} ${QUOTED.nl(v.found)} is geen telefoonnummer.`,
    v.suggestion
      ? `Schrijf ${v.suggestion}, als dat het nummer is.`
      : 'Schrijf het met de 0, zoals 02 000 00 01, of met het landnummer van een ander land, zoals +33 1 99 00 00 01.',
  ],
  'phone-several': v => [
    `${v.key} ${QUOTED.nl(v.found)} bevat verschillende nummers.`,
    `Behoud er één, zoals ${v.suggestion}; dat van een secretariaat komt in phone_secretariat.`,
  ],
}

export const ROSTER: Record<ProblemLanguage, RosterWording> = { en: ENGLISH, fr: FRENCH, nl: DUTCH }
