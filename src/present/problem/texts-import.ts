import { printable } from '../../model/problem/printable.js'
import type { ProblemLanguage, Wording } from './wording.js'

/** What can be wrong with a list that comes from a spreadsheet, and will be opened in one. */
export type ImportCode =
  | 'cell-formula'
  | 'headings-missing'
  | 'row-above-headings'
  | 'row-left-out'
  | 'columns-left'
  | 'email-several'
  | 'column-unnamed'
  | 'cell-error'
  | 'cell-not-computed'
  | 'cell-struck'
  | 'text-garbled'
  | 'date-as-number'
  | 'date-month-first'
  | 'acting-contradicted'
type ImportWording = Pick<Wording, ImportCode>

/** The same mistake elsewhere in the list. */
export function moreLines(more: number, language: ProblemLanguage): string {
  if (language === 'fr')
    return `Il en va de même sur ${more} autre${more > 1 ? 's' : ''} ligne${more > 1 ? 's' : ''}.`
  if (language === 'nl') return `Op nog ${more} andere ${more > 1 ? 'regels' : 'regel'} staat hetzelfde.`
  return `The same on ${more} more ${more > 1 ? 'lines' : 'line'}.`
}

const en = (text: string) => `"${printable(text)}"`
const fr = (text: string) => `«\u00a0${printable(text)}\u00a0»`
const nl = (text: string) => `“${printable(text)}”`

/** More columns than a list has beside ours. */
const NAMED = 40

function named(columns: readonly string[], quoted: (text: string) => string): string {
  const rest = columns.length - NAMED
  return `${columns.slice(0, NAMED).map(quoted).join(', ')}${rest > 0 ? ` + ${rest}` : ''}`
}

const ENGLISH: ImportWording = {
  'cell-formula': v => [
    `${v.key} ${en(v.found)} begins like a formula.`,
    'Write the text without the sign at its beginning.',
  ],
  'headings-missing': v => [
    'No line near the top names the columns of a list of mandates.',
    `Put a line with the headings above the list: ${v.allowed.join(';')}, or their French or Dutch names.`,
  ],
  'row-above-headings': v => [
    `The line with ${en(v.found)} stands above the headings.`,
    'Move the headings to the top, or delete the line if it is no mandate.',
  ],
  'row-left-out': v => [
    `A line that is no mandate is left out: ${en(v.found)}.`,
    'Nothing to do, unless it is a mandate.',
  ],
  'columns-left': v => [
    v.columns.length > 1
      ? `Columns that are none of ours are left unread: ${named(v.columns, en)}.`
      : `A column that is none of ours is left unread: ${named(v.columns, en)}.`,
    'Nothing to do, unless one holds what the roster needs.',
  ],
  'email-several': v => [
    `${v.key} ${en(v.found)} holds several addresses; one is wanted.`,
    `Keep one, as ${v.suggestion ?? 'name@commune.example'}.`,
  ],
  'column-unnamed': v => [
    `A column without a heading holds ${en(v.found)}.`,
    'Write above it what it holds, or delete it.',
  ],
  'cell-error': v => [
    `${v.key} shows the error ${en(v.found)} of the spreadsheet.`,
    'Write the value itself, or leave the cell empty if there is none.',
  ],
  'cell-not-computed': v => [
    `${v.key} is a formula whose value was not saved.`,
    'Open the list in a spreadsheet, have it computed and save it; or write the value itself.',
  ],
  'cell-struck': v => [
    `${v.key} ${en(v.found)} is struck through.`,
    v.kept === null
      ? 'Delete what no longer holds, or take the line through it away.'
      : `Write ${en(v.kept)}, if that is meant.`,
  ],
  'text-garbled': v => [
    `${v.key} ${en(v.found)} was saved in the wrong encoding.`,
    `Write ${en(v.meant)}; better, open the list as UTF-8 and save it again.`,
  ],
  'date-as-number': v => [
    `${v.key} ${en(v.found)} is a date that shows as a number.`,
    `Format the column as a date, or write it as ${v.suggestion}.`,
  ],
  'date-month-first': v => [
    `${v.key} ${en(v.found)} may have its month first, as other dates of this list.`,
    `Write it as ${v.suggestion}, if that is meant.`,
  ],
  'acting-contradicted': v => [
    `role ${en(v.found)} says acting, and acting ${en(v.acting)} says not.`,
    'Correct one of the two.',
  ],
}

const FRENCH: ImportWording = {
  'cell-formula': v => [
    `${v.key} ${fr(v.found)} commence comme une formule.`,
    'Écrivez le texte sans le signe du début.',
  ],
  'headings-missing': v => [
    'Aucune ligne du haut ne nomme les colonnes d’une liste de mandats.',
    `Mettez une ligne d’en-têtes au-dessus de la liste\u00a0: ${v.allowed.join(';')}, ou leurs noms français ou néerlandais.`,
  ],
  'row-above-headings': v => [
    `La ligne avec ${fr(v.found)} se trouve au-dessus des en-têtes.`,
    'Remettez les en-têtes en haut, ou supprimez la ligne si ce n’est pas un mandat.',
  ],
  'row-left-out': v => [
    `Une ligne qui n’est pas un mandat est laissée de côté\u00a0: ${fr(v.found)}.`,
    'Rien à faire, sauf si c’est un mandat.',
  ],
  'columns-left': v => [
    v.columns.length > 1
      ? `Des colonnes qui ne sont pas des nôtres ne sont pas lues\u00a0: ${named(v.columns, fr)}.`
      : `Une colonne qui n’est pas des nôtres n’est pas lue\u00a0: ${named(v.columns, fr)}.`,
    'Rien à faire, sauf si l’une contient ce qu’il faut à la liste.',
  ],
  'email-several': v => [
    `${v.key} ${fr(v.found)} contient plusieurs adresses\u00a0; il en faut une.`,
    `N’en gardez qu’une, comme ${v.suggestion ?? 'nom@commune.example'}.`,
  ],
  'column-unnamed': v => [
    `Une colonne sans en-tête contient ${fr(v.found)}.`,
    'Indiquez au-dessus ce qu’elle contient, ou supprimez-la.',
  ],
  'cell-error': v => [
    `${v.key} affiche l’erreur ${fr(v.found)} du tableur.`,
    'Écrivez la valeur elle-même, ou laissez la cellule vide s’il n’y en a pas.',
  ],
  'cell-not-computed': v => [
    `${v.key} est une formule dont la valeur n’a pas été enregistrée.`,
    'Ouvrez la liste dans un tableur, laissez-le calculer et enregistrez\u00a0; ou écrivez la valeur elle-même.',
  ],
  'cell-struck': v => [
    `${v.key} ${fr(v.found)} est barré.`,
    v.kept === null
      ? 'Supprimez ce qui ne vaut plus, ou enlevez le trait.'
      : `Écrivez ${fr(v.kept)}, si c’est bien cela.`,
  ],
  'text-garbled': v => [
    `${v.key} ${fr(v.found)} a été enregistré dans un mauvais encodage.`,
    `Écrivez ${fr(v.meant)}\u00a0; mieux\u00a0: ouvrez la liste en UTF-8 et enregistrez-la à nouveau.`,
  ],
  'date-as-number': v => [
    `${v.key} ${fr(v.found)} est une date affichée comme un nombre.`,
    `Donnez à la colonne le format date, ou écrivez ${v.suggestion}.`,
  ],
  'date-month-first': v => [
    `${v.key} ${fr(v.found)} commence peut-être par le mois, comme d’autres dates de cette liste.`,
    `Écrivez ${v.suggestion}, si c’est bien ce jour.`,
  ],
  'acting-contradicted': v => [
    `role ${fr(v.found)} dit faisant fonction, et acting ${fr(v.acting)} dit que non.`,
    'Corrigez l’un des deux.',
  ],
}

const DUTCH: ImportWording = {
  'cell-formula': v => [
    `${v.key} ${nl(v.found)} begint als een formule.`,
    'Schrijf de tekst zonder het teken vooraan.',
  ],
  'headings-missing': v => [
    'Geen regel bovenaan noemt de kolommen van een lijst van mandaten.',
    `Zet een regel met de titels boven de lijst: ${v.allowed.join(';')}, of hun Franse of Nederlandse namen.`,
  ],
  'row-above-headings': v => [
    `De regel met ${nl(v.found)} staat boven de kolomtitels.`,
    'Zet de kolomtitels bovenaan, of schrap de regel als het geen mandaat is.',
  ],
  'row-left-out': v => [
    `Een regel die geen mandaat is, telt niet mee: ${nl(v.found)}.`,
    'Niets te doen, tenzij het een mandaat is.',
  ],
  'columns-left': v => [
    v.columns.length > 1
      ? `Kolommen die niet bij de onze horen, zijn niet gelezen: ${named(v.columns, nl)}.`
      : `Een kolom die niet bij de onze hoort, is niet gelezen: ${named(v.columns, nl)}.`,
    'Niets te doen, tenzij er een bevat wat de lijst nodig heeft.',
  ],
  'email-several': v => [
    `${v.key} ${nl(v.found)} bevat verschillende adressen; er is er één nodig.`,
    `Behoud er één, zoals ${v.suggestion ?? 'naam@gemeente.example'}.`,
  ],
  'column-unnamed': v => [
    `Een kolom zonder titel bevat ${nl(v.found)}.`,
    'Schrijf erboven wat ze bevat, of schrap ze.',
  ],
  'cell-error': v => [
    `${v.key} toont de fout ${nl(v.found)} van het rekenblad.`,
    'Schrijf de waarde zelf, of laat de cel leeg als er geen is.',
  ],
  'cell-not-computed': v => [
    `${v.key} is een formule waarvan de waarde niet bewaard is.`,
    'Open de lijst in een rekenblad, laat het rekenen en bewaar ze; of schrijf de waarde zelf.',
  ],
  'cell-struck': v => [
    `${v.key} ${nl(v.found)} is doorgehaald.`,
    v.kept === null
      ? 'Schrap wat niet meer geldt, of haal de streep weg.'
      : `Schrijf ${nl(v.kept)}, als dat bedoeld is.`,
  ],
  'text-garbled': v => [
    `${v.key} ${nl(v.found)} is in een verkeerde codering bewaard.`,
    `Schrijf ${nl(v.meant)}; beter: open de lijst als UTF-8 en bewaar ze opnieuw.`,
  ],
  'date-as-number': v => [
    `${v.key} ${nl(v.found)} is een datum die als getal verschijnt.`,
    `Geef de kolom een datumnotatie, of schrijf ${v.suggestion}.`,
  ],
  'date-month-first': v => [
    `${v.key} ${nl(v.found)} begint misschien met de maand, zoals andere datums van deze lijst.`,
    `Schrijf ${v.suggestion}, als die dag bedoeld is.`,
  ],
  'acting-contradicted': v => [
    `role ${nl(v.found)} zegt waarnemend, en acting ${nl(v.acting)} zegt van niet.`,
    'Verbeter een van de twee.',
  ],
}

export const IMPORTED: Record<ProblemLanguage, ImportWording> = { en: ENGLISH, fr: FRENCH, nl: DUTCH }
