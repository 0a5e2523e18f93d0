import { printable } from '../../model/problem/printable.js'
import type { ProblemLanguage, Wording } from './wording.js'

/** What can be read, and is hardly what was meant: cut values, dates, times and languages. */
export type MeaningCode =
  | 'yaml-hash'
  | 'yaml-comma'
  | 'yaml-sign'
  | 'text-cut'
  | 'value-cut'
  | 'event-no-length'
  | 'event-past-midnight'
  | 'time-skipped'
  | 'time-twice'
  | 'over-already'
  | 'deadline-past'
  | 'year-doubtful'
  | 'languages-swapped'
  | 'same-in-both'
  | 'other-language'

const LONGEST = 120
const quoted = (text: string) => {
  const shown = printable(text, LONGEST)
  return shown.includes('"') ? `'${shown.replaceAll("'", "''")}'` : `"${shown}"`
}
const en = (text: string) => `"${printable(text, LONGEST)}"`
const fr = (text: string) => `«\u00a0${printable(text, LONGEST)}\u00a0»`
const nl = (text: string) => `“${printable(text, LONGEST)}”`

/** « texte », « titre », or the key itself. */
const PARTS = {
  en: { text: 'the text', title: 'the title', summary: 'the summary', paragraph: 'this paragraph' },
  fr: { text: 'le texte', title: 'le titre', summary: 'le résumé', paragraph: 'ce paragraphe' },
  nl: { text: 'de tekst', title: 'de titel', summary: 'de samenvatting', paragraph: 'deze alinea' },
}
const part = (language: ProblemLanguage, key: string) =>
  Object.hasOwn(PARTS[language], key) ? PARTS[language][key as 'text'] : key
/** At the beginning of a sentence; a key stays as it is. */
const first = (language: ProblemLanguage, key: string) => {
  const text = part(language, key)
  return text === key ? text : text.slice(0, 1).toUpperCase() + text.slice(1)
}

const SPOKEN = {
  en: { fr: 'French', nl: 'Dutch', en: 'English', de: 'German' },
  fr: { fr: 'français', nl: 'néerlandais', en: 'anglais', de: 'allemand' },
  nl: { fr: 'het Frans', nl: 'het Nederlands', en: 'het Engels', de: 'het Duits' },
}
const spoken = (language: ProblemLanguage, code: string) =>
  new Map(Object.entries(SPOKEN[language])).get(code) ?? code

export const MEANING: Record<ProblemLanguage, Pick<Wording, MeaningCode>> = {
  en: {
    'yaml-hash': v => [
      `All that follows "#" on this line is left out: ${en(v.found)}.`,
      'Put the value that holds "#" in quotes: "…".',
    ],
    'yaml-comma': v => [
      `${en(v.found)} is cut off from its value by a comma.`,
      `Put the value that holds the comma in quotes: ${v.whole ? quoted(v.whole) : '"…"'}.`,
    ],
    'yaml-sign': v => [
      `A value can't begin with ${v.found} and go on like this.`,
      `Put it in quotes (${v.suggestion ? printable(v.suggestion, LONGEST) : '"…"'}).`,
    ],
    'text-cut': v => [
      `${v.key} is read as ${en(v.found)} only: ${en(v.cut)} is left out.`,
      `Put it in quotes: ${quoted(`${v.found} ${v.cut}`.trim())}. A remark of yours stands on a line of its own.`,
    ],
    'value-cut': v => [
      `${v.key} is empty, for all that follows "#" is left out.`,
      `Put it in quotes: ${quoted(v.found)}.`,
    ],
    'event-no-length': v => [
      `${v.called ?? 'event.end'} ${v.found} is when the event begins.`,
      `Write when it ends, or remove ${v.called ?? 'event.end'}.`,
    ],
    'event-past-midnight': v => [
      `${v.called ?? 'event.end'} ${v.found} is before the event begins.`,
      `It ends after midnight? Write ${v.suggestion}.`,
    ],
    'time-skipped': v => [
      `${v.key} ${v.found} does not exist: the clocks go forward that night.`,
      `Write ${v.suggestion}.`,
    ],
    'time-twice': v => [
      `${v.key} ${v.found} exists twice, for the clocks go back that night; the first is taken (UTC${v.first}).`,
      `If the second is meant (UTC${v.second}), say so in the text, or choose another hour.`,
    ],
    'over-already': v => [
      `${v.key} ${v.found} is past on ${v.today}: it is over before any edition has told it.`,
      v.suggestion
        ? `Did you mean ${v.suggestion}?`
        : 'Correct the date, or take the file out of the folder.',
    ],
    'deadline-past': v => [
      `${v.called ?? 'deadline'} ${v.found} is past on ${v.today}, before any edition has told it.`,
      v.suggestion ? `Did you mean ${v.suggestion}?` : 'Correct the date.',
    ],
    'year-doubtful': v => [
      `${v.key} ${v.found} is far from ${v.today}.`,
      v.suggestion ? `Check the year. Did you mean ${v.suggestion}?` : 'Check the year.',
    ],
    'languages-swapped': v => [
      `${first('en', v.key)}: the Dutch stands under fr, the French under nl.`,
      'Swap the two.',
    ],
    'same-in-both': v => [
      `${first('en', v.key)} is the same in French and in Dutch.`,
      'Translate one of the two.',
    ],
    'other-language': v => [
      `In the ${spoken('en', v.language)} text, ${part('en', v.part)} seems to be in ${spoken('en', v.found)}.`,
      `Check that it is in ${spoken('en', v.language)}.`,
    ],
  },
  fr: {
    'yaml-hash': v => [
      `Tout ce qui suit «\u00a0#\u00a0» sur cette ligne est laissé de côté\u00a0: ${fr(v.found)}.`,
      'Mettez entre guillemets droits la valeur qui contient «\u00a0#\u00a0»\u00a0: "…".',
    ],
    'yaml-comma': v => [
      `Une virgule sépare ${fr(v.found)} de sa valeur.`,
      `Mettez entre guillemets droits la valeur qui contient la virgule\u00a0: ${v.whole ? quoted(v.whole) : '"…"'}.`,
    ],
    'yaml-sign': v => [
      `Une valeur ne peut pas commencer par ${v.found} et continuer ainsi.`,
      `Mettez-la entre guillemets droits (${v.suggestion ? printable(v.suggestion, LONGEST) : '"…"'}).`,
    ],
    'text-cut': v => [
      `${v.key} est lu comme ${fr(v.found)} seulement\u00a0: ${fr(v.cut)} est laissé de côté.`,
      `Mettez la valeur entre guillemets droits\u00a0: ${quoted(`${v.found} ${v.cut}`.trim())}. Une remarque pour vous-même se met sur sa propre ligne.`,
    ],
    'value-cut': v => [
      `${v.key} est vide, car tout ce qui suit «\u00a0#\u00a0» est laissé de côté.`,
      `Mettez la valeur entre guillemets droits\u00a0: ${quoted(v.found)}.`,
    ],
    'event-no-length': v => [
      `${v.called ?? 'event.end'} ${v.found} est l’heure à laquelle l’événement commence.`,
      `Écrivez quand il se termine, ou retirez ${v.called ?? 'event.end'}.`,
    ],
    'event-past-midnight': v => [
      `${v.called ?? 'event.end'} ${v.found} précède le début de l’événement.`,
      `Il se termine après minuit\u00a0? Écrivez ${v.suggestion}.`,
    ],
    'time-skipped': v => [
      `${v.key} ${v.found} n’existe pas\u00a0: cette nuit-là, on passe à l’heure d’été.`,
      `Écrivez ${v.suggestion}.`,
    ],
    'time-twice': v => [
      `${v.key} ${v.found} existe deux fois, car cette nuit-là on passe à l’heure d’hiver\u00a0; la première est retenue (UTC${v.first}).`,
      `Si c’est la seconde (UTC${v.second}), dites-le dans le texte ou choisissez une autre heure.`,
    ],
    'over-already': v => [
      `${v.key} ${v.found} est passé le ${v.today}\u00a0: c’est terminé avant qu’une édition l’ait annoncé.`,
      v.suggestion
        ? `Vouliez-vous dire ${v.suggestion}\u00a0?`
        : 'Corrigez la date, ou retirez le fichier du dossier.',
    ],
    'deadline-past': v => [
      `${v.called ?? 'deadline'} ${v.found} est passé le ${v.today}, avant qu’une édition l’ait annoncé.`,
      v.suggestion ? `Vouliez-vous dire ${v.suggestion}\u00a0?` : 'Corrigez la date.',
    ],
    'year-doubtful': v => [
      `${v.key} ${v.found} est loin du ${v.today}.`,
      v.suggestion ? `Vérifiez l’année. Vouliez-vous dire ${v.suggestion}\u00a0?` : 'Vérifiez l’année.',
    ],
    'languages-swapped': v => [
      `${first('fr', v.key)}\u00a0: le néerlandais est sous fr, le français sous nl.`,
      'Échangez les deux.',
    ],
    'same-in-both': v => [
      `${first('fr', v.key)} est le même en français et en néerlandais.`,
      'Traduisez l’un des deux.',
    ],
    'other-language': v => [
      `Dans la partie en ${spoken('fr', v.language)}, ${part('fr', v.part)} semble être en ${spoken('fr', v.found)}.`,
      `Vérifiez que c’est du ${spoken('fr', v.language)}.`,
    ],
  },
  nl: {
    'yaml-hash': v => [
      `Alles wat op deze regel na “#” komt, valt weg: ${nl(v.found)}.`,
      'Zet de waarde met “#” tussen rechte aanhalingstekens: "…".',
    ],
    'yaml-comma': v => [
      `Een komma scheidt ${nl(v.found)} van zijn waarde.`,
      `Zet de waarde met de komma tussen rechte aanhalingstekens: ${v.whole ? quoted(v.whole) : '"…"'}.`,
    ],
    'yaml-sign': v => [
      `Een waarde kan niet met ${v.found} beginnen en zo doorgaan.`,
      `Zet ze tussen rechte aanhalingstekens (${v.suggestion ? printable(v.suggestion, LONGEST) : '"…"'}).`,
    ],
    'text-cut': v => [
      `${v.key} wordt gelezen als ${nl(v.found)}, niet meer: ${nl(v.cut)} valt weg.`,
      `Zet de waarde tussen rechte aanhalingstekens: ${quoted(`${v.found} ${v.cut}`.trim())}. Een opmerking voor uzelf staat op een eigen regel.`,
    ],
    'value-cut': v => [
      `${v.key} is leeg, want alles wat na “#” komt, valt weg.`,
      `Zet de waarde tussen rechte aanhalingstekens: ${quoted(v.found)}.`,
    ],
    'event-no-length': v => [
      `${v.called ?? 'event.end'} ${v.found} is het uur waarop het evenement begint.`,
      `Schrijf wanneer het eindigt, of haal ${v.called ?? 'event.end'} weg.`,
    ],
    'event-past-midnight': v => [
      `${v.called ?? 'event.end'} ${v.found} valt voor het begin van het evenement.`,
      `Eindigt het na middernacht? Schrijf ${v.suggestion}.`,
    ],
    'time-skipped': v => [
      `${v.key} ${v.found} bestaat niet: die nacht begint het zomeruur.`,
      `Schrijf ${v.suggestion}.`,
    ],
    'time-twice': v => [
      `${v.key} ${v.found} bestaat twee keer, want die nacht eindigt het zomeruur; de eerste keer telt (UTC${v.first}).`,
      `Is de tweede bedoeld (UTC${v.second}), zeg het dan in de tekst of kies een ander uur.`,
    ],
    'over-already': v => [
      `${v.key} ${v.found} is voorbij op ${v.today}: het is afgelopen voor een editie het heeft aangekondigd.`,
      v.suggestion ? `Bedoelde u ${v.suggestion}?` : 'Verbeter de datum, of haal het bestand uit de map.',
    ],
    'deadline-past': v => [
      `${v.called ?? 'deadline'} ${v.found} is voorbij op ${v.today}, voor een editie het heeft aangekondigd.`,
      v.suggestion ? `Bedoelde u ${v.suggestion}?` : 'Verbeter de datum.',
    ],
    'year-doubtful': v => [
      `${v.key} ${v.found} ligt ver van ${v.today}.`,
      v.suggestion ? `Kijk het jaar na. Bedoelde u ${v.suggestion}?` : 'Kijk het jaar na.',
    ],
    'languages-swapped': v => [
      `${first('nl', v.key)}: het Nederlands staat onder fr, het Frans onder nl.`,
      'Wissel de twee om.',
    ],
    'same-in-both': v => [
      `${first('nl', v.key)} is dezelfde in het Frans en in het Nederlands.`,
      'Vertaal een van de twee.',
    ],
    'other-language': v => [
      `In ${spoken('nl', v.language)} lijkt ${part('nl', v.part)} in ${spoken('nl', v.found)} te staan.`,
      `Kijk na of het ${v.language === 'fr' ? 'Frans' : 'Nederlands'} is.`,
    ],
  },
}
