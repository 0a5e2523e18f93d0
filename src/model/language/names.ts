import { nearestBare } from './did-you-mean.js'
import type { EditorLanguage, Localized } from './language.js'

/** The names of a code. In each language the first is used in messages; the others are understood. */
export type Names = Readonly<Record<EditorLanguage, readonly [string, ...string[]]>>

/** Stored codes with their names. */
export type NameList = Readonly<Record<string, Names>>

/** The names of codes in messages, in the order of the codes. */
export type Said = Record<EditorLanguage, string[]>

/** A name without case, accents, spaces, hyphens, apostrophes and other signs: `Jusqu’au` → `jusquau`. */
export function bareName(text: string): string {
  return text
    .slice(0, 100)
    .replaceAll('€', 'eur')
    .replace(/œ/gi, 'oe')
    .replace(/æ/gi, 'ae')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}

/** The code that a text names: the code itself, a French or Dutch name, or both: `aide / steun`. Null for none or two codes. */
export function codeNamed(text: string, list: NameList): string | null {
  const code = codeOf(text, list)
  if (code !== null || !text.includes('/')) return code
  const codes = text
    .slice(0, 200)
    .split('/')
    .map(name => codeOf(name, list))
  const [first = null] = codes
  return codes.every(other => other === first) ? first : null
}

function codeOf(text: string, list: NameList): string | null {
  return Object.hasOwn(list, text) ? text : (indexOf(list).get(bareName(text)) ?? null)
}

/** The code that a text most likely meant by a name in any language; null when none is near. */
export function codeMeant(text: string, list: NameList): string | null {
  const index = indexOf(list)
  const near = nearestBare(bareName(text), index.keys())
  return near === null ? null : (index.get(near) ?? null)
}

/** The names of these codes in messages; a code without names stands for itself. */
export function saidNames(codes: readonly string[], list: NameList): Said {
  const said = (language: EditorLanguage) =>
    codes.map(code => (Object.hasOwn(list, code) ? (list[code]?.[language][0] ?? code) : code))
  return { fr: said('fr'), nl: said('nl') }
}

/** A list of names from the labels of each code in each language; after those of the reader's language come `known` ones. */
export function namesFrom(
  labels: Localized<Readonly<Record<string, string | readonly string[]>>>,
  known: NameList = {},
): NameList {
  const each = Object.values(labels)
  const named = Object.keys(each[0] ?? {}).map((code): [string, Names] => {
    const all = each.flatMap(one => one[code] ?? [])
    const said = (language: EditorLanguage): Names['fr'] => {
      const own = [labels[language]?.[code] ?? [], known[code]?.[language] ?? []].flat()
      return [own[0] ?? all[0] ?? code, ...own.slice(1), ...all]
    }
    return [code, { fr: said('fr'), nl: said('nl') }]
  })
  return Object.fromEntries(named)
}

const PLAIN = new WeakMap<readonly string[], NameList>()

/** Codes without names: each stands for itself, and case and accents don't count. */
export function withoutNames(codes: readonly string[]): NameList {
  const known = PLAIN.get(codes)
  if (known) return known
  const names = Object.fromEntries(
    Array.from(new Set(codes), (code): [string, Names] => [code, { fr: [code], nl: [code] }]),
  )
  PLAIN.set(codes, names)
  return names
}

const INDEXES = new WeakMap<NameList, Map<string, string | null>>()

/** Bare names to codes; an ambiguous name counts only if it is a code itself. */
function indexOf(list: NameList): Map<string, string | null> {
  const known = INDEXES.get(list)
  if (known) return known
  const index = new Map<string, string | null>()
  for (const [code, { fr, nl }] of Object.entries(list)) {
    for (const name of [...fr, ...nl]) {
      const bare = bareName(name)
      index.set(bare, index.has(bare) && index.get(bare) !== code ? null : code)
    }
  }
  for (const code of Object.keys(list)) index.set(bareName(code), code)
  INDEXES.set(list, index)
  return index
}
