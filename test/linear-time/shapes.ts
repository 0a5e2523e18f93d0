/** A text of a given length; the name says what it is made of. */
export type Shape = { name: string; of: (length: number) => string }

const NAMED: Record<string, string> = {
  blank: ' ',
  tab: '\t',
  'no-break space': '\u00a0',
  newline: '\n',
  CR: '\r',
  CRLF: '\r\n',
  letter: 'a',
  capital: 'A',
  digit: '0',
  accent: 'é',
  combining: '\u0301',
  emoji: '🚲',
  bidi: '\u202e',
  NUL: '\0',
  C1: '\u0085',
  CJK: '漢',
  dash: '–',
  quote: '«',
  apostrophe: '’',
}
const MARKS = '<>&"\'()[]{}*_~#-=+|\\/:;,.!?@%$^`'

export const KINDS: [name: string, text: string][] = [
  ...Object.entries(NAMED),
  ...[...MARKS].map((mark): [string, string] => [mark, mark]),
]

/** Openings without an end, and what is known to be slow elsewhere. */
const PHRASES = [
  '<!--',
  '<a ',
  '<b>',
  '</b>',
  '<style>',
  '<br>',
  '<table><tr><td>',
  '](',
  '![',
  '[](',
  '**a ',
  '_a ',
  '``',
  '> ',
  '- ',
  '1. ',
  '{{',
  '\n> ',
  '\n- ',
  '\n# ',
  '\n\n',
  ' \n',
  '\n|a|',
  '\n---\n',
  'a@',
  '@a.b ',
  'http://',
  '&amp;',
  '&#x',
  '=?utf-8?q?',
  '=20',
  '=\r\n',
  ' ;',
  'a: ',
  '"a",',
  '(a',
  '\n--',
  '1:0',
  '1.',
  'a b ',
  'Aa ',
]

const repeated = (unit: string, length: number) =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length)
const halves = (one: string, other: string, length: number) =>
  repeated(one, length >> 1) + repeated(other, length - (length >> 1))

export const RUNS: Shape[] = [
  ...KINDS.map(([name, text]) => ({ name, of: (length: number) => repeated(text, length) })),
  ...PHRASES.map(text => ({ name: JSON.stringify(text), of: (length: number) => repeated(text, length) })),
]

/** Each two kinds in turn, and a run of one before a run of the other. */
export const PAIRS: Shape[] = KINDS.flatMap(([name, text], index) =>
  KINDS.flatMap(([otherName, other], otherIndex) => {
    if (index === otherIndex) return []
    const blocks = { name: `${name}… ${otherName}…`, of: (length: number) => halves(text, other, length) }
    const turns = { name: `${name} ${otherName} …`, of: (length: number) => repeated(text + other, length) }
    return index < otherIndex ? [turns, blocks] : [blocks]
  }),
)
