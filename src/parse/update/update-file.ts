import { forEach, type Language, type Localized } from '../../model/language/language.js'
import { type Located, type Naming, namingAt } from '../../model/problem/located.js'
import { problemsOf, soundParts } from '../../model/problem/located-issues.js'
import {
  bySeverity,
  capped,
  type Place,
  type Problem,
  problemAt,
  WHOLE_FILE,
} from '../../model/problem/problem.js'
import { decodeText, doubtfulLetters } from '../../model/problem/text-hygiene.js'
import { type IncompleteUpdate, incompleteUpdate } from '../../model/updates/incomplete.js'
import { languageWarnings } from '../../model/updates/languages.js'
import { parityWarnings, passOnParity } from '../../model/updates/parity.js'
import type { Piece, Section, Sections } from '../../model/updates/section-sources.js'
import { frontMatterIn, type Update, updateIn } from '../../model/updates/update.js'
import { readYaml } from '../problem/yaml-source.js'
import { type Known, updateChecks } from './checks.js'
import { coded } from './coded.js'
import { splitFrontMatter } from './front-matter.js'
import { keyTextProblems } from './line-checks.js'
import { readBody } from './markdown-body.js'
import { untouchedId, untouchedTexts } from './untouched.js'

/** A measure has a few pages; a larger file is something else. */
export const UPDATE_LIMIT_BYTES = 256 * 1024

/** The place and name of the change note in a file, or where it would be. */
export type ChangeField = Naming & { place: Place }

/** A file as an update, or its problems. `idPlace`: the place of its id. */
export type ParsedUpdate =
  | { update: Update; warnings: Problem[]; idPlace: Place; changeField: ChangeField }
  | { problems: Problem[]; warnings: Problem[]; incomplete?: IncompleteUpdate }

/**
 * Parses an update file (design §6): Markdown in UTF-8 with YAML front matter, one section per language. Returns all problems at once, with line and
 * column; `file` is their name. A problem prevents the update; warnings don't.
 */
export function parseUpdateFile(bytes: Uint8Array, context: Known & { file: string }): ParsedUpdate {
  const { file } = context
  if (bytes.length > UPDATE_LIMIT_BYTES) {
    const limitKiB = UPDATE_LIMIT_BYTES / 1024
    return { problems: [problemAt(file, WHOLE_FILE, 'file-too-large', { limitKiB })], warnings: [] }
  }
  const { text, problems: textProblems } = decodeText(bytes, file)
  if (text === null) return { problems: textProblems, warnings: [] }

  const { languages } = context.agency
  const pieces = splitFrontMatter(text, file, languages)
  const keys = pieces.keys ? readYaml(pieces.keys.text, file, pieces.keys.firstLine) : null
  const body = pieces.body ? readBody(pieces.body, file, languages) : { sections: {}, problems: [] }
  const problems = [
    ...textProblems,
    ...doubtfulLetters(text, file),
    ...pieces.problems,
    ...(keys?.problems ?? []),
    ...body.problems,
  ]
  const readable = keys && !keys.broken ? keys.located : null
  const named = keys?.problems ?? []
  return judgeUpdate({ located: readable, named, sections: body.sections, problems }, context)
}

/**
 * An update from its keys and texts, or everything wrong with them, for any file format. `located`: null when the keys are unreadable; `named`:
 * problems that their reader found. `placed` maps places in the texts to places in the file, where they differ.
 */
export function judgeUpdate(
  read: {
    located: Located | null
    named: readonly Problem[]
    sections: Sections
    problems: readonly Problem[]
  },
  context: Known & { file: string },
  placed: (problem: Problem) => Problem = problem => problem,
): ParsedUpdate {
  const { sections } = read
  const { agency } = context
  const all = agency.languages
  const { located, problems: namedTwice } = read.located
    ? coded(read.located, context)
    : { located: null, problems: [] }
  const named = [...read.named, ...namedTwice]
  const found = [
    ...read.problems,
    ...namedTwice,
    ...(located ? keyProblems(located, named, context) : []),
    ...untouchedTexts(sections, context.file).map(placed),
  ]
  const { problems, warnings } = bySeverity(found)
  const incomplete = located && incompleteUpdate(located, agency, sections, problems, context.file)
  if (incomplete) return { problems: [incomplete.problem], warnings: capped(warnings), incomplete }
  if (problems.length > 0 || !located) return { problems: capped(problems), warnings: capped(warnings) }
  const text = forEach(all, language => textOf(sections[language]))
  const update = updateIn(agency).parse({ ...(located.value as object), text })
  const sources = sourcesOf(sections, all)
  const languages = languageWarnings(update, context.file, sources)
  const parity = parityWarnings(update, context.file, sources)
  const passOn = passOnParity(update, located)
  const texts = [...languages, ...parity].map(placed)
  const changeField = { ...namingAt(located, ['change']), place: changePlace(update, located) }
  return {
    update,
    warnings: [...warnings, ...passOn, ...texts],
    idPlace: located.placeOf(['id']),
    changeField,
  }
}

function changePlace({ change }: Update, located: Located): Place {
  return change === null ? WHOLE_FILE : located.keyPlaceOf(['change'])
}

/** Problems already reported at a place are not repeated by a schema. */
function keyProblems(located: Located, named: readonly Problem[], known: Known): Problem[] {
  const places = new Set(named.map(({ unit, line, column }) => `${unit} ${line}:${column}`))
  const schema = frontMatterIn(known.agency)
  const sound = soundParts(schema, located.value)
  return [
    ...problemsOf(schema, located),
    ...updateChecks(sound, located, known),
    ...untouchedId(sound, located),
    ...keyTextProblems(located, known.agency.languages),
  ].filter(({ unit, line, column }) => !places.has(`${unit} ${line}:${column}`))
}

function textOf(section: Section | undefined) {
  return section && { title: section.title, summary: section.summary, body: section.body }
}

function sourcesOf(sections: Sections, languages: readonly Language[]): Localized<Piece> {
  return Object.fromEntries(
    languages.flatMap(language => {
      const section = sections[language]
      return section ? [[language, section.source]] : []
    }),
  )
}
