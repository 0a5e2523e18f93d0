import type { Agency } from '../agency/agency.js'
import type { EditorLanguage, Language } from '../language/language.js'

/** The kinds of update that a question and its answer may become. */
export const SHARED_KINDS = ['notice', 'practice'] as const
type SharedKind = (typeof SHARED_KINDS)[number]

/** A question and its answer, for all communes. Texts are plain. */
export type SharedQuestion = {
  kind: SharedKind
  language: Language
  question: string
  answer: string
}

/** Names of the asker that must go: name, salutations, address, and the commune, which has only one mayor. */
type Asker = { names: string[]; communes: string[] }

const GREETING =
  /^(bonjour|bonsoir|madame|mesdames|monsieur|messieurs|chère?s?|beste|geachte|dag|goede(morgen|middag|ndag|navond)|hallo|hello|dear)\b[^.?!]{0,80}$/i
/** A line that begins a letter's end: names, offices and numbers follow. */
const FAREWELL =
  /^(bien (cordialement|à vous)|(très |bien )?cordialement|(sincères |meilleures |cordiales )?salutations|bàv|d’avance merci|d'avance merci|merci (d['’]avance|pour votre|de votre)|avec mes remerciements|je vous prie d['’]agréer|veuillez agréer|(met )?(vriendelijke|hartelijke|beste) groet|groet(en|jes)?\b|mvg\b|hoogachtend|alvast (hartelijk )?(bedankt|dank)|bij voorbaat dank|--\s*$|(envoyé|verzonden|verstuurd|sent) (de|depuis|van|vanaf|from) )/i
const ADDRESS = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
/** Eight digits or more, as in phone and register numbers. Dates and amounts have fewer. */
const NUMBER = /(?<![\p{L}\p{N}])(?:\+|0)\d(?:[ ./()-]?\d){7,}/gu
/** A lone CR ends a line too (CommonMark §2.1): the text after it must not begin a Markdown line. */
const LINE_END = /\r\n?|\n/
const LEFT_OUT = '[…]'

/**
 * A letter without its author: no greeting, nothing from the farewell on, no name, commune, address or phone number that is known or probable. It is
 * a proposal: no rule knows every name, so a person reads and confirms it.
 */
export function withoutAsker(text: string, { names, communes }: Asker): string {
  const lines = text.split(LINE_END)
  const begins = lines.findIndex(line => line.trim() !== '')
  const isGreeted = begins >= 0 && GREETING.test((lines[begins] ?? '').trim())
  const letter = lines.slice(isGreeted ? begins + 1 : 0)
  const end = letter.findIndex(line => FAREWELL.test(line.trim()))
  const kept = (end < 0 ? letter : letter.slice(0, end)).join('\n').trim()
  const blanked = kept.replace(ADDRESS, LEFT_OUT).replace(NUMBER, LEFT_OUT)
  return [...names, ...communes].filter(isTelling).reduce(withoutName, blanked)
}

/** A short or common word would blank half of the letter. */
const isTelling = (name: string) => name.trim().length > 3

/** The text without the name as whole words, in any case. */
function withoutName(text: string, name: string): string {
  const [folded, sought] = [inSmallLetters(text), inSmallLetters(name.trim())]
  const kept: string[] = []
  let from = 0
  for (let at = folded.indexOf(sought); at >= 0; at = folded.indexOf(sought, at + 1)) {
    const end = at + sought.length
    if (at < from || LETTER_BEFORE.test(text.slice(Math.max(0, at - 2), at))) continue
    if (LETTER_AFTER.test(text.slice(end, end + 2))) continue
    kept.push(text.slice(from, at), LEFT_OUT)
    from = end
  }
  return kept.join('') + text.slice(from)
}

const LETTER_BEFORE = /[\p{L}\p{N}]$/u
const LETTER_AFTER = /^[\p{L}\p{N}]/u

/** Letter by letter, to keep positions: some letters get longer in lower case. */
const inSmallLetters = (text: string) =>
  text.replace(/\p{Lu}/gu, letter => {
    const small = letter.toLowerCase()
    return small.length === letter.length ? small : letter
  })

/** The update id of a follow-up's question; its draft has a name that no scan takes in. */
export const sharedId = (followUp: string) => `question-${followUp}`
export const draftName = (followUp: string) => `_${sharedId(followUp)}.md`

/**
 * The draft of an update, for an editor to complete. It lacks the other language and the topic, so that it is refused until then; the level, too, in
 * an agency without a region. The words of both
 * people are text, never Markdown.
 */
export function sharedDraft(
  followUp: string,
  { kind, language, question, answer }: SharedQuestion,
  { languages, levels }: Agency,
): string {
  const words = WORDS[language === 'nl' ? 'nl' : 'fr']
  return [
    '---',
    ...INSTRUCTIONS,
    `id: ${sharedId(followUp)}`,
    `kind: ${kind}`,
    'topic:',
    `level:${Object.hasOwn(levels, 'region') ? ' region' : ''}`,
    '---',
    `# ${language}: ${titleOf(question)}`,
    words.summary,
    '',
    ...asText(question).map(line => `> ${line}`.trimEnd()),
    '',
    `**${words.answer}**`,
    '',
    ...asText(answer),
    '',
    ...languages.filter(other => other !== language).flatMap(other => [`# ${other}:`, '']),
  ].join('\n')
}

const WORDS: Record<EditorLanguage, { summary: string; answer: string }> = {
  fr: {
    summary: 'Une commune nous a posé cette question. La réponse vaut pour toutes.',
    answer: 'Notre réponse',
  },
  nl: {
    summary: 'Een gemeente stelde ons deze vraag. Het antwoord geldt voor alle gemeenten.',
    answer: 'Ons antwoord',
  },
}

const INSTRUCTIONS = [
  '# (FR) Brouillon fait d’une question et de sa réponse. 1. Relisez : rien ne doit dire qui a demandé.',
  '#      2. Choisissez un thème (« topic », liste dans README.md). 3. Écrivez l’autre langue.',
  '#      4. Retirez « _ » au début du nom du fichier : il est alors pris dans la prochaine édition.',
  '# (NL) Ontwerp op basis van een vraag en haar antwoord. 1. Lees na: niets mag verraden wie het vroeg.',
  '#      2. Kies een thema (“topic”, lijst in README.md). 3. Schrijf de andere taal.',
  '#      4. Haal “_” vooraan in de bestandsnaam weg: dan komt het in de volgende editie.',
]

const TITLE_AT_MOST = 90

/** The sentence with the question, else the beginning. */
function titleOf(question: string): string {
  const flat = question.replace(/\s+/g, ' ').trim()
  const asks = flat.match(/(?<![^.!?])[^.!?]*\?/)?.[0].trim() ?? flat
  const title =
    asks.length <= TITLE_AT_MOST ? asks : `${asks.slice(0, TITLE_AT_MOST).replace(/(?<!\s)\s+\S*$/, '')} …`
  return escapeMarkdown(title)
}

function asText(text: string): string[] {
  return text
    .trim()
    .split(LINE_END)
    .map(line => escapeMarkdown(line.trim()))
}

/** Escapes what Markdown would interpret in plain text, or take for a heading (CommonMark §2.4). */
function escapeMarkdown(line: string): string {
  return line
    .replace(/[\\`*_[\]<>|~]/g, '\\$&')
    .replace(/^(\s*)([#=+-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2')
}
