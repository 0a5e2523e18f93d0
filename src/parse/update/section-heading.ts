import type { Language } from '../../model/language/language.js'
import { bareName } from '../../model/language/names.js'

/** A heading that was meant to open a language, in another form than `# fr: Titre`. */
export type MisplacedHeading = { language: Language; title: string }

const MISPLACED = /^(?:#{2,6}[ \t]*|#)(fr|nl)[ \t\u00a0]*:(.*)$/is
const FIRST_LEVEL = /^#([ \t]{0,9})(\p{L}{2,12})([ \t\u00a0]{0,9})(.{0,400})$/su
const CODES = new Map<string, Language>([
  ['fr', 'fr'],
  ['nl', 'nl'],
])
const NAMES = new Map<string, Language>([
  ['francais', 'fr'],
  ['frans', 'fr'],
  ['neerlandais', 'nl'],
  ['nederlands', 'nl'],
])

/**
 * `#fr: …`, `## fr: …`, and of the first level, whose only use is to open a language, also `# NL Titel`, `# FR – Titre`,
 * `# Français : Titre`. Null for any other line, and for the right form.
 */
export function misplacedHeading(line: string): MisplacedHeading | null {
  const [, code, after = ''] = MISPLACED.exec(line) ?? []
  const language = CODES.get(code?.toLowerCase() ?? '')
  return language ? { language, title: after.trim() } : otherwiseNamed(line)
}

function otherwiseNamed(line: string): MisplacedHeading | null {
  const [, blank, name = '', gap = '', rest = ''] = FIRST_LEVEL.exec(line) ?? []
  const coded = CODES.get(name.toLowerCase())
  const language = coded ?? NAMES.get(bareName(name))
  if (!language || (coded && blank !== '' && rest.startsWith(':'))) return null
  const isApart = rest === '' || /^[:–—|/]/.test(rest) || (gap !== '' && (coded || rest.startsWith('-')))
  return isApart ? { language, title: rest.replace(/^[:–—|/-]/, '').trim() } : null
}
