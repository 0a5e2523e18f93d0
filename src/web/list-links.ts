import type { Language } from '../model/language/language.js'

/** A list's address with what it is narrowed to; the first language needs none. */
export function addressWith(path: string, search: Record<string, string>, language?: Language): string {
  const chosen = Object.entries(search).filter(([, value]) => value !== '')
  const query = new URLSearchParams(language ? [...chosen, ['lang', language]] : chosen)
  return query.size > 0 ? `${path}?${query}` : path
}

/** A column's link that sorts by it; `direction` for `aria-sort`, null where the list is sorted by another one. */
export type SortLink = { key: string; name: string; href: string; direction: 'ascending' | null }

/** The columns by which a list can be sorted, in their order; `standard` is the one without a word of its own in the address. */
export function sortLinks(
  path: string,
  search: { sort: string } & Record<string, string>,
  { keys, standard }: { keys: readonly string[]; standard: string },
  text: (key: string) => string,
  language: Language,
): { columns: Record<string, SortLink>; list: SortLink[]; label: string } {
  const list = keys.map(
    (key): SortLink => ({
      key,
      name: text(key),
      href: addressWith(path, { ...search, sort: key === standard ? '' : key }, language),
      direction: (search.sort || standard) === key ? 'ascending' : null,
    }),
  )
  return { columns: Object.fromEntries(list.map(one => [one.key, one])), list, label: text('sort') }
}
