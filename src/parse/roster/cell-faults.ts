/** Error values of spreadsheets in English, French and Dutch, and a number wider than its column. */
const ERRORS = new Set([
  ...[
    '#N/A',
    '#REF!',
    '#NAME?',
    '#VALUE!',
    '#DIV/0!',
    '#NULL!',
    '#NUM!',
    '#SPILL!',
    '#CALC!',
    '#GETTING_DATA',
  ],
  ...['#NOM?', '#VALEUR!', '#NUL!', '#NOMBRE!', '#PROPAGATION!', '#CALCUL!', '#CHAMP!', '#FIELD!'],
  ...['#N/B', '#VERW!', '#NAAM?', '#WAARDE!', '#DEEL/0!', '#LEEG!', '#GETAL!', '#OVERLOPEN!', '#VELD!'],
])

/** Whether a cell's text is a spreadsheet's error. */
export function isErrorText(text: string): boolean {
  const bare = text.slice(0, 200).toUpperCase()
  return ERRORS.has(bare) || /^#{3,}$/.test(bare) || /^(?:ERR:|FOUT:|ERREUR:)\d{3}$/.test(bare)
}
