import { LANGUAGES, type Language } from '../language/language.js'
import type { Located } from '../problem/located.js'
import { type Problem, problemAt } from '../problem/problem.js'
import { canonicalJson } from './canonical-json.js'
import type { Section, Sections } from './section-sources.js'
import { Update } from './update.js'

/** An urgent update that lacks nothing but one of its languages, as it would be sent if an approver let it through. */
export type IncompleteUpdate = { update: Update; problem: Problem }

/** An approver's word that an update may go without a language; bound to the content hash of that revision. */
export type LetThrough = {
  update: string
  hash: string
  missing: Language
  /** An address of staff.yaml. */
  by: string
  reason: string
  at: Date
}

/**
 * The update that a file holds when its only problem is a missing language and it is urgent; null for any other. In the
 * missing language it has the title of the other one, and no text: what a reader sees there is said by the view.
 */
export function incompleteUpdate(
  located: Located,
  sections: Sections,
  problems: readonly Problem[],
  file: string,
): IncompleteUpdate | null {
  const [problem] = problems
  if (problems.length !== 1 || problem?.code !== 'section-missing') return null
  const { language: missing } = problem.values
  const there = sections[otherThan(missing)]
  const read = there && Update.safeParse({ ...(located.value as object), ...withoutText(there, missing) })
  // decision 15
  if (!read?.success || read.data.urgency !== 'urgent') return null
  const { data: update } = read
  const awaited = problemAt(file, problem, 'section-awaited', { language: missing, id: update.id })
  return { update, problem: awaited }
}

function withoutText(there: Section, missing: Language): Pick<Update, 'text' | 'follows'> {
  const whole = { title: there.title, summary: there.summary, body: there.body }
  const none = { title: there.title, summary: '', body: '' }
  const text = missing === 'fr' ? { fr: none, nl: whole } : { fr: whole, nl: none }
  return { text, follows: missing }
}

/** Is `after` the same update as `before`, but for the language that was missing? */
export function bringsTranslation(before: Update, after: Update): boolean {
  if (!before.follows || after.follows) return false
  return sameBut(before, before.follows) === sameBut(after, before.follows)
}

function sameBut({ text, change, follows, ...rest }: Update, missing: Language): string {
  return canonicalJson([rest, text[otherThan(missing)]])
}

/** The other of the two languages. */
export function otherThan(language: Language): Language {
  return LANGUAGES.find(one => one !== language) ?? language
}
