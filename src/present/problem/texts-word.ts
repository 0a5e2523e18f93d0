import { printable } from '../../model/problem/printable.js'
import type { Problem, ProblemCode } from '../../model/problem/problem.js'
import type { ProblemValues } from '../../model/problem/problem-values.js'
import { FIELD_TEXTS_IN_WORD } from './texts-fields.js'
import { OPEN_DOCUMENT } from './texts-opendocument.js'
import { templateWordingInWord } from './texts-template.js'
import { WORD_CONTENTS } from './texts-word-contents.js'
import type { ProblemLanguage, Wording } from './wording.js'

/** What can be wrong with a Word file, or an OpenDocument text, only. */
type WordFiles = Pick<Wording, Extract<ProblemCode, `word-${string}` | `odt-${string}`>>

export const WORD_FILES: Record<ProblemLanguage, WordFiles> = {
  en: {
    ...WORD_CONTENTS.en,
    ...OPEN_DOCUMENT.en,
    'word-old-or-locked': () => [
      'This Word file has the old format (.doc), or a password.',
      'Save it as .docx without a password.',
    ],
    'word-broken': () => [
      "This can't be read as a Word file.",
      'Open it in Word and save it as .docx again.',
    ],
    'word-table-missing': () => [
      'The table of fields is missing.',
      'Begin with the Word template: the table stands above the two texts.',
    ],
    'word-box': () => [
      'A text box, a formula or an embedded object is not read.',
      'Write what it says into the text.',
    ],
    'word-struck': () => ['Text is struck through here.', 'Delete it, or take the line through it away.'],
    'word-note-dropped': v => [
      `A ${v.what} stands here and is not sent.`,
      v.what === 'comment' ? 'Nothing to do, if it was for yourselves.' : 'Write what matters into the text.',
    ],
  },
  fr: {
    ...WORD_CONTENTS.fr,
    ...OPEN_DOCUMENT.fr,
    'word-old-or-locked': () => [
      'Ce fichier Word est dans l’ancien format (.doc) ou protégé par un mot de passe.',
      'Enregistrez-le au format .docx, sans mot de passe.',
    ],
    'word-broken': () => [
      'Ce fichier ne se lit pas comme un document Word.',
      'Ouvrez-le dans Word et enregistrez-le de nouveau au format .docx.',
    ],
    'word-table-missing': () => [
      'Le tableau des champs manque.',
      'Partez du modèle Word\u00a0: le tableau se trouve au-dessus des deux textes.',
    ],
    'word-box': () => [
      'Une zone de texte, une formule ou un objet incorporé n’est pas lu.',
      'Écrivez son contenu dans le texte.',
    ],
    'word-struck': () => ['Du texte est barré ici.', 'Effacez-le ou retirez le barré.'],
    'word-note-dropped': v => [
      v.what === 'comment'
        ? 'Un commentaire se trouve ici et n’est pas envoyé.'
        : 'Une note se trouve ici et n’est pas envoyée.',
      v.what === 'comment'
        ? 'Rien à faire s’il n’était destiné qu’à vous.'
        : 'Écrivez dans le texte ce qui compte.',
    ],
  },
  nl: {
    ...WORD_CONTENTS.nl,
    ...OPEN_DOCUMENT.nl,
    'word-old-or-locked': () => [
      'Dit Word-bestand heeft het oude formaat (.doc) of een wachtwoord.',
      'Sla het op als .docx, zonder wachtwoord.',
    ],
    'word-broken': () => [
      'Dit bestand kan niet als Word-document worden gelezen.',
      'Open het in Word en sla het opnieuw op als .docx.',
    ],
    'word-table-missing': () => [
      'De tabel met de velden ontbreekt.',
      'Vertrek van het Word-sjabloon: de tabel staat boven de twee teksten.',
    ],
    'word-box': () => [
      'Een tekstvak, een formule of een ingesloten object wordt niet gelezen.',
      'Schrijf de inhoud ervan in de tekst.',
    ],
    'word-struck': () => ['Hier is tekst doorgehaald.', 'Wis die tekst of haal de doorhaling weg.'],
    'word-note-dropped': v => [
      v.what === 'comment'
        ? 'Hier staat een opmerking die niet wordt verzonden.'
        : 'Hier staat een voetnoot die niet wordt verzonden.',
      v.what === 'comment'
        ? 'U hoeft niets te doen als ze alleen voor uzelf bedoeld was.'
        : 'Schrijf in de tekst wat van belang is.',
    ],
  },
}

/** What differs in a Word file: a table with a row for each key instead of YAML, headings and paragraphs instead of `#` and lines. */
type WordWording = {
  readonly [C in ProblemCode]?: (values: ProblemValues[C]) => readonly [message: string, hint: string]
}

const rows = (key: string, parts: readonly string[]) => parts.map(part => `${key}.${part}`).join(', ')
const BOTH = ['fr', 'nl']
/** The rows to fill in for a key that is missing. */
const rowsFor = (key: string) => (/label$|libellé$/.test(key) ? rows(key, BOTH) : key)

const ENGLISH: WordWording = {
  'front-matter-too-large': v => [
    `The table of fields is larger than ${v.limitKiB} KiB.`,
    'Put long texts below the headings.',
  ],
  'key-missing': v => [`${v.key} is missing.`, `Fill in: ${rowsFor(v.key)}.`],
  'key-twice': v => [`${printable(v.key)} stands twice in the table.`, 'Keep one of the rows.'],
  'language-missing': v => [
    `${v.key} has no ${v.language === 'fr' ? 'French' : 'Dutch'}.`,
    `Fill in the row ${v.row ?? `${v.key}.${v.language}`}.`,
  ],
  'both-languages-expected': v => [`${v.key} is not in two languages.`, `Use the rows ${rows(v.key, BOTH)}.`],
  'keys-expected': v => [`${v.key} has several parts.`, `Use the rows ${rows(v.key, v.allowed)}.`],
  'list-expected': v => [
    `${v.key} has several parts.`,
    `Use the rows ${rows(v.key, ['fr', 'nl', 'label.fr', 'label.nl'])}.`,
  ],
  'change-missing': v => [
    `An edition has carried an earlier revision of "${printable(v.id)}", and this one doesn't say what has changed.`,
    `Fill in the rows ${rows(v.key ?? 'change', BOTH)} with one sentence for the readers.`,
  ],
  'text-before-heading': () => [
    'Text stands before the first language.',
    'Move it below the heading "fr: …" or "nl: …".',
  ],
  'section-missing': v => [
    `The ${v.language === 'fr' ? 'French' : 'Dutch'} text is missing.`,
    `Write "${v.language}: Title" in the style Heading 1, and the text below.`,
  ],
  'section-twice': v => [
    `The ${v.language === 'fr' ? 'French' : 'Dutch'} text begins a second time.`,
    `It begins in paragraph ${v.firstLine}; join them.`,
  ],
  'section-heading-form': v => [
    `"${printable(v.found)}" does not open the ${v.language === 'fr' ? 'French' : 'Dutch'} text.`,
    'Give it the style Heading 1.',
  ],
  'title-missing': v => [
    `The ${v.language === 'fr' ? 'French' : 'Dutch'} text has no title.`,
    `Write it in the heading, after "${v.language}:".`,
  ],
  'heading-level': v => [
    `"${printable(v.found)}" has the style Heading 1.`,
    'Use Heading 2: Heading 1 is for the two languages.',
  ],
}

const q = (text: string) => `«\u00a0${printable(text)}\u00a0»`

const FRENCH: WordWording = {
  'front-matter-too-large': v => [
    `Le tableau des champs dépasse ${v.limitKiB}\u00a0Kio.`,
    'Placez les longs textes sous les titres.',
  ],
  'key-missing': v => [`${v.key} manque.`, `Complétez\u00a0: ${rowsFor(v.key)}.`],
  'key-twice': v => [`${printable(v.key)} figure deux fois dans le tableau.`, 'Ne gardez qu’une des lignes.'],
  'language-missing': v => [
    `${v.key} manque en ${v.language === 'fr' ? 'français' : 'néerlandais'}.`,
    `Complétez la ligne ${v.row ?? `${v.key}.${v.language}`}.`,
  ],
  'both-languages-expected': v => [
    `${v.key} n’est pas dans les deux langues.`,
    `Utilisez les lignes ${rows(v.key, BOTH)}.`,
  ],
  'keys-expected': v => [
    `${v.key} comporte plusieurs parties.`,
    `Utilisez les lignes ${rows(v.key, v.allowed)}.`,
  ],
  'list-expected': v => [
    `${v.key} comporte plusieurs parties.`,
    `Utilisez les lignes ${rows(v.key, ['fr', 'nl', 'label.fr', 'label.nl'])}.`,
  ],
  'change-missing': v => [
    `Une édition a déjà repris une version antérieure de ${q(v.id)}, et celle-ci ne dit pas ce qui a changé.`,
    `Complétez les lignes ${rows(v.key ?? 'change', BOTH)} avec une phrase pour les lecteurs.`,
  ],
  'text-before-heading': () => [
    'Du texte précède la première langue.',
    `Placez-le sous le titre ${q('fr: …')} ou ${q('nl: …')}.`,
  ],
  'section-missing': v => [
    `Le texte ${v.language === 'fr' ? 'français' : 'néerlandais'} manque.`,
    `Écrivez ${q(`${v.language}: Titre`)} avec le style Titre 1, et le texte en dessous.`,
  ],
  'section-twice': v => [
    `Le texte ${v.language === 'fr' ? 'français' : 'néerlandais'} commence une deuxième fois.`,
    `Il commence déjà au paragraphe ${v.firstLine}\u00a0; réunissez les deux.`,
  ],
  'section-heading-form': v => [
    `${q(v.found)} n’ouvre pas le texte ${v.language === 'fr' ? 'français' : 'néerlandais'}.`,
    'Donnez-lui le style Titre 1.',
  ],
  'title-missing': v => [
    `Le texte ${v.language === 'fr' ? 'français' : 'néerlandais'} n’a pas de titre.`,
    `Écrivez-le dans l’intitulé, après ${q(`${v.language}:`)}.`,
  ],
  'heading-level': v => [
    `${q(v.found)} porte le style Titre 1.`,
    'Utilisez Titre 2\u00a0: Titre 1 est réservé aux deux langues.',
  ],
}

const DUTCH: WordWording = {
  'front-matter-too-large': v => [
    `De tabel met de velden is groter dan ${v.limitKiB} KiB.`,
    'Zet lange teksten onder de titels.',
  ],
  'key-missing': v => [`${v.key} ontbreekt.`, `Vul in: ${rowsFor(v.key)}.`],
  'key-twice': v => [`${printable(v.key)} staat twee keer in de tabel.`, 'Behoud één van de rijen.'],
  'language-missing': v => [
    `${v.key} ontbreekt in het ${v.language === 'fr' ? 'Frans' : 'Nederlands'}.`,
    `Vul de rij ${v.row ?? `${v.key}.${v.language}`} in.`,
  ],
  'both-languages-expected': v => [
    `${v.key} staat niet in twee talen.`,
    `Gebruik de rijen ${rows(v.key, BOTH)}.`,
  ],
  'keys-expected': v => [`${v.key} heeft meer delen.`, `Gebruik de rijen ${rows(v.key, v.allowed)}.`],
  'list-expected': v => [
    `${v.key} heeft meer delen.`,
    `Gebruik de rijen ${rows(v.key, ['fr', 'nl', 'label.fr', 'label.nl'])}.`,
  ],
  'change-missing': v => [
    `Een editie bevatte al een vorige versie van “${printable(v.id)}”, en deze versie zegt niet wat er gewijzigd is.`,
    `Vul in de rijen ${rows(v.key ?? 'change', BOTH)} één zin voor de lezers in.`,
  ],
  'text-before-heading': () => [
    'Er staat tekst vóór de eerste taal.',
    'Zet die onder de titel “fr: …” of “nl: …”.',
  ],
  'section-missing': v => [
    `De ${v.language === 'fr' ? 'Franse' : 'Nederlandse'} tekst ontbreekt.`,
    `Schrijf “${v.language}: Titel” in de stijl Kop 1, met de tekst eronder.`,
  ],
  'section-twice': v => [
    `De ${v.language === 'fr' ? 'Franse' : 'Nederlandse'} tekst begint een tweede keer.`,
    `Hij begon al in alinea ${v.firstLine}; voeg beide samen.`,
  ],
  'section-heading-form': v => [
    `“${printable(v.found)}” opent de ${v.language === 'fr' ? 'Franse' : 'Nederlandse'} tekst niet.`,
    'Geef deze alinea de stijl Kop 1.',
  ],
  'title-missing': v => [
    `De ${v.language === 'fr' ? 'Franse' : 'Nederlandse'} tekst heeft geen titel.`,
    `Schrijf hem in de kop, na “${v.language}:”.`,
  ],
  'heading-level': v => [
    `“${printable(v.found)}” heeft de stijl Kop 1.`,
    'Gebruik Kop 2: Kop 1 is voorbehouden voor de twee talen.',
  ],
}

const WORDINGS: Record<ProblemLanguage, WordWording> = {
  en: { ...ENGLISH, ...FIELD_TEXTS_IN_WORD.en, ...templateWordingInWord('en') },
  fr: { ...FRENCH, ...FIELD_TEXTS_IN_WORD.fr, ...templateWordingInWord('fr') },
  nl: { ...DUTCH, ...FIELD_TEXTS_IN_WORD.nl, ...templateWordingInWord('nl') },
}

/** Message and hint of a problem of a Word file where they differ from those of a Markdown file; else null. */
export function wordWording(problem: Problem, language: ProblemLanguage): readonly [string, string] | null {
  const word = WORDINGS[language][problem.code] as
    | ((values: Problem['values']) => readonly [string, string])
    | undefined
  return word ? word(problem.values) : null
}
