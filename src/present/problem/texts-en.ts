import type { Language } from '../../model/language/language.js'
import { printable } from '../../model/problem/printable.js'
import type { ElsewhereWorded } from './elsewhere-worded.js'
import { WORD_FILES } from './texts-word.js'
import type { Wording } from './wording.js'

const NAMES: Record<Language, string> = { fr: 'French', nl: 'Dutch' }
const OTHER: Record<Language, string> = { fr: 'Dutch', nl: 'French' }
const THINGS = {
  link: 'a symbolic link',
  pipe: 'a pipe',
  device: 'a device',
  socket: 'a socket',
  other: 'no file',
}

const q = (text: string) => `"${printable(text)}"`
const list = (words: readonly string[]) => words.join(', ')
const meant = (suggestion: string | null, otherwise: string) =>
  suggestion === null ? otherwise : `Did you mean ${suggestion}?`

/** For operators, and for editors who choose it. */
export const ENGLISH: Omit<Wording, ElsewhereWorded> = {
  'file-empty': () => ['The file is empty.', 'Copy the template and fill it in.'],
  'file-too-large': v => [
    `The file is larger than ${v.limitKiB} KiB.`,
    'Shorten it, without pictures or attachments.',
  ],
  'not-utf8': v => [`Byte ${v.byte} is not UTF-8.`, 'Save the file as UTF-8.'],
  utf16: () => ['The file is saved as UTF-16.', 'Save it as UTF-8.'],
  'control-character': v => [
    `The invisible character ${v.character} is not allowed.`,
    'Delete it and type the passage again.',
  ],
  'character-lost': () => ['A letter was lost here and shows as "\uFFFD".', 'Type it again.'],
  'more-problems': v => [`${v.count} more problems follow.`, 'Solve those above first.'],

  'folder-missing': () => ['The folder is missing.', 'Create it, or correct its path in the configuration.'],
  'folder-unreadable': v => [
    `The folder can't be read (${v.reason}).`,
    'Give Estafette the right to read it.',
  ],
  'folder-too-deep': v => [`Folders are nested more than ${v.limit} deep.`, 'Move the files up.'],
  'file-missing': () => ['The file is missing.', 'Put it there; the README beside it shows its form.'],
  'file-unreadable': v => [`The file can't be read (${v.reason}).`, 'Give Estafette the right to read it.'],
  'file-changing': () => ['The file is being written.', 'Nothing to do: it is read again at the next scan.'],
  'not-a-file': v => [`This is ${THINGS[v.what]} and is not opened.`, 'Put the file itself here.'],
  'id-conflict': v => [
    `The id ${q(v.id)} also stands in ${v.others.map(other => printable(other, 300)).join(', ')}, with other content.`,
    'Keep one file, or give one of them its own id. None is used until then.',
  ],
  'change-missing': v => [
    `An edition has carried an earlier revision of "${printable(v.id)}", and this one doesn't say what has changed.`,
    `Add: ${v.key ?? 'change'}: {fr: "…", nl: "…"} with one sentence for the readers.`,
  ],
  'change-stale': v => [
    `"${printable(v.id)}" has changed again, but its "${v.key ?? 'change'}" is the one that an edition has carried.`,
    `Write in "${v.key ?? 'change'}" what is new this time, in both languages.`,
  ],
  'id-duplicate': v => [
    `The same update stands in ${printable(v.other, 300)}.`,
    'Delete one of the two files.',
  ],

  ...WORD_FILES.en,

  'front-matter-missing': () => [
    'The file does not begin with a line "---".',
    'Begin with "---", the keys, and "---" again.',
  ],
  'front-matter-open': () => ['The block of keys is not closed.', 'Write a line "---" after the last key.'],
  'front-matter-too-large': v => [
    `The block of keys is larger than ${v.limitKiB} KiB.`,
    'Put long texts below the headings.',
  ],
  'yaml-tab': () => ['A tab stands where spaces belong.', 'Indent with spaces.'],
  'yaml-indent': () => ['The indentation is wrong.', 'Begin the keys of one block in the same column.'],
  'yaml-unclosed': () => ['A quote or a bracket is not closed.', 'Close it with the same sign: " \' ] or }.'],
  'yaml-colon': () => ['A colon inside a value makes it unreadable.', 'Put the value in quotes: "…".'],
  'yaml-unreadable': () => [
    'This line can\'t be read as "key: value".',
    'Compare it with the template; put the value in quotes.',
  ],
  'yaml-alias': v => [
    `${q(v.found)} would refer to another value.`,
    'Write the value out, or put it in quotes.',
  ],
  'yaml-tag': v => [`The tag ${q(v.found)} is not understood.`, 'Remove it, or put the value in quotes.'],
  'yaml-too-deep': v => [`Values are nested more than ${v.limit} deep.`, 'Compare with the template.'],
  'key-twice': v => [`${printable(v.key)} stands twice.`, 'Keep one of them.'],
  'key-unknown': v => [
    `${q(v.key)} is not a known key.`,
    meant(v.suggestion, `Known here: ${list(v.allowed)}.`),
  ],
  'key-missing': v => [`${v.key} is missing.`, 'Fill it in.'],

  'language-missing': v => [`${v.key} has no ${NAMES[v.language]}.`, `Add "${v.language}: …".`],
  'text-expected': v => [`${v.key} ${q(v.found)} is not a text.`, 'Write one text, in quotes if need be.'],
  'list-expected': v => [
    `${v.key} ${q(v.found)} is not a list.`,
    `Write [${printable(v.meant ?? v.found)}].`,
  ],
  'keys-expected': v => [`${v.key} ${q(v.found)} has no keys.`, `Write {…} with ${list(v.allowed)}.`],
  'both-languages-expected': v => [
    `${v.key} ${q(v.found)} is not in two languages.`,
    'Write {fr: "…", nl: "…"}.',
  ],
  'text-too-long': v => [`${v.key} has ${v.length} characters.`, `Write at most ${v.limit}.`],
  'line-break': v => [`${v.key} goes over more than one line.`, 'Write it on one line.'],
  'pass-on-markup': v => [
    `${v.key} has “${v.markup}”, which stays as it is where the text is copied.`,
    'Write it plainly: no bold, no headings, an address as https://….',
  ],
  'not-allowed': v => [
    `${v.key} ${q(v.found)} is not allowed.`,
    `Allowed: ${list(v.allowed)}.${v.suggestion ? ` Did you mean ${v.suggestion}?` : ''}`,
  ],
  'id-wrong': v => [
    `${v.key} ${q(v.found)} is not an id.`,
    `Write it with a-z, 0-9 and hyphens${v.suggestion ? `: ${v.suggestion}` : ', at most 80'}.`,
  ],
  'date-wrong': v => [
    `${v.key} ${q(v.found)} is not a date.`,
    `Write it as ${v.suggestion ?? 'YYYY-MM-DD: year, month, day'}.`,
  ],
  'time-wrong': v => [
    `${v.key} ${q(v.found)} is not a date and time.`,
    `Write it as ${v.suggestion ?? 'YYYY-MM-DDThh:mm: year, month, day, hour, minute'}.`,
  ],
  'dates-crossed': v => [
    `${v.key} ${v.found} is before ${v.other} ${v.otherFound}.`,
    'Correct one of the two.',
  ],
  'deadline-outside': v => [
    `${v.key} ${v.found} is ${v.found < v.otherFound ? 'before' : 'after'} ${v.other} ${v.otherFound}.`,
    'Check both dates.',
  ],
  'number-wrong': v => [
    `${v.key} ${q(v.found)} is not an amount.`,
    `Write it as ${v.suggestion ?? '4000 or 1291.69'}, without signs or separators.`,
  ],
  'amount-negative': v => [`${v.key} ${v.found} is below zero.`, 'Write a positive amount.'],
  'amount-empty': v => [`${v.key} has neither min nor max.`, 'Write one of them, or remove it.'],
  'amount-crossed': v => [
    `${v.minKey ?? 'amount.min'} ${v.min} is above ${v.maxKey ?? 'amount.max'} ${v.max}.`,
    'Correct one of the two.',
  ],
  'link-wrong': v => [
    `${q(v.found)} is not a link that a mail may carry.`,
    v.suggestion ? `Write it as ${v.suggestion}.` : 'Write https://…, mailto:… or tel:+32….',
  ],
  'email-wrong': v => [
    `${v.key} ${q(v.found)} is not an email address.`,
    `Write it as ${v.suggestion ?? 'name@commune.example'}, without spaces, quotes or accents.`,
  ],
  'phone-wrong': v => [
    `${v.key} ${q(v.found)} is not an international number.`,
    `Write it as ${v.suggestion ?? '+32 2 123 45 67'}.`,
  ],
  'postal-code-wrong': v => [`${v.key} ${q(v.found)} is not a postal code.`, 'Write four digits.'],
  'nis-wrong': v => [`${v.key} ${q(v.found)} is not a NIS code.`, 'Write five digits.'],
  'commune-unknown': v => [
    `${v.key} ${q(v.found)} is not the NIS code of a commune here.`,
    'The codes stand in communes.yaml.',
  ],
  'flag-wrong': v => [`${v.key} ${q(v.found)} is neither yes nor no.`, 'Write yes or no.'],

  'text-before-heading': () => [
    'Text stands before the first language.',
    'Put it below "# fr: …" or "# nl: …".',
  ],
  'section-missing': v => [
    `The ${NAMES[v.language]} text is missing.`,
    `Add "# ${v.language}: Title" and the text below it.`,
  ],
  'section-twice': v => [
    `The ${NAMES[v.language]} text begins a second time.`,
    `It began on line ${v.firstLine}; join the two.`,
  ],
  'section-heading-form': v => [
    `${q(v.found)} does not begin the ${NAMES[v.language]} text.`,
    `Write "# ${v.language}: Title".`,
  ],
  'title-missing': v => [`The ${NAMES[v.language]} text has no title.`, `Write it after "# ${v.language}:".`],
  'summary-missing': v => [
    `The ${NAMES[v.language]} text has no summary.`,
    'Write a first paragraph below the title.',
  ],
  'heading-level': v => [
    `${q(v.found)} is a heading of the first level.`,
    'Write it with ##: one # is for the two languages.',
  ],
  'image-refused': () => ['A mail carries no image.', 'Describe it, or link to a page that shows it.'],
  'link-reference': v => [
    `The link ${q(v.found)} is written apart from its text.`,
    'Write [text](https://…) in place.',
  ],
  'number-in-one-language': v => [
    `${q(v.found)} stands in the ${NAMES[v.language]} text only.`,
    `Check the ${OTHER[v.language]} text.`,
  ],
  'date-in-one-language': v => [
    `The date ${q(v.found)} stands in the ${NAMES[v.language]} text only.`,
    `Check the ${OTHER[v.language]} text.`,
  ],
  'link-in-one-language': v => [
    `The link ${q(v.found)} has no counterpart in ${OTHER[v.language]}.`,
    `Check the ${OTHER[v.language]} text.`,
  ],
}
