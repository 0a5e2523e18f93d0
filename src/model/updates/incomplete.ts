import type { Agency } from '../agency/agency.js'
import { forEach } from '../language/language.js'
import type { Located } from '../problem/located.js'
import { type Problem, problemAt } from '../problem/problem.js'
import type { Section, Sections } from './section-sources.js'
import { type Update, updateIn } from './update.js'

/** An urgent update that lacks only one language, as it would be sent if an approver let it through. */
export type IncompleteUpdate = { update: Update; problem: Problem }

/**
 * The urgent update in a file whose only problem is a missing language. That language gets the other one's title and no text; the view tells readers.
 * Null for any other file.
 */
export function incompleteUpdate(
  located: Located,
  agency: Agency,
  sections: Sections,
  problems: readonly Problem[],
  file: string,
): IncompleteUpdate | null {
  const [problem] = problems
  if (problems.length !== 1 || problem?.code !== 'section-missing') return null
  const { language: missing } = problem.values
  const { languages } = agency
  const first = languages.find(language => language !== missing)
  if (!first) return null
  const text = forEach(languages, language => textOf(sections[language], sections[first]))
  const read = updateIn(agency).safeParse({ ...(located.value as object), text, follows: missing })
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
