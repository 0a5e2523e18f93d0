/** Words that say a number, a rank or an hour in one language where the other may have figures; no more than what is common. */
const WORDS: readonly (readonly [words: string, ...values: string[]])[] = [
  ['un une premier première één eerste', '1'],
  ['deux deuxième second seconde twee tweede', '2'],
  ['trois troisième drie derde', '3'],
  ['quatre quatrième vier vierde', '4'],
  ['cinq cinquième vijf vijfde', '5'],
  ['six sixième zes zesde', '6'],
  ['sept septième zeven zevende', '7'],
  ['huit huitième acht achtste', '8'],
  ['neuf neuvième negen negende', '9'],
  ['dix dixième tien tiende', '10'],
  ['onze elf', '11'],
  ['douze twaalf', '12'],
  ['quinze vijftien', '15'],
  ['vingt twintig', '20'],
  ['trente dertig', '30'],
  ['quarante veertig', '40'],
  ['cinquante vijftig', '50'],
  ['cent cents honderd', '100'],
  ['mille duizend', '1000'],
  ['million miljoen', '1000000'],
  ['milliard miljard', '1000000000'],
  ['anderhalf anderhalve', '1', '1.5'],
  ['demi demie half halve', '0.5'],
  ['double dubbel dubbele', '2'],
  ['midi middag', '12:00'],
  ['minuit middernacht', '0:00', '24:00'],
]
const VALUES = new Map(
  WORDS.flatMap(([words, ...values]) => words.split(' ').map(word => [word, values] as const)),
)

/** The values that words of a text say, as those of figures. */
export function wordValues(text: string): string[] {
  const words = text.toLowerCase().match(/\p{L}{1,40}/gu) ?? []
  return [...new Set(words)].flatMap(word => VALUES.get(word) ?? [])
}

const SCALES: readonly (readonly [RegExp, number])[] = [
  [/^(?:millions?|miljoen|mio)(?!\p{L})/iu, 1_000_000],
  [/^(?:milliards?|miljard|mia)(?!\p{L})/iu, 1_000_000_000],
  [/^(?:mille|duizend|k€)(?!\p{L})/iu, 1000],
]

/** What the word behind a number multiplies it by; null for any other. */
export function scaleOf(after: string): number | null {
  return SCALES.find(([pattern]) => pattern.test(after.trimStart()))?.[1] ?? null
}
