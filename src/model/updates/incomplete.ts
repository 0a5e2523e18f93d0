import { forEach, type Language } from '../language/language.js'
import type { Located } from '../problem/located.js'
import { type Problem, problemAt } from '../problem/problem.js'
import { canonicalJson } from './canonical-json.js'
import type { Section, Sections } from './section-sources.js'
import { type Update, updateIn } from './update.js'

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
  languages: readonly Language[],
  sections: Sections,
  problems: readonly Problem[],
  file: string,
): IncompleteUpdate | null {
  const [problem] = problems
  if (problems.length !== 1 || problem?.code !== 'section-missing') return null
  const { language: missing } = problem.values
  const first = languages.find(language => language !== missing)
  if (!first) return null
  const text = forEach(languages, language => textOf(sections[language], sections[first]))
  const read = updateIn(languages).safeParse({ ...(located.value as object), text, follows: missing })
  // decision 15
  if (!read.success || read.data.urgency !== 'urgent') return null
  const { data: update } = read
  const awaited = problemAt(file, problem, 'section-awaited', { language: missing, id: update.id })
  return { update, problem: awaited }
}

/** A section as it stands; where there is none, the title of another one alone. */
function textOf(section: Section | undefined, other: Section | undefined) {
  const { title = other?.title, summary = '', body = '' } = section ?? {}
  return { title, summary, body }
}

/** Is `after` the same update as `before`, but for the language that was missing? */
export function bringsTranslation(before: Update, after: Update): boolean {
  if (!before.follows || after.follows) return false
  return sameBut(before, before.follows) === sameBut(after, before.follows)
}

function sameBut({ text, change, follows, ...rest }: Update, missing: Language): string {
  return canonicalJson([rest, { ...text, [missing]: null }])
}

/** The language in which to read an update that lacks one. */
export function otherThan(language: Language, { text }: Pick<Update, 'text'>): Language {
  return Object.keys(text).find(one => one !== language) ?? language
}
