/** Longest slug, in characters. */
const LONGEST = 60

/** A text as an identifier: ASCII letters and digits in lower case, other runs as one hyphen; may be empty. */
export const slugOf = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .join('-')
    .slice(0, LONGEST)
    .replace(/-$/, '')
