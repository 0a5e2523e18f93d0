import { type Agency, AgencyLanguages, agencyIn, BRUSSELS, CODE_LISTS } from '../../model/agency/agency.js'
import { namesFrom } from '../../model/language/names.js'
import { problemsOf, soundParts } from '../../model/problem/located-issues.js'
import { bySeverity, capped, type Problem, problemAt } from '../../model/problem/problem.js'
import { decodeText } from '../../model/problem/text-hygiene.js'
import { readYaml } from '../problem/yaml-source.js'
import { labelsOf, namedTwice, unnamed, type WordsIn } from './own-codes.js'

/**
 * Reads recipients/agency.yaml: the agency that it describes, and what it leaves out as in Brussels. With a problem, Brussels and
 * every problem. `wordsIn`: the words that the templates have in a language.
 */
export function parseAgencyFile(
  bytes: Uint8Array,
  file: string,
  wordsIn: WordsIn,
): { agency: Agency; problems: Problem[] } {
  const { text, problems: unreadable } = decodeText(bytes, file)
  if (text === null) return { agency: BRUSSELS, problems: unreadable }
  const { located, problems: broken } = readYaml(text, file)
  const value = (located.value ?? {}) as Record<string, unknown>
  const read = AgencyLanguages.safeParse(value.languages)
  const languages = read.success ? [...new Set(read.data)] : BRUSSELS.languages
  const schema = agencyIn(languages)
  const sound = soundParts(schema, value)
  const wordless = languages.flatMap((language, index) => {
    if (wordsIn(language)) return []
    const place = located.placeOf(['languages', index])
    return [problemAt(file, place, 'language-without-words', { key: 'languages', found: language })]
  })
  const listed = CODE_LISTS.flatMap(list => {
    const codes = sound[list]
    return codes ? [{ list, codes, labels: labelsOf(list, codes, languages, wordsIn) }] : []
  })
  const labels: Agency['labels'] = Object.fromEntries(listed.map(({ list, labels }) => [list, labels]))
  const levels = labels.levels ? namesFrom(labels.levels, BRUSSELS.levels) : BRUSSELS.levels
  const roles = namesFrom(sound.roles ?? {}, BRUSSELS.roles)
  const { problems } = bySeverity([
    ...unreadable,
    ...broken,
    ...problemsOf(schema, { ...located, value }),
    ...wordless,
    ...listed.flatMap(({ list, codes, labels }) => [
      ...(wordless.length > 0 ? [] : unnamed(list, Object.keys(codes), labels, located)),
      ...namedTwice(list, list === 'levels' ? levels : namesFrom(labels), located),
    ]),
    ...namedTwice('roles', roles, located),
  ])
  if (problems.length > 0) return { agency: BRUSSELS, problems: capped(problems) }
  const { holidays, salutations } = schema.parse(value)
  return { agency: { languages, holidays, salutations, levels, roles, labels }, problems: [] }
}
