/** A list level. `text` holds `%1` to `%9` for the levels' numbers; a bullet's holds its sign. */
export type ListLevel = {
  format: string
  text: string
  start: number
  /** The level, from 1, whose next item restarts this level; 0 never; null: any level above. */
  restartsAfter: number | null
  /** All numbers in this label are Arabic (ECMA-376 §17.9.4, isLgl). */
  isLegal: boolean
}

/** Lists with one `key` count together; the first item of an `instance` restarts the levels in `starts`. */
export type NumberedList = {
  key: string
  instance: string
  levels: readonly (ListLevel | undefined)[]
  starts: ReadonlyMap<number, number>
}

/** The numbers reached in each list, by key, and the instances that have begun. */
export type Counting = { counts: Map<string, (number | undefined)[]>; begun: Set<string> }

export const newCounting = (): Counting => ({ counts: new Map(), begun: new Set() })

/** Bullets with a meaning of their own. */
const MEANT_SIGNS = new Set('✓✔✅✗✘❌☐☑☒')
const ROMAN: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]
const ROMAN_LIMIT = 3999
const LETTERS_LIMIT = 26 * 5
const FOOTNOTE_SIGNS = '*†‡§'

/**
 * The next item's label: `3.`, `b)`, `1.2`, `Article II`; empty where the level shows none; null for a bullet. Counts the item, from `from` where the
 * document says so. A list's levels count together; a deeper one restarts after a higher one.
 */
export function nextLabel(
  list: NumberedList,
  level: number,
  counting: Counting,
  from: number | null = null,
): string | null {
  const own = list.levels[level]
  if (!own) return null
  const counts = countsOf(list, counting)
  const begins = from ?? (beginsInstance(list, counting) ? list.starts.get(level) : undefined)
  // decision 53
  counts[level] = begins ?? (counts[level] === undefined ? startOf(list, level) : counts[level] + 1)
  for (let deeper = level + 1; deeper < list.levels.length; deeper++) {
    const after = list.levels[deeper]?.restartsAfter ?? null
    if (after === null || (after > 0 && level < after)) counts[deeper] = undefined
  }
  return shown(list, own, counts)
}

/** Counts the start of a Markdown list as reached, so that another language can continue the list. */
export function restart(counting: Counting): void {
  counting.counts.clear()
  counting.begun.clear()
}

function countsOf({ key }: NumberedList, { counts }: Counting): (number | undefined)[] {
  const known = counts.get(key) ?? []
  counts.set(key, known)
  return known
}

function beginsInstance({ instance }: NumberedList, { begun }: Counting): boolean {
  if (begun.has(instance)) return false
  begun.add(instance)
  return true
}

function startOf({ levels, starts }: NumberedList, level: number): number {
  return starts.get(level) ?? levels[level]?.start ?? 1
}

function shown(list: NumberedList, own: ListLevel, counts: readonly (number | undefined)[]): string | null {
  if (own.format === 'bullet') return MEANT_SIGNS.has(own.text) ? own.text : null
  return own.text
    .replace(/%([1-9])/g, (_, digit: string) => {
      const level = Number(digit) - 1
      const format = list.levels[level]?.format ?? 'decimal'
      const number = counts[level] ?? startOf(list, level)
      return inFormat(number, own.isLegal && format !== 'none' ? 'decimal' : format)
    })
    .trim()
}

/** A number in a format of ECMA-376 §17.18.59 (ST_NumberFormat); unknown formats show digits. */
export function inFormat(number: number, format: string): string {
  switch (format) {
    case 'none':
    case 'bullet':
      return ''
    case 'lowerLetter':
      return inLetters(number)
    case 'upperLetter':
      return inLetters(number).toUpperCase()
    case 'lowerRoman':
      return inRoman(number)
    case 'upperRoman':
      return inRoman(number).toUpperCase()
    case 'decimalZero':
      return String(number).padStart(2, '0')
    case 'numberInDash':
      return `- ${number} -`
    case 'decimalEnclosedCircle':
      return number >= 1 && number <= 20 ? String.fromCodePoint(0x2460 + number - 1) : String(number)
    case 'chicago':
      return number >= 1 && number <= 40
        ? (FOOTNOTE_SIGNS[(number - 1) % 4] ?? '').repeat(Math.ceil(number / 4))
        : String(number)
    default:
      return String(number)
  }
}

/** As Word counts after z: aa, bb, … */
function inLetters(number: number): string {
  if (number < 1 || number > LETTERS_LIMIT) return String(number)
  return String.fromCharCode(97 + ((number - 1) % 26)).repeat(Math.ceil(number / 26))
}

function inRoman(number: number): string {
  if (number < 1 || number > ROMAN_LIMIT) return String(number)
  let rest = number
  let text = ''
  for (const [worth, sign] of ROMAN) {
    text += sign.repeat(Math.floor(rest / worth))
    rest %= worth
  }
  return text
}
