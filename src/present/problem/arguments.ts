import { EDITOR_LANGUAGES, type EditorLanguage } from '../../model/language/language.js'
import type { Problem, ProblemCode } from '../../model/problem/problem.js'
import type { ProblemValues } from '../../model/problem/problem-values.js'
import { exact } from './exact.js'
import type { ProblemLanguage } from './wording.js'

/** More columns than a list has beside ours. */
const COLUMNS_NAMED = 40
/** Problems in whose values each character counts, even an invisible one. */
const EXACT: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  ...(['email-wrong', 'date-wrong', 'id-wrong', 'nis-wrong', 'commune-unknown'] as const),
  ...(['flag-wrong', 'not-allowed', 'phone-number-wrong', 'email-several'] as const),
])

/** Further values for a problem's wording, or replacements of a missing one. */
const BESIDE: { [C in ProblemCode]?: (values: ProblemValues[C]) => object } = {
  'change-missing': ({ key = 'change' }) => ({ key }),
  'change-stale': ({ key = 'change' }) => ({ key }),
  'event-no-length': ({ called = 'event.end' }) => ({ called }),
  'event-past-midnight': ({ called = 'event.end' }) => ({ called }),
  'deadline-past': ({ called = 'deadline' }) => ({ called }),
  'amount-crossed': ({ minKey = 'amount.min', maxKey = 'amount.max' }) => ({ minKey, maxKey }),
  'both-languages-expected': ({ key, languages = EDITOR_LANGUAGES }) => ({
    count: languages.length,
    pairs: languages.map(language => `${language}: "…"`).join(', '),
    rows: rows(key, languages),
  }),
  'list-expected': ({ found, meant = found }) => ({ meant }),
  'file-other-type': ({ more = 0 }) => ({ more }),
  'template-text': ({ language }) => ({ language: language ?? 'fr' }),
  'text-cut': ({ found, cut }) => ({ whole: `${found} ${cut}`.trim() }),
  'deadline-outside': ({ found, otherFound }) => ({ isBefore: found < otherFound }),
  'columns-left': ({ columns }) => ({
    columns: columns.slice(0, COLUMNS_NAMED),
    count: columns.length,
    rest: Math.max(0, columns.length - COLUMNS_NAMED),
  }),
  'key-missing': ({ key }) => ({ rows: /label$|libellé$/.test(key) ? rows(key, EDITOR_LANGUAGES) : key }),
  'keys-expected': ({ key, allowed }) => ({ rows: rows(key, allowed) }),
  'language-missing': ({ key, language, row = `${key}.${language}` }) => ({ row }),
}

/** The rows of a table of fields that hold a key's parts. */
const rows = (key: string, parts: readonly string[]) => parts.map(part => `${key}.${part}`).join(', ')

/** The values for a problem's wording, as readers of the language know them; `hasFound` and the like tell whether there is one. */
export function argumentsOf({ code, values }: Pick<Problem, 'code' | 'values'>, language: ProblemLanguage) {
  const said = saidIn(values, language)
  const beside = BESIDE[code] as ((values: Problem['values']) => object) | undefined
  const found = EXACT.has(code) && 'found' in said ? { found: exact(String(said.found), language) } : {}
  const there = Object.entries(said).map(([name, value]) => [`has${capitalised(name)}`, Boolean(value)])
  return { ...Object.fromEntries(there), ...said, ...found, ...beside?.(said) }
}

const capitalised = (name: string) => name.slice(0, 1).toUpperCase() + name.slice(1)

/** Keys as the editor wrote them. A missing key, and codes, get their names in this language; English readers know codes. */
function saidIn(values: Problem['values'], language: ProblemLanguage): Problem['values'] {
  const called = 'called' in values && values.called ? { ...values, key: values.called } : values
  return language === 'en'
    ? called
    : { ...called, ...keySaid(values, language), ...codesSaid(values, language) }
}

function keySaid(values: Problem['values'], language: EditorLanguage): { key?: string } {
  return 'named' in values && values.named ? { key: values.named[language] } : {}
}

function codesSaid(values: Problem['values'], language: EditorLanguage) {
  if (!('said' in values) || !values.said) return {}
  const allowed = values.said[language]
  if (!('suggestion' in values) || !values.suggestion) return { allowed }
  const meant = 'meant' in values ? values.meant?.[language] : undefined
  return {
    allowed,
    suggestion: meant ?? allowed[values.allowed.indexOf(values.suggestion)] ?? values.suggestion,
  }
}
