const PLAIN = /^\d{1,12}(?:[.,]\d{1,2})?$/
/** A space, no-break space or apostrophe every three digits. */
const SPACED = /^\d{1,3}(?:[\s'’]\d{3}){1,3}(?:[.,]\d{1,2})?$/
/** Points every three digits: `4.000` alone may mean four, so cents or a second point must follow. */
const POINTED = /^\d{1,3}(?:(?:\.\d{3}){1,3},\d{1,2}|(?:\.\d{3}){2,3})$/
const SIGN = '(?:€|euros?|eur)'
const SIGN_FIRST = new RegExp(`^${SIGN}\\s?`, 'i')
const SIGN_LAST = new RegExp(`\\s?${SIGN}$`, 'i')

/**
 * An amount in euros in Belgian spelling, as `4000` or `1291.69`: `€ 4000`, `4 000 euros`, `4.000,50`, `12,5`. Null where it is none, or ambiguous:
 * `4.000` and `4,000`.
 */
export function amountWritten(text: string): string | null {
  const bare = text.slice(0, 40).trim().replace(SIGN_FIRST, '').replace(SIGN_LAST, '')
  if (![PLAIN, SPACED, POINTED].some(form => form.test(bare))) return null
  const digits = PLAIN.test(bare) ? bare : bare.replace(/[\s'’]|\.(?=\d{3})/g, '')
  return digits.replace(',', '.')
}
