import { printable } from '../../model/problem/printable.js'
import type { ProblemLanguage, Wording } from './wording.js'

/** What stands in the text of a Word file and can't be sent as it is. */
type Contents = Pick<
  Wording,
  'word-hidden' | 'word-moving' | 'word-merge-field' | 'word-raised' | 'word-prompt' | 'word-day-differs'
>

export const WORD_CONTENTS: Record<ProblemLanguage, Contents> = {
  en: {
    'word-hidden': () => [
      'Hidden text stands here and is not sent.',
      'Delete it, or clear "Hidden" in the font settings if readers should see it.',
    ],
    'word-moving': () => [
      'A date or page number that the program fills in stands here; it is sent as the file shows it now.',
      'Type it as text, so that it stays as you see it.',
    ],
    'word-merge-field': () => [
      'A field of a mail merge stands here.',
      'Type the words that readers should see in its place.',
    ],
    'word-raised': () => [
      'Raised or lowered text stands here; a mail shows it on the line.',
      'Check that it can be understood, or write it otherwise.',
    ],
    'word-prompt': () => [
      'A form field still shows its prompt here, which is not sent.',
      'Fill it in, or delete it.',
    ],
    'word-day-differs': v => [
      `${printable(v.key)}: the text says "${printable(v.found)}", the date picker holds ${v.held}.`,
      'Pick the day again in the form field.',
    ],
  },
  fr: {
    'word-hidden': () => [
      'Du texte masqué se trouve ici et n’est pas envoyé.',
      'Effacez-le, ou décochez «\u00a0Masqué\u00a0» dans la police si les lecteurs doivent le voir.',
    ],
    'word-moving': () => [
      'Une date ou un numéro de page que le programme remplit se trouve ici\u00a0; il part tel que le fichier le montre aujourd’hui.',
      'Tapez-le comme du texte, pour qu’il reste tel que vous le voyez.',
    ],
    'word-merge-field': () => [
      'Un champ de publipostage se trouve ici.',
      'Tapez à sa place les mots que les lecteurs doivent voir.',
    ],
    'word-raised': () => [
      'Du texte en exposant ou en indice se trouve ici\u00a0; un courriel le montre sur la ligne.',
      'Vérifiez qu’il reste compréhensible, ou écrivez-le autrement.',
    ],
    'word-prompt': () => [
      'Un champ de formulaire montre encore son invite ici\u00a0; elle n’est pas envoyée.',
      'Remplissez-le ou supprimez-le.',
    ],
    'word-day-differs': v => [
      `${printable(v.key)}\u00a0: le texte dit «\u00a0${printable(v.found)}\u00a0», le calendrier du champ contient ${v.held}.`,
      'Choisissez de nouveau le jour dans le champ.',
    ],
  },
  nl: {
    'word-hidden': () => [
      'Hier staat verborgen tekst die niet wordt verzonden.',
      'Wis die tekst, of vink “Verborgen” uit bij het lettertype als de lezers hem moeten zien.',
    ],
    'word-moving': () => [
      'Hier staat een datum of paginanummer dat het programma invult; het vertrekt zoals het bestand het nu toont.',
      'Typ het als tekst, zodat het blijft zoals u het ziet.',
    ],
    'word-merge-field': () => [
      'Hier staat een veld van een afdruk samenvoegen.',
      'Typ in de plaats de woorden die de lezers moeten zien.',
    ],
    'word-raised': () => [
      'Hier staat tekst in superscript of subscript; een mail toont die op de regel.',
      'Kijk na of het begrijpelijk blijft, of schrijf het anders.',
    ],
    'word-prompt': () => [
      'Een formulierveld toont hier nog zijn invultekst, die niet wordt verzonden.',
      'Vul het in of verwijder het.',
    ],
    'word-day-differs': v => [
      `${printable(v.key)}: de tekst zegt “${printable(v.found)}”, de kalender van het veld bevat ${v.held}.`,
      'Kies de dag opnieuw in het veld.',
    ],
  },
}
