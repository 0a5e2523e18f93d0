import { splitFrontMatter } from './front-matter.js'
import type { Language } from './language.js'
import { type Located, problemsOf, soundParts } from './located.js'
import { readBody, type Section, type Sections } from './markdown-body.js'
import { bySeverity, capped, type Place, type Problem, problemAt, WHOLE_FILE } from './problem.js'
import { decodeText } from './text-hygiene.js'
import { FrontMatter, Update } from './update.js'
import { type Known, updateChecks } from './update-checks.js'
import { parityWarnings } from './update-parity.js'
import { readYaml } from './yaml-source.js'

/** A measure is a few pages; what is larger holds something else. */
export const UPDATE_LIMIT_BYTES = 256 * 1024

/** A file as an update, or everything that is wrong with it. `idPlace` is where its id stands. */
export type ParsedUpdate =
  | { update: Update; warnings: Problem[]; idPlace: Place }
  | { problems: Problem[]; warnings: Problem[] }

/**
 * Reads one update file (design §6): Markdown in UTF-8 with YAML front matter, one section per language.
 * Returns every problem of the file at once, each with its line and column; `file` is the name that they carry. With a
 * problem there is no update; with warnings there is.
 */
export function parseUpdateFile(bytes: Uint8Array, context: Known & { file: string }): ParsedUpdate {
  const { file } = context
  if (bytes.length > UPDATE_LIMIT_BYTES) {
    const limitKiB = UPDATE_LIMIT_BYTES / 1024
    return { problems: [problemAt(file, WHOLE_FILE, 'file-too-large', { limitKiB })], warnings: [] }
  }
  const { text, problems: textProblems } = decodeText(bytes, file)
  if (text === null) return { problems: textProblems, warnings: [] }

  const pieces = splitFrontMatter(text, file)
  const keys = pieces.keys ? readYaml(pieces.keys.text, file, pieces.keys.firstLine) : null
  const body = pieces.body ? readBody(pieces.body, file) : { sections: {}, problems: [] }
  const found = [...textProblems, ...pieces.problems, ...(keys?.problems ?? []), ...body.problems]
  if (keys && !keys.broken) found.push(...keyProblems(keys.located, keys.problems, context))

  const { problems, warnings } = bySeverity(found)
  if (problems.length > 0 || !keys) return { problems: capped(problems), warnings: capped(warnings) }
  const update = updateFrom(keys.located, body.sections)
  const parity = parityWarnings(update, file, sourcesOf(body.sections))
  return { update, warnings: [...warnings, ...parity], idPlace: keys.located.placeOf(['id']) }
}

/** What the YAML reader has named at a place is not named again by a schema. */
function keyProblems(located: Located, named: readonly Problem[], known: Known): Problem[] {
  const places = new Set(named.map(({ line, column }) => `${line}:${column}`))
  const sound = soundParts(FrontMatter, located.value)
  return [...problemsOf(FrontMatter, located), ...updateChecks(sound, located, known)].filter(
    ({ line, column }) => !places.has(`${line}:${column}`),
  )
}

function updateFrom(located: Located, sections: Sections): Update {
  const text = { fr: textOf(sections.fr), nl: textOf(sections.nl) }
  return Update.parse({ ...(located.value as object), text })
}

function textOf(section: Section | undefined): Update['text'][Language] | undefined {
  return section && { title: section.title, summary: section.summary, body: section.body }
}

function sourcesOf({ fr, nl }: Sections) {
  return fr && nl ? { fr: fr.source, nl: nl.source } : undefined
}
