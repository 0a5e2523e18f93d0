import type { Language } from '../../model/language/language.js'
import { bareName } from '../../model/language/names.js'

/** A heading meant to open a language, but not in the form `# fr: Titre`. */
export type MisplacedHeading = { language: Language; title: string }

const MISPLACED = /^(?:#{2,6}[ \t]*|#)([a-z]{2})[ \t\u00a0]*:(.*)$/is
const FIRST_LEVEL = /^#([ \t]{0,9})(\p{L}{2,12})([ \t\u00a0]{0,9})(.{0,400})$/su
const NAMES = new Map<string, Language>([
  ['francais', 'fr'],
  ['frans', 'fr'],
  ['neerlandais', 'nl'],
  ['nederlands', 'nl'],
  ['allemand', 'de'],
  ['duits', 'de'],
  ['deutsch', 'de'],
])

/**
 * `#fr: …` and `## fr: …`; on the first level, which only opens languages, also `# NL Titel`, `# FR – Titre`, `# Français : Titre`. Null for any
 * other line, and for the right form.
 */
export function misplacedHeading(line: string, languages: readonly Language[]): MisplacedHeading | null {
  const [, code, after = ''] = MISPLACED.exec(line) ?? []
  const language = languages.find(one => one === code?.toLowerCase())
  return language ? { language, title: after.trim() } : otherwiseNamed(line, languages)
}

function otherwiseNamed(line: string, languages: readonly Language[]): MisplacedHeading | null {
  const [, blank, name = '', gap = '', rest = ''] = FIRST_LEVEL.exec(line) ?? []
  const coded = languages.find(one => one === name.toLowerCase())
  const language = coded ?? NAMES.get(bareName(name))
  if (!language || !languages.includes(language) || (coded && blank !== '' && rest.startsWith(':')))
    return null
  const isApart = rest === '' || /^[:–—|/]/.test(rest) || (gap !== '' && (coded || rest.startsWith('-')))
  return isApart ? { language, title: rest.replace(/^[:–—|/-]/, '').trim() } : null
}
