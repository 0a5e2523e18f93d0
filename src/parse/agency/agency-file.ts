import { type Agency, AgencyLanguages, agencyIn, BRUSSELS } from '../../model/agency/agency.js'
import type { Language } from '../../model/language/language.js'
import { problemsOf } from '../../model/problem/located-issues.js'
import { bySeverity, capped, type Problem, problemAt } from '../../model/problem/problem.js'
import { decodeText } from '../../model/problem/text-hygiene.js'
import { readYaml } from '../problem/yaml-source.js'

/**
 * Reads recipients/agency.yaml: the agency that it describes, and what it leaves out as in Brussels. With a problem, Brussels and
 * every problem. `hasWords`: whether the templates have the words of a language.
 */
export function parseAgencyFile(
  bytes: Uint8Array,
  file: string,
  hasWords: (language: Language) => boolean,
): { agency: Agency; problems: Problem[] } {
  const { text, problems: unreadable } = decodeText(bytes, file)
  if (text === null) return { agency: BRUSSELS, problems: unreadable }
  const { located, problems: broken } = readYaml(text, file)
  const value = (located.value ?? {}) as Record<string, unknown>
  const read = AgencyLanguages.safeParse(value.languages)
  const languages = read.success ? [...new Set(read.data)] : BRUSSELS.languages
  const schema = agencyIn(languages)
  const wordless = languages.flatMap((language, index) => {
    if (hasWords(language)) return []
    const place = located.placeOf(['languages', index])
    return [problemAt(file, place, 'language-without-words', { key: 'languages', found: language })]
  })
  const { problems } = bySeverity([
    ...unreadable,
    ...broken,
    ...problemsOf(schema, { ...located, value }),
    ...wordless,
  ])
  if (problems.length > 0) return { agency: BRUSSELS, problems: capped(problems) }
  return { agency: { ...schema.parse(value), languages }, problems: [] }
}
