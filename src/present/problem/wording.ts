import type { Language } from '../../model/language/language.js'
import type { ProblemCode } from '../../model/problem/problem.js'
import type { ProblemValues } from '../../model/problem/problem-values.js'

/** Operators read English; editors read their own language. */
export type ProblemLanguage = 'en' | Language

/** What is wrong, one sentence; and what would be right. A code without its wording does not compile. */
export type Wording = {
  readonly [C in ProblemCode]: (values: ProblemValues[C]) => readonly [message: string, hint: string]
}
