import { printable } from '../../model/problem/printable.js'
import { codePointName } from './character-names.js'
import type { ProblemLanguage, Wording } from './wording.js'

/** What is wrong with the letters, the links and the Markdown that an editor wrote. */
export type MarkdownCode =
  | 'mojibake'
  | 'letter-lost'
  | 'letter-doubtful'
  | 'link-unseen'
  | 'link-wrapped'
  | 'link-end'
  | 'html-refused'
  | 'struck-refused'
  | 'title-link'
  | 'fence-open'
  | 'rule-left-out'
  | 'heading-underlined'
  | 'lines-indented'
  | 'lines-apart'
  | 'list-renumbered'
  | 'markup-literal'
  | 'line-markup'

const NB = '\u00a0'
const en = (text: string, limit?: number) => `"${printable(text, limit)}"`
const fr = (text: string, limit?: number) => `«${NB}${printable(text, limit)}${NB}»`
const nl = (text: string, limit?: number) => `“${printable(text, limit)}”`
const LINK = 300

const unseen = (codePoint: string, language: ProblemLanguage) => {
  const name = codePointName(codePoint, language)
  return name ? `${name}, ${codePoint}` : codePoint
}

export const MARKDOWN: Record<ProblemLanguage, Pick<Wording, MarkdownCode>> = {
  en: {
    mojibake: v => [
      `${en(v.found)} was read in the wrong code page${v.more > 0 ? `, and ${v.more} more ${v.more > 1 ? 'words' : 'word'}` : ''}.`,
      `It was meant as ${en(v.meant)}. Save the text again as UTF-8, or type these words again.`,
    ],
    'letter-lost': v => [`A letter was lost in ${en(v.found)}.`, 'Type the word again.'],
    'letter-doubtful': v => [
      `A letter may have been lost in ${en(v.found)}.`,
      'Type the word again if a letter became "?".',
    ],
    'link-unseen': v => [
      `The link ${en(v.found, LINK)} holds a character that nobody sees (${unseen(v.character, 'en')}).`,
      v.suggestion ? `Write ${en(v.suggestion, LINK)}.` : 'Type the link again.',
    ],
    'link-wrapped': v => [
      `The link leads through ${v.host}, which checks or counts clicks, and not to the page itself.`,
      v.suggestion ? `Write ${en(v.suggestion, LINK)}.` : 'Open the page and copy its address from there.',
    ],
    'link-end': v => [
      `The link ${en(v.found, LINK)} ends with ${en(v.character)}, a mark of the sentence.`,
      v.suggestion ? `Write ${en(v.suggestion, LINK)}.` : 'Write the link without it.',
    ],
    'html-refused': v => [
      v.what === 'comment'
        ? `${en(v.found)} would be sent to every reader: a mail has no comments.`
        : `${en(v.found)} is HTML, and would stand in the mail as it is.`,
      v.what === 'comment'
        ? 'Delete it; keep notes for yourselves out of the file, or behind "# " between the two "---".'
        : 'Write **bold**, lists, links and tables in Markdown, and letters as they are.',
    ],
    'struck-refused': v => [`${en(v.found)} is struck through.`, 'Delete it, or take the signs ~ away.'],
    'title-link': v => [
      `The title holds the link ${en(v.found, LINK)}.`,
      'Put the link in the text, or in "links".',
    ],
    'fence-open': () => [
      'A block that begins here is not closed.',
      'Close it with a line of the same signs, or delete them.',
    ],
    'rule-left-out': v => [
      `The line ${en(v.found)} is left out: in a mail, a rule would end the measure.`,
      'Delete it, or write a subheading: "## Title".',
    ],
    'heading-underlined': v => [
      `${en(v.found)} is a heading, because signs stand under it.`,
      'Write an empty line between them, or "## " before a heading.',
    ],
    'lines-indented': () => [
      'These lines begin with four spaces; they are shown as ordinary text.',
      'Delete the spaces.',
    ],
    'lines-apart': v => [
      `The lines from ${en(v.found)} on stand one below the other in the mail, as you wrote them.`,
      v.why === 'items'
        ? 'Begin the items of a list with "- " or "1. ", with an empty line before the first.'
        : 'Write "\\" at the end of each if that is right; join them if they are one sentence.',
    ],
    'list-renumbered': v => [
      `The number ${v.found} is shown as ${v.shown}: a list counts on by itself.`,
      `Correct the number, or write "${v.found}\\." to keep it.`,
    ],
    'markup-literal': v => [
      `${en(v.found)} stands in the mail as it is.`,
      v.suggestion ? `Write ${en(v.suggestion)}.` : 'Write it in another way.',
    ],
    'line-markup': v => [
      `${v.key} ${en(v.found)} shows its signs: it is no Markdown.`,
      `Write ${en(v.meant)}.`,
    ],
  },
  fr: {
    mojibake: v => [
      `${fr(v.found)} a été lu dans un mauvais jeu de caractères${v.more > 0 ? `, de même que ${v.more} ${v.more > 1 ? 'autres mots' : 'autre mot'}` : ''}.`,
      `Il fallait lire ${fr(v.meant)}. Enregistrez à nouveau le texte en UTF-8 ou retapez ces mots.`,
    ],
    'letter-lost': v => [`Une lettre s’est perdue dans ${fr(v.found)}.`, 'Retapez le mot.'],
    'letter-doubtful': v => [
      `Une lettre s’est peut-être perdue dans ${fr(v.found)}.`,
      `Retapez le mot si une lettre y est devenue ${fr('?')}.`,
    ],
    'link-unseen': v => [
      `Le lien ${fr(v.found, LINK)} contient un caractère que l’on ne voit pas (${unseen(v.character, 'fr')}).`,
      v.suggestion ? `Écrivez ${fr(v.suggestion, LINK)}.` : 'Retapez le lien.',
    ],
    'link-wrapped': v => [
      `Le lien passe par ${v.host}, qui contrôle ou compte les clics, au lieu de mener à la page.`,
      v.suggestion ? `Écrivez ${fr(v.suggestion, LINK)}.` : 'Ouvrez la page et copiez-y son adresse.',
    ],
    'link-end': v => [
      `Le lien ${fr(v.found, LINK)} se termine par ${fr(v.character)}, qui appartient à la phrase.`,
      v.suggestion ? `Écrivez ${fr(v.suggestion, LINK)}.` : 'Écrivez le lien sans ce signe.',
    ],
    'html-refused': v => [
      v.what === 'comment'
        ? `${fr(v.found)} arriverait chez chaque lecteur${NB}: un courriel n’a pas de commentaires.`
        : `${fr(v.found)} est du HTML et s’afficherait tel quel.`,
      v.what === 'comment'
        ? `Effacez-le${NB}; gardez vos notes hors du fichier ou, entre les deux lignes ${fr('---')}, derrière ${fr('#')}.`
        : 'Écrivez le **gras**, les listes, les liens et les tableaux en Markdown, et les lettres telles quelles.',
    ],
    'struck-refused': v => [`${fr(v.found)} est barré.`, 'Effacez-le ou retirez les signes ~.'],
    'title-link': v => [
      `Le titre contient le lien ${fr(v.found, LINK)}.`,
      `Placez le lien dans le texte ou sous ${fr('links')}.`,
    ],
    'fence-open': () => [
      'Un bloc commence ici et n’est pas fermé.',
      'Fermez-le par une ligne des mêmes signes ou effacez-les.',
    ],
    'rule-left-out': v => [
      `La ligne ${fr(v.found)} est omise${NB}: dans un courriel, un filet terminerait l’information.`,
      `Effacez-la ou écrivez un intertitre${NB}: ${fr('## Titre')}.`,
    ],
    'heading-underlined': v => [
      `${fr(v.found)} devient un intertitre, à cause des signes qui se trouvent en dessous.`,
      `Laissez une ligne vide entre les deux ou, pour un intertitre, écrivez ${fr('##')} devant.`,
    ],
    'lines-indented': () => [
      `Ces lignes commencent par quatre espaces${NB}; elles sont montrées comme du texte ordinaire.`,
      'Effacez ces espaces.',
    ],
    'lines-apart': v => [
      `À partir de ${fr(v.found)}, les lignes restent l’une sous l’autre dans le courriel, comme vous les avez écrites.`,
      v.why === 'items'
        ? `Commencez les points d’une liste par ${fr('-')} ou ${fr('1.')}, après une ligne vide.`
        : `Si c’est juste, terminez-les par ${fr('\\')}${NB}; s’il s’agit d’une phrase, mettez-les sur une seule ligne.`,
    ],
    'list-renumbered': v => [
      `Le numéro ${v.found} s’affiche ${v.shown}${NB}: une liste compte elle-même.`,
      `Corrigez le numéro ou écrivez ${fr(`${v.found}\\.`)} pour le garder.`,
    ],
    'markup-literal': v => [
      `${fr(v.found)} s’affiche tel quel dans le courriel.`,
      v.suggestion ? `Écrivez ${fr(v.suggestion)}.` : 'Écrivez-le autrement.',
    ],
    'line-markup': v => [
      `${v.key} ${fr(v.found)} montre ses signes${NB}: ce n’est pas du Markdown.`,
      `Écrivez ${fr(v.meant)}.`,
    ],
  },
  nl: {
    mojibake: v => [
      `${nl(v.found)} is in een verkeerde tekenset gelezen${v.more > 0 ? `, net als nog ${v.more} ${v.more > 1 ? 'woorden' : 'woord'}` : ''}.`,
      `Bedoeld was ${nl(v.meant)}. Sla de tekst opnieuw op als UTF-8 of typ deze woorden opnieuw.`,
    ],
    'letter-lost': v => [`In ${nl(v.found)} ging een letter verloren.`, 'Typ het woord opnieuw.'],
    'letter-doubtful': v => [
      `In ${nl(v.found)} ging misschien een letter verloren.`,
      'Typ het woord opnieuw als een letter “?” geworden is.',
    ],
    'link-unseen': v => [
      `De link ${nl(v.found, LINK)} bevat een teken dat niemand ziet (${unseen(v.character, 'nl')}).`,
      v.suggestion ? `Schrijf ${nl(v.suggestion, LINK)}.` : 'Typ de link opnieuw.',
    ],
    'link-wrapped': v => [
      `De link loopt via ${v.host}, dat klikken controleert of telt, en niet naar de pagina zelf.`,
      v.suggestion ? `Schrijf ${nl(v.suggestion, LINK)}.` : 'Open de pagina en kopieer daar haar adres.',
    ],
    'link-end': v => [
      `De link ${nl(v.found, LINK)} eindigt op ${nl(v.character)}, dat bij de zin hoort.`,
      v.suggestion ? `Schrijf ${nl(v.suggestion, LINK)}.` : 'Schrijf de link zonder dat teken.',
    ],
    'html-refused': v => [
      v.what === 'comment'
        ? `${nl(v.found)} zou bij elke lezer aankomen: een e-mail kent geen opmerkingen.`
        : `${nl(v.found)} is HTML en zou zo in de e-mail staan.`,
      v.what === 'comment'
        ? 'Wis het; houd notities voor uzelf buiten het bestand of, tussen de twee regels “---”, achter “#”.'
        : 'Schrijf **vet**, lijsten, links en tabellen in Markdown, en letters zoals ze zijn.',
    ],
    'struck-refused': v => [`${nl(v.found)} is doorgehaald.`, 'Wis het of haal de tekens ~ weg.'],
    'title-link': v => [
      `De titel bevat de link ${nl(v.found, LINK)}.`,
      'Zet de link in de tekst of onder “links”.',
    ],
    'fence-open': () => [
      'Een blok begint hier en wordt niet gesloten.',
      'Sluit het met een regel van dezelfde tekens of wis ze.',
    ],
    'rule-left-out': v => [
      `De regel ${nl(v.found)} wordt weggelaten: in een e-mail zou een streep het bericht afsluiten.`,
      'Wis hem of schrijf een tussentitel: “## Titel”.',
    ],
    'heading-underlined': v => [
      `${nl(v.found)} wordt een tussentitel door de tekens eronder.`,
      'Laat een lege regel tussen beide, of schrijf “## ” voor een tussentitel.',
    ],
    'lines-indented': () => [
      'Deze regels beginnen met vier spaties; ze worden als gewone tekst getoond.',
      'Wis die spaties.',
    ],
    'lines-apart': v => [
      `Vanaf ${nl(v.found)} blijven de regels in de e-mail onder elkaar staan, zoals u ze schreef.`,
      v.why === 'items'
        ? 'Begin de punten van een lijst met “- ” of “1. ”, na een lege regel.'
        : 'Klopt dat, eindig ze dan met “\\”; is het één zin, zet ze dan op één regel.',
    ],
    'list-renumbered': v => [
      `Het nummer ${v.found} wordt getoond als ${v.shown}: een lijst telt zelf verder.`,
      `Verbeter het nummer, of schrijf “${v.found}\\.” om het te behouden.`,
    ],
    'markup-literal': v => [
      `${nl(v.found)} staat zo in de e-mail.`,
      v.suggestion ? `Schrijf ${nl(v.suggestion)}.` : 'Schrijf het anders.',
    ],
    'line-markup': v => [
      `${v.key} ${nl(v.found)} toont zijn tekens: dit is geen Markdown.`,
      `Schrijf ${nl(v.meant)}.`,
    ],
  },
}
