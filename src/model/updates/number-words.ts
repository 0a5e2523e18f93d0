/** Common words for a number, rank or hour, where the other language may have figures. */
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
  ['dix dixième tien tiende dizaine tiental', '10'],
  ['onze elf', '11'],
  ['douze twaalf douzaine dozijn', '12'],
  ['treize dertien', '13'],
  ['quatorze veertien', '14'],
  ['quinze vijftien quinzaine vijftiental', '15'],
  ['seize zestien', '16'],
  ['zeventien', '17'],
  ['achttien', '18'],
  ['negentien', '19'],
  ['vingt twintig vingtaine twintigtal', '20'],
  ['trente dertig trentaine dertigtal', '30'],
  ['quarante veertig quarantaine veertigtal', '40'],
  ['cinquante vijftig cinquantaine vijftigtal', '50'],
  ['soixante zestig soixantaine zestigtal', '60'],
  ['septante zeventig', '70'],
  ['octante tachtig', '80'],
  ['nonante negentig', '90'],
  ['cent cents honderd centaine honderdtal', '100'],
  ['mille duizend millier duizendtal', '1000'],
  ['million miljoen', '1000000'],
  ['milliard miljard', '1000000000'],
  ['anderhalf anderhalve', '1', '1.5'],
  ['demi demie half halve', '0.5'],
  ['moitié helft', '0.5', '50'],
  ['double dubbel dubbele', '2'],
  ['midi middag', '12:00'],
  ['minuit middernacht', '0:00', '24:00'],
]
const VALUES = new Map(
  WORDS.flatMap(([words, ...values]) => words.split(' ').map(word => [word, values] as const)),
)

/** Words that multiply the number before them: `deux mille`, `vijfhonderd`. */
const FACTOR = /^(?:cents?|mille|millions?|milliards?|honderd|duizend|miljoen|miljard)$/
const DUTCH_FACTOR = /^(\p{L}{3,14})(honderd|duizend)$/u
/** `vijfentwintig`, `tweeëntwintig`. */
const DUTCH_SUM = /^(\p{L}{3,5}?)[eë]n(\p{L}{6,8})$/u
/** Single letters count only with an ending: `Ier`, `Ve`. */
const ROMAN = /(?<![\p{L}\d])(?:([IVX]{2,7})|([IVX]))(er|ère|e|ème|de|ste)?(?![\p{L}\d])/gu
const ALL_DAY = /jour et nuit|dag en nacht/i

/** The values of number words in a text, spelled like those of figures. */
export function wordValues(text: string): string[] {
  const words = text.toLowerCase().match(/\p{L}{1,40}(?:-\p{L}{1,40}){0,3}/gu) ?? []
  const said = words.flatMap((word, index) => [
    ...wordValue(word),
    ...productOf(word, words[index + 1] ?? ''),
  ])
  return [...new Set([...said, ...romanValues(text), ...(ALL_DAY.test(text) ? ['24', '24:00'] : [])])]
}

function wordValue(word: string): readonly string[] {
  const known = VALUES.get(word)
  if (known) return known
  const parts = word.split('-')
  if (parts.length > 1) return [...parts.flatMap(wordValue), ...frenchSum(parts)]
  const factor = DUTCH_FACTOR.exec(word)
  if (factor) return productOf(factor[1] ?? '', factor[2] ?? '')
  const sum = DUTCH_SUM.exec(word)
  const [unit, tens] = [numberSaid(sum?.[1]), numberSaid(sum?.[2])]
  return unit !== null && tens !== null ? [String(unit + tens)] : []
}

/** `vingt-cinq`, `vingt-et-un`, `quatre-vingt-dix`. */
function frenchSum(parts: readonly string[]): string[] {
  const eighty = /^quatre-vingts?(?:-|$)/.test(parts.join('-'))
  const rest = (eighty ? parts.slice(2) : parts).filter(part => part !== 'et').map(numberSaid)
  const isKnown = rest.every(value => value !== null)
  return isKnown ? [String(rest.reduce<number>((sum, value) => sum + (value ?? 0), eighty ? 80 : 0))] : []
}

function productOf(word: string, factor: string): string[] {
  const [number, by] = [numberSaid(word), FACTOR.test(factor) ? numberSaid(factor.replace(/s$/, '')) : null]
  return number === null || by === null ? [] : [String(number * by)]
}

function numberSaid(word: string | undefined): number | null {
  const [value] = VALUES.get(word ?? '') ?? []
  return value === undefined || value.includes(':') ? null : Number(value)
}

const ROMAN_DIGITS: Record<string, number> = { I: 1, V: 5, X: 10 }

/** Centuries, kings and titles: `XIXe`, `Albert II`, `titre IV`. */
function romanValues(text: string): string[] {
  return [...text.matchAll(ROMAN)].flatMap(([, several, one, ending]) => {
    const digits = [...(several ?? (ending ? one : '') ?? '')].map(digit => ROMAN_DIGITS[digit] ?? 0)
    const value = digits.reduce(
      (sum, digit, index) => sum + (digit < (digits[index + 1] ?? 0) ? -digit : digit),
      0,
    )
    return value > 0 ? [String(value)] : []
  })
}

const SCALES: readonly (readonly [RegExp, number])[] = [
  [/^(?:millions?|miljoen|mio)(?!\p{L})/iu, 1_000_000],
  [/^(?:milliards?|miljard|mia)(?!\p{L})/iu, 1_000_000_000],
  [/^(?:mille|duizend|k€)(?!\p{L})/iu, 1000],
]

/** The factor of the word after a number; null for any other word. */
export function scaleOf(after: string): number | null {
  return SCALES.find(([pattern]) => pattern.test(after.trimStart()))?.[1] ?? null
}
