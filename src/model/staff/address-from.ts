/** atext (RFC 5322 §3.2.3) without % and !: some relays pass such mail on to another domain (RFC 1123 §5.2.16). */
const ATOM = /^[A-Za-z0-9#$&'*+/=?^_`{|}~-]+$/
const LABEL = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/
const TOP_LEVEL = /^(?:[A-Za-z]{2,63}|xn--[A-Za-z0-9-]{1,59})$/i

/**
 * Whether a text is exactly one `local@domain`. The local part is a dot-atom of at most 64 characters (RFC 5321 §4.5.3.1.1). The domain has two
 * labels or more, in ASCII or punycode. No quotes, comments, routes, literals or names: programs could read them differently.
 */
export function isEmailAddress(text: string): boolean {
  const at = text.indexOf('@')
  if (at < 1 || at > 64 || text.length > 254 || text.indexOf('@', at + 1) >= 0) return false
  const labels = text.slice(at + 1).split('.')
  return (
    text
      .slice(0, at)
      .split('.')
      .every(atom => ATOM.test(atom)) &&
    labels.length >= 2 &&
    labels.every(label => LABEL.test(label)) &&
    TOP_LEVEL.test(labels.at(-1) ?? '')
  )
}

/** Letters of other alphabets that look like ours: from bilingual keyboards, or to deceive. */
const LOOKALIKES: Record<string, string> = Object.fromEntries(
  [...'аaеeоoрpсcуyхxіiѕsјjһhԁdԛqԝwοoνvιi'].flatMap((letter, index, all) =>
    index % 2 === 0 ? [[letter, all[index + 1] ?? '']] : [],
  ),
)

/**
 * The address within a text that is none: `Name <a@b.example>`, `mailto:a@b.example`, `a @ b.example.`, `a (at) b.example`, without invisible
 * characters; null when there is none.
 */
export function addressFrom(text: string): string | null {
  const short = text.slice(0, 400)
  const inBrackets = /^[^<>@]*<\s*([^<>\s]+)\s*>\s*$/.exec(short)?.[1]
  const bare = (inBrackets ?? short)
    .replace(/^\s*mailto:/i, '')
    .replace(/[\s\p{Cf}]+/gu, '')
    .replace(/[([{](?:at|chez|apenstaartje)[)\]}]/i, '@')
    .replace(/(?<![.,;])[.,;]+$/, '')
  const plain = bare
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/[\p{Script=Cyrillic}\p{Script=Greek}]/gu, letter => LOOKALIKES[letter] ?? letter)
  return [bare, plain].find(isEmailAddress) ?? null
}
